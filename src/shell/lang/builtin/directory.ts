// cd, pwd, dirs, pushd, popd (bash(1)): the working directory as the user named it (PWD, links kept) unless -P.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, usage } from './flags.ts';

/** A path without `.`, `..` and double slashes, as text: links are not looked at. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function logical(shell: Shell): string {
  return shell.variables.get('PWD') ?? shell.sys.cwd;
}

/** Changes the directory; PWD and OLDPWD follow. Answers the words of the refusal. */
function change(shell: Shell, path: string, physical: boolean): string | undefined {
  const { sys } = shell;
  const before = logical(shell);
  const target = path.startsWith('/') ? normalPath(path) : normalPath(`${before}/${path}`);
  const refused = physical || (path.includes('..') && sys.cwd !== before) ? sys.chdir(path) : sys.chdir(target);
  if (refused && (physical || sys.chdir(path))) return strerror(refused);
  shell.export('OLDPWD', before);
  shell.export('PWD', physical ? sys.cwd : refused ? sys.cwd : target);
  return undefined;
}

export const cd: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'LPe@');
  if (!options) return 2;
  if (options.operands.length > 1) {
    yield* shell.complain('cd: too many arguments');
    return 1;
  }
  let path = options.operands[0];
  let say = false;
  if (path === undefined) path = shell.variables.get('HOME');
  else if (path === '-') {
    path = shell.variables.get('OLDPWD');
    say = true;
  }
  if (path === undefined || (path === '' && say)) {
    yield* shell.complain(`cd: ${say ? 'OLDPWD' : 'HOME'} not set`);
    return 1;
  }
  if (path === '') return 0;
  const found = alongCdPath(shell, path);
  const words = change(shell, found ?? path, options.has('P') || shell.options.is('physical'));
  if (words !== undefined) {
    yield* shell.complain(`cd: ${path}: ${words}`);
    return 1;
  }
  if (say || found !== undefined) yield* shell.print(`${shell.variables.get('PWD')!}\n`);
  return 0;
};

function alongCdPath(shell: Shell, path: string): string | undefined {
  const cdpath = shell.variables.get('CDPATH');
  if (!cdpath || /^\.{0,2}\//.test(path) || path.startsWith('.')) return undefined;
  return cdpath
    .split(':')
    .filter((directory) => directory !== '' && directory !== '.')
    .map((directory) => `${directory}/${path}`)
    .find((candidate) => {
      const stat = shell.sys.stat(candidate);
      return !isErrno(stat) && stat.kind === 'directory';
    });
}

export const pwd: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'LP');
  if (!options) return 2;
  const physical = options.has('P') || shell.options.is('physical');
  yield* shell.print(`${physical ? shell.sys.cwd : logical(shell)}\n`);
  return 0;
};

const tilde = (shell: Shell, path: string): string => {
  const home = shell.variables.get('HOME');
  if (!home || home === '/') return path;
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
};

const whole = (shell: Shell): string[] => [logical(shell), ...shell.directoryStack];

function* printStack(shell: Shell): Program {
  yield* shell.print(
    `${whole(shell)
      .map((path) => tilde(shell, path))
      .join(' ')}\n`,
  );
}

/** +N from the left, -N from the right. */
function place(shell: Shell, word: string): number | undefined {
  const found = /^([+-])(\d+)$/.exec(word);
  if (!found) return undefined;
  const count = Number(found[2]);
  return found[1] === '+' ? count : shell.directoryStack.length - count;
}

export const dirs: Builtin = function* (shell, argv) {
  let long = false;
  let perLine = false;
  let numbered = false;
  for (const word of argv.slice(1)) {
    const at = place(shell, word);
    if (at !== undefined) {
      const path = whole(shell)[at];
      if (path === undefined) {
        yield* shell.complain(
          shell.directoryStack.length
            ? `dirs: ${word}: directory stack index out of range`
            : 'dirs: directory stack empty',
        );
        return 1;
      }
      yield* shell.print(`${long ? path : tilde(shell, path)}\n`);
      return 0;
    }
    if (!/^-[clpv]+$/.test(word)) {
      yield* shell.complain(`dirs: ${word}: invalid ${word.startsWith('-') ? 'option' : 'argument'}`);
      return yield* usage(shell, 'dirs');
    }
    if (word.includes('c')) shell.directoryStack = [];
    if (word.includes('l')) long = true;
    if (word.includes('p') || word.includes('v')) perLine = true;
    if (word.includes('v')) numbered = true;
    if (word.includes('c')) return 0;
  }
  const paths = whole(shell).map((path) => (long ? path : tilde(shell, path)));
  const lines = paths.map((path, i) => (numbered ? `${String(i).padStart(2)}  ${path}` : path));
  yield* shell.print(`${lines.join(perLine ? '\n' : ' ')}\n`);
  return 0;
};

export const pushd: Builtin = function* (shell, argv) {
  const stay = argv[1] === '-n';
  const word = stay ? argv[2] : argv[1];
  const stack = whole(shell);
  const at = word === undefined ? 1 : place(shell, word);
  let target: string;
  let rest: string[];
  if (at !== undefined) {
    if (stack.length < 2 || stack[at] === undefined) {
      const words =
        word === undefined
          ? 'no other directory'
          : stack.length < 2
            ? 'directory stack empty'
            : `${word}: directory stack index out of range`;
      yield* shell.complain(`pushd: ${words}`);
      return 1;
    }
    const rotated =
      word === undefined ? [stack[1]!, stack[0]!, ...stack.slice(2)] : [...stack.slice(at), ...stack.slice(0, at)];
    target = rotated[0]!;
    rest = rotated.slice(1);
  } else {
    target = word!;
    rest = stack;
  }
  const words = stay ? undefined : change(shell, target, false);
  if (words !== undefined) {
    yield* shell.complain(`pushd: ${target}: ${words}`);
    return 1;
  }
  shell.directoryStack = stay ? [target, ...shell.directoryStack] : rest;
  yield* printStack(shell);
  return 0;
};

export const popd: Builtin = function* (shell, argv) {
  const word = argv[1];
  if (shell.directoryStack.length === 0) {
    yield* shell.complain('popd: directory stack empty');
    return 1;
  }
  const at = word === undefined ? 0 : place(shell, word);
  const stack = whole(shell);
  if (at === undefined || stack[at] === undefined) {
    yield* shell.complain(
      at === undefined ? `popd: ${word!}: invalid argument` : `popd: ${word!}: directory stack index out of range`,
    );
    return at === undefined ? yield* usage(shell, 'popd') : 1;
  }
  stack.splice(at, 1);
  const words = at === 0 ? change(shell, stack[0]!, false) : undefined;
  if (words !== undefined) {
    yield* shell.complain(`popd: ${stack[0]!}: ${words}`);
    return 1;
  }
  shell.directoryStack = stack.slice(1);
  yield* printStack(shell);
  return 0;
};
