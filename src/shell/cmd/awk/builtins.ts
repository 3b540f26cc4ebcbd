// awk's functions that neither wait nor assign (POSIX awk, "Functions"); substitution's text. Those that do are in run.ts.

import type { Bytes } from '../../../base/bytes.ts';
import { strftimeHere } from '../../text/strftime.ts';
import { compile } from './regex.ts';

/** substr: positions from 1, rounded; what lies outside is left out. */
export function substring(text: Bytes, start: number, length = Infinity): Bytes {
  const from = Math.round(start);
  const to = length === Infinity ? Infinity : from + Math.round(length);
  if (Number.isNaN(from) || Number.isNaN(to)) return '';
  return text.slice(Math.max(0, from - 1), Math.max(0, to - 1));
}

/** ASCII only, as in the C locale. */
export const upper = (text: Bytes): Bytes => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const lower = (text: Bytes): Bytes => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** In a replacement & is what matched; \& is an ampersand, \\ before it a backslash. */
function replacement(text: Bytes, matched: Bytes): Bytes {
  return text.replace(/\\\\(?=&)|\\&|&/g, (part) => (part === '&' ? matched : part === '\\&' ? '&' : '\\'));
}

/** sub and gsub: the new text, and how often. */
export function substitute(source: Bytes, by: Bytes, text: Bytes, all: boolean): { text: Bytes; count: number } {
  let made = '';
  let from = 0;
  let count = 0;
  let lastEnd = -1;
  for (const found of text.matchAll(compile(source))) {
    // Nothing matches right behind a match.
    if (found[0] === '' && found.index === lastEnd) continue;
    made += text.slice(from, found.index) + replacement(by, found[0]);
    from = lastEnd = found.index + found[0].length;
    count++;
    if (!all) break;
  }
  return { text: made + text.slice(from), count };
}

/** "YYYY MM DD HH MM SS" in the lab's zone → seconds since 1970; -1 when it is no such text. */
export function mktime(text: Bytes): number {
  const parts = text.trim().split(/\s+/).map(Number);
  if (parts.length < 6 || parts.some(Number.isNaN)) return -1;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - 8 * 3600;
}

export const formatTime = (format: Bytes | undefined, seconds: number): Bytes =>
  strftimeHere(format ?? '%c', Math.trunc(seconds));

export const MATHS: Readonly<Record<string, (x: number, y: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  atan2: Math.atan2,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  int: Math.trunc,
};
