// which (debianutils): where along the PATH a command's file lies. It knows nothing of functions, aliases and builtins, and says nothing
// of what it does not find.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { row } from '../../option.ts';

export const which: Command = {
  name: 'which',
  summary: { zh: '显示命令文件所在的路径', en: 'locate a command' },
  options: [row('-a', 'print all matching pathnames of each argument', '列出 PATH 中所有同名文件')],
  operands: 'command',
  main: runWhich,
};

function* runWhich(sys: Sys, argv: readonly string[]): Program<number> {
  let all = false;
  let i = 1;
  for (; i < argv.length && /^-./.test(argv[i]!); i++) {
    if (argv[i] === '--') {
      i++;
      break;
    }
    const wrong = /[^a]/.exec(argv[i]!.slice(1))?.[0];
    if (wrong !== undefined) {
      yield* err(sys, `Illegal option -${wrong}\n`);
      yield* out(sys, 'Usage: /usr/bin/which [-a] args\n');
      return 2;
    }
    all = true;
  }
  const names = argv.slice(i);
  let status = names.length ? 0 : 1;
  for (const name of names) {
    const found = candidates(sys, name).filter((path) => isProgram(sys, path));
    if (found.length === 0) status = 1;
    for (const path of all ? found : found.slice(0, 1)) yield* out(sys, `${path}\n`);
  }
  return status;
}

function candidates(sys: Sys, name: string): string[] {
  if (name.includes('/')) return [name];
  return (sys.env.get('PATH') ?? '').split(':').map((directory) => `${directory || '.'}/${name}`);
}

function isProgram(sys: Sys, path: string): boolean {
  const stat = sys.stat(path);
  return !isErrno(stat) && stat.kind === 'file' && (stat.mode & 0o111) !== 0;
}
