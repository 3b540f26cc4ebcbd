// Addresses and names as the network tools read them: inet_aton's short forms, /etc/hosts by the resolver, and the words of
// a resolver that finds nothing (there is no DNS in the lab).

import type { Sys } from '../../host/sys.ts';
import { printIpv4, type Ipv4 } from '../../net/wire/address.ts';

/** inet_aton: `10.10.10.1`, `10.1` (10.0.0.1), hexadecimal and octal parts. */
export function inetAton(text: string): Ipv4 | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => {
    if (/^0x[0-9a-f]+$/i.test(part)) return parseInt(part, 16);
    if (/^0[0-7]*$/.test(part)) return parseInt(part, 8);
    return /^[1-9]\d*$/.test(part) ? Number(part) : NaN;
  });
  const last = numbers.pop()!;
  if (numbers.some((n) => !(n <= 255)) || !(last < 256 ** (4 - numbers.length))) return undefined;
  return numbers.reduce((ip, n, i) => ip + n * 256 ** (3 - i), 0) + last;
}

/** An address in digits, or a name that the machine knows. */
export const resolveHost = (sys: Sys, text: string): Ipv4 | undefined => inetAton(text) ?? sys.resolve(text);

/** herror: what cannot be a name at all is unknown; for anything else nobody answers. */
export const resolverWords = (text: string): string =>
  /^[\d.]+$/.test(text) || !/^[\w.-]+$/.test(text) ? 'Unknown host' : 'Host name lookup failure';

/** The prefix length that an address's class had (RFC 791). */
export function classfulPrefix(ip: Ipv4): number | undefined {
  const first = ip >>> 24;
  if (ip === 0) return 0;
  if (first < 128) return 8;
  if (first < 192) return 16;
  return first < 224 ? 24 : undefined;
}

/** The first name that /etc/hosts gives an address. */
export function nameOfAddress(sys: Sys, ip: Ipv4): string | undefined {
  const text = sys.readFile('/etc/hosts');
  if (typeof text !== 'string') return undefined;
  const entry = text.split('\n').find((line) => line.trim().split(/\s+/)[0] === printIpv4(ip));
  return entry?.trim().split(/\s+/)[1];
}
