// ip route: show, get, add, change, replace, append, prepend, del, flush (iproute2 6.1, ip/iproute.c). Leaves out: IPv6, rules'
// tables, next hop objects and multipath, metrics of a route (mtu, advmss, …), get with an incoming device.

import type { Sys } from '../../../host/sys.ts';
import type { RouteLine } from '../../../net/contract.ts';
import { isErrno } from '../../../base/errno.ts';
import { networkOf, printIpv4 } from '../../../net/wire/address.ts';
import { KINDS, parseKind, parseProto, parseScope, parseTable } from './route-values.ts';
import { readRoute } from './route-words.ts';
import { ROUTE_USAGE } from './usage.ts';
import {
  IpError,
  isDuplicate,
  matches,
  NotHere,
  noDevice,
  parseAddress,
  parseNumber,
  parsePrefix,
  refused,
  type Options,
  type Prefix,
  type WordList,
} from './words.ts';

const usage = (): IpError => new IpError(ROUTE_USAGE.replace(/\n$/, ''), 255);

export function route(sys: Sys, options: Options, words: WordList): string {
  const verb = words.done ? 'show' : words.next();
  const is = (...keywords: string[]) => keywords.some((keyword) => matches(verb, keyword));
  if (options.family === 'inet6') return '';
  if (is('list', 'show', 'lst')) return show(sys, options, readFilter(sys, words));
  if (is('get')) return get(sys, options, words);
  if (is('add')) return change(sys, words, 'add');
  if (is('append')) return change(sys, words, 'append');
  if (is('change', 'chg')) return change(sys, words, 'change');
  if (is('replace')) return change(sys, words, 'replace');
  if (is('prepend')) return change(sys, words, 'prepend');
  if (is('delete')) return del(sys, words);
  if (is('flush')) return flush(sys, words);
  if (['test', 'save', 'restore', 'showdump'].includes(verb)) throw new NotHere(`route ${verb}`);
  if (is('help')) throw usage();
  throw new IpError(`Command "${verb}" is unknown, try "ip route help".`, 255);
}

// ── showing

interface Filter {
  table: 'main' | 'local' | 'all';
  dev?: string;
  proto?: RouteLine['proto'];
  scope?: RouteLine['scope'];
  via?: number;
  source?: number;
  kind?: RouteLine['kind'];
  exact?: Prefix;
  root?: Prefix;
  match?: Prefix;
}

function readFilter(sys: Sys, words: WordList): Filter {
  const filter: Filter = { table: 'main' };
  while (!words.done) {
    const word = words.next();
    if (matches(word, 'table')) filter.table = parseTable(words.argument());
    else if (word === 'dev' || word === 'oif' || word === 'iif') {
      filter.dev = words.argument();
      if (!sys.net.link(filter.dev)) throw noDevice(filter.dev);
    } else if (matches(word, 'protocol')) filter.proto = parseProto(words.argument());
    else if (word === 'scope') filter.scope = parseScope(words.argument());
    else if (word === 'via') filter.via = parseAddress(words.argument());
    else if (word === 'src') filter.source = parseAddress(words.argument());
    else if (word === 'type') filter.kind = parseKind(words.argument());
    else if (word === 'root') filter.root = parsePrefix(words.argument());
    else if (word === 'match') filter.match = parsePrefix(words.argument());
    else if (word === 'exact') filter.exact = parsePrefix(words.argument());
    else if (word === 'cached' || word === 'cloned' || word === 'cache') throw new NotHere(word);
    else if (['vrf', 'tos', 'mark', 'metric', 'realms', 'from'].includes(word)) throw new NotHere(word);
    else {
      if (word === 'help') throw usage();
      const kind = KINDS.find((each) => each === word);
      if (kind) {
        filter.kind = kind;
        continue;
      }
      const text = word === 'to' ? words.argument() : word;
      if (filter.exact) throw isDuplicate('to', text);
      filter.exact = parsePrefix(text);
    }
  }
  return filter;
}

function passes(filter: Filter, line: RouteLine): boolean {
  const { exact, root, match } = filter;
  const inside = (prefix: Prefix) =>
    line.prefix >= prefix.length && networkOf(line.dst, prefix.length) === networkOf(prefix.ip, prefix.length);
  return (
    (filter.dev === undefined || line.dev === filter.dev) &&
    (filter.proto === undefined || line.proto === filter.proto) &&
    (filter.scope === undefined || line.scope === filter.scope) &&
    (filter.via === undefined || line.gateway === filter.via) &&
    (filter.source === undefined || line.source === filter.source) &&
    (filter.kind === undefined || line.kind === filter.kind) &&
    (exact === undefined || (line.prefix === exact.length && line.dst === exact.ip)) &&
    (root === undefined || inside(root)) &&
    (match === undefined || (line.prefix <= match.length && networkOf(match.ip, line.prefix) === line.dst))
  );
}

const tablesOf = (filter: Filter): readonly ('main' | 'local')[] =>
  filter.table === 'all' ? ['main', 'local'] : [filter.table];

function show(sys: Sys, options: Options, filter: Filter): string {
  return tablesOf(filter)
    .flatMap((table) => sys.net.routes(table))
    .filter((line) => passes(filter, line))
    .map((line) => `${printLine(sys, line, filter, options.details)}\n`)
    .join('');
}

