// The system calls: Sys as one process sees it. Each is a line or a loop here; what they do is in vfs/ and process-table.ts.

import type { Bytes } from '../../base/bytes.ts';
import { errno, isErrno, strerror, type Errno } from '../../base/errno.ts';
import type { Prng } from '../../base/prng.ts';
import { EPOCH_SECONDS, SECOND } from '../../base/time.ts';
import type { IpvsControl } from '../../ipvs/control.ts';
import type { NetAdmin, Sockets, SysctlTree } from '../../net/contract.ts';
import type { NewEvent } from '../../sim/journal.ts';
import { TURN, waitFor, type Program, type WaitQueue } from '../../sim/process.ts';
import {
  ExitError,
  SignalError,
  type ChildEnd,
  type ForkOptions,
  type KernelModules,
  type KernelNames,
  type OpenMode,
  type ProcessInfo,
  type Signal,
  type SpawnOptions,
  type Stat,
  type Sys,
  type TtyControl,
  type UnitControl,
} from '../sys.ts';
import type { OpenHow } from '../vfs/file-system.ts';
import { EAGAIN, type Description } from './description.ts';
import type { Kernel } from './kernel.ts';
import { Pipe, PipeReader, PipeWriter } from './pipe.ts';
import { resolveName } from './resolve.ts';
import { ownedSockets } from './sockets.ts';
import type { Task } from './task.ts';

/** A process that reads or writes so often without ever waiting lets others run. */
const CALLS_PER_TURN = 64;
const READ_BYTES = 65_536;
const MAX_DESCRIPTORS = 1024;
/** bash's exit status when it could not fork. */
const FORK_FAILED = 254;
/** dup without a target: what fcntl(F_DUPFD, 10) is to the shells. */
const FIRST_SAVED_DESCRIPTOR = 10;

export class ProcessSys implements Sys {
  readonly #kernel: Kernel;
  readonly #task: Task;
  #sockets: Sockets | undefined;

  constructor(kernel: Kernel, task: Task) {
    this.#kernel = kernel;
    this.#task = task;
  }

  get pid(): number {
    return this.#task.pid;
  }
  get parentPid(): number {
    return this.#task.parent?.pid ?? 0;
  }
  get group(): number {
    return this.#task.group;
  }
  get host(): string {
    return this.#kernel.host;
  }
  get role(): string {
    return this.#kernel.role;
  }
  get kernel(): KernelNames {
    return this.#kernel.names;
  }

  // ── time and chance

  get nowUs(): number {
    return this.#kernel.sim.nowUs;
  }
  get epochSeconds(): number {
    return EPOCH_SECONDS + Math.floor(this.nowUs / SECOND);
  }
  prng(name: string): Prng {
    return this.#kernel.prng(name);
  }
  record(event: NewEvent): void {
    this.#kernel.sim.record(event);
  }

  // ── environment

  get env(): Map<string, string> {
    return this.#task.env;
  }
  get cwd(): string {
    return this.#task.cwd;
  }
  chdir(path: string): Errno | undefined {
    const place = this.#kernel.files.find(path, this.#task);
    if (isErrno(place)) return place;
    if (!place.node) return errno('ENOENT');
    if (place.node.kind !== 'directory') return errno('ENOTDIR');
    this.#task.cwd = place.path;
    return undefined;
  }
  hostname(): string {
    return this.#kernel.hostname;
  }
  setHostname(name: string): void {
    this.#kernel.hostname = name;
  }
  resolve(name: string): number | undefined {
    return resolveName(name, this.readFile('/etc/hosts'));
  }

  // ── descriptors

