// touch (GNU coreutils 9.1): makes files, or sets when they were modified. Leaves out: dates in words (-d), -t; access times do
// not exist here, so -a alone does nothing to a file that is there.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote } from '../../text/input.ts';

export const touch: Command = {
  name: 'touch',
  summary: { zh: '创建文件或更新修改时间', en: 'Update the modification times of each FILE to the current time.' },
  options: [
    row('-a', 'change only the access time', '只改访问时间'),
    row('-c, --no-create', 'do not create any files', '不创建文件'),
    absent('-d, --date=STRING', 'parse STRING and use it instead of current time', '用指定的时间'),
    row('-f', '(ignored)', '（忽略）'),
    row('-m', 'change only the modification time', '只改修改时间'),
    row('-r, --reference=FILE', "use this file's times instead of current time", '用此文件的时间', 'file'),
    absent('-t STAMP', 'use [[CC]YY]MMDDhhmm[.ss] instead of current time', '用指定的时间'),
  ],
  operands: 'file',
  main: runTouch,
};

function* runTouch(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, touch, argv, { usage: '[OPTION]... FILE...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'touch', 'missing file operand');
  let atUs: number | undefined;
  const reference = opts.value('r');
  if (reference !== undefined) {
    const stat = sys.stat(reference);
    if (isErrno(stat)) {
      yield* err(sys, `touch: failed to get attributes of ${quote(reference)}: ${strerror(stat)}\n`);
      return 1;
    }
    atUs = stat.modifiedUs;
  }
  let status = 0;
  for (const name of opts.operands) {
    const refused = touchOne(sys, name, atUs, opts.has('c'), opts.has('a') && !opts.has('m'));
    if (!refused) continue;
    yield* err(sys, `touch: cannot touch ${quote(name)}: ${strerror(refused)}\n`);
    status = 1;
  }
  return status;
}

function touchOne(
  sys: Sys,
  name: string,
  atUs: number | undefined,
  noCreate: boolean,
  onlyAccess: boolean,
): Errno | undefined {
  const stat = sys.stat(name);
  if (isErrno(stat)) {
    if (stat.errno !== 'ENOENT') return stat;
    if (noCreate) return undefined;
    const fd = sys.open(name, 'write', { create: true });
    if (isErrno(fd)) return fd;
    sys.close(fd);
    return atUs === undefined ? undefined : sys.touch(name, atUs);
  }
  return onlyAccess ? undefined : sys.touch(name, atUs ?? sys.nowUs);
}
