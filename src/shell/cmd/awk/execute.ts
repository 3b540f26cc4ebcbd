// awk's statements and its course: BEGIN, each record against each rule, END (POSIX awk, "Overall Program Structure").

import type { Bytes } from '../../../base/bytes.ts';
import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { Evaluator, type MainInput } from './run.ts';
import { RecordReader } from './streams.ts';
import { unescape } from './tokens.ts';
import type { Expression, Redirect, Rule, Statement, Tree } from './tree.ts';
import { formatText, fromOutside, RunTimeFault, toNumber, toText, type Value } from './value.ts';
import type { Variables } from './variables.ts';

/** How a statement ended otherwise than by reaching its end. */
type Left = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | { readonly returned: Value } | undefined;

/** A file of the command line that cannot be read: awk ends. */
export class CannotOpen extends Error {}

const ASSIGNMENT = /^([A-Za-z_]\w*)=([^]*)$/;

/** An operand or the argument of -v; false when it is none. */
export function assignOperand(variables: Variables, operand: Bytes): boolean {
  const found = ASSIGNMENT.exec(operand);
  if (!found) return false;
  variables.set(found[1]!, fromOutside(unescape(found[2]!)));
  return true;
}

/** The files among ARGV, which the program may change, or standard input. */
class Operands implements MainInput {
  readonly #sys: Sys;
  readonly #variables: Variables;
  #reader: RecordReader | undefined;
  #fd = 0;
  #next = 1;
  #any = false;

  constructor(sys: Sys, variables: Variables) {
    this.#sys = sys;
    this.#variables = variables;
  }

