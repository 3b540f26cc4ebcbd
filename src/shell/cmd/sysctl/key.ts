// A sysctl's name: dots or slashes, whichever comes first separates; the other one then is a character of a component (a
// device `eth0.5`). Patterns of shell globs name several.

import type { SysctlRow, SysctlTree } from '../../../net/contract.ts';

/** As typed → the path below /proc/sys. */
export function pathOfKey(key: string): string {
  const separator = /[./]/.exec(key)?.[0];
  return separator === '.' ? key.replace(/[./]/g, (c) => (c === '.' ? '/' : '.')) : key;
}

/** The path → as printed. */
export const keyOfPath = (path: string): string => path.replace(/[./]/g, (c) => (c === '/' ? '.' : '/'));

const sortKey = (path: string): string => path.replaceAll('/', '\0');

/** In the order in which a walk through the sorted directories meets them. */
export const sortRows = (rows: readonly SysctlRow[]): SysctlRow[] =>
  [...rows].sort((a, b) => (sortKey(a.path) < sortKey(b.path) ? -1 : 1));

/** What a path names: one row, or all below a directory. */
export function rowsAt(tree: SysctlTree, path: string): readonly SysctlRow[] {
  const one = tree.row(path);
  if (one) return [one];
  return sortRows(tree.rows().filter((row) => row.path.startsWith(`${path.replace(/\/$/, '')}/`)));
}

export const isGlob = (path: string): boolean => /[*?[]/.test(path);

export function rowsMatching(tree: SysctlTree, glob: string): readonly SysctlRow[] {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('[!', '[^');
  const pattern = new RegExp(`^${source}$`);
  return sortRows(tree.rows().filter((row) => pattern.test(row.path)));
}
