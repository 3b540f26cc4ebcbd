// Incremental search through the history (readline's isearch.c): Ctrl-R backwards, Ctrl-S forwards.

interface Hit {
  readonly number: number;
  readonly text: string;
  /** Where in the line. */
  readonly at: number;
}

export class Search {
  readonly #history: readonly string[];
  readonly #typed: string;
  readonly #start: number;
  #text = '';
  #backwards: boolean;
  #hit: Hit;
  /** Where the hit is in its line, in code units. */
  #offset = Infinity;
  #failed = false;
  #found = false;

  constructor(history: readonly string[], start: number, backwards: boolean, typed: string) {
    this.#history = history;
    this.#start = start;
    this.#backwards = backwards;
    this.#typed = typed;
    this.#hit = { number: start, text: typed, at: [...typed].length };
  }

  get prompt(): string {
    return `(${this.#failed ? 'failed ' : ''}${this.#backwards ? 'reverse-i-search' : 'i-search'})\`${this.#text}': `;
  }

  get line(): Hit {
    return this.#hit;
  }

  get failed(): boolean {
    return this.#failed;
  }

  get found(): boolean {
    return this.#found;
  }

  add(char: string): void {
    this.#text += char;
    this.#look(this.#hit.number, this.#offset);
  }

  shorten(): void {
    this.#text = [...this.#text].slice(0, -1).join('');
    this.#failed = false;
    if (this.#text !== '') this.#look(this.#start, this.#backwards ? Infinity : 0);
  }

  /** The next one in a direction: in the same line first. */
  again(backwards: boolean): void {
    this.#backwards = backwards;
    if (this.#text === '') return;
    const step = this.#found ? (backwards ? -1 : 1) : 0;
    this.#look(this.#hit.number, this.#offset + step);
  }

  #line(number: number): string {
    return number === this.#start ? this.#typed : (this.#history[number] ?? '');
  }

  #look(from: number, offset: number): void {
    const step = this.#backwards ? -1 : 1;
    for (let number = from; number >= 0 && number <= this.#history.length; number += step) {
      const text = this.#line(number);
      const start = number === from ? offset : this.#backwards ? Infinity : 0;
      const at =
        start < 0 ? -1 : this.#backwards ? text.lastIndexOf(this.#text, start) : text.indexOf(this.#text, start);
      if (at < 0) continue;
      this.#hit = { number, text, at: [...text.slice(0, at)].length };
      this.#offset = at;
      this.#failed = false;
      this.#found = true;
      return;
    }
    this.#failed = true;
  }
}
