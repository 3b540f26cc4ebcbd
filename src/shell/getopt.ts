// getopt_long(3) over a command's option table: permutation, `--`, optional arguments, abbreviations, and glibc's error words.
// An option whose status is 'not here' is refused by name. Leaves out: -W foo, one-dash long words (the commands that have
// them, as ip and ab, read their words themselves).
//
// An option is asked for by its letter, or by its long name when it has no letter: `given.has('n')`, `given.has('color')`.
// Two rows with one letter are two spellings of one option (--quiet, --silent).

import type { Program } from '../sim/process.ts';
import type { Sys } from '../host/sys.ts';
import { err, notHere, out, type Command, type Option } from './command.ts';

export type Spec = Pick<Command, 'name' | 'options' | 'summary'>;

/** What differs from tool to tool around the same grammar. */
export interface Syntax {
  /** Options end at the first operand (a '+' before the short options), as for xargs. */
  readonly inOrder?: boolean;
  /** The exit status for wrong usage; 1 when not given. */
  readonly status?: number;
  /** What follows the error message; by default the line "Try 'CMD --help' for more information." */
  readonly hint?: string;
  /** The hint goes to standard output. */
  readonly hintIsOutput?: boolean;
  /** What stands behind the name in the usage line; '[OPTION]... [FILE]...' when not given. */
  readonly usage?: string;
  /** The real tool's help, where it is reproduced. */
  readonly help?: string;
}

export interface Given {
  readonly option: Option;
  /** Undefined for an option without an argument, or with an optional one left out. */
  readonly value: string | undefined;
}

const keyOf = (option: Option): string => option.short ?? option.long ?? option.word ?? '';

/** The options and operands of one command line. */
export class Parsed {
  readonly given: readonly Given[];
  readonly operands: readonly string[];

  constructor(given: readonly Given[], operands: readonly string[]) {
    this.given = given;
    this.operands = operands;
  }

  has(key: string): boolean {
    return this.given.some(({ option }) => keyOf(option) === key);
  }

  count(key: string): number {
    return this.given.filter(({ option }) => keyOf(option) === key).length;
  }

  /** The argument of the last such option. */
  value(key: string): string | undefined {
    return this.given.findLast(({ option }) => keyOf(option) === key)?.value;
  }

  values(key: string): string[] {
    return this.given.flatMap(({ option, value }) => (keyOf(option) === key && value !== undefined ? [value] : []));
  }

  /** Which of these options stands last: the one that counts when they exclude each other. */
  last(keys: string): string | undefined {
    const found = this.given.findLast(({ option }) => keys.includes(keyOf(option)));
    return found && keyOf(found.option);
  }
}

/** Why a command line was not taken: wrong (glibc's words), refused as ours, or asking for the help text. */
export type NotTaken =
  { readonly wrong: string } | { readonly refused: string } | { readonly help: true } | { readonly version: true };

class Reader {
  readonly given: Given[] = [];
  readonly operands: string[] = [];
  readonly #options: readonly Option[];
  readonly #args: readonly string[];
  #at = 0;

  constructor(options: readonly Option[], args: readonly string[]) {
    this.#options = options;
    this.#args = args;
  }