  *next(): Program<Bytes | undefined> {
    const { record } = this.#variables;
    for (;;) {
      if (!this.#reader && !this.#open()) return undefined;
      const separator = this.#variables.text('RS');
      record.paragraphs = separator === '';
      const text = yield* this.#reader!.next(separator);
      if (text === undefined) {
        this.skip();
        continue;
      }
      for (const name of ['NR', 'FNR']) this.#variables.set(name, toNumber(this.#variables.get(name)) + 1);
      return text;
    }
  }

  /** Leaves the present file. */
  skip(): void {
    if (this.#reader && this.#fd !== 0) this.#sys.close(this.#fd);
    this.#reader = undefined;
  }

  #open(): boolean {
    const argv = this.#variables.array('ARGV');
    while (this.#next < toNumber(this.#variables.get('ARGC'))) {
      const operand = toText(argv.get(String(this.#next++)), '%.6g');
      if (operand === '' || assignOperand(this.#variables, operand)) continue;
      this.#begin(operand);
      return true;
    }
    if (this.#any) return false;
    this.#begin('-');
    return true;
  }

  #begin(name: Bytes): void {
    const fd = name === '-' || name === '/dev/stdin' ? 0 : this.#sys.open(name, 'read');
    if (isErrno(fd)) throw new CannotOpen(`cannot open ${name} (${strerror(fd)})`);
    this.#any = true;
    this.#fd = fd;
    this.#reader = new RecordReader(this.#sys, fd);
    this.#variables.set('FNR', 0);
    this.#variables.set('FILENAME', name === '-' ? '' : name);
  }
}

export class Course {
  readonly #evaluator: Evaluator;
  readonly #tree: Tree;
  #operands!: Operands;
  #status = 0;
  /** Whether a range has begun, by rule. */
  readonly #inside: boolean[] = [];

  constructor(sys: Sys, tree: Tree) {
    this.#tree = tree;
    this.#evaluator = new Evaluator(
      sys,
      tree,
      (variables) => (this.#operands = new Operands(sys, variables)),
      (_, name) => this.#function(name),
    );
  }

  get variables(): Variables {
    return this.#evaluator.variables;
  }

  *run(): Program<number> {
    const { begin, end } = this.#tree;
    let left = yield* this.#all(begin);
    if (left !== 'exit' && (this.#tree.rules.length > 0 || end.length > 0)) left = yield* this.#records();
    // exit in BEGIN or a rule still runs END.
    if (left !== 'exit' || end.length > 0) yield* this.#all(end);
    yield* this.#evaluator.streams.closeAll();
    return this.#status & 255;
  }

  /** What has been printed stays printed when the program fails. */
  *abandon(): Program {
    yield* this.#evaluator.streams.closeAll();
  }

  *#all(statements: readonly Statement[]): Program<Left> {
    for (const statement of statements) if ((yield* this.#do(statement)) === 'exit') return 'exit';
    return undefined;
  }

  *#records(): Program<Left> {
    for (;;) {
      const text = yield* this.#operands.next();
      if (text === undefined) return undefined;
      this.variables.record.set(text);
      for (const [i, rule] of this.#tree.rules.entries()) {
        if (!(yield* this.#applies(rule, i))) continue;
        const left = yield* this.#do(rule.body);
        if (left === 'exit') return 'exit';
        if (left === 'nextfile') this.#operands.skip();
        if (left === 'next' || left === 'nextfile') break;
      }
      yield* this.#evaluator.round();
    }
  }

  *#applies({ patterns }: Rule, i: number): Program<boolean> {
    if (!patterns) return true;
    const [first, last] = patterns;
    if (!last) return yield* this.#evaluator.test(first!);
    if (!this.#inside[i]) {
      if (!(yield* this.#evaluator.test(first!))) return false;
      this.#inside[i] = true;
    }
    if (yield* this.#evaluator.test(last)) this.#inside[i] = false;
    return true;
  }

  *#function(name: string): Program<Value> {
    const left = yield* this.#do(this.#tree.functions.get(name)!.body);
    if (left === 'exit' || left === 'next' || left === 'nextfile') throw new Unwind(left);
    return typeof left === 'object' ? left.returned : undefined;
  }

  /** A statement; what a function of it unwinds goes on here. */
  *#do(statement: Statement): Program<Left> {
    try {
      return yield* this.#statement(statement);
    } catch (error) {
      if (error instanceof Unwind) return error.left;
      throw error;
    }
  }

  *#statement(s: Statement): Program<Left> {
    const evaluator = this.#evaluator;
    switch (s.is) {
      case 'expression':
        yield* evaluator.value(s.value);
        return undefined;
      case 'print':
      case 'printf':
        yield* this.#print(s.is, s.args, s.redirect);
        return undefined;
      case 'block':
        for (const each of s.body) {
          const left = yield* this.#statement(each);
          if (left) return left;
        }
        return undefined;
      case 'if': {
        const chosen = (yield* evaluator.test(s.test)) ? s.yes : s.no;
        return chosen ? yield* this.#statement(chosen) : undefined;
      }
      case 'while':
      case 'do':
      case 'for':
        return yield* this.#loop(s);
      case 'forIn':
        for (const key of [...evaluator.variables.array(s.array).keys()]) {
          if (!evaluator.variables.array(s.array).has(key)) continue;
          yield* evaluator.put(s.variable, fromOutside(key));
          const left = yield* this.#statement(s.body);
          if (left === 'break') break;
          if (left && left !== 'continue') return left;
          yield* evaluator.round();
        }
        return undefined;
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        return s.is;
      case 'exit':
        if (s.value) this.#status = Math.trunc(yield* evaluator.number(s.value));
        return 'exit';
      case 'return':
        return { returned: s.value && (yield* evaluator.value(s.value)) };
      case 'delete': {
        const array = evaluator.variables.array(s.array);
        if (s.keys) array.delete(yield* evaluator.keys(s.keys));
        else array.clear();
        return undefined;
      }
    }
  }

  *#loop(s: Extract<Statement, { is: 'while' | 'do' | 'for' }>): Program<Left> {
    const evaluator = this.#evaluator;
    if (s.is === 'for' && s.first) yield* this.#statement(s.first);
    for (let first = true; ; first = false) {
      const skips = s.is === 'do' && first;
      if (!skips && s.test && !(yield* evaluator.test(s.test))) return undefined;
      const left = yield* this.#statement(s.body);
      if (left === 'break') return undefined;
      if (left && left !== 'continue') return left;
      if (s.is === 'for' && s.step) yield* this.#statement(s.step);
      yield* evaluator.round();
    }
  }

  *#print(is: 'print' | 'printf', args: readonly Expression[], redirect: Redirect | undefined): Program {
    const { streams, variables } = this.#evaluator;
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.#evaluator.value(arg));
    let text: Bytes;
    if (is === 'printf') text = formatText(this.#evaluator.text(values[0]), values.slice(1), 'printf');
    else {
      const format = variables.text('OFMT');
      const parts = values.map((value) => toText(value, format));
      text = (values.length > 0 ? parts.join(variables.text('OFS')) : variables.record.text) + variables.text('ORS');
    }
    if (!redirect) return yield* streams.print(text);
    yield* streams.printTo(redirect.to, yield* this.#evaluator.string(redirect.target), text);
  }
}

/** exit and next inside of a function, on their way out of it. */
class Unwind extends Error {
  readonly left: 'exit' | 'next' | 'nextfile';
  constructor(left: 'exit' | 'next' | 'nextfile') {
    super(left);
    this.left = left;
  }
}

export { RunTimeFault };
