// find's command line, read before the library sees it: what GNU find 4.9 would not take is said in its words, tests that the
// library spells otherwise or has not are put into those that it has, and the rest is refused by name.

import type { Bytes } from '../../../base/bytes.ts';
import { OURS, OURS_ALONE } from '../../just-bash/files.ts';

export interface Line {
  readonly paths: readonly Bytes[];
  /** What follows the paths, for the library. */
  readonly args: readonly Bytes[];
  /** Files that stand for ages: they were changed so many microseconds ago. */
  readonly ages: ReadonlyMap<string, number>;
}

export type Read = Line | { readonly words: string } | { readonly refused: string };

class Wrong extends Error {}
class Refused extends Error {}

/** How many words follow; those that the library understands as they are. */
const TAKES: Readonly<Record<string, number>> = {
  '-name': 1,
  '-iname': 1,
  '-path': 1,
  '-ipath': 1,
  '-wholename': 1,
  '-regex': 1,
  '-iregex': 1,
  '-newer': 1,
  '-maxdepth': 1,
  '-mindepth': 1,
  '-empty': 0,
  '-prune': 0,
  '-print': 0,
  '-print0': 0,
  '-delete': 0,
  '-depth': 0,
  '-not': 0,
  '-and': 0,
  '-or': 0,
  '-a': 0,
  '-o': 0,
  '!': 0,
  '(': 0,
  ')': 0,
};

/** What GNU find has and this one has not. */
export const NOT_HERE: readonly string[] =
  `-amin -anewer -atime -cmin -cnewer -context -ctime -daystart -execdir -false -files0-from -fls -follow -fprint -fprint0
   -fprintf -fstype -gid -group -ignore_readdir_race -ilname -inum -links -lname -ls -mount -newermt -nogroup -noleaf -nouser
   -ok -okdir -quit -readable -regextype -samefile -true -uid -used -user -warn -nowarn -writable -executable -xdev -xtype , -D -O`.split(
    /\s+/,
  );

const DAY_US = 86_400e6;
const MINUTE_US = 60e6;

class Reader {
  readonly #words: readonly Bytes[];
  readonly #ages = new Map<string, number>();
  #at = 0;
  #deep = 0;

  constructor(words: readonly Bytes[]) {
    this.#words = words;
  }

