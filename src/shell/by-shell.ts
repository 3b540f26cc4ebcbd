// A program whose work bash's builtin of the same name does: it runs bash with it.

import { isErrno, strerror } from '../base/errno.ts';
import type { Main } from '../host/sys.ts';
import { err } from './command.ts';

const NOT_RUN = 126;

export const byShell = (name: string): Main =>
  function* (sys, argv) {
    const script = `builtin ${name === '[' ? "'['" : name} "$@"`;
    const pid = sys.spawn({ path: '/usr/bin/bash', argv: [name, '-c', script, name, ...argv.slice(1)] });
    const end = isErrno(pid) ? pid : yield* sys.wait(pid);
    if (!isErrno(end)) return end.status;
    yield* err(sys, `${name}: ${strerror(end)}\n`);
    return NOT_RUN;
  };
