// The lab as everyone above it sees it (page, session runner, checks, tests): a cluster of machines with a terminal each,
// in virtual time, and the log of everything that was ever put into it. Types only; lab.ts makes one.

import type { JournalEvent } from '../sim/journal.ts';
import type { Sys } from '../host/sys.ts';
import type { Topology } from './topology/topology.ts';

/** A world is topology + seed + input log. Byte strings never appear here: input and output of terminals is text. */
export interface WorldSpec {
  readonly topology: Topology;
  readonly seed: number;
  readonly log: readonly LogEntry[];
  /** How far time had come, beyond the last entry of the log. */
  readonly untilUs?: number;
}

/** Something from outside that reached the world at a time. */
export type LogEntry =
  /** Keys typed or text pasted into a host's terminal, as a terminal sends them. */
  | { readonly atUs: number; readonly kind: 'keys'; readonly host: string; readonly text: string }
  | {
      readonly atUs: number;
      readonly kind: 'resize';
      readonly host: string;
      readonly columns: number;
      readonly rows: number;
    }
  /** An answer from outside of virtual time needs no entry: the asynchronous libraries are pure functions of their question. */
  | { readonly atUs: number; readonly kind: 'switch'; readonly host: string; readonly power: 'off' | 'on' };

export type Advance = 'reached' | 'budget' | 'held';

export interface TerminalView {
  readonly host: string;
  /** Everything the terminal was sent since it was switched on (bounded; the oldest lines go first), as text with escapes. */
  readonly output: string;
  /** How many characters were ever sent: `output` is the tail of them. */
  readonly outputLength: number;
  /** What was sent after the first `length` characters, as far as it is kept. */
  outputSince(length: number): string;
  /** The shell waits at its prompt (PS1) and nothing is typed yet. */
  readonly atPrompt: boolean;
  /** What the shell's line editor holds now, for the page's own use (completion hints); '' elsewhere. */
  readonly line: string;
  readonly history: readonly string[];
}

export interface Lab {
  readonly topology: Topology;
  readonly seed: number;
  readonly nowUs: number;
  readonly hosts: readonly string[];
  readonly journal: {
    readonly firstSeq: number;
    readonly nextSeq: number;
    at(seq: number): JournalEvent | undefined;
    since(seq?: number): Generator<JournalEvent>;
  };
  terminal(host: string): TerminalView;
  /** Keys into a terminal, at the present time; they are logged. */
  type(host: string, text: string): void;
  resize(host: string, columns: number, rows: number): void;
  /** The switch on the box: how a machine that `poweroff` has left dark comes back. Logged as keys are. */
  power(host: string, power: 'off' | 'on'): void;
  /** Lets virtual time pass. 'held': a program waits for an asynchronous library; await `settle()`, then go on. */
  advance(untilUs: number, budget?: number): Advance;
  /** Time stands still: a program waits for an answer from outside. */
  readonly held: boolean;
  /** Asks whatever programs asked the outside, and resolves when all is answered. */
  settle(): Promise<void>;
  /** When the next thing happens; undefined when nothing ever will without input. */
  nextDueUs(): number | undefined;
  /** A root process's door to a host, for panels (read) and checks on a copy (act). */
  sys(host: string): Sys;
  /** Everything needed to make this lab again. */
  spec(): WorldSpec;
}

export type { Check, CheckResult, CheckRun, Finding, Objective, ObjectiveResult, Text } from './check/check.ts';
