// What the terminal must be sent to show the line: prompt and text over as many rows as they need, wide characters never cut in
// two, the cursor in its place (readline's display.c, done simply: what changed at the end is appended, else all is drawn anew).

import { charWidth } from './width.ts';

interface Place {
  readonly row: number;
  readonly column: number;
}

/* eslint-disable no-control-regex -- controls are what these are about */
const BRACKETED = /\x01[^\x02]*\x02/g;
const WITHOUT_WIDTH = /\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x09\x0b-\x1f]/g;
/* eslint-enable no-control-regex */

/** Text with \x01 … \x02 around what takes no columns; and plain escape sequences, which take none either. */
const visible = (prompt: string): string => prompt.replace(BRACKETED, '').replace(WITHOUT_WIDTH, '');

/** How a control character of the text is shown. */
const shown = (char: string): string => {
  const code = char.charCodeAt(0);
  if (char === '\n') return char;
  return code < 32 ? `^${String.fromCharCode(code + 64)}` : code === 127 ? '^?' : char;
};

export class Screen {
  columns: number;
  #prompt = '';
  #chars: readonly string[] = [];
  #cursor: Place = { row: 0, column: 0 };
  #end: Place = { row: 0, column: 0 };

  constructor(columns: number) {
    this.columns = columns;
  }

  /** The place behind `chars`, which begin at `from`. */
  #walk(from: Place, chars: Iterable<string>): Place {
    let { row, column } = from;
    for (const char of chars) {
      if (char === '\n') {
        row++;
        column = 0;
        continue;
      }
      for (const piece of shown(char)) {
        const width = charWidth(piece);
        if (column + width > this.columns) {
          row++;
          column = 0;
        }
        column += width;
      }
    }
    return { row, column };
  }

  /** A full row's end is the next row's beginning. */
  #settled({ row, column }: Place): Place {
    return column >= this.columns ? { row: row + 1, column: 0 } : { row, column };
  }

  /** Draws a line at the cursor, wherever that is. */
  begin(prompt: string): string {
    this.#prompt = prompt;
    this.#chars = [];
    const end = this.#walk({ row: 0, column: 0 }, visible(prompt));
    this.#cursor = this.#end = this.#settled(end);
    // eslint-disable-next-line no-control-regex -- readline's marks are not for the terminal
    return prompt.replace(/[\x01\x02]/g, '') + (end.column >= this.columns ? ' \r' : '');
  }

  /** Shows the text with the cursor before its `cursor`th character. */
  update(chars: readonly string[], cursor: number, prompt = this.#prompt): string {
    const before = this.#chars;
    const atEnd = this.#cursor.row === this.#end.row && this.#cursor.column === this.#end.column;
    const appended =
      prompt === this.#prompt &&
      atEnd &&
      cursor === chars.length &&
      chars.length >= before.length &&
      before.every((char, i) => char === chars[i]);
    if (appended) return this.#append(chars.slice(before.length), chars);
    return this.redraw(chars, cursor, prompt);
  }

  #append(added: readonly string[], chars: readonly string[]): string {
    const end = this.#walk(this.#end, added);
    this.#chars = [...chars];
    this.#end = this.#cursor = this.#settled(end);
    return (
      added.map((char) => (char === '\n' ? '\r\n' : shown(char))).join('') + (end.column >= this.columns ? ' \r' : '')
    );
  }

  redraw(chars: readonly string[], cursor: number, prompt = this.#prompt): string {
    const up = this.#cursor.row > 0 ? `\x1b[${this.#cursor.row}A` : '';
    let output = `${up}\r\x1b[J${this.begin(prompt)}`;
    const start = this.#end;
    output += this.#append(chars, chars);
    const place = this.#settled(this.#walk(start, chars.slice(0, cursor)));
    output += this.#move(this.#end, place);
    this.#cursor = place;
    return output;
  }

  #move(from: Place, to: Place): string {
    let output = from.row > to.row ? `\x1b[${from.row - to.row}A` : '';
    if (to.row > from.row) output += `\x1b[${to.row - from.row}B`;
    if (from.column !== to.column) output += to.column === 0 ? '\r' : `\r\x1b[${to.column}C`;
    return output;
  }

  /** Goes behind the text, to the next row: the line is done. */
  finish(): string {
    const output = `${this.#move(this.#cursor, this.#end)}\r\n`;
    this.#cursor = this.#end;
    return output;
  }

  /** The width changed. xterm.js leaves the rows that hold the cursor as they were, so the cursor is where it was. */
  resize(columns: number, chars: readonly string[], cursor: number): string {
    this.columns = columns;
    return this.redraw(chars, cursor);
  }
}
