// Numbers, addresses and names as ipvsadm reads and prints them: strtol, inet_aton, /etc/hosts and /etc/services.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import { printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import { absent } from './failure.ts';

/** string_to_number: strtol in base 10, the whole of the text, within the range. */
export function parseNumber(text: string, min: number, max: number): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

/** inet_aton(3): one to four parts, decimal, octal or hexadecimal; the last fills what is left. Blanks may follow. */
export function parseInetAton(text: string): Ipv4 | undefined {
  const words = text.replace(/[ \t\n\v\f\r].*$/s, '').split('.');
  if (words.length > 4) return undefined;
  let ip = 0;
  for (const [i, word] of words.entries()) {
    if (!/^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(word)) return undefined;
    const value = /^0\d/.test(word) ? parseInt(word, 8) : Number(word);
    const last = i === words.length - 1;
    const room = last ? 2 ** (8 * (5 - words.length)) : 256;
    if (value >= room) return undefined;
    ip += last ? value : value * 2 ** (8 * (3 - i));
  }
  return ip;
}

const looksIpv6 = (text: string): boolean => /^[0-9a-fA-F:.]+$/.test(text) && (text.match(/:/g)?.length ?? 0) >= 2;

export interface Address {
  readonly ip: Ipv4;
  /** Undefined when none was written. */
  readonly port: number | undefined;
}

export type PortProtocol = 'tcp' | 'udp' | 'sctp';

/** parse_service: host[:port]. Undefined for what is none; IPv6 is refused as ours. */
export function parseAddress(sys: Sys, text: string, protocol: PortProtocol): Address | undefined {
  if (/^\d*$/.test(text)) return undefined;
  const bracketed = /^\[([^\]]*)\]:/.exec(text);
  if (text.startsWith('[') && !bracketed) return undefined;
  if (looksIpv6(bracketed?.[1] ?? text)) absent('IPv6');
  if (bracketed) return undefined;
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  const ip = parseHost(sys, host);
  if (ip === undefined) return undefined;
  if (colon < 0) return { ip, port: undefined };
  const word = text.slice(colon + 1);
  const port = parseNumber(word, 0, 65535) ?? new Services(sys).port(word, protocol);
  return port === undefined ? undefined : { ip, port };
}

export const parseHost = (sys: Sys, host: string): Ipv4 | undefined => parseInetAton(host) ?? sys.resolve(host);

/** /etc/services, read when first asked. */
class Services {
  readonly #sys: Sys;
  #lines: readonly { readonly port: string; readonly names: readonly string[] }[] | undefined;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  port(name: string, protocol: PortProtocol): number | undefined {
    const line = this.#read().find(({ port, names }) => port.endsWith(`/${protocol}`) && names.includes(name));
    return line && parseInt(line.port, 10);
  }

  name(port: number, protocol: PortProtocol): string | undefined {
    return this.#read().find((line) => line.port === `${port}/${protocol}`)?.names[0];
  }

  #read() {
    return (this.#lines ??= readWords(this.#sys, '/etc/services').flatMap(([name, port, ...aliases]) =>
      name && port ? [{ port, names: [name, ...aliases] }] : [],
    ));
  }
}

function readWords(sys: Sys, path: string): string[][] {
  const text = sys.readFile(path);
  return isErrno(text) ? [] : text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
}

/** How a listing prints addresses: as numbers (-n) or by name. */
export class Printer {
  readonly numeric: boolean;
  readonly #sys: Sys;
  readonly #services: Services;
  #hosts: ReadonlyMap<string, string> | undefined;

  constructor(sys: Sys, numeric: boolean) {
    this.#sys = sys;
    this.numeric = numeric;
    this.#services = new Services(sys);
  }

  /** `protocol` undefined: the port stays a number (services by firewall mark). */
  endpoint(ip: Ipv4, port: number, protocol: PortProtocol | undefined): string {
    if (this.numeric) return `${printIpv4(ip)}:${port}`;
    const service = protocol && this.#services.name(port, protocol);
    return `${this.#hostName(printIpv4(ip))}:${service ?? port}`;
  }

  #hostName(address: string): string {
    if (!this.#hosts) {
      const hosts = new Map<string, string>();
      for (const [ip, name] of readWords(this.#sys, '/etc/hosts'))
        if (ip && name && !hosts.has(ip)) hosts.set(ip, name);
      this.#hosts = hosts;
    }
    return this.#hosts.get(address) ?? address;
  }
}
