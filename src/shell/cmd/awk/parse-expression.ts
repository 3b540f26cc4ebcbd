// awk's expressions by descending precedence (POSIX awk, "Expressions in awk"). In the list of print, > is a redirection, and in
// the head of for, `in` belongs to the loop.

import type { Expression, Place } from './tree.ts';
import { SyntaxFault, type Token } from './tokens.ts';

export class ExpressionParser {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  /** Inside of print's list, outside of parentheses. */
  protected noGreater = false;
  /** Inside of the head of for, outside of parentheses. */
  protected noIn = false;
  /** Functions that are called. */
  protected readonly called = new Set<string>();

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.at]!;
  }

  protected sees(text: string): boolean {
    const { kind, text: here } = this.token;
    return here === text && (kind === 'op' || kind === 'keyword');
  }

  protected take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at++;
    return true;
  }

  protected fail(): never {
    const { kind, text, line } = this.token;
    if (kind === 'end') throw new SyntaxFault('syntax error at or near end of file', line);
    const near = kind === 'newline' ? 'end of line' : kind === 'regex' ? `/${text}/` : text;
    throw new SyntaxFault(`syntax error at or near ${near}`, line);
  }

  protected need(text: string): void {
    if (!this.take(text)) this.fail();
  }

  protected skipNewlines(): void {
    while (this.token.kind === 'newline') this.at++;
  }

  /** Inside of parentheses and brackets everything is allowed again. */
  protected inside<T>(parse: () => T): T {
    const { noGreater, noIn } = this;
    this.noGreater = this.noIn = false;
    const value = parse();
    this.noGreater = noGreater;
    this.noIn = noIn;
    return value;
  }

  expression(): Expression {
    const left = this.choice();
    const assignment = /^(?:[-+*/%^]?=)$/.exec(this.token.kind === 'op' ? this.token.text : '');
    if (!assignment || !isPlace(left)) return left;
    this.at++;
    this.skipNewlines();
    return { is: 'assign', op: assignment[0].slice(0, -1), to: left, value: this.expression() };
  }

  protected list(): Expression[] {
    const items = [this.expression()];
    while (this.take(',')) {
      this.skipNewlines();
      items.push(this.expression());
    }
    return items;
  }

  private choice(): Expression {
    const test = this.or();
    if (!this.take('?')) return test;
    this.skipNewlines();
    const yes = this.expression();
    this.skipNewlines();
    this.need(':');
    this.skipNewlines();
    return { is: 'choose', test, yes, no: this.expression() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.take('||')) {
      this.skipNewlines();
      left = { is: 'or', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.membership();
    while (this.take('&&')) {
      this.skipNewlines();
      left = { is: 'and', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expression {
    let left = this.matching();
    while (!this.noIn && this.take('in')) {
      const keys = left.is === 'group' ? left.items : [left];
      if (this.token.kind !== 'name') this.fail();
      left = { is: 'in', keys, array: this.tokens[this.at++]!.text };
    }
    return left;
  }

  private matching(): Expression {
    let left = this.comparison();
    while (this.sees('~') || this.sees('!~')) {
      const not = this.tokens[this.at++]!.text === '!~';
      left = { is: 'match', not, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    const left = this.piped();
    const op = this.token.kind === 'op' ? this.token.text : '';
    if (!/^(<=?|>=?|==|!=)$/.test(op) || (op === '>' && this.noGreater)) return left;
    this.at++;
    return { is: 'binary', op, left, right: this.piped() };
  }

  /** CMD | getline [VAR] */
  private piped(): Expression {
    let left = this.joined();
    while (
      this.sees('|') &&
      this.tokens[this.at + 1]!.text === 'getline' &&
      this.tokens[this.at + 1]!.kind === 'keyword'
    ) {
      this.at += 2;
      left = { is: 'getline', from: 'command', source: left, to: this.optionalPlace() };
    }
    return left;
  }

  private joined(): Expression {
    let left = this.sum();
    while (this.beginsOperand()) left = { is: 'join', left, right: this.sum() };
    return left;
  }

  private beginsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'op') return ['$', '(', '++', '--'].includes(text);
    return kind !== 'keyword' && kind !== 'newline' && kind !== 'end';
  }

  private sum(): Expression {
    let left = this.product();
    while (this.sees('+') || this.sees('-')) {
      const op = this.tokens[this.at++]!.text;
      left = { is: 'binary', op, left, right: this.product() };
    }
    return left;
  }

  private product(): Expression {
    let left = this.unary();
    while (this.sees('*') || this.sees('/') || this.sees('%')) {
      const op = this.tokens[this.at++]!.text;
      left = { is: 'binary', op, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expression {
    const op = this.token.kind === 'op' ? this.token.text : '';
    if (op !== '!' && op !== '-' && op !== '+') return this.power();
    this.at++;
    return { is: 'unary', op, of: this.unary() };
  }

  private power(): Expression {
    const left = this.stepped();
    if (!this.take('^')) return left;
    const right = this.sees('-') || this.sees('+') || this.sees('!') ? this.unary() : this.power();
    return { is: 'binary', op: '^', left, right };
  }

  private stepped(): Expression {
    if (this.sees('++') || this.sees('--')) {
      const by = this.tokens[this.at++]!.text === '++' ? 1 : -1;
      const place = this.primary();
      if (!isPlace(place)) this.fail();
      return { is: 'step', by, before: true, place };
    }
    const value = this.primary();
    if (!isPlace(value) || !(this.sees('++') || this.sees('--'))) return value;
    return { is: 'step', by: this.tokens[this.at++]!.text === '++' ? 1 : -1, before: false, place: value };
  }

  private primary(): Expression {
    const { kind, text } = this.token;
    this.at++;
    switch (kind) {
      case 'number':
        return { is: 'number', value: Number(text) };
      case 'string':
        return { is: 'string', value: text };
      case 'regex':
        return { is: 'regex', source: text };
      case 'name':
        if (!this.take('[')) return { is: 'variable', name: text };
        return { is: 'element', array: text, keys: this.closed(']') };
      case 'call': {
        this.called.add(text);
        this.at++;
        return { is: 'call', name: text, args: this.closed(')') };
      }
      case 'builtin':
        return { is: 'builtin', name: text, args: this.take('(') ? this.closed(')') : [] };
    }
    if (text === '$' && kind === 'op') return { is: 'field', index: this.fieldIndex() };
    if (text === '(' && kind === 'op') return { is: 'group', items: this.closed(')') };
    if (text === 'getline' && kind === 'keyword') return this.getline();
    this.at--;
    return this.fail();
  }

  private fieldIndex(): Expression {
    if (this.sees('-') || this.sees('+') || this.sees('!')) return this.unary();
    if (this.sees('++') || this.sees('--')) return this.stepped();
    return this.primary();
  }

  private closed(end: string): Expression[] {
    return this.inside(() => {
      this.skipNewlines();
      if (this.take(end)) return [];
      const items = this.list();
      this.skipNewlines();
      this.need(end);
      return items;
    });
  }

  /** getline [VAR] [< FILE] */
  private getline(): Expression {
    const to = this.optionalPlace();
    if (!this.take('<')) return { is: 'getline', from: 'main', source: undefined, to };
    return { is: 'getline', from: 'file', source: this.stepped(), to };
  }

  private optionalPlace(): Place | undefined {
    if (this.token.kind !== 'name' && !this.sees('$')) return undefined;
    const place = this.primary();
    return isPlace(place) ? place : this.fail();
  }
}

export const isPlace = (expression: Expression): expression is Place =>
  expression.is === 'variable' || expression.is === 'element' || expression.is === 'field';
