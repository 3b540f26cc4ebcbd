// ip neigh: show, add, change, replace, del, flush, get (iproute2 6.1, ip/ipneigh.c). Leaves out: proxies, statistics (-s).

import type { Sys } from '../../../host/sys.ts';
import type { NeighbourInfo, NeighbourState } from '../../../net/contract.ts';
import { inNetwork, networkOf, parseMac, printIpv4, printMac } from '../../../net/wire/address.ts';
import { NEIGH_USAGE } from './usage.ts';
import {
  IpError,
  isDuplicate,
  isWrong,
  matches,
  NotHere,
  noDevice,
  parsePrefix,
  refused,
  type Options,
  type Prefix,
  type WordList,
} from './words.ts';

const STATES: readonly NeighbourState[] = [
  'NONE',
  'INCOMPLETE',
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'FAILED',
  'NOARP',
  'PERMANENT',
];

export function neigh(sys: Sys, options: Options, words: WordList): string {
  const verb = words.done ? 'show' : words.next();
  const is = (...keywords: string[]) => keywords.some((keyword) => matches(verb, keyword));
  if (options.stats > 0) throw new NotHere('-s neigh');
  if (is('add')) return modify(sys, words, 'add');
  if (is('change', 'chg')) return modify(sys, words, 'change');
  if (is('replace')) return modify(sys, words, 'replace');
  if (is('delete')) return modify(sys, words, 'delete');
  if (is('get')) return modify(sys, words, 'get');
  if (is('show', 'lst', 'list')) return show(sys, words);
  if (is('flush')) return flush(sys, words);
  if (is('help')) throw new IpError(NEIGH_USAGE.replace(/\n$/, ''), 255);
  throw new IpError(`Command "${verb}" is unknown, try "ip neigh help".`, 255);
}

interface Filter {
  dev?: string;
  to?: Prefix;
  /** Undefined: all but NONE and NOARP; 'all': all. */
  states?: readonly NeighbourState[] | 'all';
}

function parseState(text: string): NeighbourState {
  const state = STATES.find((each) => each.toLowerCase() === text);
  if (!state) throw isWrong(text, 'nud state is bad');
  return state;
}

function readFilter(sys: Sys, words: WordList): Filter {
  const filter: Filter = {};
  while (!words.done) {
    const word = words.next();
    if (word === 'dev') {
      filter.dev = words.argument();
      if (!sys.net.link(filter.dev)) throw noDevice(filter.dev);
    } else if (word === 'nud') {
      const text = words.argument();
      if (text === 'all') filter.states = 'all';
      else filter.states = [...(Array.isArray(filter.states) ? filter.states : []), parseState(text)];
    } else if (word === 'unused' || word === 'proxy' || word === 'vrf' || word === 'nomaster' || word === 'protocol')
      throw new NotHere(`neigh ${word}`);
    else {
      const text = word === 'to' ? words.argument() : word;
      if (filter.to) throw isDuplicate('to', text);
      filter.to = parsePrefix(text);
    }
  }
  return filter;
}

function passes({ dev, to, states }: Filter, entry: NeighbourInfo): boolean {
  const stateFits =
    states === 'all' || (states ? states.includes(entry.state) : entry.state !== 'NOARP' && entry.state !== 'NONE');
  return (
    stateFits &&
    (dev === undefined || entry.dev === dev) &&
    (to === undefined || inNetwork(entry.ip, networkOf(to.ip, to.length), to.length))
  );
}

function print(entry: NeighbourInfo, withDevice: boolean): string {
  const known = entry.mac !== undefined && entry.state !== 'INCOMPLETE' && entry.state !== 'FAILED';
  const dev = withDevice ? `dev ${entry.dev} ` : '';
  return `${printIpv4(entry.ip)} ${dev}${known ? `lladdr ${printMac(entry.mac!)} ` : ''}${entry.state} \n`;
}

function show(sys: Sys, words: WordList): string {
  const filter = readFilter(sys, words);
  return sys.net
    .neighbours()
    .filter((entry) => passes(filter, entry))
    .map((entry) => print(entry, filter.dev === undefined))
    .join('');
}

function flush(sys: Sys, words: WordList): string {
  if (words.done) throw new IpError('Flush requires arguments.', 1);
  const filter = readFilter(sys, words);
  const all = filter.states !== undefined;
  for (const entry of sys.net.neighbours())
    if (passes(filter, entry) && (all || entry.state !== 'PERMANENT'))
      sys.net.flushNeighbours({ dev: entry.dev, ip: entry.ip, ...(all ? { state: entry.state } : {}) });
  return '';
}

function modify(sys: Sys, words: WordList, how: 'add' | 'change' | 'replace' | 'delete' | 'get'): string {
  let dst: Prefix | undefined;
  let dev: string | undefined;
  let lladdr: string | undefined;
  let state: NeighbourState = 'PERMANENT';
  while (!words.done) {
    const word = words.next();
    if (word === 'lladdr') lladdr = words.argument();
    else if (word === 'nud') state = parseState(words.argument());
    else if (word === 'dev') dev = words.argument();
    else if (['proxy', 'router', 'use', 'managed', 'extern_learn', 'protocol'].includes(word))
      throw new NotHere(`neigh ${word}`);
    else {
      const text = word === 'to' ? words.argument() : word;
      if (dst) throw isDuplicate('to', text);
      dst = parsePrefix(text);
    }
  }
  if (dev === undefined || dst === undefined) throw new IpError('Device and destination are required arguments.', 255);
  if (!sys.net.link(dev)) throw noDevice(dev);
  const { ip } = dst;
  const there = sys.net.neighbours().find((entry) => entry.dev === dev && entry.ip === ip);
  if (how === 'get') {
    if (!there) throw new IpError('Error: Neighbour entry not found.', 2);
    return print(there, true);
  }
  if (how === 'delete') {
    refused(sys, sys.net.delNeighbour(dev, ip));
    return '';
  }
  const mac = lladdr === undefined ? there?.mac : parseMac(lladdr);
  if (mac === undefined) {
    const words = lladdr === undefined ? 'No link layer address given.' : 'Invalid link address.';
    throw new IpError(`Error: ${words}`, 2);
  }
  if (how === 'add' && there) throw new IpError('RTNETLINK answers: File exists', 2);
  if (how === 'change' && !there) throw new IpError('RTNETLINK answers: No such file or directory', 2);
  refused(sys, sys.net.setNeighbour(dev, ip, mac, state));
  return '';
}
