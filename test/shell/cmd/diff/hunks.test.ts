// diff's formats from a patch.

import { describe, expect, test } from 'vitest';
import { printNormal, printUnified, readPatch, sideOf } from '../../../../src/shell/cmd/diff/hunks.ts';

const one = sideOf('a\nb\nc\nd\n');
const two = sideOf('a\nX\nc\nd\ne');
const changes = readPatch('--- 1\n+++ 2\n@@ -1,4 +1,5 @@\n a\n-b\n+X\n c\n d\n+e\n\\ No newline at end of file\n');

describe('the formats of diff', () => {
  test('normal', () => {
    expect(printNormal(changes, one, two)).toBe('2c2\n< b\n---\n> X\n4a5\n> e\n\\ No newline at end of file\n');
  });

  test('unified without context', () => {
    expect(printUnified(changes, one, two, 0)).toBe(
      '@@ -2 +2 @@\n-b\n+X\n@@ -4,0 +5 @@\n+e\n\\ No newline at end of file\n',
    );
  });

  test('contexts that meet are one hunk', () => {
    expect(printUnified(changes, one, two, 1)).toBe(
      '@@ -1,4 +1,5 @@\n a\n-b\n+X\n c\n d\n+e\n\\ No newline at end of file\n',
    );
  });
});
