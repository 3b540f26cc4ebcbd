// realpath (GNU coreutils 9.1). Leaves out: --relative-to, --relative-base, --strip, --logical.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { canonical } from '../../text/canonical.ts';
import { quoteIfOdd } from '../../text/input.ts';

export const realpath: Command = {
  name: 'realpath',
  summary: { zh: '显示规范的绝对路径', en: 'Print the resolved absolute file name.' },
  options: [
    row('-e, --canonicalize-existing', 'all components of the path must exist', '都要存在'),
    row('-m, --canonicalize-missing', 'no path components need exist or be a directory', '可以不存在'),
    absent('-L, --logical', "resolve '..' components before symlinks", '先解析 ..'),
    row('-P, --physical', 'resolve symlinks as encountered (default)', '遇到符号链接就解析（默认）'),
    row('-q, --quiet', 'suppress most error messages', '不显示出错信息'),
    absent('--relative-to=DIR', 'print the resolved path relative to DIR', '相对路径'),
    absent('--relative-base=DIR', 'print absolute paths unless paths below DIR', '相对路径'),
    absent('-s, --strip', "don't expand symlinks", '不解析符号链接'),
    row('-z, --zero', 'end each output line with NUL, not newline', '以 NUL 结尾'),
  ],
  operands: 'file',
  main: runRealpath,
};

function* runRealpath(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, realpath, argv, { usage: '[OPTION]... FILE...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'realpath', 'missing operand');
  const mode = (opts.last('em') ?? 'f') as 'f' | 'e' | 'm';
  let status = 0;
  for (const path of opts.operands) {
    const found = canonical(sys, path, mode);
    if (isErrno(found)) {
      status = 1;
      if (!opts.has('q')) yield* err(sys, `realpath: ${path === '' ? "''" : quoteIfOdd(path)}: ${strerror(found)}\n`);
    } else yield* out(sys, found + (opts.has('z') ? '\0' : '\n'));
  }
  return status;
}
