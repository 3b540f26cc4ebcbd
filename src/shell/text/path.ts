// Paths as text: last part, directory, joining. Nothing is looked up.

/** `/a/b/` → `b`; `/` → `/`. */
export function lastName(path: string): string {
  if (path === '') return '';
  const bare = path.replace(/\/+$/, '');
  return bare === '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
}

/** `/a/b/` → `/a`; `b` → `.`; `/b` → `/`. */
export function directoryOf(path: string): string {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path.startsWith('/') ? '/' : '.';
  const slash = bare.lastIndexOf('/');
  if (slash < 0) return '.';
  return bare.slice(0, slash).replace(/\/+$/, '') || '/';
}

export const joinPath = (directory: string, name: string): string =>
  directory.endsWith('/') ? directory + name : `${directory}/${name}`;
