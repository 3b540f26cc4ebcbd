// which (GNU which 2.20, as CentOS 7 has it): where a command lies, by PATH. CentOS's alias that also looks at functions and
// aliases is the shell's.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';

export const which: Command = {
  name: 'which',
  summary: { zh: '显示命令的位置', en: 'Write the full path of COMMAND(s) to standard output.' },
  options: [
    row('-a, --all', 'print all matches in PATH, not just the first', '显示所有匹配'),
    absent('-i, --read-alias', 'read list of aliases from stdin', '从标准输入读别名'),
    absent('--skip-alias', 'ignore option --read-alias', '不读别名'),
    absent('--read-functions', 'read shell functions from stdin', '从标准输入读函数'),
    row('--skip-dot', 'skip directories in PATH that start with a dot', '跳过以点开头的目录'),
    row('--skip-tilde', 'skip directories in PATH that start with a tilde', '跳过以波浪号开头的目录'),
    row('--show-dot', "don't expand a dot to current directory in output", '不展开点'),
    row('--show-tilde', 'output a tilde for HOME directory for non-root', '显示波浪号'),
    row('--tty-only', 'stop processing options on the right if not on tty', '不在终端则停止处理选项'),
  ],
  operands: 'command',
  main: runWhich,
};

function* runWhich(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, which, argv, { usage: '[options] [--] COMMAND [...]', status: 255 });
  if (typeof opts === 'number') return opts;
  let missing = 0;
  for (const name of opts.operands) {
    const found = find(sys, name);
    if (found.length === 0) {
      missing++;
      const where = name.includes('/') ? '' : ` in (${sys.env.get('PATH') ?? ''})`;
      const [directory, last] = name.includes('/')
        ? [name.slice(0, name.lastIndexOf('/')), name.slice(name.lastIndexOf('/') + 1)]
        : ['', name];
      yield* err(sys, `/usr/bin/which: no ${last}${name.includes('/') ? ` in (${directory})` : where}\n`);
    }
    yield* out(sys, (opts.has('a') ? found : found.slice(0, 1)).map((path) => `${path}\n`).join(''));
  }
  return Math.min(missing, 255);
}

function find(sys: Sys, name: string): string[] {
  const paths = name.includes('/')
    ? [name]
    : (sys.env.get('PATH') ?? '').split(':').map((directory) => `${directory === '' ? '.' : directory}/${name}`);
  return [...new Set(paths)].filter((path) => {
    const stat = sys.stat(path);
    return !isErrno(stat) && stat.kind === 'file' && (stat.mode & 0o111) !== 0;
  });
}
