// One running kernel: what a machine has between a boot and the next. Everything here is lost when the power goes; the files are not.

import { isErrno } from '../../base/errno.ts';
import type { Prng } from '../../base/prng.ts';
import type { Sim } from '../../sim/sim.ts';
import type { NetAdmin, Sockets, SysctlTree } from '../../net/contract.ts';
import type { KernelNames, UnitControl } from '../sys.ts';
import type { FileSystem } from '../vfs/file-system.ts';
import type { Modules } from './modules.ts';
import { ProcessTable, type Program } from './process-table.ts';
import { ProcessSys } from './process-sys.ts';
import type { Terminal } from './tty.ts';

/** The parts that others bring: the network stack, IPVS, services. */
export interface KernelParts {
  readonly net: NetAdmin;
  readonly sockets: Sockets;
  readonly sysctl: SysctlTree;
  readonly units: UnitControl;
  readonly modules: Modules;
  power(what: 'reboot' | 'off'): void;
}

export class Kernel {
  readonly sim: Sim;
  readonly host: string;
  readonly role: string;
  readonly names: KernelNames;
  readonly files: FileSystem;
  readonly terminal: Terminal;
  readonly processes: ProcessTable;
  readonly bootedUs: number;
  hostname: string;
  #parts: KernelParts | undefined;
  readonly #streams = new Map<string, Prng>();

  constructor(what: {
    sim: Sim;
    host: string;
    role: string;
    names: KernelNames;
    files: FileSystem;
    terminal: Terminal;
    programs: ReadonlyMap<string, Program>;
    env: ReadonlyMap<string, string>;
  }) {
    this.sim = what.sim;
    this.host = what.host;
    this.role = what.role;
    this.names = what.names;
    this.files = what.files;
    this.terminal = what.terminal;
    this.bootedUs = what.sim.nowUs;
    this.hostname = what.host;
    this.processes = new ProcessTable(
      what.sim,
      what.host,
      what.files,
      what.programs,
      what.env,
      (task) => new ProcessSys(this, task),
    );
  }

  get parts(): KernelParts {
    if (!this.#parts) throw new Error(`${this.host}: a program runs before its kernel is complete`);
    return this.#parts;
  }

  complete(parts: KernelParts): void {
    this.#parts = parts;
    const nothing = this.files.open('/dev/null', 'read-write', this.processes.init);
    if (isErrno(nothing)) throw new Error(`${this.host}: no /dev/null: ${nothing.errno}`);
    for (const task of [this.processes.init, this.processes.door])
      for (const fd of [0, 1, 2]) task.descriptors.set(fd, nothing.retain());
  }

  /** A stream of randomness by name that goes on where its last user left it. */
  prng(name: string): Prng {
    let stream = this.#streams.get(name);
    if (!stream) this.#streams.set(name, (stream = this.sim.prng(`${this.host}/${this.bootedUs}/${name}`)));
    return stream;
  }

  /** A root process's door. */
  door(): ProcessSys {
    return new ProcessSys(this, this.processes.door);
  }
}
