// rmdir (GNU coreutils 9.1).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { directoryOf } from '../../text/path.ts';

export const rmdir: Command = {
  name: 'rmdir',
  summary: { zh: '删除空目录', en: 'Remove the DIRECTORY(ies), if they are empty.' },
  options: [
    row(
      '--ignore-fail-on-non-empty',
      'ignore each failure that is solely because a directory is non-empty',
      '忽略非空的错误',
    ),
    row('-p, --parents', 'remove DIRECTORY and its ancestors', '连同上级目录一起删除'),
    row('-v, --verbose', 'output a diagnostic for every directory processed', '显示所处理的'),
  ],
  operands: 'directory',
  main: runRmdir,
};

function* runRmdir(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, rmdir, argv, { usage: '[OPTION]... DIRECTORY...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'rmdir', 'missing operand');
  let status = 0;
  for (const operand of opts.operands) {
    for (let path = operand; path !== '.' && path !== '/'; path = opts.has('p') ? directoryOf(path) : '.') {
      if (opts.has('v')) yield* out(sys, `rmdir: removing directory, ${quote(path)}\n`);
      const refused = sys.rmdir(path);
      if (!isErrno(refused)) continue;
      if (refused.errno === 'ENOTEMPTY' && opts.has('ignore-fail-on-non-empty')) break;
      const what = path === operand ? `failed to remove ${quote(path)}` : `failed to remove directory ${quote(path)}`;
      yield* err(sys, `rmdir: ${what}: ${strerror(refused)}\n`);
      status = 1;
      break;
    }
  }
  return status;
}
