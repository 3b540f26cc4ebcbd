// tail (GNU coreutils 9.1): the last lines or bytes of files, or all from the Nth on; -f and -F wait for more. Leaves out:
// --retry without -F and the real thing's inotify (growth is looked for every --sleep-interval, as tail does without it).

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import { SECOND } from '../../../base/time.ts';
import type { Sys } from '../../../host/sys.ts';
import { sleepUntil, type Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { closeInput, openInput, quote, readAll, readChunk } from '../../text/input.ts';
import { parseCount, parseDuration } from '../../text/number.ts';
import { startOfLast, withOldNumber } from '../head/head.ts';

export const tail: Command = {
  name: 'tail',
  summary: { zh: '输出文件末尾的部分', en: 'Print the last 10 lines of each FILE to standard output.' },
  options: [
    row(
      '-c, --bytes=[+]NUM',
      'output the last NUM bytes; with +NUM from byte NUM on',
      '最后 NUM 个字节；+NUM：从第 NUM 个起',
    ),
    row('-f', 'output appended data as the file grows', '文件增长时接着输出'),
    row('--follow[=HOW]', 'as -f; HOW is descriptor (default) or name', '同 -f；HOW 为 descriptor 或 name', [
      'descriptor',
      'name',
    ]),
    row('-F', 'same as --follow=name --retry', '等于 --follow=name --retry'),
    row(
      '-n, --lines=[+]NUM',
      'output the last NUM lines; with +NUM from line NUM on',
      '最后 NUM 行；+NUM：从第 NUM 行起',
    ),
    absent('--pid=PID', 'with -f, terminate after process PID dies', '进程 PID 结束后停止'),
    absent('--max-unchanged-stats=N', 'with --follow=name, reopen after N iterations', '重新打开文件前的查看次数'),
    row('-q, --quiet', 'never output headers giving file names', '不显示文件名'),
    row('-q, --silent', 'never output headers giving file names', '不显示文件名'),
    row('--retry', 'keep trying to open a file if it is inaccessible', '打不开时一直重试'),
    row('-s, --sleep-interval=N', 'with -f, sleep for approximately N seconds (default 1.0)', '两次查看的间隔秒数'),
    row('-v, --verbose', 'always output headers giving file names', '总是显示文件名'),
    row('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runTail,
};

interface Amount {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  readonly fromStart: boolean;
  readonly end: string;
}

/** A file that is followed. */
interface Followed {
  readonly name: string;
  fd: number | undefined;
  inode: number | undefined;
  read: number;
}

function* runTail(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, tail, withOldNumber(withPlus(argv)));
  if (typeof opts === 'number') return opts;
  const unit = opts.last('cn') === 'c' ? 'bytes' : 'lines';
  const text = opts.value(unit === 'bytes' ? 'c' : 'n') ?? '10';
  const count = parseCount(text.replace(/^[-+]/, ''));
  if (count === undefined) {
    yield* err(sys, `tail: invalid number of ${unit}: ${quote(text)}\n`);
    return 1;
  }
  const interval = parseDuration(opts.value('s') ?? '1');
  if (interval === undefined) {
    yield* err(sys, `tail: invalid number of seconds: ${quote(opts.value('s')!)}\n`);
    return 1;
  }
  const amount = { unit, count, fromStart: text.startsWith('+'), end: opts.has('z') ? '\0' : '\n' } as const;
  const names = opts.operands.length > 0 ? opts.operands : ['-'];
  const headers = new Headers(sys, opts.last('qv') === 'v' || (!opts.has('q') && names.length > 1));
  const byName = opts.has('F') || opts.value('follow') === 'name';
  const follow = opts.has('f') || opts.has('follow') || opts.has('F');
  const followed: Followed[] = [];
  let status = 0;
  for (const name of names) {
    const fd = openInput(sys, name);
    const failed = isErrno(fd) ? fd : yield* showEnd(sys, fd, name, amount, headers);
    if (failed) {
      const words = isErrno(fd) ? `cannot open ${quote(name)} for reading` : `error reading ${quote(name)}`;
      yield* err(sys, `tail: ${words}: ${strerror(failed)}\n`);
      status = 1;
    }
    if (follow && !failed && name !== '-') followed.push({ name, fd: fd as number, ...identity(sys, name) });
    else if (!isErrno(fd)) closeInput(sys, fd);
    if (failed && follow && byName && opts.has('F')) followed.push({ name, fd: undefined, inode: undefined, read: 0 });
  }
  if (!follow) return status;
  if (followed.length === 0) {
    if (names.includes('-')) return status;
    yield* err(sys, 'tail: no files remaining\n');
    return 1;
  }
  for (;;) {
    yield* sleepUntil(sys.nowUs + Math.max(1, Math.round(interval * SECOND)));
    for (const file of followed) yield* showGrowth(sys, file, byName, headers);
  }
}

/** tail +3 FILE, as before options had letters. */
function withPlus(argv: readonly string[]): readonly string[] {
  const old = /^\+(\d+)([cl]?)$/.exec(argv[1] ?? '');
  return old && argv.length <= 3
    ? [argv[0]!, old[2] === 'c' ? `-c+${old[1]}` : `-n+${old[1]}`, ...argv.slice(2)]
    : argv;
}

function identity(sys: Sys, name: string): { inode: number | undefined; read: number } {
  const stat = sys.stat(name);
  return isErrno(stat) ? { inode: undefined, read: 0 } : { inode: stat.inode, read: stat.size };
}

/** Writes "==> NAME <==" whenever output turns to another file. */
class Headers {
  readonly #sys: Sys;
  readonly #wanted: boolean;
  #current: string | undefined;

  constructor(sys: Sys, wanted: boolean) {
    this.#sys = sys;
    this.#wanted = wanted;
  }

  *turnTo(name: string): Program {
    if (!this.#wanted || this.#current === name) return;
    const gap = this.#current === undefined ? '' : '\n';
    this.#current = name;
    yield* out(this.#sys, `${gap}==> ${name === '-' ? 'standard input' : name} <==\n`);
  }
}

function* showEnd(sys: Sys, fd: number, name: string, amount: Amount, headers: Headers): Program<Errno | undefined> {
  yield* headers.turnTo(name);
  if (amount.fromStart) return yield* showFrom(sys, fd, amount);
  const data = yield* readAll(sys, fd);
  if (isErrno(data)) return data;
  const { unit, count, end } = amount;
  yield* out(sys, data.slice(unit === 'bytes' ? Math.max(0, data.length - count) : startOfLast(data, count, end)));
  return undefined;
}

function* showFrom(sys: Sys, fd: number, { unit, count, end }: Amount): Program<Errno | undefined> {
  let skip = Math.max(0, count - 1);
  for (;;) {
    const data = yield* readChunk(sys, fd);
    if (isErrno(data)) return data;
    if (data === '') return undefined;
    let from = 0;
    if (unit === 'bytes') {
      from = Math.min(skip, data.length);
      skip -= from;
    } else
      while (skip > 0 && from < data.length) {
        const at = data.indexOf(end, from);
        from = at < 0 ? data.length : at + 1;
        if (at >= 0) skip--;
      }
    yield* out(sys, data.slice(from));
  }
}

function* showGrowth(sys: Sys, file: Followed, byName: boolean, headers: Headers): Program {
  const stat = sys.stat(file.name);
  if (byName && isErrno(stat)) {
    if (file.fd !== undefined) {
      yield* err(sys, `tail: ${quote(file.name)} has become inaccessible: ${strerror(stat)}\n`);
      sys.close(file.fd);
      file.fd = undefined;
    }
    return;
  }
  const replaced = byName && !isErrno(stat) && (file.fd === undefined || stat.inode !== file.inode);
  if (replaced || (!isErrno(stat) && stat.size < file.read)) {
    const words = !replaced
      ? 'file truncated'
      : `${quote(file.name)} has ${file.fd === undefined ? 'appeared' : 'been replaced'};  following new file`;
    yield* err(sys, `tail: ${replaced ? '' : `${file.name}: `}${words}\n`);
    if (file.fd !== undefined) sys.close(file.fd);
    const fd = sys.open(file.name, 'read');
    if (isErrno(fd)) return;
    file.fd = fd;
    file.inode = isErrno(stat) ? undefined : stat.inode;
    file.read = 0;
  }
  if (file.fd === undefined) return;
  const data = yield* readAll(sys, file.fd);
  if (isErrno(data) || data === '') return;
  file.read += data.length;
  yield* headers.turnTo(file.name);
  yield* out(sys, data);
}
