// What runs in processes of its own: pipelines, background jobs, subshells, command and process substitution (bash(1) Pipelines,
// Lists, COMMAND EXECUTION ENVIRONMENT). A command of a file is started directly; anything else in a forked copy of the shell.

import type { CommandExpansionPart, CommandNode, Pipeline, ProcessSubstitutionPart, Subshell } from 'unbash';
import { isErrno } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import type { Sys } from '../../host/sys.ts';
import { ExpansionError } from './control.ts';
import { untilExit } from './exit.ts';
import { start, waitFor, waitForeground } from './external.ts';
import { Jobs } from './jobs.ts';
import { findFile } from './lookup.ts';
import { printCommand } from './print.ts';
import { aside, inherited, planned } from './redirect.ts';
import { isPure } from './pure.ts';
import type { Runnable, Shell } from './shell.ts';
import { prepare } from './simple.ts';

const hasJobControl = (shell: Shell): boolean => shell.interactive && shell.options.is('monitor');

/** A process of the shell's own that runs `body` in a copy of it. */
function forkShell(
  shell: Shell,
  fds: Map<number, number>,
  body: (copy: Shell) => Program<number>,
  group: number | 'new' | undefined = shell.groupForChildren,
): number {
  // copied now: what the shell does next is not the child's
  const copy = shell.subshell(shell.sys, new Jobs());
  return shell.fork({
    argv: [shell.name],
    fds,
    env: shell.variables.environment(),
    cwd: shell.sys.cwd,
    ...(group === undefined ? {} : { group }),
    *main(sys: Sys) {
      copy.sys = sys;
      return yield* untilExit(copy, body(copy));
    },
  });
}

/** A stage that has a process, or that failed before it had one. */
type Stage = { readonly pid: number } | { readonly status: number };

function* startStage(shell: Shell, node: CommandNode, fds: Map<number, number>): Program<Stage> {
  const direct = node.type === 'Command' && isPure(node) ? yield* startDirectly(shell, node, fds) : undefined;
  return direct ?? { pid: forkShell(shell, fds, (copy) => copy.interpreter.node(copy, node)) };
}

