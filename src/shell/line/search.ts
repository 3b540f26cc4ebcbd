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
    this.#look(this.#hit.number);
  }

  shorten(): void {
    this.#text = [...this.#text].slice(0, -1).join('');
    this.#failed = false;
    if (this.#text !== '') this.#look(this.#start);
  }

  /** The next one in a direction. */
  again(backwards: boolean): void {
    this.#backwards = backwards;
    if (this.#text === '') return;
    this.#look(this.#hit.number + (this.#found ? (backwards ? -1 : 1) : 0));
  }

  #look(from: number): void {
    const step = this.#backwards ? -1 : 1;
    for (let number = from; number >= 0 && number <= this.#history.length; number += step) {
      const text = number === this.#start ? this.#typed : (this.#history[number] ?? '');
      const at = this.#backwards ? text.lastIndexOf(this.#text) : text.indexOf(this.#text);
      if (at < 0) continue;
      this.#hit = { number, text, at: [...text.slice(0, at)].length };
      this.#failed = false;
      this.#found = true;
      return;
    }
    this.#failed = true;
  }
}
