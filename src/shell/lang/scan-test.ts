// The recogniser of [[ … ]] (parse.y's cond_expr and its own error words).

import { ScanStop } from './scan-text.ts';
import { unexpected, type Token } from './scan-tokens.ts';

interface Reader {
  peek(): Token;
  take(token: Token): void;
  takeTestWord(regex: boolean): void;
}

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = /^(==?|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** Behind `[[`; ends behind `]]`. */
export function scanTest(reader: Reader): void {
  or(reader);
  const close = reader.peek();
  if (close.kind === 'end') throw unexpected(close);
  if (close.text !== ']]') throw wrong(close, 'syntax error in conditional expression');
  reader.take(close);
}

function or(reader: Reader): void {
  and(reader);
  for (let token = next(reader); token.text === '||'; token = next(reader)) {
    reader.take(token);
    and(reader);
  }
}

function and(reader: Reader): void {
  term(reader);
  for (let token = next(reader); token.text === '&&'; token = next(reader)) {
    reader.take(token);
    term(reader);
  }
}

function term(reader: Reader): void {
  const token = next(reader);
  if (token.kind === 'end') throw unexpected(token);
  if (token.kind === 'word' && token.text === '!') {
    reader.take(token);
    return term(reader);
  }
  if (token.kind === 'operator' && token.text === '(') {
    reader.take(token);
    or(reader);
    const close = next(reader);
    if (close.kind === 'end') throw unexpected(close);
    if (close.text !== ')') throw wrong(close, `unexpected token \`${close.text}', expected \`)'`);
    return reader.take(close);
  }
  if (token.kind !== 'word' || token.text === ']]') throw wrong(token);
  if (UNARY.test(token.text) && unary(reader, token)) return;
  reader.takeTestWord(false);
  binary(reader);
}

function unary(reader: Reader, operator: Token): boolean {
  reader.take(operator);
  const operand = reader.peek();
  if (operand.kind === 'end') throw unexpected(operand);
  if (operand.kind !== 'word' || operand.text === ']]')
    throw wrong(operand, `unexpected argument \`${operand.text}' to conditional unary operator`);
  reader.takeTestWord(false);
  return true;
}

function binary(reader: Reader): void {
  const operator = reader.peek();
  if (operator.kind === 'end') throw unexpected(operator);
  if (operator.kind === 'newline')
    throw wrong(operator, `unexpected token \`newline', conditional binary operator expected`);
  if (operator.text === ']]' || operator.text === '&&' || operator.text === '||' || operator.text === ')') return;
  const compares = operator.kind === 'operator' && (operator.text === '<' || operator.text === '>');
  if (!compares && !(operator.kind === 'word' && BINARY.test(operator.text)))
    throw wrong(operator, 'conditional binary operator expected');
  reader.take(operator);
  const operand = reader.peek();
  if (operand.kind === 'end') throw unexpected(operand);
  const regex = operator.text === '=~';
  if ((operand.kind !== 'word' && !(regex && operand.text === '(')) || operand.text === ']]')
    throw wrong(operand, `unexpected argument \`${operand.text}' to conditional binary operator`);
  reader.takeTestWord(regex);
}

/** The next token, newlines skipped. */
function next(reader: Reader): Token {
  let token = reader.peek();
  for (; token.kind === 'newline'; token = reader.peek()) reader.take(token);
  return token;
}

function wrong(token: Token, words?: string): ScanStop {
  if (words === undefined) return unexpected(token);
  return new ScanStop({ kind: 'error', token: token.text, at: token.start, words: [words], keepsStatus: true });
}
