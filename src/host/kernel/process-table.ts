// The process table: starting (fork, exec), ending (exit, signals), waiting. After fork(2), execve(2), exit(2), wait(2), kill(2), signal(7).
// Left out: stopping and continuing, sessions beyond the terminal, resource limits, users other than root.

import { errno, isErrno, type Errno } from '../../base/errno.ts';
import type { Sim } from '../../sim/sim.ts';
import {
  ExitError,
  SIGNAL_NUMBER,
  SignalError,
  type ChildEnd,
  type ForkOptions,
  type Main,
  type ProcessInfo,
  type Signal,
  type Sys,
} from '../sys.ts';
import type { FileSystem } from '../vfs/file-system.ts';
import { supervise, Task } from './task.ts';
import type { Terminal } from './tty.ts';

/** Process numbers run up to here and then begin again, past the system's own. */
const MAX_PID = 32_768;
const FIRST_PID_AGAIN = 300;
/** The first process that is not the system's: what a CentOS that has just booted gives. */
const FIRST_PID = 1000;
/** A script whose interpreter is a script whose …: so many at most. */
const MAX_INTERPRETERS = 4;
/** A machine of this size; a shell that forks without end meets EAGAIN here. */
const MAX_PROCESSES = 256;

export interface Program {
  readonly name: string;
  readonly main: Main;
}

/** How an executable file of the image says which program of the simulator it is. */
export const programImage = (name: string): string =>
  `\x7fELF\x02\x01\x01${'\0'.repeat(9)}\x02\0>\0\x01\0\0\0${'\0'.repeat(36)}/lib64/ld-linux-x86-64.so.2\0program:${name}\0`;

const PROGRAM = /^\x7fELF[^]*?\0program:([^\0]+)\0/;

export class ProcessTable {
  readonly #sim: Sim;
  readonly #host: string;
  readonly #files: FileSystem;
  readonly #programs: ReadonlyMap<string, Program>;
  readonly #sysOf: (task: Task) => Sys;
  readonly #tasks = new Map<number, Task>();
  #nextPid = FIRST_PID;
  /** False once the power is gone. */
  alive = true;
  /** Process 1, which inherits orphans. */
  readonly init: Task;
  /** Process 0: whoever acts from outside of the machine. Never listed. */
  readonly door: Task;

  constructor(
    sim: Sim,
    host: string,
    files: FileSystem,
    programs: ReadonlyMap<string, Program>,
    env: ReadonlyMap<string, string>,
    sysOf: (task: Task) => Sys,
  ) {
    this.#sim = sim;
    this.#host = host;
    this.#files = files;
    this.#programs = programs;
    this.#sysOf = sysOf;
    const own = { env: new Map(env), group: 'new' as const, terminal: undefined, ignored: new Set<Signal>() };
    this.door = new Task(0, undefined, sim.nowUs, { ...own, argv: ['door'], cwd: '/root' });
    this.init = new Task(1, undefined, sim.nowUs, { ...own, argv: [INIT], cwd: '/' });
    this.init.running = false;
    this.#tasks.set(1, this.init);
  }

  task(pid: number): Task | undefined {
    return this.#tasks.get(pid);
  }

  /** Also the door. */
  anyTask(pid: number): Task | undefined {
    return pid === 0 ? this.door : this.#tasks.get(pid);
  }

  tasks(): IterableIterator<Task> {
    return this.#tasks.values();
  }

  // ── starting

