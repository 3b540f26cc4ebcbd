// Candidates in columns, down before across, as readline lists them (complete.c).

import { textWidth } from './width.ts';

export function inColumns(words: readonly string[], columns: number): string {
  const width = Math.max(...words.map(textWidth)) + 2;
  const across = Math.max(1, Math.floor((columns - 1) / width));
  const rows = Math.ceil(words.length / across);
  let text = '';
  for (let row = 0; row < rows; row++) {
    for (let at = row; at < words.length; at += rows) {
      const word = words[at]!;
      text += at + rows < words.length ? word + ' '.repeat(width - textWidth(word)) : word;
    }
    text += '\r\n';
  }
  return text;
}

export function commonPrefix(words: readonly string[]): string {
  let prefix = words[0] ?? '';
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
