// awk's values: numbers, texts, texts from outside that look like numbers (POSIX "numeric strings"), and nothing yet, which is
// both 0 and "".

import type { Bytes } from '../../../base/bytes.ts';
import { formatFloat, formatInteger } from '../../lang/builtin/printf-number.ts';

/** Text from outside that looks like a number: compares as one, prints as it came. */
export class NumericText {
  readonly text: Bytes;
  readonly number: number;
  constructor(text: Bytes, number: number) {
    this.text = text;
    this.number = number;
  }
}

export type Value = number | Bytes | NumericText | undefined;

const NUMERIC = /^[ \t\n]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\n]*$/;
const LEADING = /^[ \t\n]*([+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan))/i;

/** A field, an element of split, a line of getline, an argument. */
export const fromOutside = (text: Bytes): Value => (NUMERIC.test(text) ? new NumericText(text, Number(text)) : text);

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (value instanceof NumericText) return value.number;
  const found = LEADING.exec(value)?.[1];
  if (found === undefined) return 0;
  const digits = /^[+-]/.test(found) ? found.slice(1) : found;
  const word = digits.toLowerCase();
  const size = word.startsWith('inf') ? Infinity : word === 'nan' ? NaN : Number(digits);
  return found.startsWith('-') ? -size : size;
}

/** Whole numbers as such; others by CONVFMT or OFMT. */
export function numberText(value: number, format: string): Bytes {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value === 0 ? '0' : String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-nan' : value < 0 ? '-inf' : 'inf';
  return formatText(format, [value]);
}

export const toText = (value: Value, format: string): Bytes =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? numberText(value, format)
      : value === undefined
        ? ''
        : value.text;

export const isTrue = (value: Value): boolean =>
  typeof value === 'number'
    ? value !== 0
    : typeof value === 'string'
      ? value !== ''
      : value !== undefined && value.number !== 0;

/** Negative, 0 or positive: as numbers unless one of them is text. NaN when one is none. */
export function compare(left: Value, right: Value, format: string): number {
  if (typeof left !== 'string' && typeof right !== 'string') {
    const [a, b] = [toNumber(left), toNumber(right)];
    return a === b ? 0 : a - b;
  }
  const [a, b] = [toText(left, format), toText(right, format)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What ends a program with words of awk's own, and status 2. */
export class RunTimeFault extends Error {}

const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|L|q|j|z|t)?([^])|%/g;

/** printf(3) with awk's values. */
export function formatText(format: Bytes, values: readonly Value[], by = 'sprintf'): Bytes {
  let next = 0;
  const take = (): Value => {
    if (next >= values.length) throw new RunTimeFault(`not enough arguments passed to ${by}("${format}")`);
    return values[next++];
  };
  const size = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : text === '*' ? Math.trunc(toNumber(take())) : Number(text);
  return format.replace(DIRECTIVE, (all, given: string, wide?: string, precise?: string, letter?: string) => {
    if (letter === '%') return '%';
    if (letter === undefined || !/[diouxXeEfFgGcs]/.test(letter)) return all;
    let flags = given;
    let width = size(wide) ?? 0;
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    const precision = size(precise);
    return one(take(), { flags, width, precision, type: letter === 'u' ? 'd' : letter });
  });
}

interface Form {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

function one(value: Value, form: Form): Bytes {
  const { flags, width, precision, type } = form;
  if (type === 'c' || type === 's') {
    let text =
      type === 's'
        ? toText(value, '%.6g')
        : typeof value === 'string'
          ? value.slice(0, 1)
          : String.fromCharCode(toNumber(value) & 255);
    if (type === 's' && precision !== undefined && precision >= 0) text = text.slice(0, precision);
    return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
  }
  const number = toNumber(value);
  if (/[eEfFgG]/.test(type)) return formatFloat(number, form);
  if (!Number.isFinite(number)) return formatFloat(number, { ...form, type: 'f' });
  return formatInteger(BigInt(Math.trunc(number)), form);
}
