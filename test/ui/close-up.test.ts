import { expect, it } from 'vitest';
import { closeUp } from '../../src/ui/words/close-up.ts';

it('blanks between Chinese and Latin go, those between Latin words stay', () => {
  expect(closeUp('用 ipvsadm -e … -w 2 修改。')).toBe('用ipvsadm -e … -w 2修改。');
  expect(closeUp('No way there.')).toBe('No way there.');
});
