// pwd as a program (GNU coreutils 9.1); the shell has its own.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';

export const pwd: Command = {
  name: 'pwd',
  summary: { zh: '显示当前目录', en: 'Print the full filename of the current working directory.' },
  options: [
    row('-L, --logical', 'use PWD from environment, even if it contains symlinks', '用环境变量 PWD'),
    row('-P, --physical', 'avoid all symlinks (default)', '不含符号链接（默认）'),
  ],
  main: runPwd,
};

function* runPwd(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, pwd, argv, { usage: '[OPTION]...' });
  if (typeof opts === 'number') return opts;
  const logical = opts.last('LP') === 'L' ? sys.env.get('PWD') : undefined;
  yield* out(sys, `${logical ?? sys.cwd}\n`);
  return 0;
}
