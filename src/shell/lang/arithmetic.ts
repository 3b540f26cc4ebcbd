// Arithmetic (bash(1) ARITHMETIC EVALUATION): 64-bit integers, C's operators, bash's own error words. The order of tokens and
// errors follows bash's expr.c, whose names are kept. Parameters are expanded before; what is left of names is looked up here.

import { ExpansionError } from './control.ts';

/** How names become values and back. */
export interface Names {
  /** A variable's text; `subscript` as written between its brackets. Undefined: unset. */
  get(name: string, subscript: string | undefined): string | undefined;
  set(name: string, subscript: string | undefined, value: string): void;
  /** set -u. */
  readonly strict: boolean;
}

type Kind = 'end' | 'number' | 'name' | 'op' | 'pre' | 'post' | 'assign';

/** Names whose values are expressions that name others … no deeper than this (bash's MAX_EXPR_RECURSION_LEVEL). */
const RECURSION = 1024;
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const OPERATORS = /^(<<=|>>=|\*\*|==|!=|>=|<=|<<|>>|&&|\|\||[*/%+\-&^|]=|[-+*/%<>!&|^~?:=,()])/;

export function evaluate(expression: string, names: Names, command = '', level = 0): bigint {
  const simple = /^\s*(-?\d{1,15})\s*$/.exec(expression);
  if (simple && !/^-?0\d/.test(simple[1]!)) return BigInt(simple[1]!);
  const evaluation = new Evaluation(expression, names, command, level);
  try {
    return evaluation.run();
  } catch (error) {
    if (error instanceof RangeError) throw evaluation.wrong('expression recursion level exceeded');
    throw error;
  }
}

class Evaluation {
  readonly #text: string;
  readonly #names: Names;
  readonly #command: string;
  readonly #level: number;
  #tp = 0;
  #lasttp = 0;
  #kind: Kind = 'end';
  /** The operator, or the name (with its subscript). */
  #token = '';
  #value = 0n;
  /** What the last token was, as expr.c's lasttok: an assignment needs a name before it. */
  #last: Kind = 'end';
  #name = '';
  #skipping = 0;

  constructor(text: string, names: Names, command: string, level: number) {
    this.#text = text;
    this.#names = names;
    this.#command = command;
    this.#level = level;
  }

