import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, type Names } from '../../../src/shell/lang/arithmetic.ts';

function names(values: Record<string, string> = {}): Names {
  return {
    strict: false,
    get: (name) => values[name],
    set: (name, _subscript, value) => {
      values[name] = value;
    },
  };
}

test.each([
  ['2**3**2', 512n],
  ['-2**2', 4n],
  ['-7/2', -3n],
  ['-7%3', -1n],
  ['1<<4>>2', 4n],
  ['7&3|8^1', 11n],
  ['1?2:3', 2n],
  ['0x1f + 010 + 2#101', 44n],
  ['9223372036854775807+1', -9223372036854775808n],
  ['(1,2,3)', 3n],
  ['', 0n],
])('%s = %s', (expression, value) => {
  expect(evaluate(expression, names())).toBe(value);
});

test('names are expressions, and assignment gives its value', () => {
  const values: Record<string, string> = { a: 'b+1', b: '4' };
  expect(evaluate('a * 2', names(values))).toBe(10n);
  expect(evaluate('c = b += 2', names(values))).toBe(6n);
  expect(values).toMatchObject({ b: '6', c: '6' });
});

test('what is not taken is not done', () => {
  const values: Record<string, string> = { a: '0' };
  expect(evaluate('0 && (a = 5)', names(values))).toBe(0n);
  expect(evaluate('1 ? 7 : (a = 5)', names(values))).toBe(7n);
  expect(evaluate('0 && 1/0', names(values))).toBe(0n);
  expect(values.a).toBe('0');
});

test.each([
  ['1+', '1+: syntax error: operand expected (error token is "+")'],
  ['1/0', '1/0: division by 0 (error token is "0")'],
  ['1.5', '1.5: syntax error: invalid arithmetic operator (error token is ".5")'],
  ['1=2', '1=2: attempted assignment to non-variable (error token is "=2")'],
  ['08', '08: value too great for base (error token is "08")'],
])('%s: %s', (expression, words) => {
  expect(() => evaluate(expression, names())).toThrow(words);
});

test('operators agree with 64-bit arithmetic', () => {
  const operators: Record<string, (a: bigint, b: bigint) => bigint> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '&': (a, b) => a & b,
    '|': (a, b) => a | b,
    '^': (a, b) => a ^ b,
  };
  const int64 = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(int64, int64, fc.constantFrom(...Object.keys(operators)), (a, b, operator) => {
      expect(evaluate(`(${a}) ${operator} (${b})`, names())).toBe(BigInt.asIntN(64, operators[operator]!(a, b)));
    }),
  );
});
