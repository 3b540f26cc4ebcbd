// Where quoted things end: the lexical half of bash's grammar (bash(1) QUOTING and EXPANSION, parse.y's read_token_word and
// parse_matched_pair). What it leaves out is what things mean: word.ts and arithmetic.ts know that.

/** Why a text cannot be scanned as it stands. Thrown, and caught by scan.ts. */
export type Stop =
  /** More lines may complete it. `looking`: the closing character that is missed, when it is that. */
  | { readonly kind: 'incomplete'; readonly looking?: string; readonly at: number; readonly words?: readonly string[] }
  /** No further line can complete it. `words` replaces the usual "syntax error near unexpected token". */
  | {
      readonly kind: 'error';
      readonly token: string;
      readonly at: number;
      readonly words?: readonly string[];
      readonly keepsStatus?: boolean;
    };

export class ScanStop extends Error {
  readonly stop: Stop;
  constructor(stop: Stop) {
    super(stop.kind);
    this.stop = stop;
  }
}

/** A text being scanned. Aliases are replaced in it while it is read, so offsets hold only up to `pos`. */
export class Text {
  text: string;
  pos = 0;
  /** Where substitutions end that were scanned already: a word is looked at before it is taken, at every depth. */
  readonly #substitutions = new Map<number, number>();
  /** Scans the commands after `$(` and leaves `pos` behind the `)`. */
  readonly #commands: () => void;

  constructor(text: string, commands: () => void) {
    this.text = text;
    this.#commands = commands;
  }

  /** Puts `value` where `length` characters stand at `start`, and goes there. */
  replace(start: number, length: number, value: string): void {
    this.text = this.text.slice(0, start) + value + this.text.slice(start + length);
    this.pos = start;
    this.#substitutions.clear();
  }

  at(offset = 0): string {
    return this.text[this.pos + offset] ?? '';
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  missing(looking: string, at: number): ScanStop {
    return new ScanStop({ kind: 'incomplete', looking, at });
  }

  skipBackslash(): void {
    if (this.pos + 1 >= this.text.length || (this.at(1) === '\n' && this.pos + 2 >= this.text.length))
      throw new ScanStop({ kind: 'incomplete', at: this.pos });
    this.pos += 2;
  }

  skipSingle(): void {
    const start = this.pos;
    const end = this.text.indexOf("'", start + 1);
    if (end < 0) throw this.missing("'", start);
    this.pos = end + 1;
  }

  /** $'…' */
  skipAnsi(): void {
    const start = this.pos;
    for (this.pos += 2; !this.atEnd; this.pos++) {
      if (this.at() === '\\') this.pos++;
      else if (this.at() === "'") {
        this.pos++;
        return;
      }
    }
    throw this.missing("'", start);
  }

  skipDouble(): void {
    const start = this.pos++;
    while (!this.atEnd) {
      const char = this.at();
      if (char === '"') {
        this.pos++;
        return;
      }
      if (char === '\\') this.pos += 2;
      else if (char === '`') this.skipBacktick();
      else if (char === '$' && this.at(1) !== "'" && this.at(1) !== '"') this.skipDollar(true);
      else this.pos++;
    }
    throw this.missing('"', start);
  }

  skipBacktick(): void {
    const start = this.pos++;
    for (; !this.atEnd; this.pos++) {
      if (this.at() === '\\') this.pos++;
      else if (this.at() === '`') {
        this.pos++;
        return;
      }
    }
    throw this.missing('`', start);
  }

  skipDollar(inDouble: boolean): void {
    const next = this.at(1);
    if (next === '(') {
      const start = this.pos;
      const known = this.#substitutions.get(start);
      if (known !== undefined) this.pos = known;
      else if (this.at(2) !== '(' || !this.#skipArithmetic()) {
        this.pos += 2;
        this.#commands();
        this.#substitutions.set(start, this.pos);
      }
    } else if (next === '{') this.#skipBrace(inDouble);
    else if (next === '[') this.skipPair('[', ']', 1);
    else if (next === "'") this.skipAnsi();
    else if (next === '"') {
      this.pos++;
      this.skipDouble();
    } else this.pos++;
  }

  /** Tries `$((…))`; leaves `pos` alone when the parentheses close apart, which makes it a subshell in `$(…)`. */
  #skipArithmetic(): boolean {
    const start = this.pos;
    this.pos += 3;
    for (let depth = 0; !this.atEnd;) {
      const char = this.at();
      if (char === '(') depth++;
      if (char === ')' && depth-- === 0) {
        if (this.at(1) !== ')') {
          this.pos = start;
          return false;
        }
        this.pos += 2;
        return true;
      }
      this.#skipOne(char, false);
    }
    throw this.missing(')', start);
  }

  #skipBrace(inDouble: boolean): void {
    const start = this.pos;
    this.pos += 2;
    while (!this.atEnd) {
      const char = this.at();
      if (char === '}') {
        this.pos++;
        return;
      }
      this.#skipOne(char, inDouble);
    }
    throw this.missing('}', start);
  }

  #skipOne(char: string, inDouble: boolean): void {
    if (char === '\\') this.pos += 2;
    else if (char === '"') this.skipDouble();
    else if (char === "'" && !inDouble) this.skipSingle();
    else if (char === '`') this.skipBacktick();
    else if (char === '$') this.skipDollar(inDouble);
    else this.pos++;
  }

  /** From an opening character (`skip` characters on) to behind its closing one, quotes respected. */
  skipPair(open: string, close: string, skip = 0): void {
    const start = this.pos;
    this.pos += skip + 1;
    for (let depth = 0; !this.atEnd;) {
      const char = this.at();
      if (char === open) depth++;
      if (char === close && depth-- === 0) {
        this.pos++;
        return;
      }
      this.#skipOne(char, false);
    }
    throw this.missing(close, start);
  }
}

const META = new Set([' ', '\t', '\n', '|', '&', ';', '(', ')', '<', '>', '']);
const EXTGLOB = new Set(['?', '*', '+', '@', '!']);

/** How the place where a word stands changes what belongs to it. */
export interface WordPlace {
  /** `name=(` and `name[…` are assignments here. */
  readonly assignment: boolean;
  readonly extglob: boolean;
  /** The right side of =~, where parentheses and bars belong to the word. */
  readonly regex?: boolean;
}

/** Skips one word. Answers where an array's `(` begins, for the caller to scan, or undefined. */
export function skipWord(text: Text, place: WordPlace): 'array' | undefined {
  const start = text.pos;
  for (;;) {
    const char = text.at();
    if (char === '\\') text.skipBackslash();
    else if (char === "'") text.skipSingle();
    else if (char === '"') text.skipDouble();
    else if (char === '`') text.skipBacktick();
    else if (char === '$') text.skipDollar(false);
    else if ((char === '<' || char === '>') && text.at(1) === '(') text.skipDollar(false);
    else if (char === '(') {
      if (place.regex) text.skipPair('(', ')');
      else if (place.extglob && text.pos > start && EXTGLOB.has(text.at(-1))) text.skipPair('(', ')');
      else if (place.assignment && /^[A-Za-z_]\w*(\[.*\])?\+?=$/s.test(text.text.slice(start, text.pos)))
        return 'array';
      else return undefined;
    } else if (place.regex && char === '|') text.pos++;
    else if (META.has(char)) return undefined;
    else if (char === '[' && place.assignment && /^[A-Za-z_]\w*$/.test(text.text.slice(start, text.pos))) {
      text.skipPair('[', ']');
    } else text.pos++;
  }
}
