// The history list (bash(1) HISTORY): lines with numbers that never change, the oldest forgotten first; what of it is new since
// the file was read or written.

export class History {
  #lines: string[] = [];
  #first = 1;
  #fresh = 0;
  #limit: number;

  constructor(limit = 500) {
    this.#limit = limit;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Lines added since `saved`. */
  get fresh(): readonly string[] {
    return this.#lines.slice(Math.max(0, this.#lines.length - this.#fresh));
  }

  get firstNumber(): number {
    return this.#first;
  }

  /** The number that the next line will get. */
  get nextNumber(): number {
    return this.#first + this.#lines.length;
  }

  at(number: number): string | undefined {
    return this.#lines[number - this.#first];
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#trim();
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#fresh++;
    this.#trim();
  }

  /** A further line of the same command. */
  extendLast(line: string): void {
    this.#lines[this.#lines.length - 1] = line;
  }

  replaceLast(line: string): void {
    if (this.#lines.length) this.#lines[this.#lines.length - 1] = line;
  }

  remove(from: number, to: number): void {
    this.#lines.splice(from - this.#first, to - from + 1);
  }

  clear(): void {
    this.#lines = [];
    this.#first = 1;
    this.#fresh = 0;
  }

  saved(): void {
    this.#fresh = 0;
  }

  #trim(): void {
    const over = this.#lines.length - this.#limit;
    if (over <= 0) return;
    this.#lines.splice(0, over);
    this.#first += over;
  }
}
