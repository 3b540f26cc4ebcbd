// readlink (GNU coreutils 9.1): where a symbolic link points, or the canonical path of a file.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quoteIfOdd } from '../../text/input.ts';
import { canonical } from '../../text/canonical.ts';

export const readlink: Command = {
  name: 'readlink',
  summary: { zh: '显示符号链接所指', en: 'Print value of a symbolic link or canonical file name.' },
  options: [
    row('-f, --canonicalize', 'canonicalize; all but the last component must exist', '规范路径；最后一段可以不存在'),
    row('-e, --canonicalize-existing', 'canonicalize; all components must exist', '规范路径；都要存在'),
    row('-m, --canonicalize-missing', 'canonicalize, without requirements on existence', '规范路径；可以不存在'),
    row('-n, --no-newline', 'do not output the trailing delimiter', '结尾不换行'),
    row('-q, --quiet', 'suppress most error messages', '不显示出错信息'),
    row('-q, --silent', 'suppress most error messages', '不显示出错信息'),
    row('-s', 'suppress most error messages', '不显示出错信息'),
    row('-v, --verbose', 'report error messages', '显示出错信息'),
    row('-z, --zero', 'end each output line with NUL, not newline', '以 NUL 结尾'),
  ],
  operands: 'file',
  main: runReadlink,
};

function* runReadlink(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, readlink, argv, { usage: '[OPTION]... FILE...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'readlink', 'missing operand');
  const mode = opts.last('fem') as 'f' | 'e' | 'm' | undefined;
  const end = opts.has('z') ? '\0' : '\n';
  let status = 0;
  for (const path of opts.operands) {
    const found = mode ? canonical(sys, path, mode) : sys.readlink(path);
    if (isErrno(found)) {
      status = 1;
      if (opts.has('v')) yield* err(sys, `readlink: ${quoteIfOdd(path)}: ${strerror(found)}\n`);
    } else yield* out(sys, found + (opts.has('n') && opts.operands.length === 1 ? '' : end));
  }
  return status;
}
