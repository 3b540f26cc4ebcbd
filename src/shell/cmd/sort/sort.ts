// sort (GNU coreutils 9.1) in the C locale. Leaves out: -R (its order is random by design), --debug, compressed temporaries.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, type Parsed, type Syntax } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { closeInput, openInput, quote, readLines } from '../../text/input.ts';
import { comparator, readKeys, type Ordering } from './key.ts';

export const sort: Command = {
  name: 'sort',
  summary: { zh: '排序', en: 'Write sorted concatenation of all FILE(s) to standard output.' },
  options: [
    row('-b, --ignore-leading-blanks', 'ignore leading blanks', '忽略行首空白'),
    row('-d, --dictionary-order', 'consider only blanks and alphanumeric characters', '只看空白、字母和数字'),
    row('-f, --ignore-case', 'fold lower case to upper case characters', '不分大小写'),
    row('-g, --general-numeric-sort', 'compare according to general numerical value', '按一般数值（可带指数）'),
    row('-i, --ignore-nonprinting', 'consider only printable characters', '只看可打印字符'),
    row('-M, --month-sort', "compare (unknown) < 'JAN' < ... < 'DEC'", '按月份'),
    row('-h, --human-numeric-sort', 'compare human readable numbers (e.g., 2K 1G)', '按带单位的数值（2K、1G）'),
    row('-n, --numeric-sort', 'compare according to string numerical value', '按数值'),
    absent('-R, --random-sort', 'shuffle, but group identical keys', '随机'),
    absent('--random-source=FILE', 'get random bytes from FILE', '随机源'),
    row('-r, --reverse', 'reverse the result of comparisons', '逆序'),
    row('-V, --version-sort', 'natural sort of (version) numbers within text', '按版本号'),
    row('-c, --check[=WHEN]', 'check for sorted input; do not sort', '只检查是否有序'),
    row('-C', 'like -c, but do not report first bad line', '同 -c，不报告'),
    absent('--debug', 'annotate the part of the line used to sort', '标出参与比较的部分'),
    row('--files0-from=F', 'read input from the files named in file F, NUL-separated', '从文件 F 读文件名'),
    row('-k, --key=KEYDEF', 'sort via a key; KEYDEF gives location and type', '按字段排序'),
    row('-m, --merge', 'merge already sorted files; do not sort', '合并已有序的文件'),
    row('-o, --output=FILE', 'write result to FILE instead of standard output', '结果写入文件', 'file'),
    row('-s, --stable', 'stabilize sort by disabling last-resort comparison', '稳定排序'),
    row('-S, --buffer-size=SIZE', 'use SIZE for main memory buffer (no effect here)', '内存缓冲大小（此处无作用）'),
    row('-t, --field-separator=SEP', 'use SEP instead of non-blank to blank transition', '字段分隔符'),
    row('-T, --temporary-directory=DIR', 'use DIR for temporaries (no effect here)', '临时目录（此处无作用）'),
    row('--parallel=N', 'change the number of sorts run concurrently (no effect here)', '并行数（此处无作用）'),
    row('-u, --unique', 'output only the first of an equal run', '相同的只留第一个'),
    row('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ].map((option) => (option.long === 'check' ? { ...option, arg: undefined, argOptional: undefined } : option)),
  operands: 'file',
  main: runSort,
};

const SYNTAX: Syntax = { status: 2 };

function* fail(sys: Sys, words: string): Program<number> {
  yield* err(sys, `sort: ${words}\n`);
  return 2;
}

function* runSort(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, sort, argv, SYNTAX);
  if (typeof opts === 'number') return opts;
  const separator = readSeparator(opts);
  if (typeof separator === 'object') return yield* fail(sys, separator.wrong);
  const ordering = readKeys(opts, separator);
  if ('wrong' in ordering) return yield* fail(sys, ordering.wrong);
  const end = opts.has('z') ? '\0' : '\n';
  if (opts.has('c') || opts.has('C')) return yield* check(sys, opts, ordering, end);
  const inputs: (readonly string[])[] = [];
  for (const name of opts.operands.length > 0 ? opts.operands : ['-']) {
    const found = yield* linesOf(sys, name, end);
    if (typeof found === 'number') return found;
    inputs.push(found);
  }
  const compare = comparator(ordering);
  const lines = opts.has('m') ? merge(inputs, compare.whole) : inputs.flat().sort(compare.whole);
  const kept = ordering.unique ? lines.filter((line, i) => i === 0 || compare.keys(lines[i - 1]!, line) !== 0) : lines;
  const text = kept.map((line) => line + end).join('');
  const target = opts.value('o');
  if (target === undefined) yield* out(sys, text);
  else {
    const failed = sys.writeFile(target, text);
    if (failed) return yield* fail(sys, `open failed: ${target}: ${strerror(failed)}`);
  }
  return 0;
}

function readSeparator(opts: Parsed): string | undefined | { readonly wrong: string } {
  const given = opts.value('t');
  if (given === undefined) return undefined;
  if (given === '') return { wrong: 'empty tab' };
  if (given === '\\0') return '\0';
  return given.length > 1 ? { wrong: `multi-character tab ${quote(given)}` } : given;
}

function* linesOf(sys: Sys, name: string, end: string): Program<readonly string[] | number> {
  const fd = openInput(sys, name);
  const found = isErrno(fd) ? fd : yield* readLines(sys, fd, end);
  if (!isErrno(fd)) closeInput(sys, fd);
  if (!isErrno(found)) return found.lines;
  return yield* fail(sys, `${isErrno(fd) ? 'cannot read' : 'read failed'}: ${name}: ${strerror(found)}`);
}

/** Of sorted inputs: always the least first line, of the earliest input among equals. */
function merge(inputs: readonly (readonly string[])[], compare: (a: string, b: string) => number): string[] {
  const at = inputs.map(() => 0);
  const merged: string[] = [];
  for (;;) {
    let least = -1;
    inputs.forEach((lines, i) => {
      const line = lines[at[i]!];
      if (line !== undefined && (least < 0 || compare(line, inputs[least]![at[least]!]!) < 0)) least = i;
    });
    if (least < 0) return merged;
    merged.push(inputs[least]![at[least]!++]!);
  }
}

function* check(sys: Sys, opts: Parsed, ordering: Ordering, end: string): Program<number> {
  if (opts.operands.length > 1)
    return yield* fail(sys, `extra operand ${quote(opts.operands[1]!)} not allowed with -${opts.last('cC')}`);
  const name = opts.operands[0] ?? '-';
  const lines = yield* linesOf(sys, name, end);
  if (typeof lines === 'number') return lines;
  const compare = comparator(ordering);
  const wrong = lines.findIndex((line, i) => {
    if (i === 0) return false;
    const order = (ordering.unique ? compare.keys : compare.whole)(lines[i - 1]!, line);
    return ordering.unique ? order >= 0 : order > 0;
  });
  if (wrong < 0) return 0;
  if (!opts.has('C')) yield* err(sys, `sort: ${name}:${wrong + 1}: disorder: ${lines[wrong]}\n`);
  return 1;
}
