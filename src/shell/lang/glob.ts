// Pathname expansion (bash(1) Pathname Expansion): a pattern against the machine's directories, sorted by byte as in the C locale.
// A leading dot must be written; `**` is `*` unless globstar is on.

import { isErrno } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { isActive, patternRegExp } from './pattern.ts';

export interface GlobOptions {
  readonly extglob: boolean;
  readonly dotglob: boolean;
  readonly nocase: boolean;
  readonly globstar: boolean;
}

/** More names than this are not looked for. */
const LIMIT = 100_000;

/** The names that match, sorted; none is an empty list. */
export function glob(sys: Sys, pattern: string, options: GlobOptions): string[] {
  const parts = splitPath(pattern);
  let found: string[] = [pattern.startsWith('/') ? '/' : ''];
  parts.forEach(({ text, directory }, i) => {
    const next: string[] = [];
    for (const base of found) step(sys, base, text, directory, i < parts.length - 1, options, next);
    found = next.slice(0, LIMIT);
  });
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

interface Part {
  readonly text: string;
  /** A slash follows. */
  readonly directory: boolean;
}

function splitPath(pattern: string): Part[] {
  const parts: Part[] = [];
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\' && i + 1 < pattern.length) text += pattern[i]! + pattern[++i]!;
    else if (pattern[i] === '/') {
      if (text) parts.push({ text, directory: true });
      text = '';
    } else text += pattern[i]!;
  }
  if (text) parts.push({ text, directory: false });
  return parts;
}

function step(
  sys: Sys,
  base: string,
  text: string,
  directory: boolean,
  more: boolean,
  options: GlobOptions,
  found: string[],
): void {
  const add = (name: string) => {
    const path = base + name;
    if (directory && !isDirectory(sys, path)) return;
    found.push(directory ? `${path}/` : path);
  };
  if (!isActive(text, options.extglob)) {
    const name = text.replace(/\\(.)/gs, '$1');
    if (more || directory || !isErrno(sys.stat(base + name, { followSymlinks: false }))) add(name);
    return;
  }
  if (text === '**' && options.globstar) {
    descend(sys, base, directory, found);
    return;
  }
  const names = sys.readdir(base === '' ? '.' : base);
  if (isErrno(names)) return;
  const regexp = patternRegExp(text, { extglob: options.extglob, ignoreCase: options.nocase, path: true });
  const dots = text.startsWith('.') || text.startsWith('\\.') || options.dotglob;
  for (const name of names)
    if (name !== '.' && name !== '..' && (dots || !name.startsWith('.')) && regexp.test(name)) add(name);
}

function descend(sys: Sys, base: string, directoriesOnly: boolean, found: string[]): void {
  if (directoriesOnly || base !== '') found.push(base);
  const names = sys.readdir(base === '' ? '.' : base);
  if (isErrno(names) || found.length > LIMIT) return;
  for (const name of names) {
    if (name.startsWith('.')) continue;
    const stat = sys.stat(base + name, { followSymlinks: false });
    if (isErrno(stat)) continue;
    if (stat.kind === 'directory') descend(sys, `${base}${name}/`, directoriesOnly, found);
    else if (!directoriesOnly) found.push(base + name);
  }
}

function isDirectory(sys: Sys, path: string): boolean {
  const stat = sys.stat(path);
  return !isErrno(stat) && stat.kind === 'directory';
}
