// The door: everything that a program (a command, the shell, httpd, a check, a panel) can see or do on its machine. What
// `ipvsadm` prints, what a check reads and what a panel draws come through here and can therefore not differ.
//
// Calls that cannot wait are plain and answer at once with a value or an Errno. Calls that may wait are generators
// (`yield*`). Data is byte strings (base/bytes.ts). Types, and the two errors by which a process ends; the kernel's side is
// host/kernel.

import type { Bytes } from '../base/bytes.ts';
import type { Errno } from '../base/errno.ts';
import type { Prng } from '../base/prng.ts';
import type { NewEvent } from '../sim/journal.ts';
import type { Program, WaitQueue } from '../sim/process.ts';
import type { NetAdmin, Sockets, SysctlTree } from '../net/contract.ts';
import type { IpvsControl } from '../ipvs/control.ts';

/** What runs when a file is executed: its main function. The number is the exit status (0 … 255). */
export type Main = (sys: Sys, argv: readonly string[]) => Program<number>;

export type Signal =
  'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGKILL' | 'SIGUSR1' | 'SIGUSR2' | 'SIGPIPE' | 'SIGALRM' | 'SIGTERM';
export const SIGNAL_NUMBER: Readonly<Record<Signal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

/** Thrown inside a program when a signal arrives. A program that does not catch it ends with status 128 + number. */
export class SignalError extends Error {
  readonly signal: Signal;
  constructor(signal: Signal) {
    super(signal);
    this.signal = signal;
  }
}

/** Thrown by `exit(status)`; never caught by programs. */
export class ExitError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

export interface Stat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'pipe' | 'socket';
  /** Permission bits, as in 0o755. */
  readonly mode: number;
  readonly size: number;
  readonly inode: number;
  readonly links: number;
  /** Microseconds of virtual time. Negative: before the machine was switched on. */
  readonly modifiedUs: number;
  readonly uid: number;
  readonly gid: number;
  /** Of a device. */
  readonly device?: { readonly major: number; readonly minor: number };
}

export type OpenMode = 'read' | 'write' | 'append' | 'read-write';

export interface SpawnOptions {
  /** argv[0] as typed; `path` is the file to execute. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** Descriptor number in the child → descriptor number here. Default: 0, 1, 2 as they are. */
  readonly fds?: ReadonlyMap<number, number>;
  /** The process group to join: 'new' makes the child a leader of a group. Default: this process's group. */
  readonly group?: number | 'new';
}

export interface ForkOptions extends Omit<SpawnOptions, 'path' | 'argv'> {
  /** What ps shows. */
  readonly argv: readonly string[];
  /** The child's program: a subshell, a function in a pipeline. */
  readonly main: Main;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly state: 'running' | 'sleeping' | 'zombie';
  readonly startedUs: number;
  readonly tty: string | undefined;
}

/** How a child ended: its status, or the signal that ended it. */
export interface ChildEnd {
  readonly pid: number;
  /** As the shell's `$?` shows it: 0 … 255, 128 + n for a signal. */
  readonly status: number;
  readonly signal: Signal | undefined;
}

/** The terminal behind descriptor 0, when it is one. */
export interface TtyControl {
  readonly columns: number;
  readonly rows: number;
  /** cooked: lines, echo, Ctrl-C and Ctrl-D handled by the terminal. raw: every key goes to the reader as it comes. */
  setMode(mode: 'cooked' | 'raw' | 'cooked-no-echo'): void;
  readonly mode: 'cooked' | 'raw' | 'cooked-no-echo';
  /** The group that Ctrl-C interrupts and that may read. */
  setForegroundGroup(group: number): void;
  readonly foregroundGroup: number;
  /** Woken when the size changes. */
  readonly resized: WaitQueue;
}

export interface Sys {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly host: string;
  /** 'client', 'director', 'real-server', 'router', …: the topology's word. */
  readonly role: string;
  readonly kernel: KernelNames;

