// What a command is to the shell: a name, its option table, and its main program. The option table is the only way in:
// parsing, usage text, completion, the support page and man pages all read it. Adding a command: a folder under cmd/ with
// `export const foo: Command = …` and one line in cmd/registry.ts.

import type { Bytes } from '../base/bytes.ts';
import type { Program } from '../sim/process.ts';
import type { Main, Sys } from '../host/sys.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One option of a command. */
export interface Option {
  /** One letter, as in -n. */
  readonly short?: string;
  /** As in --numeric (written without dashes); for one-dash long words (ab, ip) set `word` instead. */
  readonly long?: string;
  readonly word?: string;
  /** The argument's name (N, FILE, ADDR[:PORT]) when the option takes one. */
  readonly arg?: string;
  readonly argOptional?: boolean;
  /** What completion offers for the argument. */
  readonly completes?: Completes;
  readonly meaning: Words;
  /** 'not here': real Linux has it and this simulator has not; it is refused by name, as ours. `how`: what is partial about it. */
  readonly status?: 'not here' | 'partly';
  readonly how?: Words;
}

export type Completes =
  'file' | 'directory' | 'address' | 'device' | 'host' | 'sysctl' | 'command' | 'scheduler' | readonly string[];

export interface Command {
  /** As typed. */
  readonly name: string;
  /** Where the file lies; default /usr/bin. */
  readonly directory?: '/usr/bin' | '/usr/sbin';
  readonly summary: Words;
  readonly options: readonly Option[];
  /** What operands are, for completion: one kind for all, or words that depend on what stands before. */
  readonly operands?: Completes | ((sys: Sys, wordsBefore: readonly string[]) => readonly string[]);
  readonly main: Main;
}

/** Writes to standard output / standard error. */
export function* out(sys: Sys, text: Bytes): Program {
  if (text) yield* sys.write(1, text);
}

export function* err(sys: Sys, text: Bytes): Program {
  if (text) yield* sys.write(2, text);
}

/** What real Linux accepts and this simulator does not: said by name, as ours, with status 2. */
export function* notHere(sys: Sys, command: string, what: string): Program<number> {
  yield* err(sys, `${command}: ${what}: not in this simulator\n`);
  return 2;
}
