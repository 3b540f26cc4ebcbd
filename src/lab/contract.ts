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
  /** Lets virtual time pass. 'held': a program waits for an asynchronous library; await `settle()`, then go on. */
  advance(untilUs: number, budget?: number): Advance;
  /** Asks whatever programs asked the outside, and resolves when all is answered. */
  settle(): Promise<void>;
  /** When the next thing happens; undefined when nothing ever will without input. */
  nextDueUs(): number | undefined;
  /** A root process's door to a host, for panels (read) and checks on a copy (act). */
  sys(host: string): Sys;
  /** Everything needed to make this lab again. */
  spec(): WorldSpec;
}

// ── Checks: data, few kinds. An exercise's checks.json is { objectives: Objective[] }.

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Objective {
  readonly id: string;
  readonly text: Text;
  readonly points: number;
  /** All must hold. */
  readonly checks: readonly Check[];
}

export type Check =
  /** A virtual service exists on `host`. */
  | {
      readonly kind: 'service';
      readonly host: string;
      readonly protocol: 'tcp' | 'udp';
      readonly address: string;
      readonly port: number;
      readonly scheduler?: string;
      readonly persistentSeconds?: number | 'any' | 'none';
    }
  /** A destination of it. */
  | {
      readonly kind: 'destination';
      readonly host: string;
      readonly service: string;
      readonly address: string;
      readonly port?: number;
      readonly forwarding?: 'nat' | 'dr' | 'tun';
      readonly weight?: number;
    }
  | { readonly kind: 'sysctl'; readonly host: string; readonly key: string; readonly value: number | string }
  /** A request from `from` gets this status (default 200) and, if given, this body. */
  | {
      readonly kind: 'http';
      readonly from: string;
      readonly url: string;
      readonly status?: number;
      readonly body?: string;
      readonly timeoutSeconds?: number;
    }
  /** `requests` requests get answers in this proportion, body → share: {"web1\n": 1, "web2\n": 2}. */
  | {
      readonly kind: 'spread';
      readonly from: string;
      readonly url: string;
      readonly requests: number;
      readonly shares: { readonly [body: string]: number };
    }
  /** A request's packets visit these hosts in this order (only IP packets of that connection count). */
  | {
      readonly kind: 'path';
      readonly from: string;
      readonly url: string;
      readonly request: readonly string[];
      readonly reply: readonly string[];
    }
  /** What /etc/sysconfig/ipvsadm holds is what ipvsadm-save (with or without -n) prints there now, and that is not nothing. */
  | { readonly kind: 'saved'; readonly host: string };

/** Something that was expected and what was found, as data; `code` keys the words (zh, en) in lab/check/words.ts. */
export interface CheckResult {
  readonly check: Check;
  readonly passed: boolean;
  readonly finding?: {
    readonly code: string;
    readonly expected: string;
    readonly found: string;
    /** The journal event (of the copy's journal, given beside) that shows it: a drop, a rewritten packet, a scheduler's pick. */
    readonly evidence?: JournalEvent;
    readonly facts: { readonly [name: string]: string | number };
  };
}

export interface ObjectiveResult {
  readonly id: string;
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
}
