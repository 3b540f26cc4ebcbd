// POSIX regular expressions (basic and extended, with GNU's additions: \w \W \s \S \b \B \< \> \` \' and \+ \? \| in basic
// ones), translated to JavaScript's over byte strings, as in the C locale. Leaves out: leftmost-longest choice between
// alternatives (JavaScript takes the first that matches; alternatives that are plain strings are tried longest first, which
// is the same), and collating symbols of more than one character.

export interface RegexOptions {
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
}

/** The source of a JavaScript expression, or GNU's words for what is wrong with it. */
export type Translated =
  | { readonly source: string; readonly groups: number; readonly warnings: readonly string[] }
  | { readonly wrong: string };

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t-\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

class Wrong extends Error {}

const MAX_REPEAT = 32_767;

class Translator {
  readonly #text: string;
  readonly #extended: boolean;
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;
  groups = 0;
  readonly warnings: string[] = [];
  readonly #closed = new Set<number>();

  constructor(text: string, options: RegexOptions) {
    this.#text = text;
    this.#extended = options.extended;
    this.#ignoreCase = options.ignoreCase ?? false;
  }

  run(): string {
    const source = this.#alternatives();
    if (this.#at < this.#text.length) throw new Wrong('Unmatched ) or \\)');
    return source;
  }

  /** Whether `op` ("(", "{", "|", …) stands here in the spelling of this flavour. */
  #sees(op: string): boolean {
    return this.#text.startsWith(this.#extended ? op : `\\${op}`, this.#at);
  }

  #take(op: string): boolean {
    if (!this.#sees(op)) return false;
    this.#at += this.#extended ? 1 : 2;
    return true;
  }

