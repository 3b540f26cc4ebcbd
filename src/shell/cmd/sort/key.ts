// sort's keys: where a key lies in a line (GNU's begfield and limfield) and how two keys compare.

import type { Parsed } from '../../getopt.ts';
import { quote } from '../../text/input.ts';
import { compareGeneral, compareHuman, compareMonths, compareNumbers, compareVersions } from './compare.ts';

interface Flags {
  blanksStart: boolean;
  blanksEnd: boolean;
  dictionary: boolean;
  fold: boolean;
  printable: boolean;
  reverse: boolean;
  /** n g h M V, or '' for bytes. */
  kind: string;
}

interface Key extends Flags {
  startWord: number;
  startChar: number;
  /** Undefined: to the line's end. */
  endWord: number | undefined;
  endChar: number;
}

export interface Ordering {
  readonly keys: readonly Key[];
  readonly separator: string | undefined;
  readonly reverse: boolean;
  readonly stable: boolean;
  readonly unique: boolean;
}

const plain = (): Flags => ({
  blanksStart: false,
  blanksEnd: false,
  dictionary: false,
  fold: false,
  printable: false,
  reverse: false,
  kind: '',
});

const ORDERS = 'bdfgiMhnrV';

/** Sets what the letter says; false for a letter that is none. */
function setFlag(flags: Flags, letter: string, where: 'start' | 'end' | 'both'): boolean {
  if (!ORDERS.includes(letter)) return false;
  if (letter === 'b') {
    if (where !== 'end') flags.blanksStart = true;
    if (where !== 'start') flags.blanksEnd = true;
  } else if (letter === 'd') flags.dictionary = true;
  else if (letter === 'f') flags.fold = true;
  else if (letter === 'i') flags.printable = true;
  else if (letter === 'r') flags.reverse = true;
  else flags.kind += flags.kind.includes(letter) ? '' : letter;
  return true;
}

const isPlain = (flags: Flags): boolean =>
  !flags.blanksStart &&
  !flags.blanksEnd &&
  !flags.dictionary &&
  !flags.fold &&
  !flags.printable &&
  !flags.reverse &&
  flags.kind === '';

export function readKeys(opts: Parsed, separator: string | undefined): Ordering | { readonly wrong: string } {
  const global = plain();
  for (const letter of ORDERS) if (opts.has(letter)) setFlag(global, letter, 'both');
  const keys: Key[] = [];
  for (const text of opts.values('k')) {
    const key = readKey(text);
    if ('wrong' in key) return key;
    keys.push(isPlain(key) ? { ...key, ...global } : key);
  }
  if (keys.length === 0 && !isPlain({ ...global, reverse: false }))
    keys.push({ ...global, startWord: 0, startChar: 0, endWord: undefined, endChar: 0 });
  const mixed = keys.find(({ kind, dictionary, printable }) => kind.length + (dictionary || printable ? 1 : 0) > 1);
  if (mixed) {
    const letters = [...(mixed.kind + (mixed.dictionary ? 'd' : '') + (mixed.printable ? 'i' : ''))].sort().join('');
    return { wrong: `options '-${letters}' are incompatible` };
  }
  const unique = opts.has('u');
  return { keys, separator, reverse: global.reverse, stable: opts.has('s') || unique, unique };
}

