// One shell: everything that bash remembers between commands. It executes nothing itself; execute.ts and its neighbours take
// it as their first argument. A subshell is a copy with its own door to the machine.

import type { Bytes } from '../../base/bytes.ts';
import { TURN, type Program } from '../../sim/process.ts';
import { ExitError, SignalError, type ForkOptions, type Signal, type Sys } from '../../host/sys.ts';
import type { Command } from '../command.ts';
import type { Expanded } from './assignment.ts';
import { ExpansionError } from './control.ts';
import type { Jobs } from './jobs.ts';
import type { History } from '../line/history.ts';
import type {
  AndOr,
  CommandExpansionPart,
  CommandNode,
  CompoundList,
  Function as FunctionNode,
  Pipeline,
  ProcessSubstitutionPart,
  Statement,
} from 'unbash';
import { Options } from './options.ts';
import { Variables, type Dynamic } from './variables.ts';

/** A text that commands come from; its lines are counted for $LINENO and error words. */
export interface Origin {
  /** What stands before `: line N:` in errors; undefined: an interactive line, without a number. */
  readonly name: string | undefined;
  /** The number of the text's first line. */
  readonly firstLine: number;
  readonly text: string;
}

/** Where a text to run comes from. `inside`: what bash puts before the line's number in the words for wrong syntax. */
export type TextOrigin = Omit<Origin, 'text'> & { readonly inside?: string };

/** The line of `origin` in which the character at `at` stands. */
export function lineAt(origin: Origin, at: number): number {
  let line = origin.firstLine;
  for (let i = origin.text.indexOf('\n'); i >= 0 && i < at; i = origin.text.indexOf('\n', i + 1)) line++;
  return line;
}

export interface ShellFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly origin: Origin;
}

/** What can be run. */
export type Runnable = CommandNode | Pipeline | AndOr | CompoundList;

export type Builtin = (shell: Shell, argv: readonly string[]) => Program<number>;

/** What the parts of the interpreter need from each other, given in by bash.ts so that no file imports in a circle. */
export interface Interpreter {
  /** Runs one node of the tree. */
  node(shell: Shell, node: Runnable): Program<number>;
  statements(shell: Shell, statements: readonly Statement[]): Program<number>;
  /** Commands from a text, one command line after the other: eval, source, traps, -c. */
  runText(shell: Shell, text: string, origin: TextOrigin): Program<number>;
  /** A command by its words, functions left out if so asked. */
  runWords(
    shell: Shell,
    argv: readonly string[],
    how?: { functions?: boolean; builtinsOnly?: boolean; standardPath?: boolean },
  ): Program<number>;
  /** Replaces the shell by a program, as far as a shell can here: runs it and ends with its status. */
  replace(
    shell: Shell,
    argv: readonly string[],
    how: { argv0?: string | undefined; cleanEnvironment: boolean },
  ): Program<number>;
  /** What commands print, without the newlines at its end. */
  substitute(shell: Shell, part: CommandExpansionPart): Program<Bytes>;
  /** A path that reads from (or writes to) commands that run beside. */
  processSubstitution(shell: Shell, part: ProcessSubstitutionPart): Program<string>;
  /** A command as text. */
  print(node: Runnable, source: string): string;
  /** The main program of a script that has no `#!` line. */
  scriptMain(sys: Sys, path: string, args: readonly string[], text: string): Program<number>;
  readonly builtins: ReadonlyMap<string, Builtin>;
}

export interface CallFrame {
  readonly name: string;
  readonly line: number;
  readonly source: string;
}

/** Functions nested deeper than this are refused: FUNCNEST's words. */
export const FUNCTION_DEPTH = 250;

