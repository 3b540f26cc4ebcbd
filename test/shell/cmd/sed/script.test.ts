// sed's scripts as they are read before the library has them.

import { describe, expect, test } from 'vitest';
import { readScript } from '../../../../src/shell/cmd/sed/script.ts';

describe('a sed script', () => {
  test.each([
    ['s/a/b', "unterminated `s' command", 5],
    ['s/a/b/k', "unknown option to `s'", 7],
    ['k', "unknown command: `k'", 1],
    ['s/\\(a/b/', 'Unmatched ( or \\(', 8],
    ['2,p', "unexpected `,'", 3],
    ['/a', 'unterminated address regex', 2],
    ['{p', "unmatched `{'", 0],
    ['p}', "unexpected `}'", 2],
    ['y/ab/c/', "strings for `y' command are different lengths", 7],
    ['s/a/\\1/', "invalid reference \\1 on `s' command's RHS", 7],
  ])('%s is wrong in the words of GNU', (script, wrong, at) => {
    expect(readScript(script, false)).toEqual({ wrong, at });
  });

  test.each([
    ['e date', 'command e'],
    ['s/a/\\U&/', '\\U, \\L, \\u, \\l and \\E in a replacement'],
    ['q5', 'q5'],
    ['s/\\(a\\)\\1/b/', 'back-references in a pattern'],
    ['/a/,/b/c text', 'c with a range that ends at a pattern'],
    ['w /dev/stdout', 'w /dev/stdout'],
  ])('%s is refused by name', (script, refused) => {
    expect(readScript(script, false)).toEqual({ refused });
  });

  test('a bracket hides the delimiter', () => {
    expect(readScript('s/[a/]/x/', false)).toMatchObject({ text: 's\x02[a/]\x02x\x02' });
  });

  test('#n in the first line is -n', () => {
    expect(readScript('#n\np', false)).toMatchObject({ quiet: true });
  });
});
