// The execution of the tree: statements, && and ||, and which kind of command goes where (bash(1) SHELL GRAMMAR). set -e and
// the ERR trap are decided here.

import type { AndOr, CommandNode, Pipeline, Redirected, Statement } from 'unbash';
import type { Program } from '../../sim/process.ts';
import { compound } from './compound.ts';
import { ShellExit } from './control.ts';
import { background, closePathFds, pipeline, subshell } from './pipeline.ts';
import { planned, redirected } from './redirect.ts';
import type { Runnable, Shell } from './shell.ts';
import { simpleCommand } from './simple.ts';
import { runPending, runTrap } from './trap.ts';

export function* runStatements(shell: Shell, statements: readonly Statement[]): Program<number> {
  for (const statement of statements) {
    if (shell.pending.length) yield* runPending(shell);
    if (statement.background) {
      yield* background(shell, statement.command);
      shell.status = 0;
    } else yield* runNode(shell, statement.command);
    if (shell.pathFds.length) closePathFds(shell);
  }
  if (shell.pending.length) yield* runPending(shell);
  return shell.status;
}

/** Runs a node and leaves its status in $?. */
export function* runNode(shell: Shell, node: Runnable): Program<number> {
  switch (node.type) {
    case 'AndOr':
      return yield* andOr(shell, node);
    case 'CompoundList':
      return yield* runStatements(shell, node.commands);
    case 'Pipeline':
      return yield* runPipeline(shell, node);
    default: {
      const status = yield* command(shell, node);
      shell.status = status;
      if (status !== 0 && CHECKED.has(node.type)) yield* failed(shell);
      return status;
    }
  }
}

/** Commands whose own failure counts for set -e; of the others, what is inside has counted already. */
const CHECKED: ReadonlySet<string> = new Set([
  'Command',
  'Pipeline',
  'Subshell',
  'TestCommand',
  'ArithmeticCommand',
  'Redirected',
]);

function* failed(shell: Shell): Program {
  if (shell.unchecked > 0) return;
  const { status } = shell;
  if (shell.traps.get('ERR') && (shell.calls.length === 0 || shell.options.is('errtrace')))
    yield* runTrap(shell, 'ERR');
  shell.status = status;
  if (shell.options.is('errexit')) throw new ShellExit(status);
}

function* andOr(shell: Shell, node: AndOr): Program<number> {
  const last = node.commands.length - 1;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && (node.operators[i - 1] === '&&') !== (shell.status === 0)) continue;
    if (i === last) yield* runNode(shell, node.commands[i]!);
    else yield* unchecked(shell, runNode(shell, node.commands[i]!));
  }
  return shell.status;
}

/** Where a failure is no failure: conditions, what stands before && and ||, behind !. */
export function* unchecked(shell: Shell, body: Program<number>): Program<number> {
  shell.unchecked++;
  try {
    return yield* body;
  } finally {
    shell.unchecked--;
  }
}

function* runPipeline(shell: Shell, node: Pipeline): Program<number> {
  const negated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  const startUs = shell.sys.nowUs;
  const run = node.commands.length === 0 ? nothing() : pipeline(shell, node);
  const status = negated ? yield* unchecked(shell, run) : yield* run;
  if (time) yield* printTime(shell, shell.sys.nowUs - startUs, time.posix !== undefined);
  shell.status = negated ? (status === 0 ? 1 : 0) : status;
  if (status !== 0 && !negated && node.commands.length > 1) yield* failed(shell);
  return shell.status;
}

// eslint-disable-next-line require-yield -- a program that does nothing
function* nothing(): Program<number> {
  return 0;
}

/** What `time` prints. Programs take no processor time here, so only `real` moves. */
function* printTime(shell: Shell, tookUs: number, posix: boolean): Program {
  const seconds = tookUs / 1_000_000;
  const minutes = Math.floor(seconds / 60);
  yield* shell.sys.write(
    2,
    posix
      ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`
      : `\nreal\t${minutes}m${(seconds - minutes * 60).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`,
  );
}

function* command(shell: Shell, node: CommandNode): Program<number> {
  switch (node.type) {
    case 'Command': {
      const status = yield* simpleCommand(shell, node);
      shell.pipeStatus = [status];
      return status;
    }
    case 'Redirected':
      return yield* withRedirections(shell, node);
    case 'Subshell':
      return yield* subshell(shell, node);
    case 'Coproc':
      yield* shell.complain('coproc: not in this simulator');
      return 2;
    default:
      return yield* compound(shell, node);
  }
}

function* withRedirections(shell: Shell, node: Redirected): Program<number> {
  const plan = yield* planned(shell, node.redirects);
  if (!plan) return 1;
  return yield* redirected(shell, plan, command(shell, node.command));
}
