// How builtins read their options (bash's internal_getopt): letters in a row, an argument behind one, `--`; and how they refuse.

import type { Program } from '../../../sim/process.ts';
import type { Shell } from '../shell.ts';
import { SYNOPSES } from './synopses.ts';

export interface Flags {
  /** The letters in the order given; `+x` as '+x'. */
  readonly given: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  has(letter: string): boolean;
}

export function* usage(shell: Shell, name: string): Program<2> {
  yield* shell.sys.write(2, `${name}: usage: ${SYNOPSES.get(name)?.[0] ?? name}\n`);
  return 2;
}

/**
 * `spec`: letters, `:` behind one that takes an argument; a leading `+` allows `+x` too; `#` allows numbers as operands that begin
 * with a dash. Undefined: refused, and said.
 */
export function* flags(shell: Shell, argv: readonly string[], spec: string): Program<Flags | undefined> {
  const name = argv[0]!;
  const plus = spec.startsWith('+');
  const given: string[] = [];
  const values = new Map<string, string>();
  let i = 1;
  for (; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--') {
      i++;
      break;
    }
    if (word === '-' || !(word.startsWith('-') || (plus && word.startsWith('+') && word.length > 1))) break;
    if (spec.includes('#') && /^-\d/.test(word)) break;
    for (let k = 1; k < word.length; k++) {
      const letter = word[k]!;
      const at = /[:+#]/.test(letter) ? -1 : spec.indexOf(letter);
      if (at < 0) {
        yield* shell.complain(`${name}: ${word[0]}${letter}: invalid option`);
        yield* usage(shell, name);
        return undefined;
      }
      given.push(word[0] === '+' ? `+${letter}` : letter);
      if (spec[at + 1] !== ':') continue;
      const value = k + 1 < word.length ? word.slice(k + 1) : argv[++i];
      if (value === undefined) {
        yield* shell.complain(`${name}: -${letter}: option requires an argument`);
        yield* usage(shell, name);
        return undefined;
      }
      values.set(letter, value);
      break;
    }
  }
  return { given, values, operands: argv.slice(i), has: (letter) => given.includes(letter) };
}

/** An option of bash's own that this simulator leaves out. */
export function* notHere(shell: Shell, what: string): Program<2> {
  yield* shell.sys.write(2, `${shell.errorName}: ${what}: not in this simulator\n`);
  return 2;
}

/** A whole number, or undefined. */
export const number = (text: string): number | undefined => (/^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined);
