// Display time: virtual time with the idle gaps compressed, so that playing never waits long for the next packet. A
// monotone piecewise linear mapping, invertible, that only grows at its end: what was mapped once stays where it was.

/** What stands between two busy stretches on the screen, at the most. */
const IDLE_DISPLAY_US = 100;

export interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

export class DisplayTime {
  /** Where stretches of alternating kind (busy, idle, busy, …) begin, in virtual and in display time. */
  readonly #virtualUs: number[] = [];
  readonly #displayUs: number[] = [];
  #busyUntilUs = 0;
  #started = false;

  /** The end of what is known to be worth watching. */
  get endUs(): number {
    return this.#busyUntilUs;
  }

  get startUs(): number {
    return this.#virtualUs[0] ?? 0;
  }

  /** Something goes on from `fromUs` to `toUs`. Calls come in the order of `fromUs`. */
  busy(fromUs: number, toUs: number): void {
    if (!this.#started) {
      this.#started = true;
      this.#mark(fromUs, 0);
      this.#busyUntilUs = fromUs;
    } else if (fromUs - this.#busyUntilUs > IDLE_DISPLAY_US) {
      const idleFrom = this.toDisplay(this.#busyUntilUs);
      this.#mark(this.#busyUntilUs, idleFrom);
      this.#mark(fromUs, idleFrom + IDLE_DISPLAY_US);
    }
    this.#busyUntilUs = Math.max(this.#busyUntilUs, fromUs, toUs);
  }

  /** Forgets stretches that end before `beforeUs`. */
  forget(beforeUs: number): void {
    let drop = this.#indexOf(this.#virtualUs, beforeUs);
    drop -= drop % 2; // keep the alternation: index 0 is always a busy stretch
    if (drop > 0) {
      this.#virtualUs.splice(0, drop);
      this.#displayUs.splice(0, drop);
    }
  }

  toDisplay(virtualUs: number): number {
    return interpolate(this.#virtualUs, this.#displayUs, this.#indexOf(this.#virtualUs, virtualUs), virtualUs);
  }

  toVirtual(displayUs: number): number {
    return interpolate(this.#displayUs, this.#virtualUs, this.#indexOf(this.#displayUs, displayUs), displayUs);
  }

  /** The compressed gap in which `virtualUs` lies, if it does. */
  gapAt(virtualUs: number): Gap | undefined {
    const i = this.#indexOf(this.#virtualUs, virtualUs);
    return i % 2 === 1 && i + 1 < this.#virtualUs.length && virtualUs > this.#virtualUs[i]!
      ? { fromUs: this.#virtualUs[i]!, toUs: this.#virtualUs[i + 1]! }
      : undefined;
  }

  #mark(virtualUs: number, displayUs: number): void {
    this.#virtualUs.push(virtualUs);
    this.#displayUs.push(displayUs);
  }

  /** The last index whose value is ≤ `value`; 0 when there is none. */
  #indexOf(marks: readonly number[], value: number): number {
    let low = 0;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (marks[middle]! <= value) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }
}

function interpolate(from: readonly number[], to: readonly number[], i: number, value: number): number {
  if (from.length === 0) return value;
  const start = from[i]!;
  const end = from[i + 1];
  // Past the last mark (and before the first one) time runs at its own pace.
  if (end === undefined || value < start) return to[i]! + (value - start);
  return to[i]! + ((value - start) / (end - start)) * (to[i + 1]! - to[i]!);
}
