import { expect, test } from 'vitest';
import { braceExpand } from '../../../src/shell/lang/brace.ts';

test.each([
  ['a{b,c}d', ['abd', 'acd']],
  ['{1..3}', ['1', '2', '3']],
  ['{01..03}', ['01', '02', '03']],
  ['{5..1..2}', ['5', '3', '1']],
  ['{a..e..2}', ['a', 'c', 'e']],
  ['{a,b{c,d}}', ['a', 'bc', 'bd']],
  ['{a}', ['{a}']],
  ['{a,b', ['{a,b']],
  ['${x}{a,b}', ['${x}a', '${x}b']],
  ['"{a,b}"', ['"{a,b}"']],
  ['{"a,b",c}', ['"a,b"', 'c']],
  ['{$(x,y),z}', ['$(x,y)', 'z']],
])('%s → %j', (text, texts) => {
  expect(braceExpand(text)).toEqual(texts);
});

test('a range too long is refused and not made', () => {
  expect(() => braceExpand('{1..1000000000}')).toThrow('too many words');
});
