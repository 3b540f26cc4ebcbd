// ip address: show, add, change, replace, del, flush (iproute2 6.1, ip/ipaddress.c). Leaves out: IPv6, peers, lifetimes,
// save and restore.

import type { Sys } from '../../../host/sys.ts';
import type { AddressInfo, LinkInfo } from '../../../net/contract.ts';
import { broadcastOf, inNetwork, isLoopback, networkOf, printIpv4 } from '../../../net/wire/address.ts';
import { ADDRESS_USAGE } from './usage.ts';
import { flagsText, headerText, linkAddress, linkLayerText, shownName, stateText, statsText } from './link-text.ts';
import {
  IpError,
  isDuplicate,
  isWrong,
  matches,
  NotHere,
  noDevice,
  parseAddress,
  parsePrefix,
  refused,
  type Options,
  type Prefix,
  type WordList,
} from './words.ts';

type Scope = AddressInfo['scope'];

export function address(sys: Sys, options: Options, words: WordList): string {
  const verb = words.done ? 'show' : words.next();
  if (['add', 'change', 'chg', 'replace'].some((keyword) => matches(verb, keyword)))
    return modify(sys, words, matches(verb, 'add') ? 'add' : 'replace');
  if (matches(verb, 'delete')) return modify(sys, words, 'delete');
  if (['show', 'lst', 'list'].some((keyword) => matches(verb, keyword)))
    return show(sys, options, readFilter(sys, words));
  if (matches(verb, 'flush')) return flush(sys, words);
  if (['save', 'showdump', 'restore'].includes(verb)) throw new NotHere(`address ${verb}`);
  if (matches(verb, 'help')) throw new IpError(ADDRESS_USAGE.replace(/\n$/, ''), 255);
  throw new IpError(`Command "${verb}" is unknown, try "ip address help".`, 255);
}

// ── showing

interface Filter {
  dev?: string;
  scope?: Scope;
  up?: boolean;
  secondary?: boolean;
  to?: Prefix;
  label?: string;
  any?: boolean;
}

function readFilter(sys: Sys, words: WordList): Filter {
  const filter: Filter = {};
  while (!words.done) {
    const word = words.next();
    if (word === 'to') filter.to = parsePrefix(words.argument());
    else if (word === 'scope') filter.scope = parseScope(words.argument());
    else if (word === 'up') filter.up = true;
    else if (word === 'secondary' || word === 'temporary') filter.secondary = true;
    else if (word === 'primary') filter.secondary = false;
    else if (word === 'permanent') filter.any = true;
    else if (word === 'label') filter.label = words.argument();
    else if (['dynamic', 'tentative', 'deprecated', 'master', 'nomaster', 'type', 'vrf', 'group'].includes(word))
      throw new NotHere(word);
    else {
      if (word === 'help') throw new IpError(ADDRESS_USAGE.replace(/\n$/, ''), 255);
      const name = word === 'dev' ? words.argument() : word;
      if (filter.dev !== undefined) throw isDuplicate('dev', name);
      filter.dev = name;
      if (!sys.net.link(name)) throw new IpError(`Device "${name}" does not exist.`, 1);
    }
  }
  return filter;
}

function parseScope(text: string): Scope {
  if (text === 'host' || text === '254') return 'host';
  if (text === 'link' || text === '253') return 'link';
  if (text === 'global' || text === '0') return 'global';
  throw isWrong(text, 'invalid "scope" value.');
}

