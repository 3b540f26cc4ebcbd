// head (GNU coreutils 9.1): the first lines or bytes of files, streaming; with -N also all but the last.

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';
import { eachInput, quote, readAll, readChunk } from '../../text/input.ts';
import { parseCount } from '../../text/number.ts';

export const head: Command = {
  name: 'head',
  summary: {
    zh: '输出文件开头的部分',
    en: 'Print the first 10 lines of each FILE to standard output.',
  },
  options: [
    row(
      '-c, --bytes=[-]NUM',
      'print the first NUM bytes; with -NUM all but the last',
      '前 NUM 个字节；-NUM：除最后 NUM 个',
    ),
    row(
      '-n, --lines=[-]NUM',
      'print the first NUM lines; with -NUM all but the last',
      '前 NUM 行；-NUM：除最后 NUM 行',
    ),
    row('-q, --quiet', 'never print headers giving file names', '不显示文件名'),
    row('-q, --silent', 'never print headers giving file names', '不显示文件名'),
    row('-v, --verbose', 'always print headers giving file names', '总是显示文件名'),
    row('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runHead,
};

interface Amount {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  readonly allBut: boolean;
  readonly end: string;
}

function* runHead(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, head, withOldNumber(argv));
  if (typeof opts === 'number') return opts;
  const unit = opts.last('cn') === 'c' ? 'bytes' : 'lines';
  const text = opts.value(unit === 'bytes' ? 'c' : 'n') ?? '10';
  const count = parseCount(text.replace(/^[-+]/, ''));
  if (count === undefined) {
    yield* err(sys, `head: invalid number of ${unit}: ${quote(text)}\n`);
    return 1;
  }
  const amount = { unit, count, allBut: text.startsWith('-'), end: opts.has('z') ? '\0' : '\n' } as const;
  const named = opts.last('qv') === 'v' || (opts.last('qv') === undefined && opts.operands.length > 1);
  let shown = 0;
  let directory = false;
  const cannotOpen = (name: string) => `cannot open ${quote(name)} for reading`;
  const show = function* (fd: number, name: string): Program<Errno | void> {
    if (named) yield* out(sys, `${shown++ > 0 ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
    const failed = amount.allBut ? yield* allBut(sys, fd, amount) : yield* first(sys, fd, amount);
    if (failed?.errno !== 'EISDIR') return failed;
    yield* err(sys, `head: error reading ${quote(name)}: Is a directory\n`);
    directory = true;
  };
  const well = yield* eachInput(sys, 'head', opts.operands, show, cannotOpen);
  return well && !directory ? 0 : 1;
}

/** -5 and -5c, as before options had letters. */
export function withOldNumber(argv: readonly string[]): readonly string[] {
  const old = /^-(\d+[bkm]?)([clqv]*)$/.exec(argv[1] ?? '');
  if (!old) return argv;
  const [, number, letters = ''] = old;
  const others = letters.replace(/[cl]/g, '');
  return [
    argv[0]!,
    letters.includes('c') ? `-c${number}` : `-n${number}`,
    ...(others ? [`-${others}`] : []),
    ...argv.slice(2),
  ];
}

function* first(sys: Sys, fd: number, { unit, count, end }: Amount): Program<Errno | undefined> {
  let left = count;
  while (left > 0) {
    const data = yield* readChunk(sys, fd);
    if (isErrno(data)) return data;
    if (data === '') return undefined;
    if (unit === 'bytes') {
      yield* out(sys, data.slice(0, left));
      left -= Math.min(left, data.length);
      continue;
    }
    let upTo = 0;
    while (left > 0) {
      const at = data.indexOf(end, upTo);
      upTo = at < 0 ? data.length : at + 1;
      if (at < 0) break;
      left--;
    }
    yield* out(sys, data.slice(0, upTo));
  }
  return undefined;
}

function* allBut(sys: Sys, fd: number, { unit, count, end }: Amount): Program<Errno | undefined> {
  const data = yield* readAll(sys, fd);
  if (isErrno(data)) return data;
  if (unit === 'bytes') yield* out(sys, data.slice(0, Math.max(0, data.length - count)));
  else yield* out(sys, data.slice(0, startOfLast(data, count, end)));
  return undefined;
}

/** Where the last `count` lines begin. */
export function startOfLast(data: string, count: number, end: string): number {
  if (count === 0) return data.length;
  let at = data.endsWith(end) ? data.length - 1 : data.length;
  for (let left = count; left > 0; left--) {
    if (at <= 0) return 0;
    at = data.lastIndexOf(end, at - 1);
    if (at < 0) return 0;
  }
  return at + 1;
}
