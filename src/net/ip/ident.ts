// The identification field of packets that no connection numbers (__ip_select_ident in net/ipv4/route.c): a counter for each
// pair of hosts and protocol, from a random start, that runs on a little while nobody sends.

import type { Prng } from '../../base/prng.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Ipv4 } from '../wire/address.ts';

const BUCKETS = 256;
/** A tick of the kernel's clock: the counter may run on by as many as have passed. */
const JIFFY_US = 10_000;

class Bucket {
  next: number;
  usedUs = 0;

  constructor(start: number) {
    this.next = start;
  }
}

export class Idents {
  readonly #sim: Sim;
  readonly #prng: Prng;
  readonly #buckets: Bucket[] = [];

  constructor(sim: Sim, host: string) {
    this.#sim = sim;
    this.#prng = sim.prng(`${host}/ip-ident`);
    for (let i = 0; i < BUCKETS; i++) this.#buckets.push(new Bucket(this.#prng.below(65536)));
  }

  next(src: Ipv4, dst: Ipv4, protocol: number): number {
    const bucket = this.#buckets[(Math.imul(src, 0x9e3779b1) ^ Math.imul(dst, 0x85ebca6b) ^ protocol) & (BUCKETS - 1)]!;
    const ticks = Math.floor((this.#sim.nowUs - bucket.usedUs) / JIFFY_US);
    bucket.usedUs = this.#sim.nowUs;
    const ident = (bucket.next + (ticks > 0 ? this.#prng.below(ticks) : 0)) & 0xffff;
    bucket.next = ident + 1;
    return ident;
  }
}
