// bash's grammar (parse.y) as a recogniser: it builds nothing and stops at the first token that fits nowhere, or at the end of
// a text that needs more. [[ ]] is in scan-test.ts.

import { skipWord } from './scan-text.ts';
import { ScanStop } from './scan-text.ts';
import { isRedirection, Tokens, unexpected, type Token } from './scan-tokens.ts';
import { scanTest } from './scan-test.ts';

const CLOSERS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);
const DECLARERS = new Set(['declare', 'typeset', 'local', 'export', 'readonly', 'alias', 'eval', 'let']);
const COMPOUND = new Set(['if', 'while', 'until', 'for', 'select', 'case', '{', '[[']);
/** Commands nested deeper than this are refused, before JavaScript's own stack ends. */
const NESTING = 400;

export class Grammar extends Tokens {
  #depth = 0;

  constructor(text: string, options: ConstructorParameters<typeof Tokens>[1]) {
    super(text, options, () => this.#substitution());
  }

  /** One command line: up to the newline that ends it, here-documents included. */
  unit(): void {
    for (;;) {
      const first = this.peek();
      if (first.kind === 'newline' || first.kind === 'end') return this.take(first);
      this.#andOr();
      const next = this.peek();
      if (next.kind === 'newline' || next.kind === 'end') return this.take(next);
      if (!isOperator(next, ';') && !isOperator(next, '&')) throw unexpected(next);
      this.take(next);
    }
  }

  /** The commands of `$( … )`, its closing parenthesis taken. */
  #substitution(): void {
    const start = this.input.pos - 1;
    this.#newlines();
    if (!isOperator(this.peek(), ')')) this.#list();
    const close = this.peek();
    if (close.kind === 'end') throw this.input.missing(')', start);
    this.#expectOperator(')');
  }

