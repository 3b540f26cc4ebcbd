// [[ … ]] (bash(1) CONDITIONAL EXPRESSIONS).

import type { TestExpression } from 'unbash';
import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import type { Program } from '../../sim/process.ts';
import { ExpansionError } from './control.ts';
import { extendedRegExp, matches } from './pattern.ts';
import type { Shell } from './shell.ts';
import { traceLine } from './simple.ts';
import { fileTest, compareFiles, stringTest } from './test-operators.ts';
import { arithmetic } from './values.ts';
import { expandPattern, expandRegex, expandText } from './word.ts';

export function* conditional(shell: Shell, expression: TestExpression): Program<number> {
  try {
    return (yield* holds(shell, expression)) ? 0 : 1;
  } catch (error) {
    if (error instanceof BadRegex) return 2;
    if (!(error instanceof ExpansionError) || error.fatal) throw error;
    yield* shell.complainOf(error);
    return 1;
  }
}

class BadRegex extends Error {}

function* holds(shell: Shell, node: TestExpression, negated = ''): Program<boolean> {
  switch (node.type) {
    case 'TestLogical':
      for (const operand of node.operands) {
        const value: boolean = yield* holds(shell, operand);
        if (value === (node.operator === '||')) return value;
      }
      return node.operator === '&&';
    case 'TestNot':
      return (
        (yield* holds(shell, node.operand, '! '.repeat(node.negations.length))) !== (node.negations.length % 2 === 1)
      );
    case 'TestGroup':
      return yield* holds(shell, node.expression);
    case 'TestUnary': {
      const operand = yield* expandText(shell, node.operand);
      yield* trace(shell, `${negated}${node.operator} ${operand}`);
      return unary(shell, node.operator, operand);
    }
    default:
      return yield* binary(shell, node, negated);
  }
}

export function unary(shell: Shell, operator: string, operand: string): boolean {
  return stringTest(shell, operator, operand) ?? fileTest(shell, operator, operand);
}

function* trace(shell: Shell, text: string): Program {
  if (shell.options.is('xtrace')) yield* traceLine(shell, `[[ ${text} ]]`);
}

function* binary(
  shell: Shell,
  node: Extract<TestExpression, { type: 'TestBinary' }>,
  negated: string,
): Program<boolean> {
  const { operator } = node;
  const left = yield* expandText(shell, node.left);
  if (operator === '=~') {
    const regex = yield* expandRegex(shell, node.right);
    yield* trace(shell, `${negated}${left} =~ ${regex}`);
    return matchRegex(shell, left, regex);
  }
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = yield* expandPattern(shell, node.right);
    yield* trace(shell, `${negated}${left} ${operator} ${pattern}`);
    const options = { extglob: true, ignoreCase: shell.options.shopt('nocasematch') };
    const inCharacters = shell.utf8;
    const matched = matches(
      inCharacters ? decodeUtf8(left) : left,
      inCharacters ? decodeUtf8(pattern) : pattern,
      options,
    );
    return matched === (operator !== '!=');
  }
  const right = yield* expandText(shell, node.right);
  yield* trace(shell, `${negated}${left} ${operator} ${right}`);
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  if (/^-(nt|ot|ef)$/.test(operator)) return compareFiles(shell, operator, left, right);
  return compareNumbers(operator, arithmetic(shell, left, '[['), arithmetic(shell, right, '[['));
}

export function compareNumbers(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

const REPEATED = 24;

function matchRegex(shell: Shell, left: string, regex: string): boolean {
  const text = shell.utf8 ? decodeUtf8(left) : left;
  // a repetition of a repetition takes exponential time where it fails
  if (text.length > REPEATED && /\([^()]*[*+}][^()]*\)[*+{]/.test(regex))
    throw new ExpansionError(
      `[[: repetition within repetition over more than ${REPEATED} bytes: not in this simulator`,
    );
  const compiled = extendedRegExp(shell.utf8 ? decodeUtf8(regex) : regex, shell.options.shopt('nocasematch'));
  if (!compiled) throw new BadRegex();
  const found = compiled.exec(text);
  shell.variables.setArray('BASH_REMATCH', found ? [...found].map((part) => encodeIf(shell, part ?? '')) : []);
  return found !== null;
}

const encodeIf = (shell: Shell, text: string): string => (shell.utf8 ? encodeUtf8(text) : text);