function readKey(text: string): Key | { readonly wrong: string } {
  const key: Key = { ...plain(), startWord: 0, startChar: 0, endWord: undefined, endChar: 0 };
  const start = /^(\d*)(?:\.(\d*))?([a-zA-Z]*)/.exec(text)!;
  const bad = (words: string) => ({ wrong: `${words}: invalid field specification ${quote(text)}` });
  if (start[1] === '') return { wrong: `invalid number at field start: invalid count at start of ${quote(text)}` };
  if (Number(start[1]) === 0) return bad('field number is zero');
  key.startWord = Number(start[1]) - 1;
  if (start[2] !== undefined) {
    if (start[2] === '')
      return { wrong: `invalid number after '.': invalid count at start of ${quote(text.slice(start[0].length))}` };
    if (Number(start[2]) === 0) return bad('character offset is zero');
    key.startChar = Number(start[2]) - 1;
  }
  for (const letter of start[3]!) if (!setFlag(key, letter, 'start')) return bad('stray character in field spec');
  const rest = text.slice(start[0].length);
  if (rest === '') return key;
  const end = /^,(\d*)(?:\.(\d*))?([a-zA-Z]*)$/.exec(rest);
  if (!end) return bad('stray character in field spec');
  if (end[1] === '') return { wrong: `invalid number after ',': invalid count at start of ${quote(rest.slice(1))}` };
  if (Number(end[1]) === 0) return bad('field number is zero');
  key.endWord = Number(end[1]) - 1;
  key.endChar = Number(end[2] ?? 0);
  for (const letter of end[3]!) if (!setFlag(key, letter, 'end')) return bad('stray character in field spec');
  return key;
}

const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t';

/** Behind `words` fields from the line's start. */
function skipFields(
  line: string,
  words: number,
  separator: string | undefined,
  intoNext: (left: number) => boolean,
): number {
  let at = 0;
  for (let left = words; at < line.length && left > 0; left--) {
    if (separator !== undefined) {
      const found = line.indexOf(separator, at);
      at = found < 0 ? line.length : intoNext(left - 1) ? found + 1 : found;
    } else {
      while (isBlank(line[at])) at++;
      while (at < line.length && !isBlank(line[at])) at++;
    }
  }
  return at;
}

function keyText(line: string, key: Key, separator: string | undefined): string {
  let from = skipFields(line, key.startWord, separator, () => true);
  if (key.blanksStart) while (isBlank(line[from])) from++;
  from = Math.min(line.length, from + key.startChar);
  if (key.endWord === undefined) return line.slice(from);
  const words = key.endWord + (key.endChar === 0 ? 1 : 0);
  let to = skipFields(line, words, separator, (left) => left > 0 || key.endChar !== 0);
  if (key.endChar !== 0) {
    if (key.blanksEnd) while (isBlank(line[to])) to++;
    to = Math.min(line.length, to + key.endChar);
  }
  return line.slice(from, Math.max(from, to));
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const COMPARE: Readonly<Record<string, (a: string, b: string) => number>> = {
  n: compareNumbers,
  g: compareGeneral,
  h: compareHuman,
  M: compareMonths,
  V: compareVersions,
};

function compareKey(a: string, b: string, key: Key): number {
  const compare = COMPARE[key.kind];
  if (compare) return compare(a, b);
  const dress = (text: string): string => {
    let dressed = text;
    if (key.dictionary) dressed = dressed.replace(/[^a-zA-Z0-9 \t]/g, '');
    else if (key.printable) dressed = dressed.replace(/[^ -~]/g, '');
    return key.fold ? dressed.replace(/[a-z]+/g, (c) => c.toUpperCase()) : dressed;
  };
  return byBytes(dress(a), dress(b));
}

/** `keys` compares by the keys alone; `whole` with the last resort, the bytes of the lines. */
export function comparator(ordering: Ordering): Record<'keys' | 'whole', (a: string, b: string) => number> {
  const { keys, separator } = ordering;
  const byKeys = (a: string, b: string): number => {
    for (const key of keys) {
      const order = compareKey(keyText(a, key, separator), keyText(b, key, separator), key);
      if (order !== 0) return key.reverse ? -order : order;
    }
    return 0;
  };
  const lastResort = (a: string, b: string): number => (ordering.reverse ? byBytes(b, a) : byBytes(a, b));
  if (keys.length === 0) return { keys: lastResort, whole: lastResort };
  return { keys: byKeys, whole: (a, b) => byKeys(a, b) || (ordering.stable ? 0 : lastResort(a, b)) };
}
