// comm (GNU coreutils 9.1), its merge by the library. The check of order is done here: what is out of order is said when a line
// of one file has no partner in the other, as GNU does.

import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { ask, asFiles, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { quote, quoteIfOdd } from '../../text/input.ts';

export const comm: Command = {
  name: 'comm',
  summary: { zh: '逐行比较两个已排序的文件', en: 'Compare sorted files FILE1 and FILE2 line by line.' },
  options: [
    row('-1', 'suppress column 1 (lines unique to FILE1)', '不显示第一栏（只在文件 1 中的行）'),
    row('-2', 'suppress column 2 (lines unique to FILE2)', '不显示第二栏（只在文件 2 中的行）'),
    row('-3', 'suppress column 3 (lines that appear in both files)', '不显示第三栏（两个文件都有的行）'),
    row('--check-order', 'check that the input is correctly sorted', '检查是否已排序'),
    row('--nocheck-order', 'do not check that the input is correctly sorted', '不检查是否已排序'),
    absent('--output-delimiter=STR', 'separate columns with STR', '各栏之间的分隔'),
    absent('--total', 'output a summary', '最后给出合计'),
    absent('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runComm,
};

const linesOf = (bytes: Bytes): string[] => {
  const lines = bytes.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

const isSorted = (lines: readonly string[]): boolean => lines.every((line, i) => i === 0 || lines[i - 1]! <= line);

function* runComm(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, comm, argv, { usage: '[OPTION]... FILE1 FILE2' });
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  if (operands.length === 0) return yield* wrongUsage(sys, 'comm', 'missing operand');
  if (operands.length === 1) return yield* wrongUsage(sys, 'comm', `missing operand after ${quote(operands[0]!)}`);
  if (operands.length > 2) return yield* wrongUsage(sys, 'comm', `extra operand ${quote(operands[2]!)}`);
  const { inputs } = yield* gather(sys, operands, (name, words) => `comm: ${quoteIfOdd(name)}: ${words}\n`);
  const [one, two] = inputs;
  if (one === undefined || two === undefined) return 1;
  const { names, extra } = asFiles([one, two]);
  const columns = ['1', '2', '3'].filter((letter) => opts.has(letter)).join('');
  const answer = yield* ask(sys, 'comm', [...(columns ? [`-${columns}`] : []), ...names], { extra });
  if (opts.has('nocheck-order')) return yield* print(sys, answer);
  const sides = [linesOf(one), linesOf(two)];
  const wrong = sides.flatMap((lines, i) => (isSorted(lines) ? [] : [i + 1]));
  const paired = sides[0]!.join('\n') === sides[1]!.join('\n');
  const status = yield* print(sys, answer);
  if (wrong.length === 0 || (paired && !opts.has('check-order'))) return status;
  for (const file of wrong) {
    yield* err(sys, `comm: file ${file} is not in sorted order\n`);
    if (opts.has('check-order')) return 1;
  }
  yield* err(sys, 'comm: input is not in sorted order\n');
  return 1;
}
