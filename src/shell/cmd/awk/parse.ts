// awk's statements, rules and functions (POSIX awk, "Grammar").

import { ExpressionParser } from './parse-expression.ts';
import type { Expression, FunctionTree, Redirect, Rule, Statement, Tree } from './tree.ts';
import { SyntaxFault, tokenize } from './tokens.ts';

export function parse(text: string): Tree {
  return new Parser(tokenize(text)).program();
}

class Parser extends ExpressionParser {
  program(): Tree {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, FunctionTree>();
    for (;;) {
      while (this.token.kind === 'newline' || this.sees(';')) this.at++;
      if (this.token.kind === 'end') break;
      if (this.take('BEGIN')) begin.push(this.#action());
      else if (this.take('END')) end.push(this.#action());
      else if (this.take('function')) {
        const made = this.#function();
        functions.set(made.name, made);
      } else rules.push(this.#rule());
    }
    // That is known at the end only, and mawk says so.
    for (const name of this.called)
      if (!functions.has(name)) throw new SyntaxFault(`function ${name} never defined`, this.token.line + 1);
    return { begin, rules, end, functions };
  }

  #action(): Statement {
    if (!this.sees('{')) this.fail();
    return this.#block();
  }

  #rule(): Rule {
    if (this.sees('{')) return { patterns: undefined, body: this.#block() };
    const patterns = [this.expression()];
    if (this.take(',')) {
      this.skipNewlines();
      patterns.push(this.expression());
    }
    const body: Statement = this.sees('{') ? this.#block() : { is: 'print', args: [], redirect: undefined };
    return { patterns, body };
  }

  #function(): FunctionTree {
    const { kind, text } = this.token;
    if (kind !== 'name' && kind !== 'call') this.fail();
    this.at++;
    this.need('(');
    const parameters: string[] = [];
    while (!this.take(')')) {
      if (this.token.kind !== 'name') this.fail();
      parameters.push(this.token.text);
      this.at++;
      if (this.take(',')) this.skipNewlines();
      else if (!this.sees(')')) this.fail();
    }
    this.skipNewlines();
    return { name: text, parameters, body: this.#action() };
  }

  #block(): Statement {
    this.need('{');
    const body: Statement[] = [];
    for (;;) {
      while (this.token.kind === 'newline' || this.sees(';')) this.at++;
      if (this.take('}')) return { is: 'block', body };
      if (this.token.kind === 'end') throw new SyntaxFault('missing } near end of file', this.token.line + 1);
      body.push(this.#statement());
    }
  }

  /** A statement and what ends it. */
  #statement(): Statement {
    if (this.sees('{')) return this.#block();
    if (this.take(';')) return { is: 'block', body: [] };
    const compound = this.#compound();
    if (compound) return compound;
    const simple = this.#simple();
    this.#endStatement();
    return simple;
  }

  #endStatement(): void {
    if (this.sees('}') || this.token.kind === 'end') return;
    if (this.token.kind === 'newline' || this.sees(';')) this.at++;
    else this.fail();
  }

  #compound(): Statement | undefined {
    if (this.take('if')) {
      const test = this.#condition();
      const yes = this.#body();
      const mark = this.at;
      while (this.token.kind === 'newline' || this.sees(';')) this.at++;
      if (this.take('else')) return { is: 'if', test, yes, no: this.#body() };
      this.at = mark;
      return { is: 'if', test, yes, no: undefined };
    }
    if (this.take('while')) return { is: 'while', test: this.#condition(), body: this.#body() };
    if (this.take('for')) return this.#for();
    if (!this.take('do')) return undefined;
    const body = this.#body();
    while (this.token.kind === 'newline' || this.sees(';')) this.at++;
    this.need('while');
    const test = this.#condition();
    this.#endStatement();
    return { is: 'do', test, body };
  }

  #condition(): Expression {
    this.need('(');
    const test = this.inside(() => this.expression());
    this.need(')');
    return test;
  }

  #body(): Statement {
    this.skipNewlines();
    return this.#statement();
  }

  #for(): Statement {
    this.need('(');
    if (this.sees(';')) return this.#counting(undefined);
    this.noIn = true;
    const first = this.#simple();
    this.noIn = false;
    if (!this.take('in')) return this.#counting(first);
    const place = first.is === 'expression' ? first.value : this.fail();
    if (place.is !== 'variable' && place.is !== 'element') this.fail();
    if (this.token.kind !== 'name') this.fail();
    const array = this.token.text;
    this.at++;
    this.need(')');
    return { is: 'forIn', variable: place, array, body: this.#body() };
  }

  #counting(first: Statement | undefined): Statement {
    this.need(';');
    this.skipNewlines();
    const test = this.sees(';') ? undefined : this.expression();
    this.need(';');
    this.skipNewlines();
    const step = this.sees(')') ? undefined : this.#simple();
    this.need(')');
    return { is: 'for', first, test, step, body: this.#body() };
  }

  #simple(): Statement {
    const { kind, text } = this.token;
    if (kind === 'keyword') {
      switch (text) {
        case 'print':
        case 'printf':
          this.at++;
          return this.#print(text);
        case 'break':
        case 'continue':
        case 'next':
        case 'nextfile':
          this.at++;
          return { is: text };
        case 'exit':
        case 'return': {
          this.at++;
          const bare = this.token.kind === 'newline' || this.token.kind === 'end' || this.sees(';') || this.sees('}');
          return { is: text, value: bare ? undefined : this.expression() };
        }
        case 'delete':
          this.at++;
          return this.#delete();
      }
    }
    return { is: 'expression', value: this.expression() };
  }

  #delete(): Statement {
    const target = this.expression();
    if (target.is === 'variable') return { is: 'delete', array: target.name, keys: undefined };
    if (target.is === 'element') return { is: 'delete', array: target.array, keys: target.keys };
    return this.fail();
  }

  #print(is: 'print' | 'printf'): Statement {
    this.noGreater = true;
    const ends = ['>', '>>', '|', ';', '}'].some((text) => this.sees(text));
    let args = ends || this.token.kind === 'newline' || this.token.kind === 'end' ? [] : this.list();
    if (args.length === 1 && args[0]!.is === 'group') args = [...args[0]!.items];
    let redirect: Redirect | undefined;
    for (const to of ['>>', '>', '|'] as const)
      if (!redirect && this.take(to)) redirect = { to, target: this.#target(to) };
    this.noGreater = false;
    return { is, args, redirect };
  }

  /** A file's name is one operand, joined to others only in parentheses; a command may be joined. */
  #target(to: Redirect['to']): Expression {
    return to === '|' ? this.inside(() => this.expression()) : this.expression();
  }
}
