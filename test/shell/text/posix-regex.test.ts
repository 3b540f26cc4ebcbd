import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex, escapeLiteral } from '../../../src/shell/text/posix-regex.ts';

function found(
  pattern: string,
  text: string,
  how: { extended?: boolean; ignoreCase?: boolean } = {},
): string | undefined {
  const compiled = compileRegex(pattern, { extended: false, ...how });
  if ('wrong' in compiled) return `wrong: ${compiled.wrong}`;
  return compiled.exec(text)?.[0];
}

describe('basic expressions', () => {
  test.each([
    ['a\\{2\\}', 'aaa', 'aa'],
    ['a+b', 'a+b', 'a+b'],
    ['a\\+b', 'aaab', 'aaab'],
    ['\\(ab\\)\\1', 'abab', 'abab'],
    ['x\\|y', 'y', 'y'],
    ['*a', '*a', '*a'],
    ['a^b$c', 'a^b$c', 'a^b$c'],
    ['[]x]', ']', ']'],
    ['[^]a]', ']ab', 'b'],
    ['[[:digit:]]*', '12a', '12'],
    ['[a\\]', 'a', 'a'],
    ['\\<b', 'ab b', 'b'],
  ])('%s in %s finds %s', (pattern, text, match) => {
    expect(found(pattern, text)).toBe(match);
  });
});

describe('extended expressions', () => {
  test.each([
    ['(a|b)+c', 'xabac', 'abac'],
    ['a{1', 'a{1', 'a{1'],
    ['a{,2}b', 'aab', 'aab'],
    ['a)', 'a)', 'a)'],
    ['foo|foobar', 'foobar', 'foobar'],
    ['a**', 'aa', 'aa'],
    ['()', 'x', ''],
  ])('%s in %s finds %s', (pattern, text, match) => {
    expect(found(pattern, text, { extended: true })).toBe(match);
  });

  test('case is ignored in letters, ranges and classes', () => {
    expect(found('[a-c]X[[:upper:]]', 'Bxz', { extended: true, ignoreCase: true })).toBe('Bxz');
  });
});

describe('what is wrong', () => {
  test.each([
    ['[', 'Invalid regular expression'],
    ['[a', 'Unmatched [, [^, [:, [., or [='],
    ['\\(a', 'Unmatched ( or \\('],
    ['a\\)', 'Unmatched ) or \\)'],
    ['a\\', 'Trailing backslash'],
    ['a\\{1', 'Unmatched \\{'],
    ['a\\{2,1\\}', 'Invalid content of \\{\\}'],
    ['[b-a]', 'Invalid range end'],
    ['[[:foo:]]', 'Invalid character class name'],
    ['\\1', 'Invalid back reference'],
  ])('%s is told in GNU’s words', (pattern, words) => {
    expect(found(pattern, '')).toBe(`wrong: ${words}`);
  });
});

test('an escaped literal matches itself and nothing shorter', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      expect(new RegExp(`^(?:${escapeLiteral(text)})$`).test(text)).toBe(true);
    }),
  );
});

test('no pattern makes the translator throw or JavaScript refuse its translation', () => {
  const pattern = fc.string({ unit: fc.constantFrom(...'ab[]()^$*+?{}|\\.-:,12'), maxLength: 12 });
  fc.assert(
    fc.property(pattern, fc.boolean(), (text, extended) => {
      compileRegex(text, { extended });
    }),
    { numRuns: 3000 },
  );
});
