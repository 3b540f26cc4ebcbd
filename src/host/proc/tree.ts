// /proc: one literal tree. Each leaf is live (made from the kernel's state when it is read) or a stub (a fixed text, and marked so).
// What the real /proc has and this has not is absent, and so says "No such file or directory".

import type { Bytes } from '../../base/bytes.ts';
import type { SysctlTree } from '../../net/contract.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LiveDirectory, liveFile, liveLink } from '../vfs/live.ts';
import type { Node } from '../vfs/node.ts';
import { procNetArp, procNetDev, procNetRoute, procNetTcp, procNetUdp } from './net.ts';
import { processDirectory } from './process.ts';
import * as system from './system.ts';

export type ProcLeaf = { readonly status: 'live' | 'stub'; readonly read: (kernel: Kernel) => Bytes };

const live = (read: ProcLeaf['read']): ProcLeaf => ({ status: 'live', read });
const stub = (text: Bytes): ProcLeaf => ({ status: 'stub', read: () => text });

/** /proc/NAME */
export const PROC_FILES: Readonly<Record<string, ProcLeaf>> = {
  cmdline: live(() => system.CMDLINE),
  cpuinfo: stub(system.CPUINFO),
  filesystems: live(() => system.FILESYSTEMS),
  loadavg: live(system.procLoadavg),
  meminfo: stub(system.MEMINFO),
  modules: live((kernel) => kernel.parts.modules.print()),
  stat: live(system.procStat),
  uptime: live(system.procUptime),
  version: live(system.procVersion),
};

/** /proc/net/NAME */
export const PROC_NET_FILES: Readonly<Record<string, ProcLeaf>> = {
  arp: live(({ parts }) => procNetArp(parts.net)),
  dev: live(({ parts }) => procNetDev(parts.net)),
  route: live(({ parts }) => procNetRoute(parts.net)),
  tcp: live(({ parts }) => procNetTcp(parts.sockets)),
  udp: live(({ parts }) => procNetUdp(parts.sockets)),
};

/** The directory for `kernel`'s /proc. */
export function procDirectory(kernel: Kernel): LiveDirectory {
  const store = kernel.files.store;
  const cache = new Map<string, Node>();
  const once = (name: string, make: () => Node): Node => {
    let node = cache.get(name);
    if (!node) cache.set(name, (node = make()));
    return node;
  };
  const net = new LiveDirectory(
    store,
    (name) => {
      const leaf = Object.hasOwn(PROC_NET_FILES, name) ? PROC_NET_FILES[name] : undefined;
      const read = leaf ? () => leaf.read(kernel) : kernel.parts.modules.procNet().get(name);
      return read && liveFile(store, read, { refusesOpen: true });
    },
    () => [...Object.keys(PROC_NET_FILES), ...kernel.parts.modules.procNet().keys()].sort(),
  );
  const sys = sysctlDirectory(kernel, '');
  const links: Readonly<Record<string, () => Node>> = {
    self: () => liveLink(store, (caller) => String(caller.pid)),
    mounts: () => liveLink(store, () => 'self/mounts'),
    net: () =>
      liveLink(
        store,
        () => 'self/net',
        () => net,
      ),
    sys: () => sys,
  };
  const get = (name: string): Node | undefined => {
    if (Object.hasOwn(links, name)) return once(name, links[name]!);
    const leaf = Object.hasOwn(PROC_FILES, name) ? PROC_FILES[name] : undefined;
    if (leaf) return once(name, () => liveFile(store, () => leaf.read(kernel)));
    const task = /^\d+$/.test(name) ? kernel.processes.anyTask(Number(name)) : undefined;
    return task && processDirectory(kernel, task, net);
  };
  const names = () => {
    const pids = kernel.processes.list().map(({ pid }) => String(pid));
    return [...pids, ...Object.keys(PROC_FILES), ...Object.keys(links)].sort();
  };
  return new LiveDirectory(store, get, names);
}

/** /proc/sys and what is below it: the directories are the paths of the sysctl rows. */
function sysctlDirectory(kernel: Kernel, path: string): LiveDirectory {
  const store = kernel.files.store;
  const prefix = path === '' ? '' : `${path}/`;
  const tree = (): SysctlTree => kernel.parts.sysctl;
  const get = (name: string): Node | undefined => {
    const row = tree().row(`${prefix}${name}`);
    if (row) {
      const write = (text: Bytes) => row.write(text.endsWith('\n') ? text.slice(0, -1) : text);
      return liveFile(store, () => `${row.read()}\n`, {
        mode: row.writable ? 0o644 : 0o444,
        refusesOpen: true,
        write: row.writable ? write : undefined,
      });
    }
    const below = `${prefix}${name}/`;
    return tree()
      .rows()
      .some((one) => one.path.startsWith(below))
      ? sysctlDirectory(kernel, `${prefix}${name}`)
      : undefined;
  };
  const names = (): string[] => {
    const found = new Set<string>();
    for (const row of tree().rows())
      if (row.path.startsWith(prefix)) found.add(row.path.slice(prefix.length).split('/', 1)[0]!);
    return [...found].sort();
  };
  return new LiveDirectory(store, get, names);
}
