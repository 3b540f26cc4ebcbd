// The primaries that test, [ and [[ share (bash(1) CONDITIONAL EXPRESSIONS).

import { isErrno } from '../../base/errno.ts';
import type { Stat } from '../../host/sys.ts';
import type { Shell } from './shell.ts';
import { element } from './values.ts';

/** -z, -n, -v, -R, -o, -t: undefined when the operator is none of them. */
export function stringTest(shell: Shell, operator: string, operand: string): boolean | undefined {
  switch (operator) {
    case '-z':
      return operand === '';
    case '-n':
      return operand !== '';
    case '-v':
      return isSet(shell, operand);
    case '-R':
      return shell.variables.own(operand)?.reference ?? false;
    case '-o':
      return shell.options.is(operand);
    case '-t':
      return /^\d+$/.test(operand) && shell.sys.isTty(Number(operand));
    default:
      return undefined;
  }
}

function isSet(shell: Shell, name: string): boolean {
  const array = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (!array)
    return /^\d+$/.test(name) ? Number(name) <= shell.positional.length : shell.variables.get(name) !== undefined;
  const variable = shell.variables.find(array[1]!);
  if (array[2] === '@' || array[2] === '*') return (variable?.array?.size ?? variable?.assoc?.size ?? 0) > 0;
  return element(shell, array[1]!, array[2]!) !== undefined;
}

const KINDS: Readonly<Record<string, Stat['kind']>> = { '-f': 'file', '-d': 'directory', '-p': 'pipe', '-S': 'socket' };

export function fileTest(shell: Shell, operator: string, path: string): boolean {
  const link = operator === '-h' || operator === '-L';
  const stat = path === '' ? undefined : shell.sys.stat(path, { followSymlinks: !link });
  if (stat === undefined || isErrno(stat)) return false;
  const kind = KINDS[operator];
  if (kind) return stat.kind === kind;
  switch (operator) {
    case '-a':
    case '-e':
      return true;
    case '-h':
    case '-L':
      return stat.kind === 'symlink';
    case '-c':
      return stat.kind === 'device';
    case '-s':
      return stat.size > 0;
    // root may read and write everything
    case '-r':
    case '-w':
      return true;
    case '-x':
      return stat.kind === 'directory' || (stat.mode & 0o111) !== 0;
    case '-u':
      return (stat.mode & 0o4000) !== 0;
    case '-g':
      return (stat.mode & 0o2000) !== 0;
    case '-k':
      return (stat.mode & 0o1000) !== 0;
    case '-O':
    case '-G':
      return stat.uid === 0;
    default:
      // -b, -N
      return false;
  }
}

export function compareFiles(shell: Shell, operator: string, left: string, right: string): boolean {
  const a = shell.sys.stat(left);
  const b = shell.sys.stat(right);
  if (operator === '-ef') return !isErrno(a) && !isErrno(b) && a.inode === b.inode;
  const at = (stat: typeof a) => (isErrno(stat) ? -Infinity : stat.modifiedUs);
  return operator === '-nt' ? at(a) > at(b) : at(a) < at(b);
}