  #newlines(): void {
    for (let token = this.peek(); token.kind === 'newline'; token = this.peek()) this.take(token);
  }

  /** A list inside of a compound command: at least one command; newlines separate too. */
  #list(): void {
    this.#newlines();
    this.#andOr();
    for (;;) {
      const separator = this.peek();
      if (separator.kind !== 'newline' && !isOperator(separator, ';') && !isOperator(separator, '&')) return;
      this.take(separator);
      this.#newlines();
      const next = this.peek();
      if (next.kind === 'end' || (next.kind === 'word' ? CLOSERS.has(next.text) : !startsCommand(next))) return;
      this.#andOr();
    }
  }

  #andOr(): void {
    this.#pipeline();
    for (let token = this.peek(); isOperator(token, '&&') || isOperator(token, '||'); token = this.peek()) {
      this.take(token);
      this.#newlines();
      this.#pipeline();
    }
  }

  #pipeline(): void {
    let prefixed = false;
    for (;;) {
      let token = this.peek();
      while (this.replaceAlias(token)) token = this.peek();
      if (token.kind !== 'word' || (token.text !== '!' && token.text !== 'time')) break;
      prefixed = true;
      this.take(token);
      if (token.text === 'time') this.#optional('-p');
    }
    const first = this.peek();
    if (prefixed && (first.kind === 'newline' || first.kind === 'end' || isOperator(first, ';'))) return;
    this.#command();
    for (let token = this.peek(); isOperator(token, '|') || isOperator(token, '|&'); token = this.peek()) {
      this.take(token);
      this.#newlines();
      this.#command();
    }
  }

  #command(): void {
    if (++this.#depth > NESTING)
      throw new ScanStop({ kind: 'error', token: '', at: this.input.pos, words: ['commands nested too deeply'] });
    let token = this.peek();
    while (this.replaceAlias(token)) token = this.peek();
    if (token.kind === 'word' && CLOSERS.has(token.text)) throw unexpected(token);
    if (isOperator(token, '(') || (token.kind === 'word' && COMPOUND.has(token.text))) this.#compound(token);
    else if (token.kind === 'word' && token.text === 'function') this.#functionKeyword(token);
    else if (token.kind === 'word' && token.text === 'coproc') this.#coproc(token);
    else if (token.kind === 'word' || isRedirection(token)) this.#simple();
    else throw unexpected(token);
    this.#depth--;
  }

  #compound(token: Token): void {
    if (isOperator(token, '(')) this.#parenthesis(token);
    else {
      this.take(token);
      switch (token.text) {
        case 'if':
          this.#if();
          break;
        case 'while':
        case 'until':
          this.#list();
          this.#expect('do');
          this.#list();
          this.#expect('done');
          break;
        case 'for':
        case 'select':
          this.#for(token.text);
          break;
        case 'case':
          this.#case();
          break;
        case '{':
          this.#list();
          this.#expect('}');
          break;
        case '[[':
          scanTest(this);
      }
    }
    this.#redirections();
  }

  #redirections(): void {
    for (;;) {
      const token = this.peek();
      if (isRedirection(token)) this.redirection(token);
      else if (!this.#descriptor(token)) return;
    }
  }

  /** `2` or `{name}` right before a redirection. */
  #descriptor(token: Token): boolean {
    if (token.kind !== 'word' || !/^(\d+|\{[A-Za-z_]\w*\})$/.test(token.text)) return false;
    const behind = this.input.text[token.start + token.text.length];
    if (behind !== '<' && behind !== '>') return false;
    this.take(token);
    this.redirection(this.peek());
    return true;
  }

  #simple(): void {
    let words = 0;
    let assignments = true;
    let declares = false;
    for (;;) {
      const token = this.peek();
      if (isRedirection(token)) {
        this.redirection(token);
        continue;
      }
      if (isOperator(token, '(') && words === 1 && !assignments) return this.#functionBody(token);
      if (token.kind === 'operator' && token.text === '(') throw unexpected(token);
      if (token.kind !== 'word') return;
      if (this.#descriptor(token)) continue;
      if ((words === 0 || this.followsBlankAlias(token)) && this.replaceAlias(token)) continue;
      this.take(token, { assignment: assignments || declares });
      const whole = this.input.text.slice(token.start, this.input.pos);
      if (assignments && /^[A-Za-z_]\w*(\[.*?\])?\+?=/s.test(whole)) continue;
      if (words++ === 0) declares = DECLARERS.has(token.text);
      assignments = false;
    }
  }

  #functionBody(open: Token): void {
    this.take(open);
    this.#expectOperator(')');
    this.#newlines();
    const body = this.peek();
    if (!isOperator(body, '(') && !(body.kind === 'word' && COMPOUND.has(body.text))) throw unexpected(body);
    this.#compound(body);
  }

  #functionKeyword(keyword: Token): void {
    this.take(keyword);
    const name = this.peek();
    if (name.kind !== 'word') throw unexpected(name.kind === 'end' ? { ...name, text: 'newline' } : name);
    this.take(name);
    const open = this.peek();
    if (isOperator(open, '(') && this.input.text[open.start + 1] === ')') return this.#functionBody(open);
    this.#newlines();
    const body = this.peek();
    if (!isOperator(body, '(') && !(body.kind === 'word' && COMPOUND.has(body.text))) throw unexpected(body);
    this.#compound(body);
  }

  #coproc(keyword: Token): void {
    this.take(keyword);
    const name = this.peek();
    if (name.kind === 'word' && /^[A-Za-z_]\w*$/.test(name.text) && !COMPOUND.has(name.text)) {
      const here = this.input.pos;
      this.take(name);
      const body = this.peek();
      if (!isOperator(body, '(') && !(body.kind === 'word' && COMPOUND.has(body.text))) this.input.pos = here;
    }
    this.#command();
  }

  #if(): void {
    this.#list();
    this.#expect('then');
    this.#list();
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'word') throw unexpected(token);
      if (token.text === 'elif') {
        this.take(token);
        this.#list();
        this.#expect('then');
        this.#list();
      } else if (token.text === 'else') {
        this.take(token);
        this.#list();
        return this.#expect('fi');
      } else return this.#expect('fi');
    }
  }

  #for(keyword: string): void {
    const name = this.peek();
    if (keyword === 'for' && isOperator(name, '(') && this.input.text[name.start + 1] === '(') {
      this.#arithmeticFor(name.start);
      if (isOperator(this.peek(), ';')) this.take(this.peek());
      this.#newlines();
      return this.#doGroup();
    }
    if (name.kind !== 'word') throw unexpected(name.kind === 'end' ? { ...name, text: 'newline' } : name);
    this.take(name);
    const direct = this.peek();
    if (isOperator(direct, ';')) this.take(direct);
    this.#newlines();
    const word = this.peek();
    if (!isOperator(direct, ';') && word.kind === 'word' && word.text === 'in') {
      this.take(word);
      let token = this.peek();
      for (; token.kind === 'word'; token = this.peek()) this.take(token);
      if (!isOperator(token, ';') && token.kind !== 'newline') throw unexpected(token);
      this.take(token);
      this.#newlines();
    }
    this.#doGroup();
  }

  #arithmeticFor(start: number): void {
    const { input } = this;
    input.skipPair('(', ')', 1);
    const header = input.text.slice(start, input.pos + 1);
    if (input.at() !== ')') throw unexpected(this.peek());
    input.pos++;
    if (header.slice(2, -2).split(';').length !== 3)
      throw new ScanStop({
        kind: 'error',
        token: header,
        at: start,
        words: ['syntax error: arithmetic expression required', `syntax error: \`${header}'`],
      });
  }

  #doGroup(): void {
    const token = this.peek();
    if (token.kind === 'word' && token.text === '{') {
      this.take(token);
      this.#list();
      return this.#expect('}');
    }
    this.#expect('do');
    this.#list();
    this.#expect('done');
  }

  #case(): void {
    const word = this.peek();
    if (word.kind !== 'word') throw unexpected(word.kind === 'end' ? { ...word, text: 'newline' } : word);
    this.take(word);
    this.#newlines();
    this.#expect('in');
    this.#newlines();
    for (;;) {
      const token = this.peek();
      if (token.kind === 'word' && token.text === 'esac') return this.take(token);
      this.#casePatterns();
      this.#newlines();
      const body = this.peek();
      if (startsCommand(body) && !(body.kind === 'word' && body.text === 'esac')) this.#list();
      const terminator = this.peek();
      if (terminator.kind === 'word' && terminator.text === 'esac') return this.take(terminator);
      if (terminator.kind !== 'operator' || ![';;', ';&', ';;&'].includes(terminator.text))
        throw unexpected(terminator);
      this.take(terminator);
      this.#newlines();
    }
  }

  #casePatterns(): void {
    if (isOperator(this.peek(), '(')) this.take(this.peek());
    for (;;) {
      const pattern = this.peek();
      if (pattern.kind !== 'word') throw unexpected(pattern);
      this.take(pattern);
      const next = this.peek();
      if (isOperator(next, ')')) return this.take(next);
      if (!isOperator(next, '|')) throw unexpected(next);
      this.take(next);
    }
  }

  #parenthesis(open: Token): void {
    if (this.input.text[open.start + 1] === '(' && this.#arithmetic()) return;
    this.input.pos = open.start + 1;
    this.#list();
    this.#expectOperator(')');
  }

  /** Tries `(( … ))`. */
  #arithmetic(): boolean {
    this.input.skipPair('(', ')', 1);
    if (this.input.at() !== ')') return false;
    this.input.pos++;
    return true;
  }

  #optional(word: string): void {
    const token = this.peek();
    if (token.kind === 'word' && token.text === word) this.take(token);
  }

  #expect(word: string): void {
    const token = this.peek();
    if (token.kind !== 'word' || token.text !== word) throw unexpected(token);
    this.take(token);
  }

  #expectOperator(operator: string): void {
    const token = this.peek();
    if (!isOperator(token, operator)) throw unexpected(token);
    this.take(token);
  }

  /** For scan-test: takes one word of [[ ]]. */
  takeTestWord(regex: boolean): void {
    this.skipBlanks();
    skipWord(this.input, { assignment: false, extglob: true, regex });
  }
}

const isOperator = (token: Token, text: string): boolean => token.kind === 'operator' && token.text === text;
const startsCommand = (token: Token): boolean =>
  token.kind === 'word' || isOperator(token, '(') || isRedirection(token);
