// One simulated world's time, journal, randomness and programs, handed to every layer above.

import { Prng } from '../base/prng.ts';
import { Clock, type Advanced } from './clock.ts';
import { Journal, type NewEvent } from './journal.ts';
import { Process, type Ended, type ExternalRequest, type Program } from './process.ts';

export interface SimOptions {
  readonly seed: number;
  /** How many events the journal keeps; see Journal. */
  readonly journalCapacity?: number;
}

function rethrow(ended: Ended<unknown>): void {
  if ('error' in ended) throw ended.error;
}

export class Sim {
  readonly clock = new Clock();
  readonly journal: Journal;
  readonly seed: number;
  /** Questions that programs have put to the outside and that nobody has taken up yet, oldest first. */
  readonly externals: ExternalRequest[] = [];

  constructor({ seed, journalCapacity }: SimOptions) {
    this.seed = seed;
    this.journal = new Journal(journalCapacity);
  }

  get nowUs(): number {
    return this.clock.nowUs;
  }

  /** Records that `event` happens now. Returns its sequence number. */
  record(event: NewEvent): number {
    return this.journal.add(event, this.clock.nowUs);
  }

  /** A stream of randomness of its own for `name`. */
  prng(name: string): Prng {
    return Prng.named(this.seed, name);
  }

  /** Without an `onEnd`, what the program throws is thrown to whoever lets time pass: nobody else would hear of it. */
  start<T>(program: Program<T>, onEnd: (ended: Ended<T>) => void = rethrow): Process<T> {
    return new Process(this.clock, this.externals, program, onEnd);
  }

  advance(untilUs: number, budget?: number): Advanced {
    return this.clock.advance(untilUs, budget);
  }
}
