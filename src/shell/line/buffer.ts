// The text being edited: characters, the cursor, undo, the kill ring (readline's text.c, kill.c, undo.c).

interface Snapshot {
  readonly chars: readonly string[];
  readonly cursor: number;
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const UNDO = 500;
const KILLS = 10;

export class Buffer {
  chars: string[] = [];
  cursor = 0;
  /** Kept over lines. */
  readonly kills: string[] = [];
  #undo: Snapshot[] = [];
  #typing = false;
  #killing: 'forward' | 'backward' | undefined;
  #yanked: { from: number; to: number; index: number } | undefined;

  get text(): string {
    return this.chars.join('');
  }

  /** Another line: nothing of it can be undone yet. */
  load(text: string, cursor = Infinity): void {
    this.chars = [...text];
    this.cursor = Math.min(cursor, this.chars.length);
    this.#undo = [];
    this.settle();
  }

  /** What comes next is no continuation of what came before. */
  settle(): void {
    this.#typing = false;
    this.#killing = undefined;
    this.#yanked = undefined;
  }

  #remember(): void {
    this.#undo.push({ chars: [...this.chars], cursor: this.cursor });
    if (this.#undo.length > UNDO) this.#undo.shift();
  }

  undo(): boolean {
    const before = this.#undo.pop();
    if (!before) return false;
    this.chars = [...before.chars];
    this.cursor = before.cursor;
    return true;
  }

  undoAll(): void {
    while (this.undo());
  }

  insert(text: string, typed = false): void {
    if (!typed || !this.#typing) this.#remember();
    this.#typing = typed;
    const chars = [...text];
    this.chars.splice(this.cursor, 0, ...chars);
    this.cursor += chars.length;
  }

  replace(from: number, to: number, text: string): void {
    this.#remember();
    const chars = [...text];
    this.chars.splice(from, to - from, ...chars);
    this.cursor = from + chars.length;
  }

  remove(from: number, to: number): void {
    if (from >= to) return;
    this.#remember();
    this.chars.splice(from, to - from);
    this.cursor = from;
  }

  /** Removes into the kill ring; kills in a row gather. */
  kill(from: number, to: number, direction: 'forward' | 'backward'): void {
    if (from >= to) return;
    const text = this.chars.slice(from, to).join('');
    if (this.#killing) this.kills[0] = direction === 'forward' ? this.kills[0]! + text : text + this.kills[0]!;
    else {
      this.kills.unshift(text);
      this.kills.length = Math.min(this.kills.length, KILLS);
    }
    this.remove(from, to);
    this.#killing = direction;
  }

  yank(): void {
    const text = this.kills[0];
    if (text === undefined) return;
    const from = this.cursor;
    this.insert(text);
    this.#yanked = { from, to: this.cursor, index: 0 };
  }

  /** Puts the kill before in the place of what was just yanked. */
  yankPop(): void {
    const yanked = this.#yanked;
    if (!yanked || this.kills.length < 2) return;
    const index = (yanked.index + 1) % this.kills.length;
    this.replace(yanked.from, yanked.to, this.kills[index]!);
    this.#yanked = { from: yanked.from, to: this.cursor, index };
  }

  get isKilling(): boolean {
    return this.#killing !== undefined;
  }

  get hasYanked(): boolean {
    return this.#yanked !== undefined;
  }

  wordEnd(from = this.cursor): number {
    let at = from;
    while (at < this.chars.length && !isWord(this.chars[at])) at++;
    while (at < this.chars.length && isWord(this.chars[at])) at++;
    return at;
  }

  wordStart(from = this.cursor): number {
    let at = from;
    while (at > 0 && !isWord(this.chars[at - 1])) at--;
    while (at > 0 && isWord(this.chars[at - 1])) at--;
    return at;
  }

  /** As Ctrl-W: words are what stands between blanks. */
  blankStart(): number {
    let at = this.cursor;
    while (at > 0 && /\s/.test(this.chars[at - 1]!)) at--;
    while (at > 0 && !/\s/.test(this.chars[at - 1]!)) at--;
    return at;
  }

  transpose(): boolean {
    const at = this.cursor === this.chars.length ? this.cursor - 1 : this.cursor;
    if (at < 1 || this.chars.length < 2) return false;
    this.#remember();
    [this.chars[at - 1], this.chars[at]] = [this.chars[at]!, this.chars[at - 1]!];
    this.cursor = at + 1;
    return true;
  }

  changeWord(how: 'upper' | 'lower' | 'capital'): void {
    const end = this.wordEnd();
    const text = this.chars.slice(this.cursor, end).join('');
    const changed =
      how === 'upper'
        ? text.toUpperCase()
        : how === 'lower'
          ? text.toLowerCase()
          : text.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase());
    this.replace(this.cursor, end, changed);
  }

  transposeWords(): void {
    const end = this.wordEnd();
    const start = this.wordStart(end);
    const before = this.wordStart(start);
    const beforeEnd = this.wordEnd(before);
    if (before >= start || beforeEnd > start) return;
    const text = (from: number, to: number) => this.chars.slice(from, to).join('');
    this.replace(before, end, text(start, end) + text(beforeEnd, start) + text(before, beforeEnd));
  }

  removeBlanks(): void {
    let from = this.cursor;
    let to = this.cursor;
    while (from > 0 && /[ \t]/.test(this.chars[from - 1]!)) from--;
    while (to < this.chars.length && /[ \t]/.test(this.chars[to]!)) to++;
    this.remove(from, to);
  }
}
