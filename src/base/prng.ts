// A seeded stream of integers: splitmix32. No floating point leaves it, so a seed means the same everywhere.
// Each consumer takes its own stream by name, so that a new consumer does not shift the numbers of the others.

export class Prng {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A stream of its own for `name`, the same for the same seed and name (FNV-1a over the name). */
  static named(seed: number, name: string): Prng {
    let hash = 0x811c9dc5 ^ seed;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    return new Prng(hash);
  }

  /** An unsigned 32-bit integer. */
  nextU32(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  /** An integer in 0 … below − 1. `below` is at most 2^32. */
  below(below: number): number {
    return this.nextU32() % below;
  }
}
