// Simple commands (bash(1) SIMPLE COMMANDS, SIMPLE COMMAND EXPANSION): words expanded, redirections made, assignments done, and
// then a function, a builtin or a file is run.

import type { Assignment, Command, Redirection } from 'unbash';
import type { Program } from '../../sim/process.ts';
import { SignalError } from '../../host/sys.ts';
import { expandAssignment, perform, type Expanded } from './assignment.ts';
import { ExpansionError, ReturnControl } from './control.ts';
import { start, statusOf, waitForeground } from './external.ts';
import { printCommand } from './print.ts';
import { closeAll, keep, planned, redirected, type Plan } from './redirect.ts';
import { FUNCTION_DEPTH, lineAt, type Shell, type ShellFunction } from './shell.ts';
import { traceQuoted } from './quote.ts';
import { expandFields } from './word.ts';

/** Commands whose arguments may be assignments, arrays included. */
export const DECLARING: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

export interface Prepared {
  readonly argv: string[];
  readonly assignments: readonly Expanded[];
  readonly redirections: readonly Redirection[];
}

/** Expands a simple command's words, from left to right. */
export function* prepare(shell: Shell, node: Command): Program<Prepared> {
  const argv = node.name ? yield* expandFields(shell, [node.name]) : [];
  const compound: (Expanded | undefined)[] = [];
  for (const argument of node.args) {
    if (argument.type === 'Word') {
      for (const field of yield* expandFields(shell, [argument])) argv.push(field);
      continue;
    }
    if (!DECLARING.has(argv[0] ?? '')) {
      for (const field of yield* assignmentWords(shell, argument)) argv.push(field);
      continue;
    }
    const expanded = yield* expandAssignment(shell, argument);
    compound[argv.length] = expanded;
    argv.push(declaredText(argument, expanded));
  }
  const assignments: Expanded[] = [];
  const redirections: Redirection[] = [];
  for (const part of [...node.prefix, ...node.suffix]) {
    if (part.type === 'Assignment') continue;
    if (part.type !== 'Word') redirections.push(part);
  }
  for (const part of node.prefix)
    if (part.type === 'Assignment') assignments.push(yield* expandAssignment(shell, part));
  shell.declared = compound;
  return { argv, assignments, redirections };
}

const declaredText = (node: Assignment, expanded: Expanded): string =>
  'elements' in expanded
    ? `${node.name}=(`
    : `${node.name}${expanded.subscript === undefined ? '' : `[${expanded.subscript}]`}${expanded.append ? '+' : ''}=${expanded.value}`;

/** `alias ll=…`, `eval x=…`: a word like any other, but not split (the parser took it for an assignment). */
function* assignmentWords(shell: Shell, node: Assignment): Program<string[]> {
  const expanded = yield* expandAssignment(shell, node);
  return ['elements' in expanded ? node.text : declaredText(node, expanded)];
}

export function* simpleCommand(shell: Shell, node: Command): Program<number> {
  shell.line = lineAt(shell.origin, node.pos);
  shell.substituted = undefined;
  shell.running = node;
  const prepared = yield* prepare(shell, node);
  if (shell.options.is('xtrace')) yield* trace(shell, prepared);
  if (prepared.argv.length === 0) return yield* withoutName(shell, prepared);
  const status = yield* withName(shell, prepared, {});
  shell.lastArgument = prepared.argv[prepared.argv.length - 1]!;
  return status;
}

function* withoutName(shell: Shell, { assignments, redirections }: Prepared): Program<number> {
  if (redirections.length) {
    const plan = yield* planned(shell, redirections);
    if (!plan) return 1;
    closeAll(shell.sys, plan.opened);
  }
  for (const assignment of assignments) perform(shell, assignment);
  return shell.substituted ?? 0;
}

const UNCHANGED: Plan = { map: new Map(), opened: [] };

export interface RunHow {
  readonly functions?: boolean;
  readonly builtinsOnly?: boolean;
  readonly standardPath?: boolean;
}

/** Runs a command by its words. */
export function* withName(shell: Shell, prepared: Prepared, how: RunHow): Program<number> {
  const { argv, redirections } = prepared;
  const name = argv[0]!;
  const fn = how.functions === false ? undefined : shell.functions.get(name);
  const builtin = fn ? undefined : shell.interpreter.builtins.get(name);
  if (!fn && how.builtinsOnly && !builtin) {
    yield* shell.complain(`builtin: ${name}: not a shell builtin`);
    return 1;
  }
  const declared = shell.declared;
  const plan = redirections.length || !(fn ?? builtin) ? yield* planned(shell, redirections) : UNCHANGED;
  if (!plan) return 1;
  if (!fn && !builtin) return yield* external(shell, prepared, plan, how);
  if (name === 'exec' && argv.length === 1 && !fn) {
    for (const assignment of prepared.assignments) perform(shell, assignment);
    if (redirections.length) keep(shell, plan);
    return 0;
  }
  const run = fn ? callFunction(shell, fn, argv) : callBuiltin(shell, builtin!, argv);
  shell.declared = declared;
  const body = prepared.assignments.length ? withTemporary(shell, prepared.assignments, run) : run;
  return redirections.length ? yield* redirected(shell, plan, body) : yield* body;
}

