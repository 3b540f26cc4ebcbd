// awk programs cut into tokens (POSIX awk, "Lexical Conventions"). A slash begins a regular expression where an operand may
// stand; a name right before a parenthesis calls a function.

export type Kind = 'newline' | 'string' | 'regex' | 'number' | 'name' | 'call' | 'builtin' | 'keyword' | 'op' | 'end';

export interface Token {
  readonly kind: Kind;
  /** A string's and a regular expression's inside, escapes of strings resolved. */
  readonly text: string;
  readonly line: number;
}

/** What cannot be an awk program, in mawk's words behind "awk: line N: ". */
export class SyntaxFault extends Error {
  readonly line: number;
  constructor(words: string, line: number) {
    super(words);
    this.line = line;
  }
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);

export const BUILTINS: ReadonlySet<string> = new Set(
  `length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close
   fflush systime mktime strftime`.split(/\s+/),
);

const BLANK = /(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /&&|\|\||\+\+|--|>>|!~|[-+*/%^!=<>]=|[-+*/%^!<>|?:~$=(){}[\],;]/y;

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** The escapes of a string constant (and of -v): \n, \101, … An unknown one stays with its backslash. */
export function unescape(text: string): string {
  return text.replace(/\\(\n|[0-7]{1,3}|[^])/g, (all, what: string) => {
    if (what === '\n') return '';
    if (/^[0-7]/.test(what)) return String.fromCharCode(parseInt(what, 8) & 255);
    return SIMPLE[what] ?? all;
  });
}

export function tokenize(text: string): Token[] {
  return new Lexer(text).run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  run(): Token[] {
    for (;;) {
      this.#skip(this.#match(BLANK) ?? '');
      if (this.#at >= this.#text.length) break;
      this.#one();
    }
    this.#push('end', '');
    return this.#tokens;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #skip(text: string): void {
    for (const char of text) if (char === '\n') this.#line++;
    this.#at += text.length;
  }

  #push(kind: Kind, text: string, source = ''): void {
    this.#tokens.push({ kind, text, line: this.#line });
    this.#skip(source);
  }

  #one(): void {
    const char = this.#text[this.#at]!;
    if (char === '\n') return this.#push('newline', '', '\n');
    if (char === '"') return this.#string();
    if (char === '/' && !this.#endsValue()) return this.#regex();
    const number = this.#match(NUMBER);
    if (number !== undefined) return this.#push('number', number, number);
    const name = this.#match(NAME);
    if (name !== undefined) return this.#name(name);
    const operator = this.#match(OPERATOR);
    if (operator === undefined) throw new SyntaxFault(`syntax error at or near ${char}`, this.#line);
    this.#push('op', operator, operator);
  }

  #name(name: string): void {
    const kind = KEYWORDS.has(name)
      ? 'keyword'
      : BUILTINS.has(name)
        ? 'builtin'
        : this.#text[this.#at + name.length] === '('
          ? 'call'
          : 'name';
    this.#push(kind, name === 'func' ? 'function' : name, name);
  }

  #endsValue(): boolean {
    const last = this.#tokens.at(-1);
    if (!last) return false;
    if (last.kind === 'op') return /^(\)|\]|\+\+|--|\$)$/.test(last.text);
    return ['string', 'regex', 'number', 'name', 'builtin'].includes(last.kind);
  }

  #string(): void {
    const found = /"((?:[^"\\\n]|\\[^])*)"/y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (!match)
      throw new SyntaxFault(
        `runaway string constant "${this.#text.slice(this.#at + 1, this.#at + 11)} ...`,
        this.#line,
      );
    this.#push('string', unescape(match[1]!), match[0]);
  }

  #regex(): void {
    const found = /\/((?:[^/\\\n[]|\\[^]|\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\n\\])*\]|\[)*)\//y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (!match)
      throw new SyntaxFault(
        `runaway regular expression /${this.#text.slice(this.#at + 1, this.#at + 11)} ...`,
        this.#line,
      );
    this.#push('regex', match[1]!, match[0]);
  }
}
