// Canonical absolute paths, symlinks followed: f = all but the last part must exist, e = all, m = none need to.

import { isErrno, type Errno } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { directoryOf, joinPath, lastName } from './path.ts';

export function canonical(sys: Sys, path: string, mode: 'f' | 'e' | 'm'): string | Errno {
  const real = sys.realpath(path);
  if (!isErrno(real) || mode === 'e' || path === '') return real;
  if (real.errno !== 'ENOENT' && mode === 'f') return real;
  // A link that points at nothing stands for where it points.
  const target = sys.readlink(path);
  if (!isErrno(target))
    return canonical(sys, target.startsWith('/') ? target : joinPath(directoryOf(path), target), mode);
  const last = lastName(path);
  if (last === '/' || last === '') return real;
  const directory = mode === 'm' ? canonical(sys, directoryOf(path), 'm') : sys.realpath(directoryOf(path));
  if (isErrno(directory)) return directory;
  if (last === '.') return directory;
  return last === '..' ? directoryOf(directory) : joinPath(directory, last);
}
