// find's command line as it is read before the library has it.

import { describe, expect, test } from 'vitest';
import { readLine } from '../../../../src/shell/cmd/find/expression.ts';

describe("find's expression", () => {
  test.each([
    [['-foo'], "unknown predicate `-foo'"],
    [['-name'], "missing argument to `-name'"],
    [['-type', 'x'], 'Unknown argument to -type: x'],
    [['-maxdepth', 'x'], "Expected a positive decimal integer argument to -maxdepth, but got 'x'"],
    [['-exec', 'echo'], "missing argument to `-exec'"],
    [['-name', 'a', 'b'], "paths must precede expression: `b'"],
    [['(', '-name', 'a'], "invalid expression; I was expecting to find a ')' somewhere but did not see one."],
  ])('%j is wrong in the words of GNU', (words, said) => {
    expect(readLine(['.', ...words])).toEqual({ words: said });
  });

  test('ages are moments of virtual time', () => {
    const line = readLine(['-mmin', '2']);
    expect(line).toMatchObject({ paths: ['.'] });
    expect('ages' in line && [...line.ages.values()]).toEqual([120e6, 60e6]);
  });

  test('sizes are counted in whole units', () => {
    expect(readLine(['-size', '1k'])).toMatchObject({ args: ['(', '-size', '+0c', '-size', '-1025c', ')'] });
  });

  test('modes in letters', () => {
    expect(readLine(['-perm', '-u+x,g=r'])).toMatchObject({ args: ['-perm', '-140'] });
  });

  test('what would go on whatever a command answered is refused', () => {
    expect(readLine(['-exec', 'false', ';', '-print'])).toEqual({ refused: '-exec ... ; -print' });
  });
});
