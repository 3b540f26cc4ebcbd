// Counters and rates of a service, a destination or the whole (ip_vs_est.c). Packets count into `live`; what people see is the
// snapshot that the estimator takes every 2 s, with rates as running averages in fixed point.
//
// The kernel walks all counters on a timer. Here each catches up when it is next counted or read: nothing changes between two
// ticks without passing through here, so the figures are the same and an idle world stays idle.

import { SECOND } from '../base/time.ts';
import type { Counters, Rates } from './control.ts';

const PERIOD_US = 2 * SECOND;

const CONNECTIONS = 0;
const IN_PACKETS = 1;
const OUT_PACKETS = 2;
const IN_BYTES = 3;
const OUT_BYTES = 4;

/** Scale of an average: counts carry 2^10, bytes 2^5; the rate's factor is half of it, since a tick is two seconds. */
const SCALE = [10, 10, 10, 5, 5];

const zeros = (): number[] => [0, 0, 0, 0, 0];

export class Stats {
  readonly #originUs: number;
  #nextTickUs: number;
  readonly #live = zeros();
  readonly #snapshot = zeros();
  /** What -Z has made the zero. */
  readonly #zero = zeros();
  readonly #average = zeros();

  /** Ticks fall on whole periods after `originUs`, when the module was loaded. */
  constructor(originUs: number, nowUs: number) {
    this.#originUs = originUs;
    this.#nextTickUs = this.#tickAfter(nowUs);
  }

  countConnection(nowUs: number): void {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    this.#live[CONNECTIONS]!++;
  }

  countIn(bytes: number, nowUs: number): void {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    this.#live[IN_PACKETS]!++;
    this.#live[IN_BYTES]! += bytes;
  }

  countOut(bytes: number, nowUs: number): void {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    this.#live[OUT_PACKETS]!++;
    this.#live[OUT_BYTES]! += bytes;
  }

  /** The counters up to the last tick. */
  counters(nowUs: number): Counters {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    return named(this.#snapshot.map((value, i) => value - this.#zero[i]!));
  }

  /** The counters up to this moment (what /proc/net/ip_vs_stats_percpu shows for a CPU). */
  liveCounters(): Counters {
    return named(this.#live);
  }

  rates(nowUs: number): Rates {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    return named(this.#average.map((average, i) => Math.floor((average + 2 ** (SCALE[i]! - 1) - 1) / 2 ** SCALE[i]!)));
  }

  /** -Z: what the last tick has seen becomes the zero. */
  zero(nowUs: number): void {
    if (nowUs >= this.#nextTickUs) this.#catchUp(nowUs);
    for (let i = 0; i < 5; i++) {
      this.#zero[i] = this.#snapshot[i]!;
      this.#average[i] = 0;
    }
  }

  #tickAfter(nowUs: number): number {
    return this.#originUs + (Math.floor((nowUs - this.#originUs) / PERIOD_US) + 1) * PERIOD_US;
  }

  /** The first missed tick sees all that was counted since; the others see nothing and the averages fade. */
  #catchUp(nowUs: number): void {
    let ticks = 1 + Math.floor((nowUs - this.#nextTickUs) / PERIOD_US);
    for (let fading = true; ticks > 0 && fading; ticks--) {
      fading = false;
      for (let i = 0; i < 5; i++) {
        const rate = (this.#live[i]! - this.#snapshot[i]!) * 2 ** (SCALE[i]! - 1);
        this.#snapshot[i] = this.#live[i]!;
        this.#average[i]! += Math.floor((rate - this.#average[i]!) / 4);
        if (this.#average[i] !== 0) fading = true;
      }
    }
    this.#nextTickUs = this.#tickAfter(nowUs);
  }
}

const named = (values: readonly number[]): Counters => ({
  connections: values[CONNECTIONS]!,
  inPackets: values[IN_PACKETS]!,
  outPackets: values[OUT_PACKETS]!,
  inBytes: values[IN_BYTES]!,
  outBytes: values[OUT_BYTES]!,
});
