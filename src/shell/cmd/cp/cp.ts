// cp (GNU coreutils 9.1): files, links and trees. Leaves out: backups, hard and symbolic links instead of copies, sparse files.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { askYes } from '../../text/ask.ts';
import { copyTree } from '../../text/copy.ts';
import { quote } from '../../text/input.ts';
import { readPairs } from '../../text/target.ts';

export const cp: Command = {
  name: 'cp',
  summary: { zh: '复制文件和目录', en: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.' },
  options: [
    row('-a, --archive', 'same as -dR --preserve=all', '等于 -dR --preserve=all'),
    absent('-b', 'make a backup of each existing destination file', '备份'),
    row('-d', 'same as --no-dereference --preserve=links', '不跟随符号链接'),
    row('-f, --force', 'if an existing destination file cannot be opened, remove it and try again', '强制'),
    row('-i, --interactive', 'prompt before overwrite', '覆盖前询问'),
    absent('-l, --link', 'hard link files instead of copying', '建立硬链接'),
    row('-L, --dereference', 'always follow symbolic links in SOURCE', '跟随符号链接'),
    row('-n, --no-clobber', 'do not overwrite an existing file', '不覆盖'),
    row('-P, --no-dereference', 'never follow symbolic links in SOURCE', '不跟随符号链接'),
    row('-p', 'same as --preserve=mode,ownership,timestamps', '保留权限和时间'),
    row('--preserve[=LIST]', 'preserve the specified attributes', '保留属性'),
    absent('--parents', 'use full source file name under DIRECTORY', '保留路径'),
    row('-r, --recursive', 'copy directories recursively', '递归复制目录'),
    row('-R', 'copy directories recursively', '递归复制目录'),
    absent('-s, --symbolic-link', 'make symbolic links instead of copying', '建立符号链接'),
    row('-t, --target-directory=DIRECTORY', 'copy all SOURCE arguments into DIRECTORY', '目标目录', 'directory'),
    row('-T, --no-target-directory', 'treat DEST as a normal file', '目标不作目录'),
    absent('-u, --update', 'copy only when the SOURCE file is newer', '只复制较新的'),
    row('-v, --verbose', 'explain what is being done', '显示所做的'),
    absent('-x, --one-file-system', 'stay on this file system', '不跨文件系统'),
  ],
  operands: 'file',
  main: runCp,
};

function* runCp(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, cp, argv, { usage: '[OPTION]... SOURCE... DEST' });
  if (typeof opts === 'number') return opts;
  let status = 0;
  const complain = function* (words: string): Program {
    status = 1;
    yield* err(sys, `cp: ${words}\n`);
  };
  const read = readPairs(sys, opts);
  if ('wrong' in read) {
    if (read.usage) return yield* wrongUsage(sys, 'cp', read.wrong);
    yield* complain(read.wrong);
    return 1;
  }
  const recursive = opts.has('r') || opts.has('R') || opts.has('a');
  for (const [from, to] of read.pairs)
    yield* copyTree(sys, from, to, {
      recursive,
      preserve: opts.has('a') || opts.has('p') || opts.has('preserve'),
      follow: opts.has('L') || !(opts.has('P') || opts.has('d') || recursive),
      complain,
      *onCopied(source, target) {
        if (opts.has('v')) yield* out(sys, `${quote(source)} -> ${quote(target)}\n`);
      },
      *mayOverwrite(target) {
        if (opts.last('fin') === 'n') return false;
        return opts.last('in') !== 'i' || (yield* askYes(sys, `cp: overwrite ${quote(target)}? `));
      },
    });
  return status;
}