  // time and chance
  readonly nowUs: number;
  /** Seconds since 1970, from virtual time. */
  readonly epochSeconds: number;
  prng(name: string): Prng;
  record(event: NewEvent): void;

  // environment
  readonly env: Map<string, string>;
  readonly cwd: string;
  chdir(path: string): Errno | undefined;
  hostname(): string;
  setHostname(name: string): void;

  // descriptors
  open(
    path: string,
    mode: OpenMode,
    how?: { create?: boolean; truncate?: boolean; exclusive?: boolean; permissions?: number },
  ): number | Errno;
  close(fd: number): Errno | undefined;
  /** Makes `to` refer to what `from` refers to (dup2). Without `to`, the lowest free number from 10 on. */
  dup(from: number, to?: number): number | Errno;
  pipe(): { readonly read: number; readonly write: number };
  isTty(fd: number): boolean;
  tty(): TtyControl | undefined;
  /** Up to `max` bytes; '' at the end. Waits while there is none. */
  read(fd: number, max?: number): Program<Bytes | Errno>;
  /** The bytes that are there now: EAGAIN rather than waiting. */
  readNow(fd: number, max?: number): Bytes | Errno;
  /** Writes all of it, waiting while a pipe is full. EPIPE ends most programs (SIGPIPE is thrown, as by default). */
  write(fd: number, data: Bytes): Program<Errno | undefined>;
  /** What is woken when `fd` may be read, for programs that wait for several things. */
  readable(fd: number): WaitQueue | Errno;
  descriptors(): readonly { readonly fd: number; readonly description: string }[];

  // files. Relative paths are taken from `cwd`.
  readFile(path: string): Bytes | Errno;
  writeFile(path: string, data: Bytes, how?: { append?: boolean; permissions?: number }): Errno | undefined;
  stat(path: string, how?: { followSymlinks?: boolean }): Stat | Errno;
  readdir(path: string): readonly string[] | Errno;
  mkdir(path: string, permissions?: number): Errno | undefined;
  unlink(path: string): Errno | undefined;
  rmdir(path: string): Errno | undefined;
  rename(from: string, to: string): Errno | undefined;
  symlink(target: string, path: string): Errno | undefined;
  /** A second name for a file. */
  link(from: string, to: string): Errno | undefined;
  readlink(path: string): string | Errno;
  chmod(path: string, permissions: number): Errno | undefined;
  touch(path: string, atUs?: number): Errno | undefined;
  /** The canonical absolute path, symlinks followed. */
  realpath(path: string): string | Errno;

  // processes
  /** Starts an executable file: a program of the registry, or a script by its #! line. ENOENT, EACCES, ENOEXEC, EISDIR. */
  spawn(options: SpawnOptions): number | Errno;
  /** Starts a generator as a child that shares nothing but what it is given. */
  fork(options: ForkOptions): number;
  /** Waits for one child (or any: -1). ECHILD when there is none. */
  wait(pid: number): Program<ChildEnd | Errno>;
  /** A child that has ended, if one has, without waiting. */
  reap(pid: number): ChildEnd | Errno | undefined;
  /** Woken whenever a child of this process ends. */
  readonly childEnded: WaitQueue;
  kill(pid: number, signal: Signal): Errno | undefined;
  /** Signals to a whole group. */
  killGroup(group: number, signal: Signal): Errno | undefined;
  processes(): readonly ProcessInfo[];
  /** An ignored signal does not arrive; children inherit that. SIGKILL cannot be ignored. */
  ignoreSignal(signal: Signal, ignored: boolean): void;
  /** Stops the units, then everything; 'reboot' starts the machine again. Returns at once: the caller will not live long. */
  power(what: 'reboot' | 'off'): void;