export class Shell {
  sys: Sys;
  readonly interpreter: Interpreter;
  readonly commands: readonly Command[];
  /** $0. */
  name: string;
  /** The name in error words: `bash` for a shell started as /usr/bin/bash. */
  errorName: string;
  interactive = false;
  /** This shell or the one it was forked from is interactive: its errors have no line numbers. */
  atTerminal = false;
  /** How it was started, for `$-`: c, s. */
  started = '';
  positional: string[] = [];
  variables: Variables;
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  options = new Options();
  /** $? */
  status = 0;
  pipeStatus: readonly number[] = [0];
  /** $! */
  background: number | undefined;
  /** $$: the first shell's, in subshells too. */
  readonly mainPid: number;
  /** Signal (or EXIT, ERR, DEBUG, RETURN) → commands. */
  traps = new Map<string, string>();
  /** Signals that came while a trap for them is set, to be run between two commands. */
  pending: Signal[] = [];
  jobs: Jobs;
  history: History | undefined;
  hashed = new Map<string, { path: string; hits: number }>();
  directoryStack: string[] = [];
  umask = 0o022;
  origin: Origin = { name: undefined, firstLine: 1, text: '' };
  line = 1;
  calls: CallFrame[] = [];
  loops = 0;
  /** > 0 while a sourced file runs. */
  sourcing = 0;
  subshells = 0;
  /** How deep in eval, sourced files and command substitutions: how often set -x repeats its first character. */
  indirection = 0;
  /** The simple command that runs, for $BASH_COMMAND. */
  running: CommandNode | undefined;
  /** > 0 where set -e looks away: conditions, all but the last of && and ||. */
  unchecked = 0;
  /** Descriptors beyond 2 that the user opened (exec 3>…), which children inherit. */
  openedFds = new Set<number>();
  /** Where processes of a background pipeline or an interactive foreground job go. */
  groupForChildren: number | 'new' | undefined;
  readonly startedUs: number;
  secondsBase: number;
  #random: number | undefined;
  /** Where getopts stands inside of a word, and the OPTIND that it left. */
  getoptsAt = 0;
  getoptsIndex = 1;
  lastArgument = '';
  /** The status of the command line's last command substitution: what an assignment alone answers. */
  substituted: number | undefined;
  /** Descriptors that stand for <( ) and >( ) in the running command. */
  pathFds: number[] = [];
  /** The command's arguments that are assignments, by their place: what declare and its kin read. */
  declared: (Expanded | undefined)[] = [];

