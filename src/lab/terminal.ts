// What a host's terminal has been sent, as text, bounded: the oldest lines go first. The page's terminal catches up from
// here, and so does a page that is loaded again.

import { Utf8Decoder, type Bytes } from '../base/bytes.ts';

/** Characters kept, at least; about 5,000 lines. */
const KEPT_CHARACTERS = 400_000;

export class Scrollback {
  #decoder = new Utf8Decoder();
  #text = '';
  #length = 0;

  append(bytes: Bytes): void {
    const text = this.#decoder.decode(bytes);
    this.#text += text;
    this.#length += text.length;
    if (this.#text.length > 2 * KEPT_CHARACTERS) {
      const cut = this.#text.indexOf('\n', this.#text.length - KEPT_CHARACTERS);
      this.#text = this.#text.slice(cut < 0 ? -KEPT_CHARACTERS : cut + 1);
    }
  }

  /** The tail of everything that was sent. */
  get output(): string {
    return this.#text;
  }

  /** Characters ever sent. */
  get length(): number {
    return this.#length;
  }

  /** What was sent after the first `length` characters, as far as it is kept. */
  since(length: number): string {
    const missing = this.#length - length;
    return missing <= 0 ? '' : this.#text.slice(-Math.min(missing, this.#text.length));
  }
}
