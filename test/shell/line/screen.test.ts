import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Buffer as Line } from '../../../src/shell/line/buffer.ts';
import { Editor } from '../../../src/shell/line/editor.ts';
import { KeyDecoder } from '../../../src/shell/line/keys.ts';
import { charWidth } from '../../../src/shell/line/width.ts';

const PROMPT = '$ ';
const COLUMNS = 20;
const ROWS = 60;

/** Where the text and the cursor belong, counted by itself. */
function expected(text: string, cursor: number) {
  const rows = [''];
  let column = 0;
  let place = [0, 0];
  const chars = [...PROMPT, ...text];
  chars.forEach((char, i) => {
    const width = charWidth(char);
    if (column + width > COLUMNS) {
      rows.push('');
      column = 0;
    }
    if (i === cursor + PROMPT.length) place = [column, rows.length - 1];
    rows[rows.length - 1] += char;
    column += width;
  });
  if (cursor + PROMPT.length === chars.length)
    place = column === COLUMNS ? [0, rows.length] : [column, rows.length - 1];
  return { rows: rows.map((row) => row.trimEnd()), place };
}

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'ab c中文字', 'é') },
  fc.constantFrom('\x01', '\x05', '\x02', '\x06', '\x7f', '\x04', '\x0b', '\x15', '\x17', '\x19', '\x14', '\x1f'),
  fc.constantFrom(
    '\x1bb',
    '\x1bf',
    '\x1bd',
    '\x1b\x7f',
    '\x1bu',
    '\x1by',
    '\x1b[A',
    '\x1b[B',
    '\x1b[C',
    '\x1b[D',
    '\x1b[3~',
  ),
);

test('whatever is typed, the screen shows the line with the cursor in its place', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 60 }), async (keys) => {
      const editor = new Editor(
        COLUMNS,
        ['first 一二三', 'second one'],
        (_, cursor) => ({ from: cursor, candidates: [] }),
        new Line(),
      );
      const decoder = new KeyDecoder();
      let output = editor.begin(PROMPT);
      for (const one of decoder.decode(keys.join(''))) {
        const effect = editor.handle(one);
        output += effect.output;
        if (effect.done) return;
      }
      const terminal = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
      await new Promise<void>((resolve) => terminal.write(output, resolve));
      const { active } = terminal.buffer;
      const rows = Array.from({ length: active.length }, (_, i) =>
        active.getLine(i)!.translateToString(true).trimEnd(),
      );
      while (rows.at(-1) === '') rows.pop();
      const wanted = expected(editor.text, editor.buffer.cursor);
      while (wanted.rows.at(-1) === '') wanted.rows.pop();
      expect({ rows, place: [active.cursorX, active.cursorY] }).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
});

test('a prompt of several lines keeps only its last while the line is drawn anew', async () => {
  const editor = new Editor(COLUMNS, [], (_, cursor) => ({ from: cursor, candidates: [] }), new Line());
  let output = editor.begin('top\n> ');
  for (const one of new KeyDecoder().decode('ab\x01c')) output += editor.handle(one).output;
  const terminal = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  expect(terminal.buffer.active.getLine(1)!.translateToString(true)).toBe('> cab');
  expect(terminal.buffer.active.getLine(0)!.translateToString(true)).toBe('top');
});