  read(inOrder: boolean): NotTaken | undefined {
    while (this.#at < this.#args.length) {
      const arg = this.#args[this.#at++]!;
      if (arg === '--' || (inOrder && !isOption(arg))) {
        this.operands.push(...this.#args.slice(arg === '--' ? this.#at : this.#at - 1));
        break;
      }
      if (!isOption(arg)) {
        this.operands.push(arg);
        continue;
      }
      const failed = arg.startsWith('--') ? this.#readLong(arg.slice(2)) : this.#readLetters(arg.slice(1));
      if (failed) return failed;
    }
    return undefined;
  }

  #readLetters(letters: string): NotTaken | undefined {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i]!;
      const option = this.#options.find(({ short }) => short === letter);
      if (!option) return { wrong: `invalid option -- '${letter}'` };
      if (option.status === 'not here') return { refused: `-${letter}` };
      if (option.arg === undefined) {
        this.given.push({ option, value: undefined });
        continue;
      }
      const rest = letters.slice(i + 1);
      let value: string | undefined = rest || undefined;
      if (value === undefined && !option.argOptional) {
        value = this.#args[this.#at++];
        if (value === undefined) return { wrong: `option requires an argument -- '${letter}'` };
      }
      this.given.push({ option, value });
      return undefined;
    }
    return undefined;
  }

  #readLong(text: string): NotTaken | undefined {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const found = this.#find(name);
    if (found.length === 0) {
      if (name && 'help'.startsWith(name)) return { help: true };
      if (name && 'version'.startsWith(name)) return { version: true };
      return { wrong: `unrecognized option '--${text}'` };
    }
    if (found.length > 1) {
      const names = found.map(({ long }) => `'--${long}'`).join(' ');
      return { wrong: `option '--${text}' is ambiguous; possibilities: ${names}` };
    }
    const option = found[0]!;
    if (option.status === 'not here') return { refused: `--${option.long}` };
    let value: string | undefined = equals < 0 ? undefined : text.slice(equals + 1);
    if (option.arg === undefined && value !== undefined)
      return { wrong: `option '--${option.long}' doesn't allow an argument` };
    if (option.arg !== undefined && value === undefined && !option.argOptional) {
      value = this.#args[this.#at++];
      if (value === undefined) return { wrong: `option '--${option.long}' requires an argument` };
    }
    this.given.push({ option, value });
    return undefined;
  }

  /** The option of that long name, or those that it abbreviates; spellings of one option are one. */
  #find(name: string): readonly Option[] {
    const exact = this.#options.find(({ long }) => long === name);
    if (exact) return [exact];
    const starting = this.#options.filter(({ long }) => long !== undefined && name && long.startsWith(name));
    const same = starting.every((option) => keyOf(option) === keyOf(starting[0]!));
    return same ? starting.slice(0, 1) : starting;
  }
}

const isOption = (arg: string): boolean => arg.length > 1 && arg.startsWith('-');

/** Reads a command line (without argv[0]); pure. */
export function parseOptions(
  options: readonly Option[],
  args: readonly string[],
  how: Pick<Syntax, 'inOrder'> = {},
): Parsed | NotTaken {
  const reader = new Reader(options, args);
  return reader.read(how.inOrder ?? false) ?? new Parsed(reader.given, reader.operands);
}

/** Help made from the table, for tools whose own text is not reproduced. */
export function helpText(command: Spec, usage = '[OPTION]... [FILE]...'): string {
  const rows = command.options.map((option) => {
    const long = option.long && `--${option.long}${longArg(option)}`;
    const short = option.short && `-${option.short}${long || option.arg === undefined ? '' : ` ${option.arg}`}`;
    const left = long ? `  ${short ? `${short}, ` : '    '}${long}` : `  ${short ?? option.word}`;
    const refused = option.status === 'not here' ? ' (not in this simulator)' : '';
    return `${left.padEnd(27)}  ${option.meaning.en}${refused}\n`;
  });
  return `Usage: ${command.name} ${usage}\n${command.summary.en}\n${rows.length > 0 ? '\n' : ''}${rows.join('')}`;
}

function longArg({ arg, argOptional }: Option): string {
  return arg === undefined ? '' : argOptional ? `[=${arg}]` : `=${arg}`;
}

/** Parses, and answers what is not to be run: errors, refusals and --help. A number is the exit status to end with. */
export function* getopt(
  sys: Sys,
  command: Spec,
  argv: readonly string[],
  syntax: Syntax = {},
): Program<Parsed | number> {
  const parsed = parseOptions(command.options, argv.slice(1), syntax);
  if (parsed instanceof Parsed) return parsed;
  if ('help' in parsed) {
    yield* out(sys, syntax.help ?? helpText(command, syntax.usage));
    return 0;
  }
  if ('version' in parsed) return yield* notHere(sys, command.name, '--version');
  if ('refused' in parsed) return yield* notHere(sys, command.name, parsed.refused);
  return yield* wrongUsage(sys, command.name, parsed.wrong, syntax);
}

/** "CMD: WORDS", then the hint that leads to --help. */
export function* wrongUsage(sys: Sys, name: string, words: string, syntax: Syntax = {}): Program<number> {
  const hint = syntax.hint ?? `Try '${name} --help' for more information.\n`;
  yield* err(sys, `${name}: ${words}\n${syntax.hintIsOutput ? '' : hint}`);
  if (syntax.hintIsOutput) yield* out(sys, hint);
  return syntax.status ?? 1;
}
