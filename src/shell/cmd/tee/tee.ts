// tee (GNU coreutils 9.1): copies standard input to files and to standard output.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quoteIfOdd, readChunk } from '../../text/input.ts';

export const tee: Command = {
  name: 'tee',
  summary: { zh: '同时写到文件和标准输出', en: 'Copy standard input to each FILE, and also to standard output.' },
  options: [
    row('-a, --append', 'append to the given FILEs, do not overwrite', '追加'),
    row('-i, --ignore-interrupts', 'ignore interrupt signals', '忽略中断'),
    row('-p', 'operate in a more appropriate MODE with pipes', '管道断开时继续'),
    absent('--output-error[=MODE]', 'set behavior on write error', '写出错时的行为'),
  ],
  operands: 'file',
  main: runTee,
};

function* runTee(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, tee, argv);
  if (typeof opts === 'number') return opts;
  if (opts.has('i')) sys.ignoreSignal('SIGINT', true);
  let status = 0;
  const targets = new Map<number, string>();
  for (const name of opts.operands) {
    const append = opts.has('a');
    const fd = sys.open(name, append ? 'append' : 'write', { create: true, truncate: !append });
    if (isErrno(fd)) {
      yield* err(sys, `tee: ${quoteIfOdd(name)}: ${strerror(fd)}\n`);
      status = 1;
    } else targets.set(fd, name);
  }
  for (;;) {
    const data = yield* readChunk(sys, 0);
    if (isErrno(data)) {
      yield* err(sys, `tee: read error: ${strerror(data)}\n`);
      return 1;
    }
    if (data === '') return status;
    yield* out(sys, data);
    for (const [fd, name] of targets) {
      const failed = yield* sys.write(fd, data);
      if (!failed) continue;
      yield* err(sys, `tee: ${quoteIfOdd(name)}: ${strerror(failed)}\n`);
      targets.delete(fd);
      status = 1;
    }
  }
}