/** What the filter has fixed is not said again. */
function printLine(sys: Sys, line: RouteLine, filter: Filter, details: boolean): string {
  const link = sys.net.link(line.dev);
  const words = [
    line.kind === 'unicast' && !details ? '' : line.kind,
    line.prefix === 0 && line.dst === 0
      ? 'default'
      : printIpv4(line.dst) + (line.prefix === 32 ? '' : `/${line.prefix}`),
    line.gateway === undefined ? '' : `via ${printIpv4(line.gateway)}`,
    line.dev === '' || filter.dev !== undefined ? '' : `dev ${line.dev}`,
    filter.table === 'all' && line.table === 'local' ? 'table local' : '',
    filter.proto !== undefined || (line.proto === 'boot' && !details) ? '' : `proto ${line.proto}`,
    filter.scope !== undefined || (line.scope === 'global' && !details) ? '' : `scope ${line.scope}`,
    line.source === undefined ? '' : `src ${printIpv4(line.source)}`,
    line.metric === 0 ? '' : `metric ${line.metric}`,
    link && link.up && !link.running ? 'linkdown' : '',
    line.onlink ? 'onlink' : '',
  ];
  return `${words.filter(Boolean).join(' ')} `;
}

// ── asking

function get(sys: Sys, options: Options, words: WordList): string {
  let dst: Prefix | undefined;
  let src: number | undefined;
  let oif: string | undefined;
  let mark: number | undefined;
  while (!words.done) {
    const word = words.next();
    if (word === 'from') src = parsePrefix(words.argument()).ip;
    else if (word === 'oif' || word === 'dev') {
      oif = words.argument();
      if (!sys.net.link(oif)) throw noDevice(oif);
    } else if (word === 'mark') mark = parseNumber(words.argument(), 'not a valid mark value');
    else if (['iif', 'tos', 'dsfield', 'vrf', 'uid', 'ipproto', 'sport', 'dport', 'fibmatch'].includes(word))
      throw new NotHere(`route get ${word}`);
    else {
      if (word === 'help') throw usage();
      const text = word === 'to' ? words.argument() : word;
      if (dst) throw isDuplicate('to', text);
      dst = parsePrefix(text);
    }
  }
  if (!dst) throw new IpError('need at least a destination address', 1);
  const how = {
    ...(src === undefined ? {} : { src }),
    ...(oif === undefined ? {} : { oif }),
    ...(mark === undefined ? {} : { mark }),
  };
  const routed = sys.net.routeTo(dst.ip, how);
  if (!routed.found) {
    refused(sys, routed.errno);
    return '';
  }
  const { route: line } = routed;
  const local = line.kind === 'local';
  const text = [
    line.kind === 'unicast' ? '' : line.kind,
    printIpv4(dst.ip),
    src === undefined ? '' : `from ${printIpv4(src)}`,
    line.gateway === undefined ? '' : `via ${printIpv4(line.gateway)}`,
    `dev ${local ? 'lo' : line.dev}`,
    src === undefined ? `src ${printIpv4(routed.source)}` : '',
    mark === undefined ? '' : `mark ${mark < 10 ? mark : `0x${mark.toString(16)}`}`,
    'uid 0',
  ];
  const cache = local ? '<local> ' : line.kind === 'broadcast' ? '<local,brd> ' : '';
  return `${text.filter(Boolean).join(' ')} ${options.oneLine ? '\\' : '\n'}    cache ${cache}\n`;
}

// ── changing

function change(sys: Sys, words: WordList, how: 'add' | 'append' | 'change' | 'replace' | 'prepend'): string {
  if (words.done) throw usage();
  const asked = readRoute(sys, words);
  const { dst, kind, gateway } = asked;
  const scope =
    asked.scope ??
    (kind === 'local'
      ? 'host'
      : kind === 'broadcast' || (kind === 'unicast' && gateway === undefined)
        ? 'link'
        : 'global');
  refused(
    sys,
    sys.net.addRoute(
      {
        dst: dst.ip,
        prefix: dst.length,
        gateway,
        dev: asked.dev ?? '',
        source: asked.source,
        scope,
        kind,
        proto: asked.proto ?? 'boot',
        metric: asked.metric ?? 0,
        ...(asked.table ? { table: asked.table } : {}),
        ...(asked.onlink ? { onlink: true } : {}),
      },
      how,
    ),
  );
  return '';
}

function del(sys: Sys, words: WordList): string {
  if (words.done) throw usage();
  const asked = readRoute(sys, words);
  const match: Partial<RouteLine> & Pick<RouteLine, 'dst' | 'prefix'> = {
    dst: asked.dst.ip,
    prefix: asked.dst.length,
    ...(asked.gateway === undefined ? {} : { gateway: asked.gateway }),
    ...(asked.dev === undefined ? {} : { dev: asked.dev }),
    ...(asked.source === undefined ? {} : { source: asked.source }),
    ...(asked.scope === undefined ? {} : { scope: asked.scope }),
    ...(asked.proto === undefined ? {} : { proto: asked.proto }),
    ...(asked.metric === undefined ? {} : { metric: asked.metric }),
    ...(asked.table === undefined ? {} : { table: asked.table }),
    ...(asked.kindGiven ? { kind: asked.kind } : {}),
  };
  refused(sys, sys.net.delRoute(match));
  return '';
}

function flush(sys: Sys, words: WordList): string {
  if (words.done) throw new IpError('"ip route flush" requires arguments.', 1);
  if (words.peek() === 'cache') return '';
  const filter = readFilter(sys, words);
  for (const table of tablesOf(filter))
    for (const line of sys.net.routes(table)) {
      if (!passes(filter, line)) continue;
      const gone = sys.net.delRoute(line);
      if (isErrno(gone) && gone.errno !== 'ESRCH') refused(sys, gone);
    }
  return '';
}
