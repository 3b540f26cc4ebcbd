// rev (util-linux 2.38): each line backwards, characters of UTF-8 whole.

import { decodeUtf8, encodeUtf8 } from '../../../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';
import { closeInput, LineReader, openInput } from '../../text/input.ts';

export const rev: Command = {
  name: 'rev',
  summary: { zh: '每行倒过来', en: 'Reverse lines characterwise.' },
  options: [row('-0, --zero', 'use the NUL character as line separator', '以 NUL 分行')],
  operands: 'file',
  main: runRev,
};

function* runRev(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, rev, argv, { usage: '[options] [<file> ...]' });
  if (typeof opts === 'number') return opts;
  let status = 0;
  for (const name of opts.operands.length > 0 ? opts.operands : ['-']) {
    const fd = openInput(sys, name);
    const failed = isErrno(fd) ? fd : yield* reverse(sys, fd, opts.has('0') ? '\0' : '\n');
    if (!isErrno(fd)) closeInput(sys, fd);
    if (!failed) continue;
    yield* err(sys, `rev: ${isErrno(fd) ? `cannot open ${name}` : name}: ${strerror(failed)}\n`);
    status = 1;
  }
  return status;
}

function* reverse(sys: Sys, fd: number, end: string): Program<Errno | undefined> {
  const reader = new LineReader(sys, fd, end);
  for (;;) {
    const batch = yield* reader.next();
    if (batch === undefined || isErrno(batch)) return batch;
    const lines = batch.lines.map((line) => encodeUtf8([...decodeUtf8(line)].reverse().join('')));
    yield* out(sys, lines.join(end) + (batch.unterminated ? '' : end));
  }
}
