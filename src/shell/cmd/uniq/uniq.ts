// uniq (GNU coreutils 9.1): filters adjacent lines that are the same.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { closeInput, LineReader, openInput, quote, quoteIfOdd } from '../../text/input.ts';

export const uniq: Command = {
  name: 'uniq',
  summary: { zh: '去掉相邻的重复行', en: 'Filter adjacent matching lines from INPUT, writing to OUTPUT.' },
  options: [
    row('-c, --count', 'prefix lines by the number of occurrences', '行前加出现次数'),
    row('-d, --repeated', 'only print duplicate lines, one for each group', '只输出重复的行'),
    row('-D', 'print all duplicate lines', '输出所有重复的行'),
    absent('--all-repeated[=METHOD]', 'like -D, but allow separating groups', '同 -D，可分组'),
    absent('--group[=METHOD]', 'show all items, separating groups', '显示所有行并分组'),
    row('-f, --skip-fields=N', 'avoid comparing the first N fields', '不比较前 N 个字段'),
    row('-i, --ignore-case', 'ignore differences in case when comparing', '不分大小写'),
    row('-s, --skip-chars=N', 'avoid comparing the first N characters', '不比较前 N 个字符'),
    row('-u, --unique', 'only print unique lines', '只输出不重复的行'),
    row('-w, --check-chars=N', 'compare no more than N characters in lines', '最多比较 N 个字符'),
    row('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runUniq,
};

const NUMBERS = {
  f: 'number of fields to skip',
  s: 'number of bytes to skip',
  w: 'number of bytes to compare',
} as const;

function* runUniq(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, uniq, argv, { usage: '[OPTION]... [INPUT [OUTPUT]]' });
  if (typeof opts === 'number') return opts;
  for (const [key, what] of Object.entries(NUMBERS)) {
    const text = opts.value(key);
    if (text !== undefined && !/^\d+$/.test(text)) {
      yield* err(sys, `uniq: ${text}: invalid ${what}\n`);
      return 1;
    }
  }
  const [input = '-', output = '-', extra] = opts.operands;
  if (extra !== undefined) return yield* wrongUsage(sys, 'uniq', `extra operand ${quote(extra)}`);
  if (opts.has('c') && opts.has('D'))
    return yield* wrongUsage(sys, 'uniq', 'printing all duplicated lines and repeat counts is meaningless');
  const fd = openInput(sys, input);
  if (isErrno(fd)) {
    yield* err(sys, `uniq: ${quoteIfOdd(input)}: ${strerror(fd)}\n`);
    return 1;
  }
  let target = 1;
  if (output !== '-') {
    const opened = sys.open(output, 'write', { create: true, truncate: true });
    if (isErrno(opened)) {
      yield* err(sys, `uniq: ${quoteIfOdd(output)}: ${strerror(opened)}\n`);
      return 1;
    }
    target = opened;
  }
  const status = yield* filter(sys, fd, target, opts, input);
  closeInput(sys, fd);
  return status;
}

function* filter(sys: Sys, fd: number, target: number, opts: Parsed, input: string): Program<number> {
  const end = opts.has('z') ? '\0' : '\n';
  const reader = new LineReader(sys, fd, end);
  const groups = new Groups(opts, end);
  for (;;) {
    const batch = yield* reader.next();
    if (isErrno(batch)) {
      yield* err(sys, `uniq: error reading ${quote(input)}: ${strerror(batch)}\n`);
      return 1;
    }
    const text = batch ? batch.lines.map((line) => groups.take(line)).join('') : groups.close();
    if (text !== '') yield* target === 1 ? out(sys, text) : write(sys, target, text);
    if (!batch) return 0;
  }
}

function* write(sys: Sys, fd: number, text: string): Program {
  yield* sys.write(fd, text);
}

class Groups {
  readonly #opts: Parsed;
  readonly #end: string;
  #first: string | undefined;
  #key = '';
  #count = 0;

  constructor(opts: Parsed, end: string) {
    this.#opts = opts;
    this.#end = end;
  }

  take(line: string): string {
    const key = this.#keyOf(line);
    if (this.#first !== undefined && key === this.#key) {
      this.#count++;
      if (!this.#opts.has('D')) return '';
      return (this.#count === 2 ? this.#first + this.#end : '') + line + this.#end;
    }
    const text = this.close();
    this.#first = line;
    this.#key = key;
    this.#count = 1;
    return text;
  }

  /** The group that has ended. */
  close(): string {
    const line = this.#first;
    this.#first = undefined;
    if (line === undefined || this.#opts.has('D')) return '';
    if (this.#opts.has('u') && this.#count > 1) return '';
    if (this.#opts.has('d') && this.#count === 1) return '';
    return (this.#opts.has('c') ? `${String(this.#count).padStart(7)} ` : '') + line + this.#end;
  }

  #keyOf(line: string): string {
    let at = 0;
    for (let left = Number(this.#opts.value('f') ?? 0); left > 0; left--) {
      while (at < line.length && ' \t'.includes(line[at]!)) at++;
      while (at < line.length && !' \t'.includes(line[at]!)) at++;
    }
    at += Number(this.#opts.value('s') ?? 0);
    const most = Number(this.#opts.value('w') ?? Infinity);
    const key = line.slice(at, at + most);
    return this.#opts.has('i') ? key.replace(/[a-z]+/g, (c) => c.toUpperCase()) : key;
  }
}
