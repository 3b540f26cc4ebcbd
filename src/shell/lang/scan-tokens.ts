// Tokens of bash's grammar as the reader sees them: words, operators, newlines; here-document bodies are taken up behind the
// newline that ends their line; aliases are replaced in command position.

import { ScanStop, skipWord, Text, type WordPlace } from './scan-text.ts';

export interface Token {
  readonly kind: 'word' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly start: number;
}

interface HereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly start: number;
}

const OPERATORS = [
  '&>>',
  '<<<',
  '<<-',
  ';;&',
  '&&',
  '||',
  ';;',
  ';&',
  '|&',
  '&>',
  '<<',
  '>>',
  '<&',
  '>&',
  '<>',
  '>|',
  '|',
  '&',
  ';',
  '(',
  ')',
  '<',
  '>',
];
const REDIRECTIONS = new Set(['&>>', '<<<', '<<-', '&>', '<<', '>>', '<&', '>&', '<>', '>|', '<', '>']);

/** An alias nested in this many others is taken for a loop's end; bash ends by name, which the guard does first. */
const ALIAS_DEPTH = 100;

export const isRedirection = (token: Token): boolean => token.kind === 'operator' && REDIRECTIONS.has(token.text);

export class Tokens {
  readonly input: Text;
  readonly unclosed: { line: number; delimiter: string }[] = [];
  readonly extglob: boolean;
  readonly #aliases: ReadonlyMap<string, string> | undefined;
  readonly #final: boolean;
  #hereDocuments: HereDocument[] = [];
  /** Texts of aliases that are being read: their ends, measured from the end of the text, which does not move. */
  #expanding: { readonly name: string; readonly tail: number }[] = [];
  /** Behind an alias that ends in a blank the next word is looked up too. */
  #blankTail = -1;
  #replacedAt = -1;

  constructor(
    text: string,
    options: {
      readonly aliases?: ReadonlyMap<string, string> | undefined;
      readonly extglob: boolean;
      readonly final: boolean;
    },
    commands: () => void,
  ) {
    this.input = new Text(text, commands);
    this.#aliases = options.aliases;
    this.extglob = options.extglob;
    this.#final = options.final;
  }

  skipBlanks(): void {
    const { input } = this;
    for (;;) {
      const char = input.at();
      if (char === ' ' || char === '\t') input.pos++;
      else if (char === '\\' && input.at(1) === '\n') {
        if (input.pos + 2 >= input.text.length && !this.#final)
          throw new ScanStop({ kind: 'incomplete', at: input.pos });
        input.pos += 2;
      } else if (char === '#') {
        while (!input.atEnd && input.at() !== '\n') input.pos++;
      } else return;
    }
  }

  /** The next token, left where it is. */
  peek(): Token {
    const { input } = this;
    this.skipBlanks();
    const start = input.pos;
    if (input.atEnd) return { kind: 'end', text: '', start };
    if (input.at() === '\n') return { kind: 'newline', text: 'newline', start };
    const operator = OPERATORS.find((op) => input.text.startsWith(op, start));
    if (operator && !((operator === '<' || operator === '>') && input.at(1) === '('))
      return { kind: 'operator', text: operator, start };
    return { kind: 'word', text: this.#word(), start };
  }

  /** The text of the word at `pos`, without an array's parentheses. */
  #word(): string {
    const { input } = this;
    const start = input.pos;
    skipWord(input, { assignment: false, extglob: this.extglob });
    const text = input.text.slice(start, input.pos);
    input.pos = start;
    return text;
  }

  /** Goes behind a token that `peek` gave. Behind a newline lie the bodies of the line's here-documents. */
  take(token: Token, place?: Partial<WordPlace>): void {
    const { input } = this;
    if (token.kind === 'word') {
      if (skipWord(input, { assignment: false, extglob: this.extglob, ...place }) === 'array') this.#array();
    } else if (token.kind === 'operator') input.pos += token.text.length;
    else if (token.kind === 'newline') {
      input.pos++;
      this.#bodies();
    } else if (this.#hereDocuments.length) this.#bodies();
  }

  /** `( word … )` behind `name=`. */
  #array(): void {
    const start = this.input.pos++;
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') throw this.input.missing(')', start);
      if (token.kind === 'operator' && token.text !== ')') throw unexpected(token);
      this.take(token, { assignment: true });
      if (token.text === ')' && token.kind === 'operator') break;
    }
    // what touches the parenthesis would be another word
  }

  /** Redirections: the operator is at `pos`. */
  redirection(operator: Token): void {
    this.take(operator);
    const target = this.peek();
    if (target.kind === 'end' && !this.#final) throw unexpected({ ...target, text: 'newline' });
    if (target.kind !== 'word') throw unexpected(target.kind === 'end' ? { ...target, text: 'newline' } : target);
    if (operator.text === '<<' || operator.text === '<<-')
      this.#hereDocuments.push({
        delimiter: unquote(target.text),
        stripTabs: operator.text === '<<-',
        start: operator.start,
      });
    this.take(target);
  }

  #bodies(): void {
    const { input } = this;
    const due = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const { delimiter, stripTabs, start } of due) {
      for (;;) {
        if (input.atEnd) {
          if (!this.#final) throw new ScanStop({ kind: 'incomplete', at: start });
          this.unclosed.push({ line: lineOf(input.text, start), delimiter });
          break;
        }
        let end = input.text.indexOf('\n', input.pos);
        if (end < 0) end = input.text.length;
        const line = input.text.slice(input.pos, end);
        input.pos = Math.min(end + 1, input.text.length);
        if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
  }

  /** Replaces an alias at `token`, once. Answers whether it did: then look at the text again. */
  replaceAlias(token: Token): boolean {
    const value = token.kind === 'word' ? this.#aliases?.get(token.text) : undefined;
    if (value === undefined) return false;
    const { input } = this;
    const fromEnd = input.text.length - token.start;
    this.#expanding = this.#expanding.filter(({ tail }) => tail < fromEnd);
    if (this.#expanding.length > ALIAS_DEPTH || this.#expanding.some(({ name }) => name === token.text)) return false;
    const tail = input.text.length - token.start - token.text.length;
    input.replace(token.start, token.text.length, value);
    this.#expanding.push({ name: token.text, tail });
    if (/[ \t]$/.test(value)) this.#blankTail = tail;
    this.#replacedAt = token.start;
    return true;
  }

  /** Whether the word at `token` follows an alias that ends in a blank. */
  followsBlankAlias(token: Token): boolean {
    // what such a word was replaced by is looked up again
    if (token.start === this.#replacedAt) return true;
    if (this.#blankTail < 0) return false;
    const between = this.input.text.slice(this.input.text.length - this.#blankTail, token.start);
    const follows = this.input.text.length - token.start <= this.#blankTail && /^\s*$/.test(between);
    if (follows) this.#blankTail = -1;
    return follows;
  }
}

export function unexpected(token: Token): ScanStop {
  return new ScanStop(
    token.kind === 'end' && token.text === ''
      ? { kind: 'incomplete', at: token.start }
      : { kind: 'error', token: token.text, at: token.start },
  );
}

export const lineOf = (text: string, at: number): number => {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
};

/** A here-document's delimiter without its quotes. */
function unquote(text: string): string {
  return text.replace(/\\(.)|'([^']*)'|"([^"]*)"/gs, (_, escaped, single, double) => escaped ?? single ?? double);
}
