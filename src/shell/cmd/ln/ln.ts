// ln (GNU coreutils 9.1): hard and symbolic links. Leaves out: backups, relative links (-r).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { isDirectory, quote } from '../../text/input.ts';
import { joinPath, lastName } from '../../text/path.ts';

export const ln: Command = {
  name: 'ln',
  summary: { zh: '建立链接', en: 'Create a link to TARGET with the name LINK_NAME.' },
  options: [
    absent('-b', 'make a backup of each existing destination file', '备份'),
    row('-f, --force', 'remove existing destination files', '删除已有的目标'),
    row('-i, --interactive', 'prompt whether to remove destinations (never asks here)', '询问'),
    row('-L, --logical', 'dereference TARGETs that are symbolic links', '跟随符号链接'),
    row(
      '-n, --no-dereference',
      'treat LINK_NAME as a normal file if it is a symbolic link to a directory',
      '不跟随目标链接',
    ),
    row('-P, --physical', 'make hard links directly to symbolic links', '直接链接符号链接'),
    absent('-r, --relative', 'with -s, create links relative to link location', '相对链接'),
    row('-s, --symbolic', 'make symbolic links instead of hard links', '符号链接'),
    row(
      '-t, --target-directory=DIRECTORY',
      'specify the DIRECTORY in which to create the links',
      '目标目录',
      'directory',
    ),
    row('-T, --no-target-directory', 'treat LINK_NAME as a normal file always', '目标不作目录'),
    row('-v, --verbose', 'print name of each linked file', '显示所做的'),
  ],
  operands: 'file',
  main: runLn,
};

function* runLn(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, ln, argv, { usage: '[OPTION]... [-T] TARGET LINK_NAME' });
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  if (operands.length === 0) return yield* wrongUsage(sys, 'ln', 'missing file operand');
  const into = opts.value('t');
  const target = into ?? (operands.length === 1 ? '.' : operands.at(-1)!);
  const sources = into !== undefined || operands.length === 1 ? operands : operands.slice(0, -1);
  const linkStat = sys.stat(target, { followSymlinks: false });
  const keepsLink = opts.has('n') && !isErrno(linkStat) && linkStat.kind === 'symlink';
  const directory = !opts.has('T') && !keepsLink && isDirectory(sys, target);
  if (sources.length > 1 && !directory) {
    yield* err(sys, `ln: target ${quote(target)}: ${isErrno(linkStat) ? strerror(linkStat) : 'Not a directory'}\n`);
    return 1;
  }
  let status = 0;
  for (const from of sources) {
    const words = yield* makeLink(sys, opts, from, directory ? joinPath(target, lastName(from)) : target);
    if (words === undefined) continue;
    yield* err(sys, `ln: ${words}\n`);
    status = 1;
  }
  return status;
}

function* makeLink(sys: Sys, opts: Parsed, from: string, to: string): Program<string | undefined> {
  const symbolic = opts.has('s');
  if (!symbolic) {
    const stat = sys.stat(from, { followSymlinks: opts.has('L') });
    if (isErrno(stat)) return `failed to access ${quote(from)}: ${strerror(stat)}`;
    if (stat.kind === 'directory') return `${quote(from)}: hard link not allowed for directory`;
  }
  if (opts.has('f')) sys.unlink(to);
  const refused = symbolic ? sys.symlink(from, to) : sys.link(from, to);
  if (refused) {
    const what = symbolic ? 'symbolic link' : 'hard link';
    const arrow = symbolic || refused.errno === 'EEXIST' ? '' : ` => ${quote(from)}`;
    return `failed to create ${what} ${quote(to)}${arrow}: ${strerror(refused)}`;
  }
  if (opts.has('v')) yield* out(sys, `${quote(to)} ${symbolic ? '->' : '=>'} ${quote(from)}\n`);
  return undefined;
}
