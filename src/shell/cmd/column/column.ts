// column (util-linux 2.38), its layout by the library. Leaves out: named columns, JSON, trees, filling rows first.

import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { notHere, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { ask, asFiles, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';

export const column: Command = {
  name: 'column',
  summary: { zh: '把各行排成栏', en: 'Columnate lists.' },
  options: [
    row('-t, --table', 'create a table', '排成表格'),
    row('-o, --output-separator=STRING', 'columns separator for table output', '输出各栏之间的分隔'),
    row('-s, --separator=STRING', 'possible table delimiters', '输入各栏的分隔符'),
    absent('-c, --output-width=WIDTH', 'width of output in number of characters', '输出宽度'),
    absent('-d, --table-noheadings', "don't print header", '不输出表头'),
    absent('-e, --table-header-repeat', 'repeat header for each page', '每页重复表头'),
    absent('-E, --table-noextreme=COLUMNS', "don't count long text from the columns to column width", '不计过长的栏'),
    absent('-H, --table-hide=COLUMNS', "don't print the columns", '不输出的栏'),
    absent('-J, --json', 'use JSON output format for table', '输出 JSON'),
    absent('-L, --keep-empty-lines', "don't ignore empty lines", '保留空行'),
    absent('-N, --table-columns=NAMES', 'comma separated columns names', '各栏的名字'),
    absent('-n, --table-name=NAME', 'table name for JSON output', 'JSON 的表名'),
    absent('-O, --table-order=COLUMNS', 'specify order of output columns', '输出的栏序'),
    absent('-R, --table-right=COLUMNS', 'right align text in these columns', '右对齐的栏'),
    absent('-W, --table-wrap=COLUMNS', 'wrap text in the columns when necessary', '折行的栏'),
    absent('-x, --fillrows', 'fill rows before columns', '先填行'),
  ],
  operands: 'file',
  main: runColumn,
};

/** Where the last column begins: a row that has fewer is filled up to there. */
function lastColumn(text: Bytes, separator: string | undefined, between = '  '): number {
  const widths: number[] = [];
  for (const line of text.split('\n')) {
    const cells = separator === undefined ? line.trim().split(/[ \t]+/) : splitAny(line, separator);
    for (const [i, cell] of cells.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return widths.slice(0, -1).reduce((sum, width) => sum + width + between.length, 0);
}

/** Each character of `separators` ends a cell. */
function splitAny(line: Bytes, separators: string): string[] {
  const cells = [''];
  for (const char of line) {
    if (separators.includes(char)) cells.push('');
    else cells[cells.length - 1] += char;
  }
  return cells;
}

function* runColumn(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, column, argv, { usage: '[options] [<file>...]' });
  if (typeof opts === 'number') return opts;
  if (!opts.has('t')) return yield* notHere(sys, 'column', 'without -t');
  const operands = opts.operands.length > 0 ? opts.operands : ['-'];
  const { inputs, failed } = yield* gather(sys, operands, (name, words) => `column: ${name}: ${words}\n`);
  const separator = opts.value('s');
  const text = inputs.map((bytes) => (bytes && !bytes.endsWith('\n') ? `${bytes}\n` : (bytes ?? ''))).join('');
  const args = ['-t'];
  if (separator !== undefined) args.push('-s', separator, '-n');
  const between = opts.value('o');
  if (between !== undefined) args.push('-o', between);
  const { names, extra } = asFiles([text]);
  const answer = yield* ask(sys, 'column', [...args, ...names], { extra });
  const rows = answer.stdout.split('\n');
  const stdout = rows
    .map((line) => (line === '' ? line : line.padEnd(lastColumn(text, separator, between))))
    .join('\n');
  const status = yield* print(sys, { ...answer, stdout });
  return failed ? 1 : status;
}
