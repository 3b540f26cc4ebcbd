// mv (GNU coreutils 9.1): one file system, so moving is renaming. Leaves out: backups, --update.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { askYes } from '../../text/ask.ts';
import { quote } from '../../text/input.ts';
import { readPairs } from '../../text/target.ts';

export const mv: Command = {
  name: 'mv',
  summary: { zh: '移动或改名', en: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.' },
  options: [
    absent('-b', 'make a backup of each existing destination file', '备份'),
    row('-f, --force', 'do not prompt before overwriting', '覆盖前不询问'),
    row('-i, --interactive', 'prompt before overwrite', '覆盖前询问'),
    row('-n, --no-clobber', 'do not overwrite an existing file', '不覆盖'),
    row('-t, --target-directory=DIRECTORY', 'move all SOURCE arguments into DIRECTORY', '目标目录', 'directory'),
    row('-T, --no-target-directory', 'treat DEST as a normal file', '目标不作目录'),
    absent('-u, --update', 'move only when the SOURCE file is newer', '只移动较新的'),
    row('-v, --verbose', 'explain what is being done', '显示所做的'),
  ],
  operands: 'file',
  main: runMv,
};

function* runMv(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, mv, argv, { usage: '[OPTION]... SOURCE... DEST' });
  if (typeof opts === 'number') return opts;
  const read = readPairs(sys, opts);
  if ('wrong' in read) {
    if (read.usage) return yield* wrongUsage(sys, 'mv', read.wrong);
    yield* err(sys, `mv: ${read.wrong}\n`);
    return 1;
  }
  let status = 0;
  for (const [from, to] of read.pairs) {
    const words = yield* move(sys, opts, from, to);
    if (words === undefined) continue;
    yield* err(sys, `mv: ${words}\n`);
    status = 1;
  }
  return status;
}

function* move(sys: Sys, opts: Parsed, from: string, to: string): Program<string | undefined> {
  const stat = sys.stat(from, { followSymlinks: false });
  if (isErrno(stat)) return `cannot stat ${quote(from)}: ${strerror(stat)}`;
  const there = sys.stat(to, { followSymlinks: false });
  if (!isErrno(there)) {
    if (opts.last('fin') === 'n') return undefined;
    if (there.inode === stat.inode) return `${quote(from)} and ${quote(to)} are the same file`;
    if (there.kind === 'directory' && stat.kind !== 'directory')
      return `cannot overwrite directory ${quote(to)} with non-directory`;
    if (there.kind !== 'directory' && stat.kind === 'directory')
      return `cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`;
    if (opts.last('fin') === 'i' && !(yield* askYes(sys, `mv: overwrite ${quote(to)}? `))) return undefined;
  }
  const refused = sys.rename(from, to);
  if (refused?.errno === 'EINVAL') return `cannot move ${quote(from)} to a subdirectory of itself, ${quote(to)}`;
  if (refused) return `cannot move ${quote(from)} to ${quote(to)}: ${strerror(refused)}`;
  if (opts.has('v')) yield* out(sys, `renamed ${quote(from)} -> ${quote(to)}\n`);
  return undefined;
}
