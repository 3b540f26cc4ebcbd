// Virtual time and what is to happen in it: a queue of calls ordered by (time, sequence), stepped by a plain synchronous
// call with a budget. Nothing here reads a real clock; constructing it schedules nothing.

import { Heap } from '../base/heap.ts';

/** A call that is due at a time. Cancelling is forgetting: the queue skips it when its time comes. */
export interface Timer {
  readonly dueUs: number;
  cancel(): void;
}

class Due implements Timer {
  readonly dueUs: number;
  readonly seq: number;
  call: (() => void) | undefined;

  constructor(dueUs: number, seq: number, call: () => void) {
    this.dueUs = dueUs;
    this.seq = seq;
    this.call = call;
  }

  cancel(): void {
    this.call = undefined;
  }
}

const before = (a: Due, b: Due): boolean => a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.seq < b.seq);

/** What is due sooner than this waits apart: frames and wake-ups must not climb over thousands of timeouts. */
const SOON_US = 10_000;

/** How an `advance` ended: at the asked time, out of budget before it, or held (see `Clock.hold`). */
export type Advanced = 'reached' | 'budget' | 'held';

export class Clock {
  #nowUs = 0;
  #seq = 0;
  #inputSeq = Number.MIN_SAFE_INTEGER;
  #holds = 0;
  readonly #soon = new Heap<Due>(before);
  readonly #later = new Heap<Due>(before);

  get nowUs(): number {
    return this.#nowUs;
  }

  /** Calls `call` at `dueUs`, or now (after what is already due now) when that has passed. */
  at(dueUs: number, call: () => void): Timer {
    const nowUs = this.#nowUs;
    const due = new Due(dueUs > nowUs ? dueUs : nowUs, this.#seq++, call);
    if (dueUs - nowUs < SOON_US) this.#soon.push(due);
    else this.#later.push(due);
    return due;
  }

  /**
   * As `at`, but before everything else that is due at that time, however early that was asked for. What comes from outside
   * (keys) enters so: its place among equal times then does not depend on when it was queued, and a replay puts it the same.
   */
  atFirst(dueUs: number, call: () => void): Timer {
    if (dueUs <= this.#nowUs) throw new RangeError(`input at ${dueUs}, but it is ${this.#nowUs} already`);
    const due = new Due(dueUs, this.#inputSeq++, call);
    this.#later.push(due);
    return due;
  }

  after(delayUs: number, call: () => void): Timer {
    return this.at(this.#nowUs + delayUs, call);
  }

  /** Time stands still until as many `release`s have come as `hold`s: someone outside of virtual time owes an answer. */
  hold(): void {
    this.#holds++;
  }

  release(): void {
    this.#holds--;
  }

  get held(): boolean {
    return this.#holds > 0;
  }

  /** When the next call is due; undefined when nothing is. */
  nextDueUs(): number | undefined {
    return this.#next()?.peek()!.dueUs;
  }

  /** The queue whose top is next, freed of cancelled calls. */
  #next(): Heap<Due> | undefined {
    const soon = topOf(this.#soon);
    const later = topOf(this.#later);
    if (!soon) return later && this.#later;
    return later && before(later, soon) ? this.#later : this.#soon;
  }

  /**
   * Makes every call that is due up to and including `untilUs`, at most `budget` of them, and then stands at `untilUs`
   * (or where the budget or a hold ended it).
   */
  advance(untilUs: number, budget = Infinity): Advanced {
    for (;;) {
      if (this.#holds > 0) return 'held';
      const queue = this.#next();
      const top = queue?.peek();
      if (!top || top.dueUs > untilUs) break;
      if (budget-- <= 0) return 'budget';
      queue!.pop();
      this.#nowUs = top.dueUs;
      const call = top.call!;
      top.call = undefined;
      call();
    }
    if (untilUs > this.#nowUs) this.#nowUs = untilUs;
    return 'reached';
  }
}

/** The first call of a queue that nobody has cancelled; those before it are taken out. */
function topOf(queue: Heap<Due>): Due | undefined {
  for (;;) {
    const top = queue.peek();
    if (!top || top.call) return top;
    queue.pop();
  }
}