/** Special builtins keep what is assigned before them only in POSIX mode; here it lasts as long as the command. */
function* withTemporary(shell: Shell, assignments: readonly Expanded[], body: Program<number>): Program<number> {
  shell.variables.push();
  try {
    for (const assignment of assignments) {
      if (shell.variables.own(assignment.name)?.readonly) {
        yield* shell.complain(`${assignment.name}: readonly variable`);
        continue;
      }
      const variable = shell.variables.makeLocal(assignment.name);
      perform(shell, assignment, { into: variable });
      variable.exported = true;
    }
    return yield* body;
  } finally {
    shell.variables.pop();
  }
}

function* callBuiltin(
  shell: Shell,
  builtin: (shell: Shell, argv: readonly string[]) => Program<number>,
  argv: readonly string[],
): Program<number> {
  try {
    return yield* builtin(shell, argv);
  } catch (error) {
    // a signal that has a trap ends the builtin and no more
    if (!(error instanceof SignalError)) throw error;
    shell.trapped(error);
    return statusOf(error.signal);
  }
}

function* callFunction(shell: Shell, fn: ShellFunction, argv: readonly string[]): Program<number> {
  const limit = Number(shell.variables.get('FUNCNEST') ?? 0) || FUNCTION_DEPTH;
  if (shell.calls.length >= limit) {
    const words = `${fn.name}: maximum function nesting level exceeded (${limit})`;
    throw new ExpansionError(words, 1, false);
  }
  const { positional, loops, origin, line } = shell;
  shell.positional = argv.slice(1);
  shell.loops = 0;
  shell.calls.push({ name: fn.name, line, source: fn.origin.name ?? shell.name });
  shell.variables.push();
  shell.origin = fn.origin;
  try {
    return yield* shell.interpreter.node(shell, fn.node.body);
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    if (error instanceof ExpansionError) yield* shell.complainOf(error);
    throw error;
  } finally {
    shell.origin = origin;
    shell.line = line;
    shell.variables.pop();
    shell.calls.pop();
    shell.loops = loops;
    shell.positional = positional;
  }
}

function* external(shell: Shell, prepared: Prepared, plan: Plan, how: RunHow): Program<number> {
  const extra = new Map<string, string>();
  for (const assignment of prepared.assignments) {
    const own = shell.variables.own(assignment.name);
    if (own?.readonly) yield* shell.complain(`${assignment.name}: readonly variable`);
    else if (!('elements' in assignment))
      extra.set(
        assignment.name,
        (assignment.append ? (shell.variables.get(assignment.name) ?? '') : '') + assignment.value,
      );
  }
  const handler = shell.functions.get('command_not_found_handle');
  if (handler && notFound(shell, prepared.argv[0]!)) {
    return yield* shell.interpreter.runWords(shell, [handler.name, ...prepared.argv]);
  }
  const jobControl = shell.options.is('monitor') && shell.interactive;
  const group = shell.groupForChildren;
  if (jobControl) shell.groupForChildren = 'new';
  let started: { pid: number } | { status: number };
  try {
    started = yield* start(shell, { argv: prepared.argv, plan, extra, standardPath: how.standardPath ?? false });
  } finally {
    shell.groupForChildren = group;
  }
  if ('status' in started) return started.status;
  const statuses = yield* waitForeground(shell, [started.pid], jobControl ? started.pid : undefined, () =>
    shell.running ? printCommand(shell.running, shell.origin.text) : prepared.argv.join(' '),
  );
  return statuses[0]!;
}

function notFound(shell: Shell, name: string): boolean {
  const path = shell.variables.get('PATH') ?? '';
  return (
    !name.includes('/') && !path.split(':').some((directory) => 'size' in shell.sys.stat(`${directory || '.'}/${name}`))
  );
}

/** `set -x` */
function* trace(shell: Shell, { argv, assignments }: Prepared): Program {
  for (const assignment of assignments)
    yield* traceLine(
      shell,
      'elements' in assignment
        ? assignment.text
        : `${assignmentHead(assignment)}${assignment.value === '' ? '' : traceQuoted(assignment.value)}`,
    );
  if (argv.length) yield* traceLine(shell, argv.map(traceQuoted).join(' '));
}

const assignmentHead = (assignment: Extract<Expanded, { value: string }>): string =>
  `${assignment.name}${assignment.subscript === undefined ? '' : `[${assignment.subscript}]`}${assignment.append ? '+' : ''}=`;

export function* traceLine(shell: Shell, text: string): Program {
  const prompt = shell.variables.get('PS4') ?? '+ ';
  const first = prompt[0] ?? '';
  yield* shell.sys.write(2, `${first.repeat(shell.indirection)}${prompt}${text}\n`);
}
