// cat (GNU coreutils 9.1): concatenate, with numbering and visible control characters. Leaves out: nothing that is documented.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { row } from '../../option.ts';
import { eachInput, LineReader, readChunk } from '../../text/input.ts';

export const cat: Command = {
  name: 'cat',
  summary: { zh: '连接文件并输出', en: 'Concatenate FILE(s) to standard output.' },
  options: [
    row('-A, --show-all', 'equivalent to -vET', '等于 -vET'),
    row('-b, --number-nonblank', 'number nonempty output lines, overrides -n', '给非空行编号'),
    row('-e', 'equivalent to -vE', '等于 -vE'),
    row('-E, --show-ends', 'display $ at end of each line', '行尾显示 $'),
    row('-n, --number', 'number all output lines', '给所有行编号'),
    row('-s, --squeeze-blank', 'suppress repeated empty output lines', '连续空行只留一行'),
    row('-t', 'equivalent to -vT', '等于 -vT'),
    row('-T, --show-tabs', 'display TAB characters as ^I', '制表符显示为 ^I'),
    row('-u', '(ignored)', '（忽略）'),
    row('-v, --show-nonprinting', 'use ^ and M- notation, except for LFD and TAB', '用 ^ 和 M- 显示控制字符'),
  ],
  operands: 'file',
  main: runCat,
};

function* runCat(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, cat, argv);
  if (typeof opts === 'number') return opts;
  const has = (keys: string) => [...keys].some((key) => opts.has(key));
  const dressed = has('AbeEnstTv') ? new Dress(opts) : undefined;
  let failed: Errno | undefined;
  const well = yield* eachInput(sys, 'cat', opts.operands, function* (fd) {
    const ended = dressed ? yield* copyLines(sys, fd, dressed) : yield* copy(sys, fd);
    if (ended === undefined || 'read' in ended) return ended?.read;
    failed = ended.write;
    return false;
  });
  if (failed) yield* err(sys, `cat: write error: ${strerror(failed)}\n`);
  return well && !failed ? 0 : 1;
}

type Failed = { readonly read: Errno } | { readonly write: Errno } | undefined;

function* copy(sys: Sys, fd: number): Program<Failed> {
  for (;;) {
    const data = yield* readChunk(sys, fd);
    if (isErrno(data)) return { read: data };
    if (data === '') return undefined;
    const failed = yield* sys.write(1, data);
    if (failed) return { write: failed };
  }
}

function* copyLines(sys: Sys, fd: number, dress: Dress): Program<Failed> {
  const reader = new LineReader(sys, fd);
  for (;;) {
    const batch = yield* reader.next();
    if (batch === undefined) return undefined;
    if (isErrno(batch)) return { read: batch };
    const text = dress.print(batch.lines, batch.unterminated);
    const failed = text === '' ? undefined : yield* sys.write(1, text);
    if (failed) return { write: failed };
  }
}

/** How lines are shown; counts on from file to file. */
class Dress {
  readonly #number: 'all' | 'nonblank' | 'none';
  readonly #ends: boolean;
  readonly #tabs: boolean;
  readonly #control: boolean;
  readonly #squeeze: boolean;
  #line = 0;
  #blank = false;
  #midLine = false;

  constructor(opts: Parsed) {
    const has = (keys: string) => [...keys].some((key) => opts.has(key));
    this.#number = has('b') ? 'nonblank' : has('n') ? 'all' : 'none';
    this.#ends = has('AeE');
    this.#tabs = has('AtT');
    this.#control = has('Aetv');
    this.#squeeze = has('s');
  }

  print(lines: readonly string[], unterminated: boolean): string {
    let text = '';
    lines.forEach((line, i) => {
      const begins = !this.#midLine;
      this.#midLine = unterminated && i === lines.length - 1;
      const blank = line === '' && begins;
      if (this.#squeeze && blank && this.#blank) return;
      this.#blank = blank;
      if (begins && (this.#number === 'all' || (this.#number === 'nonblank' && !blank)))
        text += `${String(++this.#line).padStart(6)}\t`;
      text += this.#show(line) + (this.#midLine ? '' : this.#ends ? '$\n' : '\n');
    });
    return text;
  }

  #show(line: string): string {
    let shown = this.#control ? showControl(line) : line;
    if (this.#tabs) shown = shown.replaceAll('\t', '^I');
    return shown;
  }
}

function showControl(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is shown
  return line.replace(/[\x00-\x08\x0a-\x1f\x7f-\xff]/g, (c) => {
    const code = c.charCodeAt(0);
    const meta = code >= 128 ? 'M-' : '';
    const low = code & 127;
    return meta + (low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low));
  });
}
