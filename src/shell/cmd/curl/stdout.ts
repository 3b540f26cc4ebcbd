// Standard output with the C library's buffer: to a terminal it goes line by line, to a pipe or file in pieces of 4096 bytes
// and at the end. That is why `curl -v … 2>&1 | cat` shows the page last.

import type { Bytes } from '../../../base/bytes.ts';
import type { Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';

const BUFFER = 4096;

export class Stdout {
  readonly #sys: Sys;
  readonly #byLine: boolean;
  /** -N. */
  readonly #unbuffered: boolean;
  #held: Bytes = '';

  constructor(sys: Sys, unbuffered: boolean) {
    this.#sys = sys;
    this.#byLine = sys.isTty(1);
    this.#unbuffered = unbuffered;
  }

  *write(data: Bytes): Program<Errno | undefined> {
    this.#held += data;
    if (this.#unbuffered || this.#held.length > BUFFER) return yield* this.flush();
    if (!this.#byLine) return undefined;
    const end = this.#held.lastIndexOf('\n') + 1;
    if (end === 0) return undefined;
    const lines = this.#held.slice(0, end);
    this.#held = this.#held.slice(end);
    return yield* this.#sys.write(1, lines);
  }

  *flush(): Program<Errno | undefined> {
    const held = this.#held;
    this.#held = '';
    return held === '' ? undefined : yield* this.#sys.write(1, held);
  }
}
