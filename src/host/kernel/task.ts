// One process: what the kernel keeps of it, and the harness in which its program runs. The harness ends a killed program without
// asking it, and charges a program that never waits for its time: a busy loop must let the world's clock go on.

import type { WaitQueue } from '../../sim/process.ts';
import { WaitQueue as Queue, type Process, type Program, type Wait } from '../../sim/process.ts';
import type { ChildEnd, Signal } from '../sys.ts';
import type { Caller, Description } from './description.ts';
import type { Terminal } from './tty.ts';

/** What a turn (one round of a loop that waits for nothing) costs, and in what portions it is paid. */
const TURN_COST_US = 40;
const CHARGE_US = 1000;

export class Task implements Caller {
  readonly pid: number;
  parent: Task | undefined;
  group: number;
  argv: readonly string[];
  env: Map<string, string>;
  cwd: string;
  readonly terminal: Terminal | undefined;
  readonly startedUs: number;
  readonly descriptors = new Map<number, Description>();
  readonly ignored: Set<Signal>;
  readonly children = new Set<Task>();
  /** Children that have ended and were not waited for, in the order in which they ended. */
  readonly zombies: Task[] = [];
  readonly childEnded: WaitQueue = new Queue();
  /** What to close when the process ends: its sockets. */
  readonly resources = new Set<{ close(): void }>();
  process: Process<number> | undefined;
  end: ChildEnd | undefined;
  /** Hears the end before the parent does. */
  onEnd: ((end: ChildEnd) => void) | undefined;
  killed = false;
  /** Runs at this moment, or is about to. */
  running = true;
  /** System calls made since it last waited for something. */
  calls = 0;

  constructor(
    pid: number,
    parent: Task | undefined,
    nowUs: number,
    what: {
      argv: readonly string[];
      env: Map<string, string>;
      cwd: string;
      group: number | 'new';
      terminal: Terminal | undefined;
      ignored: ReadonlySet<Signal>;
    },
  ) {
    this.pid = pid;
    this.parent = parent;
    this.startedUs = nowUs;
    this.argv = what.argv;
    this.env = what.env;
    this.cwd = what.cwd;
    this.group = what.group === 'new' ? pid : what.group;
    this.terminal = what.terminal;
    this.ignored = new Set(what.ignored);
  }

  /** Lowest free number from `from` on. */
  freeDescriptor(from: number): number {
    let fd = from;
    while (this.descriptors.has(fd)) fd++;
    return fd;
  }
}

/** A program as the simulator drives it on behalf of a task. */
export function supervise(task: Task, program: Program<number>, nowUs: () => number): Program<number> {
  let debtUs = 0;
  const pass = (step: IteratorResult<Wait, number>): IteratorResult<Wait, number> => {
    if (step.done) return step;
    if (step.value.wait !== 'turn') {
      debtUs = 0;
      task.calls = 0;
      task.running = false;
      return step;
    }
    debtUs += TURN_COST_US;
    if (debtUs < CHARGE_US) return step;
    debtUs = 0;
    return { done: false, value: { wait: 'until', atUs: nowUs() + CHARGE_US } };
  };
  const over: IteratorResult<Wait, number> = { done: true, value: 0 };
  const run: Program<number> = {
    next(sent: unknown) {
      if (task.killed) return over;
      task.running = true;
      return pass(program.next(sent));
    },
    throw(error: unknown) {
      if (task.killed) return over;
      task.running = true;
      return pass(program.throw(error));
    },
    return(value: number) {
      return { done: true, value };
    },
    [Symbol.iterator]: () => run,
  } as Program<number>;
  return run;
}
