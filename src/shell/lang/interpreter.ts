// The interpreter put together: the one place that knows all of its parts, so that they need not import each other in a circle.

import type { Program } from '../../sim/process.ts';
import type { Sys } from '../../host/sys.ts';
import type { Command } from '../command.ts';
import { BUILTINS } from './builtin/index.ts';
import { ShellExit } from './control.ts';
import { runNode, runStatements } from './execute.ts';
import { untilExit } from './exit.ts';
import { start, waitForeground } from './external.ts';
import { Jobs } from './jobs.ts';
import { printCommand } from './print.ts';
import { processSubstitution, substitute } from './pipeline.ts';
import { inherited } from './redirect.ts';
import { runText } from './run.ts';
import { Shell, type Interpreter } from './shell.ts';
import { withName } from './simple.ts';
import { STANDARD_PATH } from './lookup.ts';

export const INTERPRETER: Interpreter = {
  node: runNode,
  statements: runStatements,
  runText,
  runWords: (shell, argv, how = {}) => withName(shell, { argv: [...argv], assignments: [], redirections: [] }, how),
  replace,
  substitute,
  print: printCommand,
  processSubstitution,
  scriptMain: (sys, path, args, text) => {
    const shell = newShell(sys, []);
    shell.name = path;
    shell.positional = [...args];
    return untilExit(shell, runText(shell, text, { name: path, firstLine: 1 }));
  },
  builtins: BUILTINS,
};

/** exec: this process stays, runs the program in its place and ends with its status. */
function* replace(
  shell: Shell,
  argv: readonly string[],
  how: { argv0?: string | undefined; cleanEnvironment: boolean },
): Program<number> {
  const started = yield* start(shell, { argv, plan: { map: inherited(shell), opened: [] }, ...how });
  if ('status' in started) {
    if (shell.interactive) return started.status;
    throw new ShellExit(started.status);
  }
  shell.traps.clear();
  const [status] = yield* waitForeground(shell, [started.pid], shell.interactive ? shell.sys.group : undefined, () =>
    argv.join(' '),
  );
  throw new ShellExit(status!);
}

/** A shell with the variables that bash gives itself and takes from its environment (bash(1) Shell Variables). */
export function newShell(sys: Sys, commands: readonly Command[]): Shell {
  const shell = new Shell(sys, INTERPRETER, commands, new Jobs());
  for (const [name, value] of sys.env) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    shell.export(name, value);
  }
  const own: readonly (readonly [string, string])[] = [
    ['BASH', '/usr/bin/bash'],
    ['BASH_VERSION', '5.2.15(1)-release'],
    ['HOSTNAME', sys.hostname()],
    ['HOSTTYPE', 'x86_64'],
    ['IFS', ' \t\n'],
    ['MACHTYPE', 'x86_64-pc-linux-gnu'],
    ['OPTERR', '1'],
    ['OPTIND', '1'],
    ['OSTYPE', 'linux-gnu'],
    ['PS4', '+ '],
  ];
  for (const [name, value] of own)
    if (name === 'IFS' || shell.variables.get(name) === undefined) shell.variables.set(name, value);
  shell.variables.setArray('BASH_VERSINFO', ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu']);
  shell.variables.own('BASH_VERSINFO')!.readonly = true;
  for (const [name, value] of [
    ['UID', '0'],
    ['EUID', '0'],
    ['PPID', String(sys.parentPid)],
  ] as const) {
    shell.variables.set(name, value);
    Object.assign(shell.variables.own(name)!, { readonly: true, integer: true });
  }
  if (shell.variables.get('PATH') === undefined) shell.variables.set('PATH', STANDARD_PATH);
  const pwd = shell.variables.get('PWD');
  if (pwd === undefined || sys.realpath(pwd) !== sys.cwd) shell.export('PWD', sys.cwd);
  shell.export('SHLVL', String((Number(shell.variables.get('SHLVL')) || 0) + 1));
  if (shell.variables.get('OLDPWD') === undefined) shell.variables.make('OLDPWD').exported = true;
  return shell;
}
