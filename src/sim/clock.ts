// Virtual time and what is to happen in it: a queue of calls ordered by (time, sequence), stepped by a plain synchronous
// call with a budget. Nothing here reads a real clock; constructing it schedules nothing.

import { Heap } from '../base/heap.ts';

/** A call that is due at a time. Cancelling is forgetting: the queue skips it when its time comes. */
export interface Timer {
  readonly dueUs: number;
  cancel(): void;
}

/** Something that will happen once at a time: a call, or an object of its own that would only be wrapped in one. */
export abstract class Due implements Timer {
  /** Both are the clock's to set. */
  dueUs = 0;
  seq = 0;
  cancelled = false;

  abstract happen(): void;

  cancel(): void {
    this.cancelled = true;
  }
}

const nothing = (): void => {};

class Call extends Due {
  #call: () => void;

  constructor(call: () => void) {
    super();
    this.#call = call;
  }

  happen(): void {
    this.#call();
  }

  /** Lets go of what the call would have touched. */
  override cancel(): void {
    super.cancel();
    this.#call = nothing;
  }
}

const before = (a: Due, b: Due): boolean => a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.seq < b.seq);

/** What is due within one span of time, in no order: most of it is cancelled before that time comes. */
interface Span {
  readonly index: number;
  readonly dues: Due[];
}

const SPAN_US = 8_192;
const spanOf = (dueUs: number): number => Math.floor(dueUs / SPAN_US);

/** How an `advance` ended: at the asked time, out of budget before it, or held (see `Clock.hold`). */
export type Advanced = 'reached' | 'budget' | 'held';

export class Clock {
  #nowUs = 0;
  #seq = 0;
  #inputSeq = Number.MIN_SAFE_INTEGER;
  #holds = 0;
  /** In order: everything up to the end of the last opened span. */
  readonly #soon = new Heap<Due>(before);
  #openedSpan = 0;
  /** What is beyond it: frames and wake-ups must not climb over thousands of timeouts. The latest span is the first. */
  readonly #later: Span[] = [];
  readonly #spans = new Map<number, Span>();

  get nowUs(): number {
    return this.#nowUs;
  }

  /** Calls `call` at `dueUs`, or now (after what is already due now) when that has passed. */
  at(dueUs: number, call: () => void): Timer {
    const due = new Call(call);
    this.schedule(due, dueUs);
    return due;
  }

  /** As `at`, for what has a form of its own. It may be scheduled again once it has happened, not before. */
  schedule(due: Due, dueUs: number): void {
    due.dueUs = dueUs > this.#nowUs ? dueUs : this.#nowUs;
    due.seq = this.#seq++;
    this.#add(due);
  }

  /**
   * As `at`, but before everything else that is due at that time, however early that was asked for. What comes from outside
   * (keys) enters so: its place among equal times then does not depend on when it was queued, and a replay puts it the same.
   */
  atFirst(dueUs: number, call: () => void): Timer {
    if (dueUs <= this.#nowUs) throw new RangeError(`input at ${dueUs}, but it is ${this.#nowUs} already`);
    const due = new Call(call);
    due.dueUs = dueUs;
    due.seq = this.#inputSeq++;
    this.#add(due);
    return due;
  }

  #add(due: Due): void {
    const index = spanOf(due.dueUs);
    if (index <= this.#openedSpan) this.#soon.push(due);
    else this.#span(index).dues.push(due);
  }

  #span(index: number): Span {
    let span = this.#spans.get(index);
    if (!span) {
      this.#spans.set(index, (span = { index, dues: [] }));
      let [low, high] = [0, this.#later.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.#later[middle]!.index > index) low = middle + 1;
        else high = middle;
      }
      this.#later.splice(low, 0, span);
    }
    return span;
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
    return this.#next()?.dueUs;
  }

  /** What happens next, which is then the top of `#soon`. */
  #next(): Due | undefined {
    for (;;) {
      const top = this.#soon.peek();
      if (top && top.cancelled) {
        this.#soon.pop();
        continue;
      }
      const span = this.#later[this.#later.length - 1];
      if (!span || (top && spanOf(top.dueUs) < span.index)) return top;
      this.#later.pop();
      this.#spans.delete(span.index);
      this.#openedSpan = span.index;
      for (const due of span.dues) if (!due.cancelled) this.#soon.push(due);
    }
  }

  /**
   * Makes every call that is due up to and including `untilUs`, at most `budget` of them, and then stands at `untilUs`
   * (or where the budget or a hold ended it).
   */
  advance(untilUs: number, budget = Infinity): Advanced {
    for (;;) {
      if (this.#holds > 0) return 'held';
      const due = this.#next();
      if (!due || due.dueUs > untilUs) break;
      if (budget-- <= 0) return 'budget';
      this.#soon.pop();
      this.#nowUs = due.dueUs;
      due.happen();
    }
    if (untilUs > this.#nowUs) this.#nowUs = untilUs;
    return 'reached';
  }
}
