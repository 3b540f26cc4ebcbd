// Programs are generators: they yield what they wait for, and the clock resumes them. A program never sees real time and
// never runs by itself; each resumption is one call on the clock's queue, so an endless loop that yields stays interruptible.

import { Due, type Clock, type Timer } from './clock.ts';

/** Most queues are empty most of the time: they share this. */
const NOBODY: readonly Process<unknown>[] = [];

/** Somewhere to wait for news. Waking is only a hint: whoever wakes looks again whether what it waits for has come true. */
export class WaitQueue {
  #parked: readonly Process<unknown>[] = NOBODY;

  /** Resumes everyone who waits here, in the order in which they came. */
  wake(): void {
    const parked = this.#parked;
    if (parked.length === 0) return;
    this.#parked = NOBODY;
    for (const process of parked) process.resume();
  }

  /** @internal */
  park(process: Process<unknown>): void {
    this.#parked = this.#parked === NOBODY ? [process] : [...this.#parked, process];
  }

  /** @internal */
  leave(process: Process<unknown>): void {
    if (this.#parked !== NOBODY) this.#parked = this.#parked.filter((other) => other !== process);
  }
}

/** What a program may wait for. */
export type Wait =
  /** Until a time; the past means "after everything that is due now". */
  | { readonly wait: 'until'; readonly atUs: number }
  /** Until one of the queues is woken, or `untilUs` comes. */
  | { readonly wait: 'queues'; readonly queues: readonly WaitQueue[]; readonly untilUs?: number | undefined }
  /** Let others run: what a loop yields between two rounds. */
  | { readonly wait: 'turn' }
  /** For an answer from outside of virtual time, which stands still meanwhile. `ask` is called by whoever owns the real world. */
  | { readonly wait: 'external'; readonly ask: () => Promise<unknown> };

/** A program, or a part of one, that ends with a T. Parts are called with `yield*`. */
export type Program<T = void> = Generator<Wait, T, unknown>;

export const TURN: Wait = { wait: 'turn' };

export function* sleepUntil(atUs: number): Program {
  yield { wait: 'until', atUs };
}

export function* waitFor(queue: WaitQueue, untilUs?: number): Program {
  yield { wait: 'queues', queues: [queue], untilUs };
}

/** Asks the outside; the answer's rejection is thrown in the program. */
export function* external<T>(ask: () => Promise<T>): Program<T> {
  return (yield { wait: 'external', ask }) as T;
}

/** A question that waits for the outside: whoever drives the world asks it, then calls `answer` or `fail`. */
export interface ExternalRequest {
  readonly ask: () => Promise<unknown>;
  answer(value: unknown): void;
  fail(error: unknown): void;
}

export type Ended<T> = { readonly value: T } | { readonly error: unknown };

const NO_QUEUES: readonly WaitQueue[] = [];

/** A process' next step on the clock, the same object each time: there is never more than one. */
class Step extends Due {
  readonly happen: () => void;

  constructor(run: () => void) {
    super();
    this.happen = run;
  }
}

/** One running program. `ended` is undefined while it runs. */
export class Process<T> {
  ended: Ended<T> | undefined;
  readonly #clock: Clock;
  readonly #program: Program<T>;
  readonly #onEnd: (ended: Ended<T>) => void;
  readonly #externals: ExternalRequest[];
  readonly #step = new Step(() => this.#run());
  #queues: readonly WaitQueue[] = NO_QUEUES;
  #timer: Timer | undefined;
  #due = false;
  #send: unknown;
  #throw: { readonly error: unknown } | undefined;
  #awaiting: ExternalRequest | undefined;

  /** Starts `program` at the clock's present (not inside of this call). `onEnd` hears its result or what it threw. */
  constructor(clock: Clock, externals: ExternalRequest[], program: Program<T>, onEnd: (ended: Ended<T>) => void) {
    this.#clock = clock;
    this.#externals = externals;
    this.#program = program;
    this.#onEnd = onEnd;
    this.resume();
  }

  /** Wakes the program as soon as what is due now is done. Waking it twice is waking it once. */
  resume(): void {
    if (this.#due || this.ended || this.#awaiting) return;
    this.#due = true;
    this.#clock.schedule(this.#step, this.#clock.nowUs);
  }

  /** Throws `error` in the program at its next resumption, whatever it waits for: how a signal arrives. */
  interrupt(error: unknown): void {
    if (this.ended) return;
    this.#throw = { error };
    if (this.#awaiting) {
      this.#forget(this.#awaiting);
      this.#awaiting = undefined;
      this.#clock.release();
    }
    this.resume();
  }

  readonly #wake = (): void => this.resume();

  #run(): void {
    this.#due = false;
    if (this.ended) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const queue of this.#queues) queue.leave(this as Process<unknown>);
    this.#queues = NO_QUEUES;
    const thrown = this.#throw;
    const sent = this.#send;
    this.#throw = undefined;
    this.#send = undefined;
    let step: IteratorResult<Wait, T>;
    try {
      step = thrown ? this.#program.throw(thrown.error) : this.#program.next(sent);
    } catch (error) {
      this.ended = { error };
      this.#onEnd(this.ended);
      return;
    }
    if (step.done) {
      this.ended = { value: step.value };
      this.#onEnd(this.ended);
    } else this.#park(step.value);
  }

  #park(wait: Wait): void {
    switch (wait.wait) {
      case 'turn':
        this.resume();
        break;
      case 'until':
        this.#timer = this.#clock.at(wait.atUs, this.#wake);
        break;
      case 'queues':
        this.#queues = wait.queues;
        for (const queue of wait.queues) queue.park(this as Process<unknown>);
        if (wait.untilUs !== undefined) this.#timer = this.#clock.at(wait.untilUs, this.#wake);
        break;
      case 'external':
        this.#ask(wait.ask);
    }
  }

  #ask(ask: () => Promise<unknown>): void {
    const settle = (set: () => void) => {
      if (this.#awaiting !== request) return;
      this.#awaiting = undefined;
      this.#forget(request);
      this.#clock.release();
      set();
      this.resume();
    };
    const request: ExternalRequest = {
      ask,
      answer: (value) => settle(() => (this.#send = value)),
      fail: (error) => settle(() => (this.#throw = { error })),
    };
    this.#awaiting = request;
    this.#clock.hold();
    this.#externals.push(request);
  }

  #forget(request: ExternalRequest): void {
    const at = this.#externals.indexOf(request);
    if (at >= 0) this.#externals.splice(at, 1);
  }
}
