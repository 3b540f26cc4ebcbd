// diff (GNU diffutils 3.8) of two files, the comparison by the library, the formats printed here. Leaves out: directories, two
// columns, the context format, ed scripts, ignoring blanks. Where several smallest differences exist, the library's choice
// may be another than GNU's.

import type { Bytes } from '../../../base/bytes.ts';
import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { ask, asFiles, gather } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { localTime } from '../../text/calendar.ts';
import { isDirectory, quote } from '../../text/input.ts';
import { printNormal, printUnified, readPatch, sideOf } from './hunks.ts';

export const diff: Command = {
  name: 'diff',
  summary: { zh: '逐行比较两个文件', en: 'Compare FILES line by line.' },
  options: [
    row('--normal', 'output a normal diff (the default)', '普通格式（默认）'),
    row('-q, --brief', 'report only when files differ', '只报告是否不同'),
    row('-s, --report-identical-files', 'report when two files are the same', '相同时也报告'),
    row('-u', 'output 3 lines of unified context', '合并格式，前后各 3 行'),
    row('-U, --unified[=NUM]', 'output NUM (default 3) lines of unified context', '合并格式，前后各 NUM 行'),
    row('--label=LABEL', 'use LABEL instead of file name and timestamp', '用 LABEL 代替文件名和时间'),
    row('-a, --text', 'treat all files as text', '都当作文本'),
    row('-N, --new-file', 'treat absent files as empty', '不存在的文件当作空文件'),
    absent('-i, --ignore-case', 'ignore case differences in file contents', '不分大小写'),
    absent('-c, --context[=NUM]', 'output NUM (default 3) lines of copied context', '上下文格式'),
    absent('-C NUM', 'output NUM lines of copied context', '上下文格式，前后各 NUM 行'),
    absent('-e, --ed', 'output an ed script', 'ed 脚本'),
    absent('-y, --side-by-side', 'output in two columns', '两栏'),
    absent('-r, --recursive', 'recursively compare any subdirectories found', '递归比较目录'),
    absent('-w, --ignore-all-space', 'ignore all white space', '忽略所有空白'),
    absent('-b, --ignore-space-change', 'ignore changes in the amount of white space', '忽略空白数量的变化'),
    absent('-B, --ignore-blank-lines', 'ignore changes where lines are all blank', '忽略空行的变化'),
    absent('-I, --ignore-matching-lines=RE', 'ignore changes where all lines match RE', '忽略匹配 RE 的行'),
    absent('--color[=WHEN]', 'color output', '用颜色'),
  ],
  operands: 'file',
  main: runDiff,
};

const SYNTAX = {
  usage: '[OPTION]... FILES',
  status: 2,
  hint: "diff: Try 'diff --help' for more information.\n",
} as const;

function* runDiff(sys: Sys, argv: readonly string[]): Program<number> {
  // -U takes its number as a word of its own; --unified only behind '='.
  const words = argv.flatMap((word, i) =>
    argv[i - 1] === '-U' ? [] : word === '-U' ? [`-U${argv[i + 1] ?? ''}`] : [word],
  );
  const opts = yield* getopt(sys, diff, words, SYNTAX);
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  if (operands.length < 2)
    return yield* wrongUsage(sys, 'diff', `missing operand after ${quote(operands[0] ?? argv.at(-1)!)}`, SYNTAX);
  if (operands.length > 2) return yield* wrongUsage(sys, 'diff', `extra operand ${quote(operands[2]!)}`, SYNTAX);
  const context = contextOf(opts);
  if (context !== undefined && !/^\d+$/.test(context)) {
    yield* err(sys, `diff: invalid context length ${quote(context)}\n${SYNTAX.hint}`);
    return 2;
  }
  const files = besideDirectory(sys, operands);
  if (files.every((name) => isDirectory(sys, name))) return yield* notHere(sys, 'diff', 'directories');
  const given = opts.has('N')
    ? files.map((name) => (isErrno(sys.stat(name)) && name !== '-' ? '/dev/null' : name))
    : files;
  const { inputs } = yield* gather(sys, given, (name, reason) => `diff: ${name}: ${reason}\n`);
  const [one, two] = inputs;
  if (one === undefined || two === undefined) return 2;
  return yield* report(sys, opts, files, [one, two], context);
}

function contextOf(opts: Parsed): string | undefined {
  const asked = opts.value('U');
  if (asked !== undefined) return asked;
  return opts.has('u') || opts.has('U') ? '3' : undefined;
}

/** A file and a directory: the file of that name in the directory. */
function besideDirectory(sys: Sys, [one, two]: readonly Bytes[]): readonly [Bytes, Bytes] {
  const base = (name: Bytes) => name.replace(/\/+$/, '').replace(/^.*\//, '');
  if (isDirectory(sys, one!) && !isDirectory(sys, two!)) return [`${one!.replace(/\/$/, '')}/${base(two!)}`, two!];
  if (isDirectory(sys, two!) && !isDirectory(sys, one!)) return [one!, `${two!.replace(/\/$/, '')}/${base(one!)}`];
  return [one!, two!];
}

function* report(
  sys: Sys,
  opts: Parsed,
  files: readonly [Bytes, Bytes],
  [one, two]: readonly [Bytes, Bytes],
  context: string | undefined,
): Program<number> {
  if (one === two) {
    if (opts.has('s')) yield* out(sys, `Files ${files[0]} and ${files[1]} are identical\n`);
    return 0;
  }
  if (opts.has('q')) {
    yield* out(sys, `Files ${files[0]} and ${files[1]} differ\n`);
    return 1;
  }
  if (!opts.has('a') && (one.includes('\0') || two.includes('\0'))) {
    yield* out(sys, `Binary files ${files[0]} and ${files[1]} differ\n`);
    return 1;
  }
  const { names, extra } = asFiles([one, two]);
  const { stdout } = yield* ask(sys, 'diff', names, { extra });
  const changes = readPatch(stdout);
  const sides = [sideOf(one), sideOf(two)] as const;
  if (context === undefined) yield* out(sys, printNormal(changes, ...sides));
  else {
    const labels = opts.values('label');
    const heads = files.map((name, i) => labels[i] ?? `${name}\t${stamp(sys, name)}`);
    yield* out(sys, `--- ${heads[0]}\n+++ ${heads[1]}\n${printUnified(changes, ...sides, Number(context))}`);
  }
  return 1;
}

/** 2026-11-23 17:21:16.000000000 +0800 */
function stamp(sys: Sys, name: Bytes): string {
  const stat = name === '-' ? undefined : sys.stat(name);
  const atUs = stat === undefined || isErrno(stat) ? sys.nowUs : stat.modifiedUs;
  const seconds = sys.epochSeconds + (atUs - sys.nowUs) / 1e6;
  const time = localTime(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = String((((Math.round(seconds * 1e6) % 1e6) + 1e6) % 1e6) * 1000).padStart(9, '0');
  const date = `${time.year}-${two(time.month)}-${two(time.day)}`;
  return `${date} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${fraction} +0800`;
}