  #description(fd: number): Description | Errno {
    return this.#task.descriptors.get(fd) ?? errno('EBADF');
  }
  #install(fd: number, description: Description): number | Errno {
    if (fd >= MAX_DESCRIPTORS) return errno('EMFILE');
    this.#task.descriptors.get(fd)?.release();
    this.#task.descriptors.set(fd, description);
    return fd;
  }
  open(path: string, mode: OpenMode, how?: OpenHow): number | Errno {
    const fd = this.#task.freeDescriptor(0);
    if (fd >= MAX_DESCRIPTORS) return errno('EMFILE');
    const description = this.#kernel.files.open(path, mode, this.#task, how);
    return isErrno(description) ? description : this.#install(fd, description.retain());
  }
  close(fd: number): Errno | undefined {
    const description = this.#description(fd);
    if (isErrno(description)) return description;
    this.#task.descriptors.delete(fd);
    description.release();
    return undefined;
  }
  dup(from: number, to?: number): number | Errno {
    const description = this.#description(from);
    if (isErrno(description) || from === to) return isErrno(description) ? description : from;
    if (to !== undefined && to < 0) return errno('EBADF');
    return this.#install(to ?? this.#task.freeDescriptor(FIRST_SAVED_DESCRIPTOR), description.retain());
  }
  pipe(): { readonly read: number; readonly write: number } {
    const store = this.#kernel.files.store;
    const pipe = new Pipe(store.inodes.next(), store.nowUs);
    const read = this.#task.freeDescriptor(0);
    this.#task.descriptors.set(read, new PipeReader(pipe).retain());
    const write = this.#task.freeDescriptor(0);
    this.#task.descriptors.set(write, new PipeWriter(pipe).retain());
    return { read, write };
  }
  isTty(fd: number): boolean {
    return this.#task.descriptors.get(fd)?.terminal !== undefined;
  }
  tty(): TtyControl | undefined {
    return this.#task.descriptors.get(0)?.terminal;
  }
  *read(fd: number, max: number = READ_BYTES): Program<Bytes | Errno> {
    const task = this.#task;
    for (;;) {
      const description = this.#description(fd);
      if (isErrno(description)) return description;
      const got = description.read(max, task);
      if (got !== EAGAIN) {
        if (++task.calls % CALLS_PER_TURN === 0) yield TURN;
        return got;
      }
      if (!description.readable) return EAGAIN;
      yield* waitFor(description.readable);
    }
  }
  readNow(fd: number, max: number = READ_BYTES): Bytes | Errno {
    const description = this.#description(fd);
    return isErrno(description) ? description : description.read(max, this.#task);
  }
  *write(fd: number, data: Bytes): Program<Errno | undefined> {
    const task = this.#task;
    for (let rest = data; ;) {
      const description = this.#description(fd);
      if (isErrno(description)) return description;
      const taken = description.write(rest, task);
      if (taken === EAGAIN) {
        if (!description.writable) return EAGAIN;
        yield* waitFor(description.writable);
      } else if (isErrno(taken)) {
        if (taken.errno === 'EPIPE' && !task.ignored.has('SIGPIPE')) throw new SignalError('SIGPIPE');
        return taken;
      } else {
        if (++task.calls % CALLS_PER_TURN === 0) yield TURN;
        if (taken >= rest.length) return undefined;
        rest = rest.slice(taken);
      }
    }
  }
  readable(fd: number): WaitQueue | Errno {
    const description = this.#description(fd);
    return isErrno(description) ? description : (description.readable ?? errno('EPERM'));
  }
  descriptors(): readonly { readonly fd: number; readonly description: string }[] {
    return [...this.#task.descriptors].sort(([a], [b]) => a - b).map(([fd, { words }]) => ({ fd, description: words }));
  }

  // ── files

  readFile(path: string): Bytes | Errno {
    return this.#kernel.files.readFile(path, this.#task);
  }
  writeFile(path: string, data: Bytes, how: { append?: boolean; permissions?: number } = {}): Errno | undefined {
    const opened = this.#kernel.files.open(path, how.append ? 'append' : 'write', this.#task, {
      create: true,
      truncate: !how.append,
      ...(how.permissions === undefined ? {} : { permissions: how.permissions }),
    });
    if (isErrno(opened)) return opened;
    opened.retain();
    const written = opened.write(data, this.#task);
    opened.release();
    return isErrno(written) ? written : undefined;
  }
  stat(path: string, how: { followSymlinks?: boolean } = {}): Stat | Errno {
    return this.#kernel.files.stat(path, this.#task, how.followSymlinks !== false);
  }
  readdir(path: string): readonly string[] | Errno {
    return this.#kernel.files.readdir(path, this.#task);
  }
  mkdir(path: string, permissions = 0o777): Errno | undefined {
    return this.#kernel.files.mkdir(path, this.#task, permissions);
  }
  unlink(path: string): Errno | undefined {
    return this.#kernel.files.unlink(path, this.#task);
  }
  rmdir(path: string): Errno | undefined {
    return this.#kernel.files.rmdir(path, this.#task);
  }
  rename(from: string, to: string): Errno | undefined {
    return this.#kernel.files.rename(from, to, this.#task);
  }
  symlink(target: string, path: string): Errno | undefined {
    return this.#kernel.files.symlink(target, path, this.#task);
  }
  link(from: string, to: string): Errno | undefined {
    return this.#kernel.files.link(from, to, this.#task);
  }
  readlink(path: string): string | Errno {
    return this.#kernel.files.readlink(path, this.#task);
  }
  chmod(path: string, permissions: number): Errno | undefined {
    return this.#kernel.files.chmod(path, permissions, this.#task);
  }
  touch(path: string, atUs?: number): Errno | undefined {
    return this.#kernel.files.touch(path, this.#task, atUs);
  }
  realpath(path: string): string | Errno {
    return this.#kernel.files.realpath(path, this.#task);
  }

  // ── processes

  spawn({ path, argv, ...options }: SpawnOptions): number | Errno {
    const program = this.#kernel.processes.resolve(path, argv, this.#task);
    if (isErrno(program)) return program;
    const child = this.#kernel.processes.start(this.#task, { ...options, argv: program.argv, main: program.main });
    return isErrno(child) ? child : child.pid;
  }
  fork(options: ForkOptions): number {
    const child = this.#kernel.processes.start(this.#task, options);
    if (!isErrno(child)) return child.pid;
    // Who cannot fork cannot do what it was asked; as a shell's subshells do, it says so and ends.
    this.#task.descriptors.get(2)?.write(`${this.#task.argv[0] ?? ''}: fork: ${strerror(child)}\n`, this.#task);
    throw new ExitError(FORK_FAILED);
  }
  *wait(pid: number): Program<ChildEnd | Errno> {
    for (;;) {
      const ended = this.reap(pid);
      if (ended) return ended;
      yield* waitFor(this.#task.childEnded);
    }
  }
  reap(pid: number): ChildEnd | Errno | undefined {
    return this.#kernel.processes.reap(this.#task, pid);
  }
  get childEnded(): WaitQueue {
    return this.#task.childEnded;
  }
  kill(pid: number, signal: Signal): Errno | undefined {
    return this.#kernel.processes.signal(pid, signal);
  }
  killGroup(group: number, signal: Signal): Errno | undefined {
    return this.#kernel.processes.signalGroup(group, signal);
  }
  processes(): readonly ProcessInfo[] {
    return this.#kernel.processes.list();
  }
  ignoreSignal(signal: Signal, ignored: boolean): void {
    if (ignored) this.#task.ignored.add(signal);
    else this.#task.ignored.delete(signal);
  }
  power(what: 'reboot' | 'off'): void {
    this.#kernel.parts.power(what);
  }

  // ── the kernel's parts

  get sockets(): Sockets {
    return (this.#sockets ??= ownedSockets(this.#kernel.parts.sockets, this.#task));
  }
  get net(): NetAdmin {
    return this.#kernel.parts.net;
  }
  get sysctl(): SysctlTree {
    return this.#kernel.parts.sysctl;
  }
  ipvs(): IpvsControl {
    return this.#kernel.parts.modules.ipvs().control;
  }
  get modules(): KernelModules {
    return this.#kernel.parts.modules;
  }
  get units(): UnitControl {
    return this.#kernel.parts.units;
  }
}
