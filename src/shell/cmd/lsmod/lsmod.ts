// lsmod (kmod): /proc/modules in columns.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';

export const lsmod: Command = {
  name: 'lsmod',
  directory: '/usr/sbin',
  summary: { zh: '列出内核模块', en: 'Show the status of modules in the Linux kernel.' },
  options: [],
  main: runLsmod,
};

function* runLsmod(sys: Sys, argv: readonly string[]): Program<number> {
  if (argv.length > 1) {
    yield* err(sys, `Usage: ${argv[0]}\n`);
    return 1;
  }
  const text = sys.readFile('/proc/modules');
  if (isErrno(text)) {
    yield* err(sys, `lsmod: ERROR: could not get list of modules: ${strerror(text)}\n`);
    return 1;
  }
  yield* out(sys, 'Module                  Size  Used by\n');
  for (const line of text.split('\n')) {
    const [name, size, uses, users] = line.split(' ');
    if (!name) continue;
    const usedBy = users === '-' ? '' : users!.replace(/,$/, '');
    yield* out(sys, `${name.padEnd(19)} ${size!.padStart(8)}  ${uses} ${usedBy}\n`);
  }
  return 0;
}
