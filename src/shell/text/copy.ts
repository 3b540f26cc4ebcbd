// Copying and moving trees: what cp, and mv across directories it cannot rename into, do file by file.

import { isErrno, strerror } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { TURN, type Program } from '../../sim/process.ts';
import { canonical } from './canonical.ts';
import { quote } from './input.ts';
import { joinPath } from './path.ts';

export interface CopyOptions {
  readonly recursive: boolean;
  /** Keep mode and time of modification. */
  readonly preserve: boolean;
  /** Copy a link's target rather than the link. */
  readonly follow: boolean;
  /** Called for each file or directory that was made. */
  readonly onCopied: (from: string, to: string) => Program;
  /** Called before a file that is there is overwritten; false leaves it. */
  readonly mayOverwrite: (to: string) => Program<boolean>;
  readonly complain: (words: string) => Program;
}

export function* copyTree(sys: Sys, from: string, to: string, how: CopyOptions): Program {
  const stat = sys.stat(from, { followSymlinks: how.follow });
  if (isErrno(stat)) return yield* how.complain(`cannot stat ${quote(from)}: ${strerror(stat)}`);
  if (stat.kind === 'directory') {
    if (!how.recursive) return yield* how.complain(`-r not specified; omitting directory ${quote(from)}`);
    return yield* copyDirectory(sys, from, to, how);
  }
  const there = sys.stat(to);
  if (isErrno(there) && there.errno !== 'ENOENT')
    return yield* how.complain(`cannot stat ${quote(to)}: ${strerror(there)}`);
  if (!isErrno(there)) {
    if (there.kind === 'directory')
      return yield* how.complain(`cannot overwrite directory ${quote(to)} with non-directory`);
    if (there.inode === stat.inode) return yield* how.complain(`${quote(from)} and ${quote(to)} are the same file`);
    if (!(yield* how.mayOverwrite(to))) return;
  }
  if (stat.kind === 'symlink') {
    const target = sys.readlink(from);
    if (!isErrno(there)) sys.unlink(to);
    const refused = isErrno(target) ? target : sys.symlink(target, to);
    if (refused) return yield* how.complain(`cannot create symbolic link ${quote(to)}: ${strerror(refused)}`);
    return yield* how.onCopied(from, to);
  }
  const data = sys.readFile(from);
  if (isErrno(data)) return yield* how.complain(`cannot open ${quote(from)} for reading: ${strerror(data)}`);
  const refused = sys.writeFile(to, data, { permissions: stat.mode });
  if (refused) return yield* how.complain(`cannot create regular file ${quote(to)}: ${strerror(refused)}`);
  if (how.preserve) {
    sys.chmod(to, stat.mode);
    sys.touch(to, stat.modifiedUs);
  }
  yield* how.onCopied(from, to);
}

function* copyDirectory(sys: Sys, from: string, to: string, how: CopyOptions): Program {
  yield TURN;
  const [real, target] = [sys.realpath(from), canonical(sys, to, 'm')];
  if (!isErrno(real) && !isErrno(target) && `${target}/`.startsWith(`${real}/`))
    return yield* how.complain(`cannot copy a directory, ${quote(from)}, into itself, ${quote(to)}`);
  const there = sys.stat(to);
  if (isErrno(there)) {
    const refused = sys.mkdir(to);
    if (refused) return yield* how.complain(`cannot create directory ${quote(to)}: ${strerror(refused)}`);
    yield* how.onCopied(from, to);
  } else if (there.kind !== 'directory')
    return yield* how.complain(`cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`);
  const names = sys.readdir(from);
  if (isErrno(names)) return yield* how.complain(`cannot access ${quote(from)}: ${strerror(names)}`);
  for (const name of names) {
    if (name === '.' || name === '..') continue;
    yield* copyTree(sys, joinPath(from, name), joinPath(to, name), { ...how, follow: false });
  }
  const stat = sys.stat(from);
  if (!isErrno(stat)) {
    sys.chmod(to, stat.mode);
    if (how.preserve) sys.touch(to, stat.modifiedUs);
  }
}