  read(): Line {
    while (/^-[HLPOD]/.test(this.#words[this.#at] ?? '') || this.#words[this.#at] === '--') {
      const word = this.#words[this.#at++]!;
      if (word === '--') break;
      if (word !== '-P') throw new Refused(word);
    }
    const paths: Bytes[] = [];
    while (this.#at < this.#words.length && !/^(-.|[(),!])/.test(this.#words[this.#at]!))
      paths.push(this.#words[this.#at++]!);
    const args: Bytes[] = [];
    while (this.#at < this.#words.length) args.push(...this.#predicate());
    if (this.#deep > 0)
      throw new Wrong("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    return { paths: paths.length > 0 ? paths : ['.'], args, ages: this.#ages };
  }

  #argument(name: string): Bytes {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new Wrong(`missing argument to \`${name}'`);
    return word;
  }

  #predicate(): Bytes[] {
    const name = this.#words[this.#at++]!;
    if (!/^(-|[(),!]$)/.test(name)) {
      throw new Wrong(`paths must precede expression: \`${name}'`);
    }
    if (NOT_HERE.includes(name)) throw new Refused(name);
    if (name === '(') this.#deep++;
    if (name === ')' && this.#deep-- === 0) throw new Wrong("invalid expression; you have too many ')'");
    const takes = TAKES[name];
    switch (name) {
      case '-type':
        return this.#type(this.#argument(name));
      case '-perm':
        return [name, octal(this.#argument(name))];
      case '-size':
        return this.#size(this.#argument(name));
      case '-mtime':
        return this.#age(name, this.#argument(name), DAY_US);
      case '-mmin':
        return this.#age(name, this.#argument(name), MINUTE_US);
      case '-exec':
        return this.#exec();
      case '-printf':
        return [name, format(this.#argument(name))];
    }
    if (takes === undefined) throw new Wrong(`unknown predicate \`${name}'`);
    if (takes === 0) return [name];
    const argument = this.#argument(name);
    if (name.endsWith('depth') && !/^\d+$/.test(argument))
      throw new Wrong(`Expected a positive decimal integer argument to ${name}, but got '${argument}'`);
    return [name === '-wholename' ? '-path' : name, argument];
  }

  /** The library knows f and d; what is neither is, on our machines but in /dev and /proc/PID/fd, a symbolic link. */
  #type(letters: string): Bytes[] {
    const known: Readonly<Record<string, readonly string[]>> = {
      f: ['-type', 'f'],
      d: ['-type', 'd'],
      l: ['(', '!', '-type', 'f', '!', '-type', 'd', ')'],
    };
    const parts = letters.split(',').map((letter) => {
      if (/^[bcpsD]$/.test(letter)) throw new Refused(`-type ${letter}`);
      if (!known[letter]) throw new Wrong(`Unknown argument to -type: ${letter}`);
      return known[letter];
    });
    return ['(', ...parts.flatMap((part, i) => (i > 0 ? ['-o', ...part] : part)), ')'];
  }

  #size(argument: string): Bytes[] {
    const size = /^[+-]?(\d+)([bcwkMG]?)$/.exec(argument);
    if (!size) {
      const letter = argument.at(-1)!;
      throw new Wrong(
        /[\d+-]/.test(letter) ? `Invalid argument \`${argument}' to -size` : `invalid -size type \`${letter}'`,
      );
    }
    const unit = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[size[2]!] ?? 512;
    const count = Number(size[1]);
    // Sizes are counted in whole units, rounded up.
    const atMost = (units: number): Bytes[] => ['-size', `-${units * unit + 1}c`];
    const moreThan = (units: number): Bytes[] => ['-size', `+${units * unit}c`];
    if (argument.startsWith('-')) return count === 0 ? ['-size', '-0c'] : atMost(count - 1);
    if (argument.startsWith('+')) return moreThan(count);
    return count === 0 ? atMost(0) : ['(', ...moreThan(count - 1), ...atMost(count), ')'];
  }

  /** Ages are whole units, rounded down for -mtime and up for -mmin: "changed after" two moments. */
  #age(name: string, argument: string, unitUs: number): Bytes[] {
    const age = /^([+-]?)(\d+)$/.exec(argument);
    if (!age) throw new Wrong(`invalid argument \`${argument}' to \`${name}'`);
    const count = Number(age[2]);
    const days = name === '-mtime';
    const after = (units: number): Bytes[] => {
      const file = `${OURS_ALONE}age${this.#ages.size}`;
      this.#ages.set(file, units * unitUs);
      return ['-newer', file];
    };
    if (age[1] === '-') return after(count);
    if (age[1] === '+') return ['!', ...after(days ? count + 1 : count)];
    return days
      ? ['(', ...after(count + 1), '!', ...after(count), ')']
      : ['(', ...after(count), '!', ...after(count - 1), ')'];
  }

  #exec(): Bytes[] {
    const from = this.#at;
    for (;;) {
      const word = this.#words[this.#at++];
      if (word === undefined) throw new Wrong("missing argument to `-exec'");
      if (word === ';' || (word === '+' && this.#words[this.#at - 2] === '{}')) break;
    }
    const command = this.#words.slice(from, this.#at - 1);
    if (command.length === 0 || command[0] === '{}') throw new Wrong("invalid argument `;' to `-exec'");
    if (command.includes('+')) throw new Refused('-exec with a word +');
    const next = this.#words[this.#at];
    // The library goes on whatever the command answered.
    if (this.#words[this.#at - 1] === ';' && next !== undefined && next !== '-o' && next !== '-or' && next !== ')')
      throw new Refused(`-exec ... ; ${next}`);
    return ['-exec', OURS, ...command, this.#words[this.#at - 1]!];
  }
}

/** u+x,g=rw → octal, for the exact mode, -MODE (all of them) and /MODE (any). */
function octal(argument: string): string {
  const sign = /^[-/]/.exec(argument)?.[0] ?? '';
  const mode = argument.slice(sign.length);
  if (/^[0-7]{1,4}$/.test(mode)) return argument;
  if (!/^[ugoa]*[+=][rwx]+(,[ugoa]*[+=][rwx]+)*$/.test(mode)) throw new Wrong(`invalid mode \`${argument}'`);
  let bits = 0;
  for (const clause of mode.split(',')) {
    const [, who, what] = /^([ugoa]*)[+=]([rwx]+)$/.exec(clause)!;
    const permissions = [...what!].reduce((sum, letter) => sum | { r: 4, w: 2, x: 1 }[letter]!, 0);
    for (const class_ of who === '' || who!.includes('a') ? 'ugo' : who!)
      bits |= permissions << { u: 6, g: 3, o: 0 }[class_]!;
  }
  return sign + bits.toString(8);
}

function format(text: string): string {
  const unknown = /%(?:%|[-0-9.#+]*[fhpPsmd])|%(.?)/g;
  for (const found of text.matchAll(unknown)) if (found[1] !== undefined) throw new Refused(`-printf ${found[0]}`);
  return text;
}

export function readLine(words: readonly Bytes[]): Read {
  try {
    return new Reader(words).read();
  } catch (error) {
    if (error instanceof Wrong) return { words: error.message };
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}