/** Starts a file without a shell in between, when its words have no effect on the shell. */
function* startDirectly(
  shell: Shell,
  node: Extract<CommandNode, { type: 'Command' }>,
  fds: Map<number, number>,
): Program<Stage | undefined> {
  if (shell.options.is('xtrace')) return undefined;
  let prepared;
  try {
    prepared = yield* prepare(shell, node);
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
  const name = prepared.argv[0];
  if (name === undefined || prepared.assignments.length > 0) return undefined;
  if (shell.functions.has(name) || shell.interpreter.builtins.has(name)) return undefined;
  if (!('path' in findFile(shell, name))) return undefined;
  const plan = yield* planned(shell, prepared.redirections, new Map(fds));
  if (!plan) return { status: 1 };
  return yield* start(shell, { argv: prepared.argv, plan });
}

interface Started {
  readonly stages: readonly Stage[];
  readonly group: number | undefined;
}

/** Starts every stage, connected by pipes. `input`: what the first one reads instead of this shell's standard input. */
function* startPipeline(shell: Shell, node: Pipeline, ownGroup: boolean, input?: number): Program<Started> {
  const { sys } = shell;
  const stages: Stage[] = [];
  let group: number | undefined;
  let before = input;
  const groupBefore = shell.groupForChildren;
  if (ownGroup) shell.groupForChildren = 'new';
  try {
    for (const [i, stage] of node.commands.entries()) {
      const fds = inherited(shell);
      if (before !== undefined) fds.set(0, before);
      const pipe = i < node.commands.length - 1 ? sys.pipe() : undefined;
      const write = pipe && aside(sys, pipe.write);
      const read = pipe && aside(sys, pipe.read);
      if (write !== undefined) fds.set(1, write);
      if (write !== undefined && node.operators[i] === '|&') fds.set(2, write);
      const started = yield* startStage(shell, stage, fds);
      stages.push(started);
      if (ownGroup && group === undefined && 'pid' in started) shell.groupForChildren = group = started.pid;
      if (write !== undefined) sys.close(write);
      if (before !== undefined) sys.close(before);
      before = read;
    }
  } finally {
    shell.groupForChildren = groupBefore;
  }
  return { stages, group };
}

export function* pipeline(shell: Shell, node: Pipeline): Program<number> {
  if (node.commands.length === 1) return yield* shell.interpreter.node(shell, node.commands[0]!);
  const { stages, group } = yield* startPipeline(shell, node, hasJobControl(shell));
  const pids = stages.flatMap((stage) => ('pid' in stage ? [stage.pid] : []));
  const ends = yield* waitForeground(shell, pids, group, () => printCommand(node, shell.origin.text));
  const statuses = stages.map((stage) => ('pid' in stage ? ends.shift()! : stage.status));
  shell.pipeStatus = statuses;
  const failing = statuses.filter((status) => status !== 0);
  return (shell.options.is('pipefail') ? failing[failing.length - 1] : statuses[statuses.length - 1]) ?? 0;
}

/** `… &` */
export function* background(shell: Shell, node: Runnable): Program {
  const { sys } = shell;
  const control = hasJobControl(shell);
  let input: number | undefined;
  if (!control) {
    const nothing = sys.open('/dev/null', 'read');
    if (!isErrno(nothing)) input = aside(sys, nothing);
  }
  const job: Pipeline =
    node.type === 'Pipeline' && node.prefixes.length === 0
      ? node
      : {
          type: 'Pipeline',
          pos: node.pos,
          end: node.end,
          prefixes: [],
          commands: [node as CommandNode],
          operators: [],
        };
  const { stages, group } = yield* startPipeline(shell, job, control, input);
  const pids = stages.flatMap((stage) => ('pid' in stage ? [stage.pid] : []));
  const last = pids[pids.length - 1];
  if (last === undefined) return;
  shell.background = last;
  const added = shell.jobs.add(pids, group ?? pids[0]!, printCommand(node, shell.origin.text));
  if (shell.interactive) yield* sys.write(2, `[${added.number}] ${last}\n`);
}

export function* subshell(shell: Shell, node: Subshell): Program<number> {
  const control = hasJobControl(shell);
  const group = control ? 'new' : shell.groupForChildren;
  const body = (copy: Shell) => copy.interpreter.statements(copy, node.body.commands);
  const pid = forkShell(shell, inherited(shell), body, group);
  const [status] = yield* waitForeground(shell, [pid], control ? pid : undefined, () =>
    printCommand(node, shell.origin.text),
  );
  shell.pipeStatus = [status!];
  return status!;
}

/** What more than this prints is refused, so that a slip cannot fill the machine. */
const SUBSTITUTED = 16 * 1024 * 1024;

export function* substitute(shell: Shell, part: CommandExpansionPart): Program<string> {
  const { sys } = shell;
  const pipe = sys.pipe();
  const read = aside(sys, pipe.read);
  const write = aside(sys, pipe.write);
  const fds = inherited(shell);
  fds.set(1, write);
  const pid = forkShell(shell, fds, (copy) => substitution(copy, part), undefined);
  sys.close(write);
  let text = '';
  try {
    for (;;) {
      const piece = yield* sys.read(read, 65536);
      if (isErrno(piece) || piece === '') break;
      text += piece;
      if (text.length > SUBSTITUTED)
        throw new ExpansionError('command substitution: more than 16 MiB: not in this simulator');
    }
  } finally {
    sys.close(read);
  }
  const end = yield* waitFor(shell, pid);
  shell.status = end?.status ?? 127;
  shell.substituted = shell.status;
  if (text.includes('\0')) {
    yield* shell.complain('warning: command substitution: ignored null byte in input');
    text = text.replaceAll('\0', '');
  }
  return text.replace(/\n+$/, '');
}

function* substitution(copy: Shell, part: CommandExpansionPart): Program<number> {
  const script = part.script!;
  copy.traps.clear();
  copy.indirection++;
  if (!copy.options.shopt('inherit_errexit')) copy.options.turn('errexit', false);
  if (script.errors?.length) {
    const text = script.source ?? part.text.slice(1, -1);
    return yield* copy.interpreter.runText(copy, text, {
      name: undefined,
      firstLine: 1,
      inside: 'command substitution',
    });
  }
  if (script.source !== undefined) copy.origin = { ...copy.origin, text: script.source, firstLine: copy.line };
  const only = script.commands.length === 1 ? script.commands[0]!.command : undefined;
  if (only?.type === 'Command' && !only.name && only.redirects.length === 1 && only.prefix.length === 1) {
    // $(<file)
    const plan = yield* planned(copy, only.redirects);
    if (!plan) return 1;
    const from = plan.map.get(0)!;
    for (;;) {
      const piece = yield* copy.sys.read(from, 65536);
      if (isErrno(piece) || piece === '') return 0;
      yield* copy.print(piece);
    }
  }
  return yield* copy.interpreter.statements(copy, script.commands);
}

/** The highest descriptor that bash takes for these, downwards. */
const FIRST_PATH_FD = 63;

// eslint-disable-next-line require-yield -- an expansion may wait, this one need not
export function* processSubstitution(shell: Shell, part: ProcessSubstitutionPart): Program<string> {
  const { sys } = shell;
  const pipe = sys.pipe();
  const read = aside(sys, pipe.read);
  const write = aside(sys, pipe.write);
  const reads = part.operator === '<';
  const fds = inherited(shell);
  fds.set(reads ? 1 : 0, reads ? write : read);
  const script = part.script;
  forkShell(shell, fds, (copy) => copy.interpreter.statements(copy, script?.commands ?? []), undefined);
  sys.close(reads ? write : read);
  const mine = reads ? read : write;
  let fd = FIRST_PATH_FD;
  while (shell.openedFds.has(fd)) fd--;
  sys.dup(mine, fd);
  sys.close(mine);
  shell.openedFds.add(fd);
  shell.pathFds.push(fd);
  return `/dev/fd/${fd}`;
}

/** After the command that they were made for. */
export function closePathFds(shell: Shell): void {
  for (const fd of shell.pathFds) {
    shell.sys.close(fd);
    shell.openedFds.delete(fd);
  }
  shell.pathFds = [];
}