  // the kernel's parts
  readonly sockets: Sockets;
  readonly net: NetAdmin;
  readonly sysctl: SysctlTree;
  /** Loads ip_vs on first use, as ipvsadm does. */
  ipvs(): IpvsControl;
  readonly units: UnitControl;
  readonly modules: KernelModules;
  /** Other hosts by name, as /etc/hosts has them. */
  resolve(name: string): number | undefined;
}

/** What uname and ipvsadm -v answer: the course's names on the profile's behaviour. */
export interface KernelNames {
  /** 3.10.0-327.el7.x86_64 */
  readonly release: string;
  readonly version: string;
  readonly machine: string;
}

/** Loadable parts of the kernel: what modprobe and lsmod talk to. */
export interface KernelModules {
  /** The newest first. */
  list(): readonly ModuleInfo[];
  /** Loads it and what it needs. ENOENT when there is no such module; loading twice is nothing. */
  load(name: string): Errno | undefined;
  /** ENOENT when there is no such module, ESRCH when it is not loaded, EAGAIN while it is in use, EOPNOTSUPP for what this simulator cannot take out again. */
  unload(name: string): Errno | undefined;
}

export interface ModuleInfo {
  readonly name: string;
  readonly size: number;
  readonly uses: number;
  /** Modules that need it. */
  readonly usedBy: readonly string[];
  readonly needs: readonly string[];
}

/** systemd's view of services: what systemctl talks to. */
export interface UnitControl {
  list(): readonly UnitInfo[];
  unit(name: string): UnitInfo | undefined;
  /** Runs the job and answers how it ended. */
  start(name: string): Program<'ok' | 'failed' | 'not-found'>;
  stop(name: string): Program<'ok' | 'failed' | 'not-found'>;
  /** Forgets that a unit has failed. */
  resetFailed(name: string): 'ok' | 'not-found';
  /** The ends of links that setEnabled makes: [link, target]. */
  wants(name: string): readonly [link: string, target: string] | undefined;
  setEnabled(name: string, enabled: boolean): 'changed' | 'unchanged' | 'not-found';
}

export interface UnitInfo {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly state: 'active' | 'inactive' | 'failed';
  readonly mainPid: number | undefined;
  /** Lines as the journal has them after the host's name: 'systemd[1]: Started …'. */
  readonly log: readonly { readonly atUs: number; readonly line: string }[];
  /** The unit file. */
  readonly path: string;
  readonly documentation: readonly string[];
  /** It has an ExecReload. */
  readonly reloadable: boolean;
  /** Has an [Install] section; 'static' without. */
  readonly installable: boolean;
  readonly sub: 'running' | 'exited' | 'dead' | 'failed';
  /** When it came into this state. */
  readonly changedUs: number | undefined;
  /** What it ran last, in order. */
  readonly ran: readonly UnitRun[];
  /** The main process, also after it has ended. */
  readonly main: UnitRun | undefined;
}

/** One command line of a unit that was run. */
export interface UnitRun {
  readonly what: 'ExecStart' | 'ExecStop' | 'ExecReload';
  readonly argv: readonly string[];
  readonly pid: number;
  readonly end: ChildEnd | undefined;
}

declare module '../sim/journal.ts' {
  interface EventKinds {
    /** A command line was read by a shell at its prompt; `text` is the whole line. */
    'command.typed': { readonly text: string };
    /** The shell is at its prompt again. */
    'command.ended': { readonly text: string; readonly status: number };
    'process.started': { readonly pid: number; readonly argv: readonly string[] };
    'process.ended': { readonly pid: number; readonly status: number };
    /** A program of ours threw what it should not have: a fault of the simulator, never of the learner. */
    'process.crashed': { readonly pid: number; readonly argv: readonly string[]; readonly error: string };
    'machine.power': { readonly power: 'on' | 'off' };
    'http.served': {
      readonly port: number;
      readonly path: string;
      readonly status: number;
      readonly client: number;
      readonly clientPort: number;
    };
    'file.changed': { readonly path: string };
    'unit.changed': { readonly unit: string; readonly state: string };
  }
}
