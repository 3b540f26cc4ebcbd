// tac (GNU coreutils 9.1): lines in the other order.

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { eachInput, quote, readAll } from '../../text/input.ts';

export const tac: Command = {
  name: 'tac',
  summary: { zh: '倒序输出各行', en: 'Write each FILE to standard output, last line first.' },
  options: [
    row('-b, --before', 'attach the separator before instead of after', '分隔符在前'),
    absent('-r, --regex', 'interpret the separator as a regular expression', '分隔符为正则表达式'),
    row('-s, --separator=STRING', 'use STRING as the separator instead of newline', '分隔符'),
  ],
  operands: 'file',
  main: runTac,
};

function* runTac(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, tac, argv);
  if (typeof opts === 'number') return opts;
  const separator = opts.value('s') ?? '\n';
  const show = function* (fd: number): Program<Errno | void> {
    const text = yield* readAll(sys, fd);
    if (isErrno(text)) return text;
    yield* out(sys, cutAt(text, separator, opts.has('b')).reverse().join(''));
  };
  const cannotOpen = (name: string) => `failed to open ${quote(name)} for reading`;
  return (yield* eachInput(sys, 'tac', opts.operands, show, cannotOpen)) ? 0 : 1;
}

/** The records, each with its separator behind (or before) it. */
function cutAt(text: string, separator: string, before: boolean): string[] {
  if (text === '') return [];
  const pieces = text.split(separator);
  if (before) return pieces.map((piece, i) => (i > 0 ? separator : '') + piece);
  const records = pieces.map((piece, i) => piece + (i + 1 < pieces.length ? separator : ''));
  return records.filter((record) => record !== '');
}