  constructor(sys: Sys, interpreter: Interpreter, commands: readonly Command[], jobs: Jobs, from?: Shell) {
    this.sys = sys;
    this.interpreter = interpreter;
    this.commands = commands;
    this.name = from?.name ?? 'bash';
    this.errorName = from?.errorName ?? 'bash';
    this.mainPid = from?.mainPid ?? sys.pid;
    this.startedUs = from?.startedUs ?? sys.nowUs;
    this.secondsBase = from?.secondsBase ?? 0;
    this.jobs = jobs;
    this.variables = from ? from.variables.copy(this.#dynamic()) : new Variables(this.#dynamic());
  }

  /** The shell of a child process: a copy of all this. */
  subshell(sys: Sys, jobs: Jobs): Shell {
    const copy = new Shell(sys, this.interpreter, this.commands, jobs, this);
    copy.started = this.started;
    copy.interactive = false;
    copy.atTerminal = this.atTerminal;
    copy.positional = [...this.positional];
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.options = new Options(this.options);
    copy.options.turn('monitor', false);
    copy.status = this.status;
    copy.background = this.background;
    for (const [name, text] of this.traps) if (text === '') copy.traps.set(name, text);
    copy.history = this.history;
    copy.hashed = new Map(this.hashed);
    copy.directoryStack = [...this.directoryStack];
    copy.umask = this.umask;
    copy.origin = this.origin;
    copy.line = this.line;
    copy.calls = [...this.calls];
    copy.sourcing = this.sourcing;
    copy.subshells = this.subshells + 1;
    copy.unchecked = this.unchecked;
    copy.indirection = this.indirection;
    copy.running = this.running;
    copy.openedFds = new Set(this.openedFds);
    copy.getoptsAt = this.getoptsAt;
    copy.lastArgument = this.lastArgument;
    return copy;
  }

  /** `bash: ` at a terminal, `NAME: line N: ` in a script. */
  get errorPrefix(): string {
    return this.atTerminal || this.origin.name === undefined
      ? `${this.errorName}: `
      : `${this.origin.name}: line ${this.line}: `;
  }

  /** An error of the shell itself or of one of its builtins. */
  *complain(words: string): Program {
    yield* this.sys.write(2, `${this.errorPrefix}${words}\n`);
  }

  /** A child of this shell. When there is no room for one, the kernel has said so: the command line is given up. */
  fork(options: ForkOptions): number {
    try {
      return this.sys.fork(options);
    } catch (error) {
      if (!(error instanceof ExitError)) throw error;
      const refused = new ExpansionError('fork: Resource temporarily unavailable', error.status);
      refused.said = true;
      throw refused;
    }
  }

  /** An expansion's words, once. */
  *complainOf(error: ExpansionError): Program {
    if (!error.said) yield* this.complain(error.message);
    error.said = true;
  }

  *print(text: Bytes): Program {
    if (text) yield* this.sys.write(1, text);
  }

  /** Lets others run, and takes a signal that has a trap. */
  *turn(): Program {
    try {
      yield TURN;
    } catch (error) {
      this.trapped(error);
    }
  }

  /** Keeps a signal for its trap, or throws it on. */
  trapped(error: unknown): void {
    if (!(error instanceof SignalError)) throw error;
    const trap = this.traps.get(error.signal);
    if (trap === undefined && !(this.interactive && error.signal === 'SIGTERM')) throw error;
    if (trap) this.pending.push(error.signal);
  }

  get utf8(): boolean {
    const locale = this.variables.get('LC_ALL') || this.variables.get('LC_CTYPE') || this.variables.get('LANG') || '';
    return /utf-?8/i.test(locale);
  }

  #dynamic(): Dynamic {
    const seconds = () => Math.floor((this.sys.nowUs - this.startedUs) / 1_000_000);
    return new Map<string, { get(): string | Map<number, string>; set?(value: string): void }>([
      ['RANDOM', { get: () => String(this.#nextRandom()), set: (value) => (this.#random = Number(value) >>> 0) }],
      [
        'SECONDS',
        {
          get: () => String(this.secondsBase + seconds()),
          set: (value) => (this.secondsBase = (Number(value) || 0) - seconds()),
        },
      ],
      ['LINENO', { get: () => String(this.line) }],
      ['BASHPID', { get: () => String(this.sys.pid) }],
      ['BASH_SUBSHELL', { get: () => String(this.subshells) }],
      ['EPOCHSECONDS', { get: () => String(this.sys.epochSeconds) }],
      [
        'EPOCHREALTIME',
        { get: () => `${this.sys.epochSeconds}.${String(this.sys.nowUs % 1_000_000).padStart(6, '0')}` },
      ],
      ['SRANDOM', { get: () => String(this.sys.prng('bash-srandom').nextU32()) }],
      ['HISTCMD', { get: () => String(this.history?.nextNumber ?? 1) }],
      ['FUNCNAME', { get: () => this.#frames((frame) => frame.name) }],
      ['BASH_SOURCE', { get: () => this.#frames((frame) => frame.source) }],
      ['BASH_LINENO', { get: () => this.#frames((frame) => String(frame.line)) }],
      ['BASH_COMMAND', { get: () => (this.running ? this.interpreter.print(this.running, this.origin.text) : '') }],
      ['SHELLOPTS', { get: () => this.options.setNames() }],
      [
        'BASHOPTS',
        {
          get: () =>
            this.options
              .shoptNames()
              .filter((name) => this.options.shopt(name))
              .join(':'),
        },
      ],
      ['PIPESTATUS', { get: () => new Map(this.pipeStatus.map((status, i) => [i, String(status)])) }],
      [
        'DIRSTACK',
        { get: () => new Map([this.variables.get('PWD') ?? '/', ...this.directoryStack].map((d, i) => [i, d])) },
      ],
    ]);
  }

  #frames(pick: (frame: CallFrame) => string): Map<number, string> {
    return new Map([...this.calls].reverse().map((frame, i) => [i, pick(frame)]));
  }

  /** bash's generator (Park and Miller), seeded by the machine's own randomness. */
  #nextRandom(): number {
    let seed = this.#random ?? this.sys.prng(`bash-random-${this.sys.pid}`).nextU32();
    if (seed === 0) seed = 123459876;
    const high = Math.floor(seed / 127773);
    seed = 16807 * (seed - 127773 * high) - 2836 * high;
    if (seed < 0) seed += 0x7fffffff;
    this.#random = seed;
    return ((seed >>> 16) ^ (seed & 65535)) & 32767;
  }

  /** Gives the variable a value and the export mark. */
  export(name: string, value: string): void {
    const variable = this.variables.own(name) ?? this.variables.make(name);
    variable.value = value;
    variable.exported = true;
  }
}
