// rmmod (kmod): takes a module out of the kernel.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent } from '../../option.ts';

export const rmmod: Command = {
  name: 'rmmod',
  directory: '/usr/sbin',
  summary: { zh: '卸载内核模块', en: 'Remove a module from the Linux Kernel.' },
  options: [
    absent('-f, --force', 'forces a module unload', '强制卸载'),
    absent('-s, --syslog', 'print to syslog, not stderr', '写到系统日志'),
    absent('-v, --verbose', 'enables more messages', '显示更多消息'),
  ],
  main: runRmmod,
};

function* runRmmod(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, rmmod, argv, { usage: '[options] modulename ...', hint: '' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) {
    yield* err(sys, 'rmmod: ERROR: missing module name.\n');
    return 1;
  }
  let status = 0;
  for (const name of opts.operands)
    status = (yield* removeModule(sys, name.replaceAll('-', '_'), 'rmmod: ERROR:')) || status;
  return status;
}

/** 0, or 1 with the reason said behind `who`. */
export function* removeModule(sys: Sys, name: string, who: string): Program<number> {
  const module = sys.modules.list().find((one) => one.name === name);
  const refused = sys.modules.unload(name);
  switch (refused?.errno) {
    case undefined:
      return 0;
    case 'ENOENT':
    case 'ESRCH':
      yield* err(sys, `${who} Module ${name} is not currently loaded\n`);
      return 1;
    case 'EAGAIN': {
      const users = module!.usedBy;
      yield* err(sys, `${who} Module ${name} is in use${users.length > 0 ? ` by: ${users.join(' ')}` : ''}\n`);
      return 1;
    }
    default:
      return yield* notHere(sys, 'rmmod', name);
  }
}
