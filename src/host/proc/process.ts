// /proc/PID: cmdline, comm, status (the lines that are kept here), fd, cwd, mounts, net; and /proc/self.

import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/task.ts';
import { LiveDirectory, liveFile, liveLink } from '../vfs/live.ts';
import type { Node } from '../vfs/node.ts';
import { MOUNTS } from './system.ts';

/** What ps shows in CMD without arguments: the file's name, at most 15 bytes. */
export const commOf = (argv: readonly string[]): string => {
  const path = argv[0] ?? '';
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/^-/, '')
    .slice(0, 15);
};

const STATE = { running: 'R (running)', sleeping: 'S (sleeping)', zombie: 'Z (zombie)' } as const;

function status(task: Task): string {
  const state = task.end ? STATE.zombie : task.running ? STATE.running : STATE.sleeping;
  const ids = '0\t0\t0\t0';
  return `Name:\t${commOf(task.argv)}\nUmask:\t0022\nState:\t${state}\nTgid:\t${task.pid}\nNgid:\t0\nPid:\t${task.pid}\nPPid:\t${task.parent?.pid ?? 0}\nTracerPid:\t0\nUid:\t${ids}\nGid:\t${ids}\nFDSize:\t256\nGroups:\t \nThreads:\t1\n`;
}

/** The directory of one process. `netDirectory`: /proc/PID/net, the same for all. */
export function processDirectory(kernel: Kernel, task: Task, netDirectory: Node): LiveDirectory {
  const store = kernel.files.store;
  const entries: Readonly<Record<string, () => Node>> = {
    cmdline: () => liveFile(store, () => (task.end ? '' : task.argv.map((word) => `${word}\0`).join(''))),
    comm: () => liveFile(store, () => `${commOf(task.argv)}\n`),
    cwd: () => liveLink(store, () => task.cwd),
    fd: () => descriptorDirectory(kernel, task),
    mounts: () => liveFile(store, () => MOUNTS),
    net: () => netDirectory,
    status: () => liveFile(store, () => status(task)),
  };
  const get = (name: string) => (Object.hasOwn(entries, name) ? entries[name]!() : undefined);
  return new LiveDirectory(store, get, () => Object.keys(entries));
}

function descriptorDirectory(kernel: Kernel, task: Task): LiveDirectory {
  const store = kernel.files.store;
  const get = (name: string): Node | undefined => {
    const description = /^\d+$/.test(name) ? task.descriptors.get(Number(name)) : undefined;
    if (!description) return undefined;
    return liveLink(
      store,
      () => description.words,
      () => description.node,
    );
  };
  return new LiveDirectory(store, get, () => [...task.descriptors.keys()].sort((a, b) => a - b).map(String));
}