  run(): bigint {
    if (this.#level > RECURSION) throw this.wrong('expression recursion level exceeded');
    if (/^\s*$/.test(this.#text)) return 0n;
    this.#read();
    const value = this.#comma();
    if (this.#kind !== 'end') throw this.wrong('syntax error in expression');
    return value;
  }

  /** `token`: bash cuts its text behind a wrong number. */
  wrong(words: string, token?: string): ExpansionError {
    const command = this.#command ? `${this.#command}: ` : '';
    const end = token === undefined ? undefined : this.#lasttp + token.length;
    const text = this.#text.slice(0, end);
    return new ExpansionError(
      `${command}${text.replace(/^\s+/, '')}: ${words} (error token is "${text.slice(this.#lasttp)}")`,
    );
  }

  #read(): void {
    let at = this.#tp;
    while (/\s/.test(this.#text[at] ?? 'x')) at++;
    if (at >= this.#text.length) {
      this.#last = this.#kind;
      this.#kind = 'end';
      this.#token = '';
      this.#tp = at;
      return;
    }
    this.#lasttp = this.#tp = at;
    const char = this.#text[at]!;
    if (/[A-Za-z_]/.test(char)) this.#readName();
    else if (/\d/.test(char)) this.#readNumber();
    else this.#readOperator();
  }

  #readName(): void {
    const rest = this.#text.slice(this.#tp);
    const name = /^\w+/.exec(rest)![0];
    let end = name.length;
    if (rest[end] === '[') {
      let depth = 0;
      do {
        if (rest[end] === '[') depth++;
        else if (rest[end] === ']') depth--;
        else if (rest[end] === undefined) throw new ExpansionError(`${rest}: bad array subscript`);
        end++;
      } while (depth > 0);
    }
    this.#token = rest.slice(0, end);
    this.#tp += end;
    const assigned = /^\s*=(?!=)/.test(this.#text.slice(this.#tp));
    this.#value = assigned && this.#kind !== 'pre' ? 0n : this.#valueOf(this.#token);
    this.#last = this.#kind;
    this.#kind = 'name';
    this.#name = this.#token;
  }

  #valueOf(reference: string): bigint {
    if (this.#skipping) return 0n;
    const [name, subscript] = split(reference);
    const text = this.#names.get(name, subscript);
    if (text === undefined) {
      if (this.#names.strict) throw new ExpansionError(`${name}: unbound variable`, 1, true);
      return 0n;
    }
    return text === '' ? 0n : evaluate(text, this.#names, this.#command, this.#level + 1);
  }

  #readNumber(): void {
    const digits = /^[\w#@]+/.exec(this.#text.slice(this.#tp))![0];
    this.#value = this.#number(digits);
    this.#tp += digits.length;
    this.#last = this.#kind;
    this.#kind = 'number';
    this.#token = digits;
  }

  #number(text: string): bigint {
    let base = 10n;
    let digits = text;
    if (/^0[xX]/.test(text)) {
      base = 16n;
      digits = text.slice(2);
    } else if (text.includes('#')) {
      const [head, tail] = [text.slice(0, text.indexOf('#')), text.slice(text.indexOf('#') + 1)];
      base = /^0/.test(head) ? this.#number(head) : BigInt(head);
      if (base < 2n || base > 64n) throw this.wrong('invalid arithmetic base');
      digits = tail;
      if (digits === '') throw this.wrong('invalid integer constant');
    } else if (text.length > 1 && text.startsWith('0')) base = 8n;
    let value = 0n;
    for (const digit of digits) {
      const d = BigInt(digitValue(digit, base));
      if (d >= base) throw this.wrong(digit === '#' ? 'invalid number' : 'value too great for base', text);
      value = value * base + d;
    }
    return wrap(value);
  }

  #readOperator(): void {
    const rest = this.#text.slice(this.#tp);
    const char = rest[0]!;
    if ((char === '+' || char === '-') && rest[1] === char) {
      const post = this.#kind === 'name';
      if (post || /^..\s*[A-Za-z_]/s.test(rest)) {
        this.#tp += 2;
        this.#last = this.#kind;
        this.#kind = post ? 'post' : 'pre';
        this.#token = char;
        return;
      }
    }
    const operator = OPERATORS.exec(rest)?.[0];
    if (!operator)
      throw this.wrong(
        this.#kind === 'number' || this.#kind === 'name' || this.#token === ')'
          ? 'syntax error: invalid arithmetic operator'
          : 'syntax error: operand expected',
      );
    this.#tp += operator.length;
    this.#last = this.#kind;
    this.#kind = operator === '=' || (/.=$/.test(operator) && !/^[=!<>]=$/.test(operator)) ? 'assign' : 'op';
    this.#token = operator;
  }

  #is(...operators: readonly string[]): boolean {
    return this.#kind === 'op' && operators.includes(this.#token);
  }

  #comma(): bigint {
    let value = this.#assign();
    while (this.#is(',')) {
      this.#read();
      value = this.#assign();
    }
    return value;
  }

  #assign(): bigint {
    const left = this.#conditional();
    if (this.#kind !== 'assign') return left;
    if (this.#last !== 'name') throw this.wrong('attempted assignment to non-variable');
    const operator = this.#token.slice(0, -1);
    const name = this.#name;
    this.#read();
    const right = this.#assign();
    const value = operator === '' ? right : this.#apply(operator, left, right);
    this.#store(name, value);
    return value;
  }

  #store(reference: string, value: bigint): void {
    if (this.#skipping) return;
    const [name, subscript] = split(reference);
    this.#names.set(name, subscript, value.toString());
  }

  #conditional(): bigint {
    const test = this.#binary(0);
    if (!this.#is('?')) return test;
    const yes = this.#branch(test === 0n, () => this.#comma(), true);
    if (!this.#is(':')) throw this.wrong("`:' expected for conditional expression");
    const no = this.#branch(test !== 0n, () => this.#conditional(), false);
    this.#last = 'op';
    return test === 0n ? no : yes;
  }

  #branch(skip: boolean, part: () => bigint, first: boolean): bigint {
    if (skip) this.#skipping++;
    this.#read();
    if (this.#kind === 'end' || (first && this.#is(':'))) throw this.wrong('expression expected');
    const value = part();
    if (skip) this.#skipping--;
    return value;
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    while (this.#is(...operators)) {
      const operator = this.#token;
      const skip = (operator === '||' && left !== 0n) || (operator === '&&' && left === 0n);
      if (skip) this.#skipping++;
      this.#read();
      const right = this.#binary(level + 1);
      if (skip) this.#skipping--;
      left = this.#apply(operator, left, right);
      this.#last = 'number';
    }
    return left;
  }

  #power(): bigint {
    const base = this.#unary();
    if (!this.#is('**')) return base;
    this.#read();
    const exponent = this.#power();
    this.#last = 'number';
    if (this.#skipping) return 0n;
    if (exponent < 0n) throw this.wrong('exponent less than 0');
    return powerOf(base, exponent);
  }

  #unary(): bigint {
    if (!this.#is('!', '~', '-', '+')) return this.#operand();
    const operator = this.#token;
    this.#read();
    const value = this.#unary();
    this.#last = 'number';
    if (operator === '!') return value === 0n ? 1n : 0n;
    return operator === '~' ? ~value : operator === '-' ? wrap(-value) : value;
  }

  #operand(): bigint {
    if (this.#kind === 'pre') return this.#increment();
    if (this.#is('(')) {
      this.#read();
      const value = this.#comma();
      if (!this.#is(')')) throw this.wrong("missing `)'");
      this.#read();
      this.#last = 'number';
      return value;
    }
    if (this.#kind !== 'number' && this.#kind !== 'name') throw this.wrong('syntax error: operand expected');
    const value = this.#value;
    const name = this.#kind === 'name' ? this.#token : '';
    this.#read();
    if ((this.#kind as Kind) === 'post') {
      this.#store(name, wrap(value + (this.#token === '+' ? 1n : -1n)));
      this.#kind = 'number';
      this.#read();
    }
    return value;
  }

  #increment(): bigint {
    const by = this.#token === '+' ? 1n : -1n;
    this.#read();
    if (this.#kind !== 'name') throw this.wrong('identifier expected after pre-increment or pre-decrement');
    const value = wrap(this.#value + by);
    this.#store(this.#token, value);
    this.#kind = 'number';
    this.#read();
    return value;
  }

  #apply(operator: string, a: bigint, b: bigint): bigint {
    if ((operator === '/' || operator === '%') && b === 0n) {
      if (this.#skipping) return 0n;
      throw this.wrong('division by 0');
    }
    return compute(operator, a, b);
  }
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const truth = (yes: boolean): bigint => (yes ? 1n : 0n);

function compute(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<<':
      return wrap(a << (b & 63n));
    case '>>':
      return a >> (b & 63n);
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    case '/':
      return wrap(a / b);
    default:
      return a % b;
  }
}

function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = wrap(result * base);
    base = wrap(base * base);
  }
  return result;
}

function digitValue(digit: string, base: bigint): number {
  if (/\d/.test(digit)) return Number(digit);
  if (/[a-z]/.test(digit)) return digit.charCodeAt(0) - 87;
  if (/[A-Z]/.test(digit)) return digit.charCodeAt(0) - (base <= 36n ? 55 : 29);
  return digit === '@' ? 62 : digit === '_' ? 63 : 64;
}

function split(reference: string): [string, string | undefined] {
  const open = reference.indexOf('[');
  return open < 0 ? [reference, undefined] : [reference.slice(0, open), reference.slice(open + 1, -1)];
}
