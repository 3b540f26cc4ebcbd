// Starting programs, and waiting for what was started (bash(1) COMMAND EXECUTION ENVIRONMENT, SIGNALS).

import { isErrno, strerror } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import { SIGNAL_NUMBER, SignalError, type ChildEnd } from '../../host/sys.ts';
import { ChildInterrupted } from './control.ts';
import { closeAll, type Plan } from './redirect.ts';
import { isDone, lastEnd, SIGNAL_WORDS, type Job } from './jobs.ts';
import { findFile, STANDARD_PATH } from './lookup.ts';
import type { Shell } from './shell.ts';

/** bash's status when it cannot fork. */
const NO_FORK = 254;

export interface Start {
  readonly argv: readonly string[];
  readonly plan: Plan;
  /** Assignments before the command's name. */
  readonly extra?: ReadonlyMap<string, string>;
  readonly standardPath?: boolean;
  readonly argv0?: string | undefined;
  readonly cleanEnvironment?: boolean;
}

/** Starts a file. Answers its process, or the status when it could not be, which has been said. */
export function* start(shell: Shell, { argv, plan, ...how }: Start): Program<{ pid: number } | { status: number }> {
  const { sys } = shell;
  const name = argv[0]!;
  const found = findFile(shell, name, how.extra?.get('PATH') ?? (how.standardPath ? STANDARD_PATH : undefined));
  let words: string | undefined;
  let status = 126;
  if ('path' in found) {
    const env = how.cleanEnvironment ? new Map<string, string>() : shell.variables.environment();
    for (const [key, value] of how.extra ?? []) env.set(key, value);
    env.set('_', found.path);
    const spawn = {
      path: found.path,
      argv: [how.argv0 ?? name, ...argv.slice(1)],
      env,
      cwd: sys.cwd,
      fds: plan.map,
      ...(shell.groupForChildren === undefined ? {} : { group: shell.groupForChildren }),
    };
    const pid = sys.spawn(spawn);
    if (!isErrno(pid)) {
      closeAll(sys, plan.opened);
      return { pid };
    }
    if (pid.errno === 'ENOEXEC') return { pid: script(shell, found.path, argv, plan) };
    words = pid.errno === 'EAGAIN' ? `fork: ${strerror(pid)}` : `${name}: ${strerror(pid)}`;
    if (pid.errno === 'EAGAIN') status = NO_FORK;
    if (pid.errno === 'ENOENT') {
      shell.hashed.delete(name);
      status = 127;
    }
  } else {
    words = found.words;
    status = found.status;
  }
  yield* sys.write(plan.map.get(2) ?? 2, `${shell.errorPrefix}${words}\n`);
  closeAll(sys, plan.opened);
  return { status };
}

/** A text without `#!` is a script for this shell. */
function script(shell: Shell, path: string, argv: readonly string[], plan: Plan): number {
  const { sys } = shell;
  const text = sys.readFile(path);
  const pid = shell.fork({
    argv: ['bash', path, ...argv.slice(1)],
    fds: plan.map,
    env: shell.variables.environment(),
    ...(shell.groupForChildren === undefined ? {} : { group: shell.groupForChildren }),
    *main(child) {
      return yield* shell.interpreter.scriptMain(child, path, argv.slice(1), isErrno(text) ? '' : text);
    },
  });
  closeAll(sys, plan.opened);
  return pid;
}

/** Waits for one child. A signal with a trap is kept for later; any other ends the shell, or goes to the prompt. */
export function* waitFor(shell: Shell, pid: number): Program<ChildEnd | undefined> {
  for (;;) {
    try {
      const end = yield* shell.sys.wait(pid);
      if (isErrno(end)) return undefined;
      shell.jobs.note(end);
      return end;
    } catch (error) {
      if (error instanceof SignalError) shell.trapped(error);
      else throw error;
    }
  }
}

/** Waits for the processes of a foreground job and gives the terminal back. */
export function* waitForeground(
  shell: Shell,
  pids: readonly number[],
  group: number | undefined,
  text: () => string,
): Program<number[]> {
  const { sys } = shell;
  const tty = group === undefined ? undefined : sys.tty();
  if (tty && group !== undefined) tty.setForegroundGroup(group);
  const statuses: number[] = [];
  let last: ChildEnd | undefined;
  try {
    for (const pid of pids) {
      last = yield* waitFor(shell, pid);
      statuses.push(last?.status ?? 127);
    }
  } finally {
    tty?.setForegroundGroup(sys.group);
  }
  if (last?.signal) yield* tellSignal(shell, last, text());
  if (shell.interactive && shell.jobs.list.length) yield* notify(shell);
  return statuses;
}

/** Tells of background jobs that have ended: at the prompt, and whenever a foreground command has been waited for. */
export function* notify(shell: Shell): Program {
  const { jobs, sys } = shell;
  jobs.reap(sys);
  const ended = jobs.list.filter(isDone);
  for (const job of ended) if (!job.told) yield* sys.write(2, `${jobs.line(job, false)}\n`);
  for (const job of ended) jobs.remove(job);
}

/** What a shell says of a command that a signal ended. */
export function* tellSignal(shell: Shell, end: ChildEnd, text: string): Program {
  if (!end.signal) return;
  if (end.signal === 'SIGINT') {
    // the same Ctrl-C is meant for the loop or list around the command
    if (shell.interactive || (!shell.traps.has('SIGINT') && shell.subshells === 0)) throw new ChildInterrupted();
    return;
  }
  if (end.signal === 'SIGPIPE' || shell.subshells > 0) return;
  const words = SIGNAL_WORDS[end.signal];
  if (shell.interactive || end.signal === 'SIGTERM') yield* shell.sys.write(2, `${words}\n`);
  else yield* shell.complain(`${String(end.pid).padStart(5)} ${words.padEnd(23)} ${text}`);
}

export const statusOf = (signal: keyof typeof SIGNAL_NUMBER): number => 128 + SIGNAL_NUMBER[signal];

/** Waits until a background job has ended. */
export function* waitForJob(shell: Shell, job: Job): Program<number> {
  for (const pid of job.pids) if (!job.ends.has(pid)) yield* waitFor(shell, pid);
  const end = lastEnd(job);
  if (end?.signal && end.signal !== 'SIGINT' && end.signal !== 'SIGTERM' && !shell.interactive && !job.told) {
    job.told = true;
    yield* tellSignal(shell, end, job.text);
  }
  return job.ends.get(job.pids[job.pids.length - 1]!)?.status ?? 127;
}
