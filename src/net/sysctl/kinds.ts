// The kinds of value that files under /proc/sys hold, and which text the kernel takes for them (kernel/sysctl.c: proc_dointvec
// and its relatives): integers in any of C's notations between blanks, one or several behind tabs, or a line of text.

import { errno, isErrno, type Errno } from '../../base/errno.ts';
import type { SysctlRow } from '../contract.ts';

export interface Meaning {
  readonly zh: string;
  readonly en: string;
}

/** What a row has beside its value. */
export interface RowHead {
  readonly path: string;
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
  readonly writable?: boolean;
}

const EINVAL = errno('EINVAL');
const INT_MIN = -0x8000_0000;
const INT_MAX = 0x7fff_ffff;

/** One C integer as strtol with base 0 reads it: decimal, 0x…, 0…; nothing may stick to it. */
function parseInteger(word: string): number | Errno {
  const digits = /^-?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(word);
  if (!digits) return EINVAL;
  const unsigned = digits[1]!;
  const octal = unsigned.length > 1 && /^0\d/.test(unsigned);
  const value = octal ? parseInt(unsigned, 8) : Number(unsigned);
  return word.startsWith('-') ? -value : value;
}

/** An integer between `min` and `max`; what lies outside is EINVAL and changes nothing. */
export class IntRow implements SysctlRow {
  readonly path: string;
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
  readonly writable: boolean;
  value: number;
  readonly #min: number;
  readonly #max: number;
  /** Told of every successful write, with the value before it. */
  readonly #changed: (row: IntRow, before: number) => void;

  constructor(
    head: RowHead,
    value: number,
    changed: (row: IntRow, before: number) => void,
    min = INT_MIN,
    max = INT_MAX,
  ) {
    this.path = head.path;
    this.status = head.status;
    this.meaning = head.meaning;
    this.writable = head.writable ?? true;
    this.value = value;
    this.#min = min;
    this.#max = max;
    this.#changed = changed;
  }

  read(): string {
    return String(this.value);
  }

  write(text: string): Errno | undefined {
    if (!this.writable) return errno('EACCES');
    // What follows the first value behind a blank is left unread.
    const word = text.trimStart().split(/\s/, 1)[0]!;
    const value = parseInteger(word);
    if (isErrno(value)) return value;
    if (value < this.#min || value > this.#max) return EINVAL;
    const before = this.value;
    this.value = value;
    this.#changed(this, before);
    return undefined;
  }
}

/** Several integers, printed behind tabs. Fewer may be written: the others stay. */
export class IntsRow implements SysctlRow {
  readonly path: string;
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
  readonly writable = true;
  values: readonly number[];
  readonly #valid: (values: readonly number[]) => boolean;
  readonly #changed: () => void;

  constructor(
    head: RowHead,
    values: readonly number[],
    changed: () => void,
    valid: (values: readonly number[]) => boolean = () => true,
  ) {
    this.path = head.path;
    this.status = head.status;
    this.meaning = head.meaning;
    this.values = values;
    this.#valid = valid;
    this.#changed = changed;
  }

  read(): string {
    return this.values.join('\t');
  }

  write(text: string): Errno | undefined {
    const words = text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (words.length === 0) return EINVAL;
    const values = [...this.values];
    for (let i = 0; i < Math.min(words.length, values.length); i++) {
      const value = parseInteger(words[i]!);
      if (isErrno(value) || value < INT_MIN || value > INT_MAX) return EINVAL;
      values[i] = value;
    }
    if (!this.#valid(values)) return EINVAL;
    this.values = values;
    this.#changed();
    return undefined;
  }
}

/** A line of text; `accept` says what may be written. */
export class TextRow implements SysctlRow {
  readonly path: string;
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
  readonly writable: boolean;
  value: string;
  readonly #accept: (text: string) => Errno | undefined;
  readonly #changed: () => void;

  constructor(
    head: RowHead,
    value: string,
    changed: () => void,
    accept: (text: string) => Errno | undefined = () => undefined,
  ) {
    this.path = head.path;
    this.status = head.status;
    this.meaning = head.meaning;
    this.writable = head.writable ?? true;
    this.value = value;
    this.#accept = accept;
    this.#changed = changed;
  }

  read(): string {
    return this.value;
  }

  write(text: string): Errno | undefined {
    if (!this.writable) return errno('EACCES');
    const value = text.trim();
    const refused = this.#accept(value);
    if (refused) return refused;
    this.value = value;
    this.#changed();
    return undefined;
  }
}