  #alternatives(): string {
    const branches = [this.#branch()];
    while (this.#take('|')) branches.push(this.#branch());
    if (branches.every(({ literal }) => literal)) branches.sort((a, b) => b.length - a.length);
    return branches.map(({ source }) => source).join('|');
  }

  #branch(): { source: string; literal: boolean; length: number } {
    let source = '';
    let literal = true;
    let length = 0;
    let first = true;
    while (this.#at < this.#text.length && !this.#sees('|')) {
      if (this.#sees(')')) {
        // An unmatched ) is itself in an extended expression.
        if (this.#depth > 0 || !this.#extended) break;
      }
      const began = this.#at;
      const atom = this.#atom(first);
      const repeated = atom.anchor ? atom.source : this.#repeats(atom.source);
      literal &&= atom.literal && repeated === atom.source;
      length += this.#at - began;
      source += repeated;
      first = atom.anchor;
    }
    return { source, literal, length };
  }

  #atom(first: boolean): { source: string; literal: boolean; anchor: boolean } {
    const c = this.#text[this.#at]!;
    const plain = (source: string) => ({ source, literal: false, anchor: false });
    if (this.#take('(')) return plain(this.#group());
    if (c === '[') return plain(this.#bracket());
    if (c === '\\') return this.#escape();
    this.#at++;
    if (c === '.') return plain('[^\\n]');
    if (c === '^' && (this.#extended || first)) return { source: '^', literal: false, anchor: true };
    if (c === '$' && (this.#extended || this.#endsBranch())) return { source: '$', literal: false, anchor: true };
    if (c === '*' && first && !this.#extended) return { source: '\\*', literal: true, anchor: false };
    if (this.#extended && first) {
      this.#at--;
      const repeat = '*+?'.includes(c) ? c : this.#interval() !== undefined ? '{...}' : undefined;
      if ('*+?'.includes(c) || repeat === undefined) this.#at++;
      if (repeat !== undefined) {
        this.warnings.push(`${repeat} at start of expression`);
        return { source: '', literal: false, anchor: true };
      }
    }
    return { source: this.#char(c), literal: true, anchor: false };
  }

  #endsBranch(): boolean {
    return this.#at === this.#text.length || this.#sees('|') || this.#sees(')');
  }

  #group(): string {
    const number = ++this.groups;
    this.#depth++;
    const inside = this.#alternatives();
    this.#depth--;
    if (!this.#take(')')) throw new Wrong('Unmatched ( or \\(');
    this.#closed.add(number);
    return `(${inside})`;
  }

  #escape(): { source: string; literal: boolean; anchor: boolean } {
    const c = this.#text[this.#at + 1];
    if (c === undefined) throw new Wrong('Trailing backslash');
    this.#at += 2;
    const anchor = { '<': '\\b(?=\\w)', '>': '\\b(?<=\\w)', b: '\\b', B: '\\B', '`': '^', "'": '$' }[c];
    if (anchor !== undefined) return { source: anchor, literal: false, anchor: true };
    if ('wW'.includes(c)) return { source: `\\${c}`, literal: false, anchor: false };
    if (c === 's') return { source: '[ \\t-\\r]', literal: false, anchor: false };
    if (c === 'S') return { source: '[^ \\t-\\r]', literal: false, anchor: false };
    if (/[1-9]/.test(c)) {
      if (!this.#closed.has(Number(c))) throw new Wrong('Invalid back reference');
      return { source: `\\${c}(?:)`, literal: false, anchor: false };
    }
    return { source: this.#char(c), literal: true, anchor: false };
  }

  #repeats(atom: string): string {
    let source = atom;
    for (;;) {
      const c = this.#text[this.#at];
      if (c === '*') {
        this.#at++;
        source = wrap(source, '*');
      } else if (this.#take('+')) source = wrap(source, '+');
      else if (this.#take('?')) source = wrap(source, '?');
      else {
        const interval = this.#interval();
        if (interval === undefined) return source;
        source = wrap(source, interval);
      }
    }
  }

  /** {n}, {n,}, {,m}, {n,m}; in an extended expression anything else behind { is itself. */
  #interval(): string | undefined {
    if (!this.#sees('{')) return undefined;
    const rest = this.#text.slice(this.#at + (this.#extended ? 1 : 2));
    const parts = (this.#extended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/).exec(rest);
    if (!parts || (parts[1] === '' && parts[2] === '')) {
      if (this.#extended) return undefined;
      throw new Wrong(/\\\}/.test(rest) ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    const [all, low, comma, high] = parts;
    if (Number(low) > MAX_REPEAT || Number(high) > MAX_REPEAT) throw new Wrong('Regular expression too big');
    if (high && Number(low) > Number(high)) throw new Wrong('Invalid content of \\{\\}');
    this.#at += (this.#extended ? 1 : 2) + all.length;
    return comma ? `{${low || 0},${high}}` : `{${low}}`;
  }

  #char(c: string): string {
    if (this.#ignoreCase && /[a-zA-Z]/.test(c)) return `[${c.toLowerCase()}${c.toUpperCase()}]`;
    return escapeLiteral(c);
  }

  #bracket(): string {
    const text = this.#text;
    let at = this.#at + 1;
    const not = text[at] === '^';
    if (not) at++;
    if (at >= text.length) throw new Wrong('Invalid regular expression');
    const inside = /^:[^\]]*:\]/.exec(text.slice(at));
    if (inside) throw new Wrong('character class syntax is [[:space:]], not [:space:]');
    let set = '';
    for (let first = true; ; first = false) {
      if (at >= text.length) throw new Wrong('Unmatched [, [^, [:, [., or [=');
      if (text[at] === ']' && !first) break;
      const named = this.#namedClass(at);
      if (named) {
        set += named.set;
        at = named.end;
        continue;
      }
      const low = this.#bracketChar(at);
      at = low.end;
      if (text[at] === '-' && text[at + 1] !== ']' && at + 1 < text.length) {
        const high = this.#bracketChar(at + 1);
        if (high.char < low.char) throw new Wrong('Invalid range end');
        at = high.end;
        set += this.#range(low.char, high.char);
      } else set += this.#range(low.char, low.char);
    }
    this.#at = at + 1;
    return not ? `[^\\n${set}]` : set === '' ? '[]' : `[${set}]`;
  }

  #namedClass(at: number): { set: string; end: number } | undefined {
    if (!this.#text.startsWith('[:', at)) return undefined;
    const end = this.#text.indexOf(':]', at + 2);
    if (end < 0) throw new Wrong('Unmatched [, [^, [:, [., or [=');
    const name = this.#text.slice(at + 2, end);
    const set = CLASSES[this.#ignoreCase && (name === 'upper' || name === 'lower') ? 'alpha' : name];
    if (set === undefined) throw new Wrong('Invalid character class name');
    return { set, end: end + 2 };
  }

  /** One character inside of brackets, also as [.x.] or [=x=]. */
  #bracketChar(at: number): { char: string; end: number } {
    const symbol = /^\[([.=])([^])\1\]/.exec(this.#text.slice(at, at + 5));
    if (symbol) return { char: symbol[2]!, end: at + 5 };
    if (/^\[[.=]/.test(this.#text.slice(at, at + 2))) throw new Wrong('Invalid collation character');
    return { char: this.#text[at]!, end: at + 1 };
  }

  #range(low: string, high: string): string {
    const set = low === high ? inSet(low) : `${inSet(low)}-${inSet(high)}`;
    if (!this.#ignoreCase) return set;
    let other = '';
    for (let code = low.charCodeAt(0); code <= high.charCodeAt(0); code++) {
      const c = String.fromCharCode(code);
      if (/[a-z]/.test(c)) other += c.toUpperCase();
      if (/[A-Z]/.test(c)) other += c.toLowerCase();
    }
    return set + other;
  }
}

const wrap = (source: string, repeat: string): string =>
  /^(?:\\?.|\[[^\]\\]*\]|\(.*\))$/.test(source) && !/^\(.*\).*\)$/.test(source)
    ? source + repeat
    : `(?:${source})${repeat}`;

const inSet = (c: string): string => (/[\\\]^[-]/.test(c) ? `\\${c}` : c === '\n' ? '\\n' : c);

/** The source that matches just `text`. */
export const escapeLiteral = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('\n', '\\n');

export function translateRegex(text: string, options: RegexOptions): Translated {
  const translator = new Translator(text, options);
  try {
    return { source: translator.run(), groups: translator.groups, warnings: translator.warnings };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message };
    throw error;
  }
}

/** Compiles; the words when it is wrong. */
export function compileRegex(text: string, options: RegexOptions, flags = ''): RegExp | { readonly wrong: string } {
  const translated = translateRegex(text, options);
  if ('wrong' in translated) return translated;
  const backReference = options.ignoreCase && /\\[1-9]/.test(translated.source) ? 'i' : '';
  return new RegExp(translated.source, flags + backReference);
}
