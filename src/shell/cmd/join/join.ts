// join (GNU coreutils 9.1), by the library. Both inputs must be sorted on the join field; what is not is refused in GNU's words, and
// nothing of it is printed (GNU prints what it had joined before).
// Leaves out: unpaired lines of both files at once (the library prints those of the second at the end), headers, -o auto.

import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { ask, asFiles, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { quote, quoteIfOdd } from '../../text/input.ts';

export const join: Command = {
  name: 'join',
  summary: {
    zh: '按共同字段连接两个文件',
    en: 'For each pair of input lines with identical join fields, write a line.',
  },
  options: [
    row('-1 FIELD', 'join on this FIELD of file 1', '文件 1 的连接字段'),
    row('-2 FIELD', 'join on this FIELD of file 2', '文件 2 的连接字段'),
    row('-a FILENUM', 'also print unpairable lines from file FILENUM', '也输出文件 FILENUM 中配不上的行'),
    row('-e STRING', 'replace missing input fields with STRING', '缺的字段用 STRING 代替'),
    row('-i, --ignore-case', 'ignore differences in case when comparing fields', '比较时不分大小写'),
    row('-j FIELD', 'equivalent to -1 FIELD -2 FIELD', '两个文件的连接字段'),
    row('-o FORMAT', 'obey FORMAT while constructing output line', '输出格式'),
    row('-t CHAR', 'use CHAR as input and output field separator', '字段分隔符'),
    row('-v FILENUM', 'like -a FILENUM, but suppress joined output lines', '只输出配不上的行'),
    row('--nocheck-order', 'do not check that the input is correctly sorted', '不检查是否已排序'),
    absent('--check-order', 'check that the input is correctly sorted', '检查是否已排序'),
    absent('--header', 'treat the first line in each file as field headers', '首行为表头'),
    absent('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runJoin,
};

const fieldsOf = (opts: Parsed): readonly [string, string] => [
  opts.value('1') ?? opts.value('j') ?? '1',
  opts.value('2') ?? opts.value('j') ?? '1',
];

function keyOf(line: string, field: number, opts: Parsed): string {
  const separator = opts.value('t');
  const fields = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
  const key = fields[field - 1] ?? '';
  return opts.has('i') ? key.toLowerCase() : key;
}

/** The first line that is less than the one before it. */
function disorder(text: Bytes, field: number, opts: Parsed): readonly [number, string] | undefined {
  const lines = text.split('\n');
  for (let i = 1; i < lines.length; i++)
    if (lines[i] !== '' && keyOf(lines[i]!, field, opts) < keyOf(lines[i - 1]!, field, opts)) return [i + 1, lines[i]!];
  return undefined;
}

function* refuse(sys: Sys, opts: Parsed): Program<number | undefined> {
  const { operands } = opts;
  if (operands.length === 0) return yield* wrongUsage(sys, 'join', 'missing operand');
  if (operands.length === 1) return yield* wrongUsage(sys, 'join', `missing operand after ${quote(operands[0]!)}`);
  if (operands.length > 2) return yield* wrongUsage(sys, 'join', `extra operand ${quote(operands[2]!)}`);
  for (const field of fieldsOf(opts))
    if (!/^[1-9]\d*$/.test(field)) {
      yield* err(sys, `join: invalid field number: ${quote(field)}\n`);
      return 1;
    }
  const unpaired = [...opts.values('a'), ...opts.values('v')];
  for (const file of unpaired)
    if (file !== '1' && file !== '2') {
      yield* err(sys, `join: invalid file number: ${quote(file)}\n`);
      return 1;
    }
  if (new Set(unpaired).size > 1) return yield* notHere(sys, 'join', '-a 1 -a 2');
  const format = opts.value('o');
  if (format !== undefined && !/^[12]\.[1-9]\d*([, ][12]\.[1-9]\d*)*$/.test(format))
    return yield* notHere(sys, 'join', `-o ${format}`);
  const separator = opts.value('t');
  if (separator !== undefined && separator.length !== 1) {
    yield* err(sys, `join: ${separator === '' ? 'empty tab' : `multi-character tab ${quote(separator)}`}\n`);
    return 1;
  }
  return undefined;
}

function* runJoin(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, join, argv, { usage: '[OPTION]... FILE1 FILE2' });
  if (typeof opts === 'number') return opts;
  const refused = yield* refuse(sys, opts);
  if (refused !== undefined) return refused;
  const { inputs } = yield* gather(sys, opts.operands, (name, words) => `join: ${quoteIfOdd(name)}: ${words}\n`);
  const [one, two] = inputs;
  if (one === undefined || two === undefined) return 1;
  const { names, extra } = asFiles([one, two]);
  const fields = fieldsOf(opts);
  const args = ['-1', fields[0], '-2', fields[1]];
  for (const key of ['t', 'a', 'v', 'e']) for (const value of opts.values(key)) args.push(`-${key}`, value);
  const format = opts.value('o');
  if (format !== undefined) args.push('-o', format.replaceAll(' ', ','));
  if (opts.has('i')) args.push('-i');
  const found = opts.has('nocheck-order') ? [] : [one, two].map((text, i) => disorder(text, Number(fields[i]), opts));
  if (found.every((each) => each === undefined))
    return yield* print(sys, yield* ask(sys, 'join', [...args, '--', ...names], { extra }));
  for (const [i, each] of found.entries())
    if (each) yield* err(sys, `join: ${opts.operands[i]}:${each[0]}: is not sorted: ${each[1]}\n`);
  yield* err(sys, 'join: input is not in sorted order\n');
  return 1;
}
