// ip link: show and set (iproute2 6.1, ip/iplink.c). Leaves out: making and removing devices, arp, multicast, names, masters,
// everything of virtual functions.

import type { Sys } from '../../../host/sys.ts';
import { parseMac } from '../../../net/wire/address.ts';
import { briefLink } from './address.ts';
import { headerText, linkLayerText, statsText } from './link-text.ts';
import { LINK_USAGE } from './usage.ts';
import {
  IpError,
  isDuplicate,
  isWrong,
  matches,
  NotHere,
  noDevice,
  parseNumber,
  refused,
  type Options,
  type WordList,
} from './words.ts';

export function link(sys: Sys, options: Options, words: WordList): string {
  const verb = words.done ? 'show' : words.next();
  if (matches(verb, 'add')) throw new NotHere('link add');
  if (matches(verb, 'set') || matches(verb, 'change')) return set(sys, words);
  if (matches(verb, 'replace')) throw new NotHere('link replace');
  if (matches(verb, 'delete')) {
    const word = words.argument();
    const name = word === 'dev' ? words.argument() : word;
    if (!sys.net.link(name)) throw noDevice(name);
    throw new NotHere('link delete');
  }
  if (['show', 'lst', 'list'].some((keyword) => matches(verb, keyword))) return show(sys, options, words);
  if (['xstats', 'afstats', 'property'].includes(verb)) throw new NotHere(`link ${verb}`);
  if (matches(verb, 'help')) throw new IpError(LINK_USAGE.replace(/\n$/, ''), 255);
  throw new IpError(`Command "${verb}" is unknown, try "ip link help".`, 255);
}

function show(sys: Sys, options: Options, words: WordList): string {
  let dev: string | undefined;
  let up = false;
  while (!words.done) {
    const word = words.next();
    if (word === 'up') up = true;
    else if (['master', 'nomaster', 'type', 'vrf', 'group'].includes(word)) throw new NotHere(word);
    else {
      const name = word === 'dev' ? words.argument() : word;
      if (dev !== undefined) throw isDuplicate('dev', name);
      if (!sys.net.link(name)) throw new IpError(`Device "${name}" does not exist.`, 1);
      dev = name;
    }
  }
  const gap = options.oneLine ? '\\' : '\n';
  return sys.net
    .links()
    .filter((one) => (dev === undefined || one.name === dev) && (!up || one.up))
    .map((one) => {
      if (options.brief) return briefLink(one);
      const stats = options.stats > 0 ? statsText(one, gap) : '';
      return `${headerText(one, true)}${gap}    ${linkLayerText(one)}${stats}\n`;
    })
    .join('');
}

const NOT_HERE = [
  'arp',
  'multicast',
  'allmulticast',
  'dynamic',
  'trailers',
  'carrier',
  'name',
  'broadcast',
  'brd',
  'netns',
  'alias',
  'vf',
  'master',
  'vrf',
  'nomaster',
  'addrgenmode',
  'protodown',
  'group',
  'type',
];

function set(sys: Sys, words: WordList): string {
  let dev: string | undefined;
  let change: { up?: boolean; mtu?: number; mac?: number; promiscuous?: boolean; txQueueLength?: number } = {};
  let macText: string | undefined;
  while (!words.done) {
    const word = words.next();
    if (word === 'up' || word === 'down') change = { ...change, up: word === 'up' };
    else if (word === 'mtu') change = { ...change, mtu: parseNumber(words.argument(), 'Invalid "mtu" value\n') };
    else if (matches(word, 'address')) macText = words.argument();
    else if (['txqueuelen', 'qlen', 'txqlen'].includes(word))
      change = { ...change, txQueueLength: parseNumber(words.argument(), 'Invalid "txqueuelen" value\n') };
    else if (word === 'promisc') change = { ...change, promiscuous: parseOnOff('promisc', words.argument()) };
    else if (NOT_HERE.includes(word)) throw new NotHere(`link set ${word}`);
    else {
      if (word === 'help') throw new IpError(LINK_USAGE.replace(/\n$/, ''), 255);
      const name = word === 'dev' ? words.argument() : word;
      if (dev !== undefined) throw isDuplicate('dev', name);
      dev = name;
    }
  }
  if (dev === undefined) throw new IpError('Not enough information: "dev" argument is required.', 255);
  if (!sys.net.link(dev)) throw noDevice(dev);
  if (macText !== undefined) change = { ...change, mac: readMac(macText) };
  refused(sys, sys.net.setLink(dev, change));
  return '';
}

function parseOnOff(keyword: string, text: string): boolean {
  if (text === 'on') return true;
  if (text === 'off') return false;
  throw new IpError(`Error: argument of "${keyword}" must be one of "on, off", not "${text}"`, 255);
}

/** The device's address has six bytes; a text of fewer has as many as it has parts. */
function readMac(text: string): number {
  const mac = parseMac(text);
  if (mac !== undefined) return mac;
  const parts = text.split(':');
  const bad = parts.find((part) => !/^[0-9a-f]{1,2}$/i.test(part));
  if (bad !== undefined && parts.length > 1) throw isWrong(text, 'lladdr');
  throw new IpError(`Invalid address length ${parts.length} - must be 6 bytes`, 1);
}
