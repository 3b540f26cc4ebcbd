// ip (iproute2 6.1): address, link, route and neighbour. Leaves out: all other objects, IPv6, JSON, colours, batches.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command, type Option } from '../../command.ts';
import { address } from './address.ts';
import { link } from './link.ts';
import { neigh } from './neigh.ts';
import { route } from './route.ts';
import { IP_USAGE } from './usage.ts';
import { IpError, matches, NotHere, WordList, type Options } from './words.ts';

const word = (name: string, en: string, zh: string, more: Partial<Option> = {}): Option => ({
  word: name,
  meaning: { zh, en },
  ...more,
});

export const ip: Command = {
  name: 'ip',
  directory: '/usr/sbin',
  summary: { zh: '查看和修改地址、接口、路由、邻居', en: 'Show and change addresses, links, routes and neighbours.' },
  options: [
    word('-4', 'IPv4 only', '只看 IPv4'),
    word('-6', 'IPv6 only (there is none here)', '只看 IPv6（此处没有）'),
    word('-family', 'the address family', '地址族', { arg: 'FAMILY', completes: ['inet', 'inet6'] }),
    word('-oneline', 'each record on one line', '每条记录一行'),
    word('-brief', 'only the main facts, as a table', '只列要点'),
    word('-stats', 'with statistics', '带统计'),
    word('-details', 'more details', '更多细节'),
    word('-Version', 'the version', '版本'),
    ...['-json', '-color', '-batch', '-netns', '-resolve', '-timestamp', '-human', '-all', '-Numeric', '-force'].map(
      (name) => word(name, '', '', { status: 'not here' }),
    ),
  ],
  operands: (sys, before) => completions(sys, before),
  main: runIp,
};

const OBJECTS = [
  'address',
  'addrlabel',
  'maddress',
  'route',
  'rule',
  'neighbor',
  'neighbour',
  'ntable',
  'ntbl',
  'link',
  'l2tp',
  'fou',
  'ila',
  'macsec',
  'tunnel',
  'tunl',
  'tuntap',
  'tap',
  'token',
  'tcpmetrics',
  'monitor',
  'xfrm',
  'mroute',
  'mrule',
  'netns',
  'netconf',
  'vrf',
  'sr',
  'nexthop',
  'mptcp',
  'ioam',
  'amt',
  'help',
];

const HERE: Readonly<Record<string, (sys: Sys, options: Options, words: WordList) => string>> = {
  address,
  route,
  neighbor: neigh,
  neighbour: neigh,
  link,
};

/** In iproute2's order: an abbreviation means the first that it begins. */
const OPTIONS = [
  '-loops',
  '-family',
  '-4',
  '-6',
  '-0',
  '-M',
  '-B',
  '-human-readable',
  '-iec',
  '-stats',
  '-statistics',
  '-details',
  '-resolve',
  '-oneline',
  '-timestamp',
  '-tshort',
  '-Version',
  '-force',
  '-batch',
  '-brief',
  '-json',
  '-pretty',
  '-rcvbuf',
  '-color',
  '-help',
  '-netns',
  '-Numeric',
  '-all',
  '-echo',
];

type Read = { readonly options: Options; readonly at: number } | { readonly words: string; readonly status: number };

function readOptions(argv: readonly string[]): Read | 'version' {
  let family: Options['family'] = 'any';
  let oneLine = false;
  let brief = false;
  let details = false;
  let stats = 0;
  let at = 1;
  for (; at < argv.length && argv[at]!.startsWith('-'); at++) {
    const typed = argv[at]!.startsWith('--') ? argv[at]!.slice(1) : argv[at]!;
    if (typed === '-') break;
    const option = typed === '-br' || typed === '-bri' ? '-brief' : OPTIONS.find((each) => matches(typed, each));
    if (option === '-4') family = 'inet';
    else if (option === '-6') family = 'inet6';
    else if (option === '-family') {
      const value = argv[++at];
      if (value === undefined) return { words: IP_USAGE.trimEnd(), status: 255 };
      if (value !== 'inet' && value !== 'inet6') throw new NotHere(`-family ${value}`);
      family = value;
    } else if (option === '-oneline') oneLine = true;
    else if (option === '-brief') brief = true;
    else if (option === '-details') details = true;
    else if (option === '-stats' || option === '-statistics') stats++;
    else if (option === '-Version') return 'version';
    else if (option === '-help') return { words: IP_USAGE.trimEnd(), status: 255 };
    else if (option === undefined) return { words: `Option "${argv[at]}" is unknown, try "ip -help".`, status: 255 };
    else throw new NotHere(option);
  }
  return { options: { family, oneLine, brief, details, stats }, at };
}

function* runIp(sys: Sys, argv: readonly string[]): Program<number> {
  try {
    const read = readOptions(argv);
    if (read === 'version') {
      yield* out(sys, 'ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
      return 0;
    }
    if ('words' in read) throw new IpError(read.words, read.status);
    yield* out(sys, run(sys, read.options, argv.slice(read.at)));
    return 0;
  } catch (error) {
    if (error instanceof NotHere) return yield* notHere(sys, 'ip', error.message);
    if (!(error instanceof IpError)) throw error;
    yield* err(sys, `${error.message}\n`);
    return error.status;
  }
}

function run(sys: Sys, options: Options, words: readonly string[]): string {
  const typed = words[0];
  if (typed === undefined) throw new IpError(IP_USAGE.trimEnd(), 255);
  const object = OBJECTS.find((each) => matches(typed, each));
  if (object === undefined) throw new IpError(`Object "${typed}" is unknown, try "ip help".`, 1);
  if (object === 'help') throw new IpError(IP_USAGE.trimEnd(), 255);
  const main = HERE[object];
  if (!main) throw new NotHere(object);
  return main(sys, options, new WordList(words.slice(1)));
}

const VERBS: Readonly<Record<string, readonly string[]>> = {
  address: ['show', 'add', 'del', 'replace', 'flush', 'dev', 'label', 'brd', 'scope'],
  link: ['show', 'set', 'dev', 'up', 'down', 'mtu', 'address'],
  route: ['show', 'add', 'del', 'replace', 'get', 'flush', 'default', 'via', 'dev', 'src', 'metric'],
  neighbour: ['show', 'add', 'del', 'replace', 'flush', 'dev', 'lladdr', 'nud'],
};

function completions(sys: Sys, before: readonly string[]): readonly string[] {
  const words = before.filter((each) => !each.startsWith('-'));
  if (words.length === 0) return Object.keys(VERBS);
  const links = sys.net.links().map(({ name }) => name);
  if (words.at(-1) === 'dev' || (words.at(-1) === 'set' && words.length === 2)) return links;
  const object = Object.keys(VERBS).find((each) => matches(words[0]!, each));
  return object ? VERBS[object]! : [];
}
