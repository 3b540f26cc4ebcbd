// What xargs reads, cut into items: by blanks, quotes and backslashes, or by a delimiter alone.

/** The items of one input line; a line that ends in a blank goes on with the next (for -L). */
export interface Line {
  readonly items: readonly string[];
}

export interface Items {
  readonly lines: readonly Line[];
  /** What was wrong where reading stopped. */
  readonly wrong?: string;
}

/** `wholeLines`: an item is a line without its leading blanks (-I). */
export function readItems(text: string, delimiter: string | undefined, wholeLines: boolean): Items {
  if (delimiter !== undefined) {
    const pieces = text.split(delimiter);
    if (pieces.at(-1) === '') pieces.pop();
    return { lines: pieces.map((item) => ({ items: [item] })) };
  }
  return new Reader(text, wholeLines).read();
}

class Reader {
  readonly #text: string;
  readonly #wholeLines: boolean;
  readonly #lines: Line[] = [];
  #items: string[] = [];
  #item = '';
  /** Something of the item has been read, if only a pair of quotes. */
  #begun = false;

  constructor(text: string, wholeLines: boolean) {
    this.#text = text;
    this.#wholeLines = wholeLines;
  }

  read(): Items {
    const text = this.#text;
    for (let i = 0; i < text.length; i++) {
      const c = text[i]!;
      if (c === "'" || c === '"') {
        const end = text.indexOf(c, i + 1);
        const newline = text.indexOf('\n', i + 1);
        if (end < 0 || (newline >= 0 && newline < end)) {
          const kind = c === '"' ? 'double' : 'single';
          const wrong = `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`;
          return { lines: this.#lines, wrong };
        }
        this.#add(text.slice(i + 1, end));
        i = end;
      } else if (c === '\\') this.#add(text[++i] ?? '');
      else if (c === '\n') this.#endLine(' \t'.includes(text[i - 1] ?? '\n'));
      else if (' \t'.includes(c) && !(this.#wholeLines && this.#begun)) this.#endItem();
      else this.#add(c);
    }
    this.#endLine(false);
    return { lines: this.#lines };
  }

  #add(text: string): void {
    this.#item += text;
    this.#begun = true;
  }

  #endItem(): void {
    if (this.#begun) this.#items.push(this.#item);
    this.#item = '';
    this.#begun = false;
  }

  #endLine(goesOn: boolean): void {
    this.#endItem();
    if (goesOn || this.#items.length === 0) return;
    this.#lines.push({ items: this.#items });
    this.#items = [];
  }
}
