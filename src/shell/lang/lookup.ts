// What a command's name means: a function, a builtin, a file on the PATH, and the words when it is nothing (bash(1) COMMAND
// EXECUTION).

import { isErrno, strerror } from '../../base/errno.ts';
import { absentWords } from '../absent.ts';
import type { Shell } from './shell.ts';

export const STANDARD_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type FoundFile = { readonly path: string } | { readonly status: 126 | 127; readonly words: string };

/** Every file of that name along the PATH that can be executed. */
export function filesOnPath(shell: Shell, name: string, path = shell.variables.get('PATH') ?? ''): string[] {
  return path.split(':').flatMap((directory) => {
    const file = directory === '' ? `./${name}` : `${directory}/${name}`;
    return isExecutable(shell, file) ? [file] : [];
  });
}

export function isExecutable(shell: Shell, path: string): boolean {
  const stat = shell.sys.stat(path);
  return !isErrno(stat) && stat.kind === 'file' && (stat.mode & 0o111) !== 0;
}

/** The file that `name` executes. Remembers it, as `hash` shows. */
export function findFile(shell: Shell, name: string, path?: string): FoundFile {
  if (name.includes('/')) return checked(shell, name, name);
  const known = path === undefined ? shell.hashed.get(name) : undefined;
  if (known) {
    known.hits++;
    return checked(shell, known.path, name);
  }
  const file = filesOnPath(shell, name, path)[0];
  if (file !== undefined) {
    if (path === undefined && shell.options.is('hashall')) shell.hashed.set(name, { path: file, hits: 1 });
    return { path: file };
  }
  const refused = (path ?? shell.variables.get('PATH') ?? '')
    .split(':')
    .map((directory) => `${directory || '.'}/${name}`)
    .find((candidate) => {
      const stat = shell.sys.stat(candidate);
      return !isErrno(stat) && stat.kind === 'file';
    });
  if (refused !== undefined && name !== '') return { status: 126, words: `${refused}: Permission denied` };
  return { status: 127, words: absentWords(name) ?? `${name}: command not found` };
}

function checked(shell: Shell, path: string, name: string): FoundFile {
  const stat = shell.sys.stat(path);
  if (isErrno(stat)) return { status: stat.errno === 'ENOENT' ? 127 : 126, words: `${name}: ${strerror(stat)}` };
  if (stat.kind === 'directory') return { status: 126, words: `${name}: Is a directory` };
  if (!isExecutable(shell, path)) return { status: 126, words: `${name}: Permission denied` };
  return { path };
}

/** Which kind of thing `type -t` says the name is, without looking at aliases and keywords. */
export function kindOf(shell: Shell, name: string): 'function' | 'builtin' | undefined {
  if (shell.functions.has(name)) return 'function';
  return shell.interpreter.builtins.has(name) ? 'builtin' : undefined;
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  'if then elif else fi time for in until while do done case esac coproc select function { } [[ ]] !'.split(' '),
);
