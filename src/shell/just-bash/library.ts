// The library (just-bash), fetched when the first of its tools is used, and a conversation with one call of it. The library is
// asynchronous and our programs are not: a program asks and waits outside of virtual time; when the library needs a program of
// ours (find -exec), the answer is that question, the program runs it inside of virtual time, and tells what came of it.

import type * as justBash from 'just-bash/browser';
import type { Bytes } from '../../base/bytes.ts';
import { OURS, type Files } from './files.ts';
import type { Coding } from './text.ts';

export interface Call {
  readonly tool: LibraryTool;
  readonly args: readonly Bytes[];
  readonly stdin: Bytes;
  readonly env: ReadonlyMap<string, Bytes>;
  readonly cwd: Bytes;
}

export type LibraryTool = 'column' | 'comm' | 'diff' | 'find' | 'join' | 'jq' | 'nl' | 'paste' | 'sed';

export interface Answer {
  readonly stdout: Bytes;
  readonly stderr: Bytes;
  readonly status: number;
}

/** What a program of ours is to be run for. */
export interface Question {
  readonly argv: readonly Bytes[];
}

/**
 * Bounds for loops that never wait: nothing can interrupt them, so they end here. About two seconds' work; an honest program
 * on a machine of this simulator stays far below.
 */
const ROUNDS = 300_000;

const LIMITS = {
  maxSedIterations: ROUNDS,
  maxJqIterations: ROUNDS,
  maxLoopIterations: ROUNDS,
  maxCommandCount: ROUNDS,
} as const;

type Library = typeof justBash;
let library: Promise<Library> | undefined;

const load = (): Promise<Library> => (library ??= import('just-bash/browser'));

export class Conversation {
  readonly #call: Call;
  readonly #files: Files;
  readonly #coding: Coding;
  #ended: Promise<Answer> | undefined;
  #question: Question | undefined;
  #tell: ((answer: Answer) => void) | undefined;
  #asked: () => void = () => {};

  constructor(call: Call, files: Files, coding: Coding) {
    this.#call = call;
    this.#files = files;
    this.#coding = coding;
  }

  /** Begins, or goes on with what came of the last question. */
  async next(told?: Answer): Promise<Answer | Question> {
    const asked = new Promise<void>((resolve) => (this.#asked = resolve));
    this.#question = undefined;
    if (told) this.#tell?.(told);
    this.#ended ??= this.#run();
    const ended = await Promise.race([asked, this.#ended]);
    return ended ?? this.#question!;
  }

  /** The program has gone: the library is let run dry, without a door. */
  close(): void {
    this.#files.shut();
    this.#ended?.catch(() => {});
  }

  /** Has a program of ours run, from inside of the library's call. */
  async #ask(argv: readonly Bytes[]): Promise<Answer> {
    const told = new Promise<Answer>((resolve) => (this.#tell = resolve));
    this.#question = { argv };
    this.#asked();
    return told;
  }

  async #run(): Promise<Answer> {
    const { Bash } = await load();
    const { toText, toBytes } = this.#coding;
    const { tool, args, stdin, env, cwd } = this.#call;
    const shell = new Bash({
      fs: this.#files,
      cwd: toText(cwd),
      commands: [tool],
      customCommands: [this.#ours()],
      executionLimits: LIMITS,
      // It patches the page's globals while it runs; what runs here is ours.
      defenseInDepth: false,
    });
    const { stdout, stderr, exitCode } = await shell.exec(`/usr/bin/${tool}`, {
      args: args.map(toText),
      stdin: toText(stdin),
      env: Object.fromEntries([...env].map(([name, value]) => [name, toText(value)])),
      replaceEnv: true,
    });
    return { stdout: toBytes(stdout), stderr: toBytes(stderr), status: exitCode };
  }

  #ours(): justBash.Command {
    return {
      name: OURS,
      execute: async (args) => {
        const { stdout, status } = await this.#ask(args.map((arg) => this.#coding.toBytes(arg)));
        return { stdout: this.#coding.toText(stdout), stderr: '', exitCode: status };
      },
    };
  }
}
