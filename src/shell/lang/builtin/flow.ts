// Builtins that change what runs next: exit, return, break, continue, eval, source, exec, command, builtin.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import { LoopControl, ReturnControl, ShellExit } from '../control.ts';
import { filesOnPath, STANDARD_PATH } from '../lookup.ts';
import { GivenUp } from '../run.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, number, usage } from './flags.ts';
import { describe } from './type.ts';

/** The status that exit and return are given. */
function* statusOf(shell: Shell, argv: readonly string[]): Program<number> {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length === 0) return shell.status;
  const status = number(words[0]!);
  if (status === undefined) {
    yield* shell.complain(`${argv[0]!}: ${words[0]!}: numeric argument required`);
    return 2;
  }
  return status & 255;
}

export const exit: Builtin = function* (shell, argv) {
  if (shell.interactive) yield* shell.sys.write(2, shell.options.shopt('login_shell') ? 'logout\n' : 'exit\n');
  const numeric = argv[1] === undefined || number(argv[1]) !== undefined;
  const status = yield* statusOf(shell, argv);
  if (numeric && argv.length > 2) {
    yield* shell.complain('exit: too many arguments');
    return 1;
  }
  throw new ShellExit(status);
};

export const logout: Builtin = function* (shell, argv) {
  if (!shell.options.shopt('login_shell')) {
    yield* shell.complain("logout: not login shell: use `exit'");
    return 1;
  }
  return yield* exit(shell, argv);
};

export const returnBuiltin: Builtin = function* (shell, argv) {
  if (shell.calls.length === 0 && shell.sourcing === 0) {
    yield* shell.complain("return: can only `return' from a function or sourced script");
    return 2;
  }
  throw new ReturnControl(yield* statusOf(shell, argv));
};

function loopControl(kind: 'break' | 'continue'): Builtin {
  return function* (shell, argv) {
    if (shell.loops === 0) {
      yield* shell.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
      return 0;
    }
    const levels = argv[1] === undefined ? 1 : number(argv[1]);
    if (levels === undefined) {
      yield* shell.complain(`${kind}: ${argv[1]!}: numeric argument required`);
      throw new ShellExit(128);
    }
    if (levels < 1) {
      yield* shell.complain(`${kind}: ${argv[1]!}: loop count out of range`);
      throw new LoopControl('break', shell.loops);
    }
    throw new LoopControl(kind, Math.min(levels, shell.loops));
  };
}

export const breakBuiltin = loopControl('break');
export const continueBuiltin = loopControl('continue');

export const evalBuiltin: Builtin = function* (shell, argv) {
  const text = (argv[1] === '--' ? argv.slice(2) : argv.slice(1)).join(' ');
  if (text.trim() === '') return 0;
  const name = shell.origin.name === undefined ? undefined : shell.origin.name;
  return yield* shell.interpreter.runText(shell, text, { name, firstLine: shell.line, inside: 'eval' });
};

export const source: Builtin = function* (shell, argv) {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  const name = words[0];
  if (name === undefined) {
    yield* shell.complain(`${argv[0]!}: filename argument required`);
    return yield* usage(shell, argv[0]!);
  }
  const path = name.includes('/') ? name : onPath(shell, name);
  const stat = shell.sys.stat(path);
  const text = isErrno(stat) ? stat : stat.kind === 'directory' ? undefined : yield* wholeFile(shell, path);
  if (text === undefined || isErrno(text)) {
    const directory = text === undefined;
    yield* shell.complain(directory ? `${argv[0]!}: ${name}: is a directory` : `${name}: ${strerror(text)}`);
    return 1;
  }
  const { positional } = shell;
  if (words.length > 1) shell.positional = words.slice(1);
  shell.sourcing++;
  shell.calls.push({ name: 'source', line: shell.line, source: path });
  try {
    shell.status = 0;
    return yield* shell.interpreter.runText(shell, text, { name, firstLine: 1 });
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    if (error instanceof GivenUp) return shell.status;
    throw error;
  } finally {
    shell.calls.pop();
    shell.sourcing--;
    if (words.length > 1) shell.positional = positional;
  }
};

/** Devices and pipes can be sourced, too. */
function* wholeFile(shell: Shell, path: string): Program<string | Errno> {
  const fd = shell.sys.open(path, 'read');
  if (isErrno(fd)) return fd;
  let text = '';
  for (;;) {
    const piece = yield* shell.sys.read(fd, 65536);
    if (isErrno(piece) || piece === '') {
      shell.sys.close(fd);
      return isErrno(piece) ? piece : text;
    }
    text += piece;
  }
}

/** Sourced files need not be executable. */
function onPath(shell: Shell, name: string): string {
  const directories = (shell.variables.get('PATH') ?? '').split(':');
  const found = directories
    .map((directory) => `${directory || '.'}/${name}`)
    .find((path) => {
      const stat = shell.sys.stat(path);
      return !isErrno(stat) && stat.kind === 'file';
    });
  return found ?? name;
}

export const exec: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'cla:');
  if (!options) return 2;
  if (options.operands.length === 0) return 0;
  const name = options.operands[0]!;
  const argv0 = options.values.get('a') ?? (options.has('l') ? `-${name}` : undefined);
  if (!name.includes('/') && filesOnPath(shell, name).length === 0) {
    yield* shell.complain(`exec: ${name}: not found`);
    if (shell.interactive) return 127;
    throw new ShellExit(127);
  }
  return yield* shell.interpreter.replace(shell, options.operands, { argv0, cleanEnvironment: options.has('c') });
};

export const command: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'pvV');
  if (!options) return 2;
  if (options.operands.length === 0) return 0;
  if (!options.has('v') && !options.has('V'))
    return yield* shell.interpreter.runWords(shell, options.operands, {
      functions: false,
      standardPath: options.has('p'),
    });
  let status = 0;
  for (const name of options.operands) {
    const lines = describe(shell, name, {
      all: false,
      short: options.has('v'),
      path: options.has('p') ? STANDARD_PATH : undefined,
    });
    if (lines.length) yield* shell.print(lines.map((line) => `${line}\n`).join(''));
    else {
      status = 1;
      if (options.has('V')) yield* shell.complain(`command: ${name}: not found`);
    }
  }
  return status;
};

export const builtin: Builtin = function* (shell, argv) {
  if (argv.length === 1) return 0;
  return yield* shell.interpreter.runWords(shell, argv.slice(1), { functions: false, builtinsOnly: true });
};