  /** What executing a file runs: the program, and argv as it sees it. */
  resolve(
    path: string,
    argv: readonly string[],
    caller: Task,
    depth = 0,
  ): { main: Main; argv: readonly string[] } | Errno {
    const node = this.#files.node(path, caller);
    if (isErrno(node)) return node;
    if (node.kind === 'directory') return errno('EISDIR');
    if (node.kind !== 'file' || (node.mode & 0o111) === 0) return errno('EACCES');
    const named = PROGRAM.exec(node.data.slice(0, 512));
    if (named) {
      const program = this.#programs.get(named[1]!);
      return program ? { main: program.main, argv } : errno('ENOEXEC');
    }
    const script = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*?))?[ \t]*(?:\n|$)/.exec(node.data.slice(0, 256));
    if (!script) return errno('ENOEXEC');
    if (depth >= MAX_INTERPRETERS) return errno('ELOOP');
    const [, interpreter, option] = script;
    const scriptArgv = [interpreter!, ...(option ? [option] : []), path, ...argv.slice(1)];
    return this.resolve(interpreter!, scriptArgv, caller, depth + 1);
  }

  /** Starts `main` as a child of `parent`. */
  start(parent: Task, options: ForkOptions, terminal: Terminal | undefined = parent.terminal): Task | Errno {
    if (!this.alive || this.#tasks.size >= MAX_PROCESSES) return errno('EAGAIN');
    const task = new Task(this.#takePid(), parent, this.#sim.nowUs, {
      argv: options.argv,
      env: new Map(options.env ?? parent.env),
      cwd: options.cwd ?? parent.cwd,
      group: options.group ?? parent.group,
      terminal,
      ignored: parent.ignored,
    });
    for (const [fd, from] of options.fds ?? STANDARD_DESCRIPTORS) {
      const description = parent.descriptors.get(from);
      if (description) task.descriptors.set(fd, description.retain());
    }
    parent.children.add(task);
    this.#tasks.set(task.pid, task);
    this.#sim.record({ kind: 'process.started', host: this.#host, pid: task.pid, argv: task.argv });
    const program = supervise(task, options.main(this.#sysOf(task), options.argv), () => this.#sim.nowUs);
    task.process = this.#sim.start(program, (ended) => {
      if ('value' in ended) this.#finish(task, task.killed ? killedBy(task, 'SIGKILL') : statusEnd(task, ended.value));
      else this.#finish(task, this.#thrown(task, ended.error));
    });
    return task;
  }

  #takePid(): number {
    while (this.#tasks.has(this.#nextPid)) this.#advancePid();
    const pid = this.#nextPid;
    this.#advancePid();
    return pid;
  }

  #advancePid(): void {
    this.#nextPid = this.#nextPid + 1 >= MAX_PID ? FIRST_PID_AGAIN : this.#nextPid + 1;
  }

  // ── ending

  #thrown(task: Task, error: unknown): ChildEnd {
    if (error instanceof ExitError) return statusEnd(task, error.status);
    if (error instanceof SignalError) return killedBy(task, error.signal);
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#sim.record({ kind: 'process.crashed', host: this.#host, pid: task.pid, argv: task.argv, error: words });
    const first = error instanceof Error ? error.message : words;
    task.descriptors.get(2)?.write(`${task.argv[0] ?? ''}: fault in this simulator: ${first}\n`, task);
    return { pid: task.pid, status: 134, signal: undefined };
  }

  #finish(task: Task, end: ChildEnd): void {
    task.end = end;
    task.running = false;
    for (const description of task.descriptors.values()) description.release();
    task.descriptors.clear();
    for (const resource of task.resources) resource.close();
    task.resources.clear();
    for (const child of task.children) this.#adopt(child);
    task.children.clear();
    for (const zombie of task.zombies) this.#tasks.delete(zombie.pid);
    task.zombies.length = 0;
    this.#sim.record({ kind: 'process.ended', host: this.#host, pid: task.pid, status: end.status });
    task.onEnd?.(end);
    const parent = task.parent;
    if (!parent || parent === this.init) {
      this.#forget(task);
      this.init.childEnded.wake();
    } else {
      parent.zombies.push(task);
      parent.childEnded.wake();
    }
  }

  #adopt(child: Task): void {
    child.parent = this.init;
    if (child.end) this.#tasks.delete(child.pid);
    else this.init.children.add(child);
  }

  #forget(task: Task): void {
    this.#tasks.delete(task.pid);
    task.parent?.children.delete(task);
  }

  // ── waiting

  /** A child that has ended, taken out of the table; ECHILD without such a child; undefined while it runs. */
  reap(parent: Task, pid: number): ChildEnd | Errno | undefined {
    const at = pid === -1 ? 0 : parent.zombies.findIndex((zombie) => zombie.pid === pid);
    const zombie = at < 0 ? undefined : parent.zombies[at];
    if (zombie) {
      parent.zombies.splice(at, 1);
      this.#forget(zombie);
      return zombie.end!;
    }
    for (const child of parent.children) if (pid === -1 || child.pid === pid) return undefined;
    return errno('ECHILD');
  }

  // ── signals

  signal(pid: number, signal: Signal): Errno | undefined {
    const task = this.#tasks.get(pid);
    if (!task) return errno('ESRCH');
    this.#deliver(task, signal);
    return undefined;
  }

  signalGroup(group: number, signal: Signal): Errno | undefined {
    let found = false;
    for (const task of [...this.#tasks.values()]) {
      if (task.group !== group || task === this.init) continue;
      found = true;
      this.#deliver(task, signal);
    }
    return found ? undefined : errno('ESRCH');
  }

  #deliver(task: Task, signal: Signal): void {
    if (task.end || task === this.init) return;
    if (signal === 'SIGKILL') task.killed = true;
    else if (task.ignored.has(signal)) return;
    task.process?.interrupt(new SignalError(signal));
  }

  /** The power is gone: nothing runs any more, and nobody is told. */
  killAll(): void {
    this.alive = false;
    for (const task of this.#tasks.values()) {
      task.killed = true;
      task.resources.clear();
      task.process?.interrupt(new SignalError('SIGKILL'));
    }
  }

  list(): ProcessInfo[] {
    return [...this.#tasks.values()]
      .sort((a, b) => a.pid - b.pid)
      .map((task) => ({
        pid: task.pid,
        parent: task.parent?.pid ?? 0,
        group: task.group,
        argv: task.argv,
        state: task.end ? 'zombie' : task.running ? 'running' : 'sleeping',
        startedUs: task.startedUs,
        tty: task.terminal?.name,
      }));
  }
}

const INIT = '/usr/lib/systemd/systemd';

const STANDARD_DESCRIPTORS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 1],
  [2, 2],
]);

const statusEnd = (task: Task, status: number): ChildEnd => ({
  pid: task.pid,
  status: status & 255,
  signal: undefined,
});

const killedBy = (task: Task, signal: Signal): ChildEnd => ({
  pid: task.pid,
  status: 128 + SIGNAL_NUMBER[signal],
  signal,
});
