import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extendedRegExp, isActive, matches } from '../../../src/shell/lang/pattern.ts';
import { escapePattern } from '../../../src/shell/lang/pieces.ts';

const plain = { extglob: false };
const extended = { extglob: true };

test.each([
  ['abc', 'a*c', true],
  ['a/c', 'a?c', true],
  ['x', '[!a-w]', true],
  ['-', '[a-]', true],
  [']', '[]]', true],
  ['5', '[[:digit:]]', true],
  ['a', '[z-a]', false],
  ['[a', '[a', true],
  ['a*c', 'a\\*c', true],
  ['abc', 'a\\*c', false],
  ['^', '[\\^]', true],
])('%s matches %s: %s', (text, pattern, expected) => {
  expect(matches(text, pattern, plain)).toBe(expected);
});

test.each([
  ['foo.txt', '!(*.c)', true],
  ['foo.c', '!(*.c)', false],
  ['abab', '+(ab)', true],
  ['', '*(ab)', true],
  ['x1', '@(x|y)[12]', true],
])('%s matches %s with extglob: %s', (text, pattern, expected) => {
  expect(matches(text, pattern, extended)).toBe(expected);
});

test('a text matches itself once it is escaped', () => {
  fc.assert(fc.property(fc.string(), (text) => matches(text, escapePattern(text), extended)));
});

test('an escaped text is no pattern', () => {
  fc.assert(fc.property(fc.string(), (text) => !isActive(escapePattern(text), true)));
});

test('regular expressions are POSIX: a brace that counts nothing is itself', () => {
  expect(extendedRegExp('^a{2}$', false)!.test('aa')).toBe(true);
  expect(extendedRegExp('{', false)!.test('{')).toBe(true);
  expect(extendedRegExp('[[:alpha:]]+-[0-9]', false)!.test('ab-1')).toBe(true);
  expect(extendedRegExp('(', false)).toBeUndefined();
});
