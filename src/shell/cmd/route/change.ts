// route add and route del: the words of INET_setroute (net-tools lib/inet_sr.c) and what SIOCADDRT and SIOCDELRT make of them.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { RouteLine } from '../../../net/contract.ts';
import { maskOf, prefixOf, printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import { classfulPrefix, inetAton, resolveHost, resolverWords } from '../../net/names.ts';

export type Refused =
  { readonly words?: string; readonly usage?: boolean; readonly status: number } | { readonly absent: string };

const USAGE: Refused = { usage: true, status: 3 };
const IOCTL_STATUS = 7;
const LOOKUP_STATUS = 1;

interface Asked {
  kind: 'host' | 'net' | 'unsaid';
  dst: Ipv4;
  mask: Ipv4 | undefined;
  gateway: Ipv4 | undefined;
  dev: string | undefined;
  metric: number;
  reject: boolean;
}

const wrong = (words: string): Refused => ({ words: `route: ${words}`, usage: true, status: 3 });

export function changeRoute(sys: Sys, verb: 'add' | 'del', words: readonly string[]): Refused | undefined {
  const rest = [...words];
  if (words.length === 0) return { usage: true, status: 0 };
  const asked = readTarget(sys, rest) ?? USAGE;
  if (!('dst' in asked)) return asked;
  const failed = readWords(sys, asked, rest);
  if (failed) return failed;
  const mask = checkMask(asked);
  if (typeof mask === 'object') return mask;
  return verb === 'add' ? add(sys, asked, prefixOf(mask) ?? 32) : del(sys, asked, prefixOf(mask) ?? 32);
}

function readTarget(sys: Sys, rest: string[]): Asked | Refused | undefined {
  let kind: Asked['kind'] = 'unsaid';
  if (rest[0] === '-net' || rest[0] === '-host') kind = rest.shift() === '-net' ? 'net' : 'host';
  const target = rest.shift();
  if (target === undefined) return undefined;
  const asked: Asked = { kind, dst: 0, mask: undefined, gateway: undefined, dev: undefined, metric: 0, reject: false };
  if (target === 'default') return { ...asked, kind: 'net', mask: 0 };
  const [text = '', length] = target.split('/', 2);
  const dst = inetAton(text) ?? sys.resolve(text);
  if (dst === undefined) return { words: `${target}: ${resolverWords(text)}`, status: LOOKUP_STATUS };
  if (length === undefined) return { ...asked, dst };
  const prefix = Number(length);
  if (!/^\d+$/.test(length) || prefix > 32) return USAGE;
  return { ...asked, dst, mask: maskOf(prefix), kind: kind === 'unsaid' ? 'net' : kind };
}

function readWords(sys: Sys, asked: Asked, rest: string[]): Refused | undefined {
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === 'reject') {
      asked.reject = true;
      continue;
    }
    if (['mss', 'window', 'irtt', 'mod', 'dyn', 'reinstate'].includes(word)) return { absent: word };
    if (!['metric', 'netmask', 'gw', 'gateway', 'dev', 'device'].includes(word)) {
      // A word that is no keyword is the device; nothing may follow it.
      if (rest.length > 0 || asked.dev !== undefined) return USAGE;
      asked.dev = word;
      continue;
    }
    const value = rest.shift();
    if (value === undefined) return USAGE;
    const failed = readValue(sys, asked, word, value);
    if (failed) return failed;
  }
  return undefined;
}

function readValue(sys: Sys, asked: Asked, word: string, value: string): Refused | undefined {
  if (word === 'dev' || word === 'device') asked.dev = value;
  else if (word === 'metric') {
    if (!/^\d/.test(value)) return USAGE;
    asked.metric = parseInt(value, 10);
  } else {
    const ip = resolveHost(sys, value);
    if (ip === undefined) return { words: `${value}: ${resolverWords(value)}`, status: LOOKUP_STATUS };
    if (word === 'netmask') {
      if (asked.mask !== undefined) return USAGE;
      asked.mask = ip;
    } else asked.gateway = ip;
  }
  return undefined;
}

/** The mask that was meant, or what is wrong with it. */
function checkMask(asked: Asked): Ipv4 | Refused {
  const { kind, dst, mask } = asked;
  if (mask === undefined) {
    // Without a mask a network has that of its class; anything whose host part is set is a host.
    if (kind === 'host') return 0xffff_ffff;
    const prefix = classfulPrefix(dst) ?? 32;
    if (kind === 'net') return maskOf(prefix);
    return (dst & ~maskOf(prefix)) === 0 ? maskOf(prefix) : 0xffff_ffff;
  }
  if (prefixOf(mask) === undefined) return wrong(`bogus netmask ${printIpv4(mask)}`);
  if (kind === 'host' && mask !== 0xffff_ffff)
    return wrong(`netmask ${openBits(mask)} doesn't make sense with host route`);
  if ((dst & ~mask) !== 0) return wrong("netmask doesn't match route address");
  return mask;
}

/** A mask as the real tool shows it: the bits it leaves open. */
const openBits = (mask: Ipv4): string => (~mask >>> 0).toString(16).padStart(8, '0');

const said = (call: string, refused: Errno | undefined): Refused | undefined =>
  refused && { words: `${call}: ${strerror(refused)}`, status: IOCTL_STATUS };

function add(sys: Sys, asked: Asked, prefix: number): Refused | undefined {
  const { dst, gateway, metric, reject } = asked;
  if (!reject && gateway === undefined && asked.dev === undefined)
    return { words: 'SIOCADDRT: No such device', status: IOCTL_STATUS };
  const route: Omit<RouteLine, 'table'> = {
    dst,
    prefix,
    gateway,
    dev: asked.dev ?? '',
    source: undefined,
    scope: reject ? 'host' : gateway === undefined ? 'link' : 'global',
    kind: reject ? 'unreachable' : 'unicast',
    proto: 'boot',
    metric,
  };
  if ((dst & ~maskOf(prefix)) !== 0) return { words: 'SIOCADDRT: Invalid argument', status: IOCTL_STATUS };
  return said('SIOCADDRT', sys.net.addRoute(route, 'prepend'));
}

function del(sys: Sys, asked: Asked, prefix: number): Refused | undefined {
  const refused = sys.net.delRoute({
    dst: asked.dst,
    prefix,
    ...(asked.gateway === undefined ? {} : { gateway: asked.gateway }),
    ...(asked.dev === undefined ? {} : { dev: asked.dev }),
    ...(asked.metric === 0 ? {} : { metric: asked.metric }),
    ...(asked.reject ? { kind: 'unreachable' as const } : {}),
  });
  return isErrno(refused) ? said('SIOCDELRT', refused) : undefined;
}
