// test and [ (bash(1), test.c): what an expression means depends first on how many words there are.

import type { Builtin, Shell } from '../shell.ts';
import { compareNumbers, unary } from '../conditional.ts';
import { compareFiles } from '../test-operators.ts';

class TestError extends Error {}

const UNARY = /^-[a-hknoprstuvwxzGLNORS]$/;
const BINARY = /^(=|==|!=|<|>|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

export const test: Builtin = function* (shell, argv) {
  const name = argv[0]!;
  let words = argv.slice(1);
  if (name === '[') {
    if (words[words.length - 1] !== ']') {
      yield* shell.complain("[: missing `]'");
      return 2;
    }
    words = words.slice(0, -1);
  }
  try {
    return decide(shell, words) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    yield* shell.complain(`${name}: ${error.message}`);
    return 2;
  }
};

function decide(shell: Shell, words: readonly string[]): boolean {
  const [a, b, c] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      return two(shell, a!, b!);
    case 3:
      return three(shell, words);
    case 4:
      if (a === '!') return !three(shell, words.slice(1));
      if (a === '(' && words[3] === ')') return two(shell, b!, c!);
  }
  const parser = new Parser(shell, words);
  return parser.whole();
}

function two(shell: Shell, a: string, b: string): boolean {
  if (a === '!') return b === '';
  if (UNARY.test(a)) return unary(shell, a, b);
  throw new TestError(`${a}: unary operator expected`);
}

function three(shell: Shell, words: readonly string[]): boolean {
  const [a, operator, c] = words as [string, string, string];
  if (BINARY.test(operator)) return binary(shell, operator, a, c);
  if (operator === '-a') return a !== '' && c !== '';
  if (operator === '-o') return a !== '' || c !== '';
  if (a === '!') return !two(shell, operator, c);
  if (a === '(' && c === ')') return operator !== '';
  throw new TestError(`${operator}: binary operator expected`);
}

function binary(shell: Shell, operator: string, left: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, operator, left, right);
    default:
      return compareNumbers(operator, integer(left), integer(right));
  }
}

function integer(text: string): bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

/** More than four words: -a and -o, parentheses, !. */
class Parser {
  readonly #shell: Shell;
  readonly #words: readonly string[];
  #at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell;
    this.#words = words;
  }

  whole(): boolean {
    const value = this.#or();
    if (this.#at < this.#words.length) throw new TestError('too many arguments');
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#words[this.#at] === '-o') {
      this.#at++;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#term();
    while (this.#words[this.#at] === '-a') {
      this.#at++;
      const right = this.#term();
      value = value && right;
    }
    return value;
  }

  #term(): boolean {
    const word = this.#words[this.#at];
    if (word === undefined) throw new TestError('argument expected');
    if (word === '!') {
      this.#at++;
      return !this.#term();
    }
    const operator = this.#words[this.#at + 1];
    if (operator !== undefined && BINARY.test(operator) && this.#at + 2 < this.#words.length) {
      this.#at += 3;
      return binary(this.#shell, operator, word, this.#words[this.#at - 1]!);
    }
    if (word === '(') {
      this.#at++;
      const value = this.#or();
      if (this.#words[this.#at] !== ')') throw new TestError("`)' expected");
      this.#at++;
      return value;
    }
    if (UNARY.test(word) && this.#at + 1 < this.#words.length) {
      this.#at += 2;
      return unary(this.#shell, word, this.#words[this.#at - 1]!);
    }
    this.#at++;
    return word !== '';
  }
}