function globMatches(glob: string, text: string): boolean {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

const passes = (filter: Filter, address: AddressInfo): boolean =>
  (filter.scope === undefined || address.scope === filter.scope) &&
  (filter.secondary === undefined || address.secondary === filter.secondary) &&
  (filter.label === undefined || globMatches(filter.label, address.label)) &&
  (filter.to === undefined || inNetwork(address.ip, networkOf(filter.to.ip, filter.to.length), filter.to.length));

function show(sys: Sys, options: Options, filter: Filter): string {
  const links = sys.net
    .links()
    .filter((link) => (filter.dev === undefined || link.name === filter.dev) && (!filter.up || link.up));
  const addresses = sys.net.addresses();
  if (options.family === 'inet6') return '';
  const onlyMatching =
    options.family === 'inet' || Object.keys(filter).some((key) => key !== 'dev' && key !== 'up' && key !== 'any');
  return links
    .map((link) => {
      const own = addresses.filter((one) => one.dev === link.name && passes(filter, one));
      return onlyMatching && own.length === 0 ? '' : printDevice(link, own, options, filter);
    })
    .join('');
}

function printDevice(link: LinkInfo, own: readonly AddressInfo[], options: Options, filter: Filter): string {
  if (options.brief) {
    const shown = own.map(({ ip, prefix }) => `${printIpv4(ip)}/${prefix} `).join('');
    return `${shownName(link).padEnd(16)} ${stateText(link).padEnd(14)} ${shown}\n`;
  }
  const lifetime = `valid_lft forever preferred_lft forever`;
  if (options.oneLine)
    return own.map((one) => `${link.index}: ${link.name}    ${printAddress(one)}\\       ${lifetime}\n`).join('');
  const inetOnly = options.family === 'inet' || filter.to !== undefined;
  const header = filter.label === undefined ? `${headerText(link, false)}\n` : '';
  const layer = inetOnly || filter.label !== undefined ? '' : `    ${linkLayerText(link)}\n`;
  const shown = own.map((one) => `    ${printAddress(one)}\n       ${lifetime}\n`).join('');
  return header + layer + shown + (options.stats > 0 && !inetOnly ? `${statsText(link, '\n').slice(1)}\n` : '');
}

function printAddress({ ip, prefix, broadcast, scope, secondary, label }: AddressInfo): string {
  const brd = broadcast === undefined ? '' : ` brd ${printIpv4(broadcast)}`;
  return `inet ${printIpv4(ip)}/${prefix}${brd} scope ${scope}${secondary ? ' secondary' : ''} ${label}`;
}

/** One device of `ip -br link`. */
export const briefLink = (link: LinkInfo): string =>
  `${shownName(link).padEnd(16)} ${stateText(link).padEnd(14)} ${linkAddress(link)} <${flagsText(link)}> \n`;

// ── changing

interface Asked {
  local?: Prefix;
  dev?: string;
  broadcast?: string;
  scope?: Scope;
  label?: string;
}

function readAsked(words: WordList): Asked {
  const asked: Asked = {};
  while (!words.done) {
    const word = words.next();
    if (word === 'dev') asked.dev = words.argument();
    else if (matches(word, 'broadcast') || word === 'brd') asked.broadcast = words.argument();
    else if (word === 'scope') asked.scope = parseScope(words.argument());
    else if (word === 'label') asked.label = words.argument();
    else if (
      ['peer', 'remote', 'anycast', 'metric', 'valid_lft', 'preferred_lft', 'home', 'nodad', 'mngtmpaddr'].includes(
        word,
      )
    )
      throw new NotHere(word);
    else if (word === 'noprefixroute' || word === 'autojoin') throw new NotHere(word);
    else {
      if (word === 'help') throw new IpError(ADDRESS_USAGE.replace(/\n$/, ''), 255);
      const text = word === 'local' ? words.argument() : word;
      if (asked.local) throw isDuplicate('local', text);
      asked.local = parsePrefix(text);
    }
  }
  return asked;
}

function modify(sys: Sys, words: WordList, how: 'add' | 'replace' | 'delete'): string {
  const asked = readAsked(words);
  if (asked.dev === undefined) throw new IpError('Not enough information: "dev" argument is required.', 1);
  const broadcast =
    asked.broadcast === undefined || asked.broadcast === '-'
      ? undefined
      : asked.broadcast === '+'
        ? asked.local && broadcastOf(asked.local.ip, asked.local.length)
        : parseAddress(asked.broadcast);
  if (!sys.net.link(asked.dev)) throw noDevice(asked.dev);
  if (!asked.local) throw new IpError('RTNETLINK answers: Operation not supported', 2);
  const { ip, length } = asked.local;
  if (how === 'delete') return del(sys, asked.dev, asked.local);
  const there = sys.net.addresses().some((one) => one.dev === asked.dev && one.ip === ip && one.prefix === length);
  if (how === 'replace' && there) return '';
  const scope = asked.scope ?? (isLoopback(ip) ? 'host' : 'global');
  const label = asked.label ?? asked.dev;
  refused(sys, sys.net.addAddress({ dev: asked.dev, ip, prefix: length, broadcast, scope, label }));
  return '';
}

/** Without a length any address of that number goes, and the tool warns. The warning is not an error: it is thrown with 0. */
function del(sys: Sys, dev: string, { ip, length, explicit }: Prefix): string {
  const found = sys.net.addresses().find((one) => one.dev === dev && one.ip === ip);
  refused(sys, sys.net.delAddress(dev, ip, explicit ? length : (found?.prefix ?? length)));
  if (explicit) return '';
  throw new IpError(
    'Warning: Executing wildcard deletion to stay compatible with old scripts.\n' +
      `         Explicitly specify the prefix length (${printIpv4(ip)}/32) to avoid this warning.\n` +
      '         This special behaviour is likely to disappear in further releases,\n' +
      '         fix your scripts!',
    0,
  );
}

function flush(sys: Sys, words: WordList): string {
  if (words.done) throw new IpError('Flush requires arguments.', 1);
  const filter = readFilter(sys, words);
  for (;;) {
    // Secondaries go with their primary, so the list is looked at again after each.
    const one = sys.net
      .addresses()
      .find((each) => (filter.dev === undefined || each.dev === filter.dev) && passes(filter, each));
    if (!one) return '';
    refused(sys, sys.net.delAddress(one.dev, one.ip, one.prefix));
  }
}
