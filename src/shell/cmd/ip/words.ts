// The grammar that all of ip's objects share: keywords that may be abbreviated, arguments that must follow, and the words
// for what is wrong (iproute2 6.1, lib/utils.c).

import { strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import { parseIpv4, type Ipv4 } from '../../../net/wire/address.ts';

/** Ends a command with words on standard error and a status. */
export class IpError extends Error {
  readonly status: number;
  constructor(words: string, status: number) {
    super(words);
    this.status = status;
  }
}

/** What real ip has and this simulator has not. */
export class NotHere extends Error {}

export interface Options {
  readonly family: 'any' | 'inet' | 'inet6';
  readonly oneLine: boolean;
  readonly brief: boolean;
  readonly details: boolean;
  readonly stats: number;
}

/** `matches`: what was typed begins the keyword. */
export const matches = (typed: string, keyword: string): boolean => typed !== '' && keyword.startsWith(typed);

/** The words of a command, taken from the front. */
export class WordList {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  peek(): string | undefined {
    return this.#words[this.#at];
  }

  next(): string {
    return this.#words[this.#at++]!;
  }

  /** The word that a keyword needs behind it. */
  argument(): string {
    if (this.done) throw new IpError('Command line is not complete. Try option "help"', 255);
    return this.next();
  }
}

export const isWrong = (text: string, words: string): IpError =>
  new IpError(`Error: argument "${text}" is wrong: ${words}`, 255);

export const isDuplicate = (keyword: string, text: string): IpError =>
  new IpError(`Error: either "${keyword}" is duplicate, or "${text}" is a garbage.`, 255);

export const noDevice = (name: string): IpError => new IpError(`Cannot find device "${name}"`, 1);

/** The kernel's refusal: its own words when it gave some, else the errno's. */
export function refused(sys: Sys, errno: Errno | undefined): void {
  if (!errno) return;
  const { extack } = sys.net;
  if (extack === undefined) throw new IpError(`RTNETLINK answers: ${strerror(errno)}`, 2);
  throw new IpError(`Error: ${extack}${/[.\n]$/.test(extack) ? '' : '.'}`, 2);
}

export interface Prefix {
  readonly ip: Ipv4;
  readonly length: number;
  /** A length was written. */
  readonly explicit: boolean;
}

/** `10.0.0.0/8`, `10.0.0.1`, `10/8`, `default`, `any`, `all`. */
export function parsePrefix(text: string): Prefix {
  if (text === 'default' || text === 'any' || text === 'all') return { ip: 0, length: 0, explicit: true };
  const wrong = new IpError(`Error: any valid prefix is expected rather than "${text}".`, 1);
  const [address = '', length, more] = text.split('/');
  const ip = parseShort(address);
  if (ip === undefined || more !== undefined) throw wrong;
  if (length === undefined) return { ip, length: 32, explicit: false };
  const mask = length.includes('.') ? parseIpv4(length) : undefined;
  if (mask !== undefined) {
    const bits = Math.clz32(~mask);
    if (bits < 32 && (mask << bits) >>> 0 !== 0) throw wrong;
    return { ip, length: bits, explicit: true };
  }
  if (!/^\d+$/.test(length) || Number(length) > 32) throw wrong;
  return { ip, length: Number(length), explicit: true };
}

/** iproute2 fills missing parts with zeros at the end: 10.5 is 10.5.0.0. */
function parseShort(text: string): Ipv4 | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  while (parts.length < 4) parts.push(0);
  return parts.reduce((ip, part) => ip * 256 + part, 0);
}

export function parseAddress(text: string): Ipv4 {
  const ip = parseShort(text);
  if (ip === undefined) throw new IpError(`Error: inet address is expected rather than "${text}".`, 1);
  return ip;
}

export function parseNumber(text: string, words: string): number {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) throw isWrong(text, words);
  return Number(text);
}
