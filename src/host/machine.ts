// A machine: a disk that stays, and a kernel that lives from boot to power-off. Built from the topology's words for one host, the world's
// Sim, and the parts that other layers make: the network stack, the programs, the login shell.

import type { Bytes } from '../base/bytes.ts';
import { isErrno } from '../base/errno.ts';
import { SECOND } from '../base/time.ts';
import { createIpvs } from '../ipvs/module.ts';
import type { IpLayer, NetAdmin, Sockets, SysctlTree } from '../net/contract.ts';
import type { Mac } from '../net/wire/address.ts';
import type { Sim } from '../sim/sim.ts';
import { waitFor, type Program } from '../sim/process.ts';
import { baseImage, type ProgramFile } from './image/image.ts';
import { hostFiles } from './image/host-files.ts';
import { layDownFile, layDownLink } from './image/lay-down.ts';
import { deviceDirectory } from './kernel/devices.ts';
import { Kernel } from './kernel/kernel.ts';
import { Modules } from './kernel/modules.ts';
import { programImage, type Program as Executable } from './kernel/process-table.ts';
import { Terminal, TerminalDescription } from './kernel/tty.ts';
import { procDirectory } from './proc/tree.ts';
import { modulesToLoad } from './modules-files.ts';
import { macOf, type MachineSpec } from './spec.ts';
import type { KernelNames, Main, Sys } from './sys.ts';
import { applySysctlFiles } from './sysctl-files.ts';
import { networkScript, NETWORK_SCRIPT } from './unit/network-script.ts';
import { startNetwork } from './unit/network.ts';
import { WANTS } from './unit/unit-files.ts';
import { Units } from './unit/units.ts';
import { FileSystem } from './vfs/file-system.ts';
import { INSTALLED_US, TreeDirectory, type SpecialNode } from './vfs/node.ts';
import { Store } from './vfs/store.ts';

/** The network stack of one boot. */
export interface MachineNetwork {
  readonly ip: IpLayer;
  readonly admin: NetAdmin;
  readonly sockets: Sockets;
  readonly sysctl: SysctlTree;
  /** Puts a card into the machine and its cable into the segment's switch. */
  addDevice(name: string, mac: Mac, segment: string): void;
  /** Devices that a module brings: ipip has tunl0. */
  loadModule(name: string): void;
  /** Pulls every cable and stops every timer: nothing of this boot happens any more. */
  powerOff(): void;
}

export interface MachineParts {
  readonly sim: Sim;
  /** What can be executed, besides the shell and the web server. The same array for every machine: the image is made once for it. */
  readonly commands: readonly (Executable & ProgramFile)[];
  readonly shell: Main;
  readonly httpd: Main;
  createNetwork(host: string): MachineNetwork;
  /** What the terminal shows, as bytes. */
  output(bytes: Bytes): void;
}

const NAMES: KernelNames = {
  release: '3.10.0-327.el7.x86_64',
  version: '#1 SMP Thu Nov 19 22:10:57 UTC 2015',
  machine: 'x86_64',
};

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SYSTEM_ENV: ReadonlyMap<string, string> = new Map([
  ['PATH', PATH],
  ['LANG', 'C'],
]);
const LOGIN_ENV: ReadonlyMap<string, string> = new Map([
  ['HOME', '/root'],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['SHELL', '/bin/bash'],
  ['PATH', PATH],
  ['TERM', 'xterm'],
  ['LANG', 'C'],
  ['PWD', '/root'],
]);

/** How long a machine is dark between going down and coming up again. */
const REBOOT_US = 5 * SECOND;

/** What the image has a file for. */
const fileLists = new WeakMap<readonly unknown[], readonly ProgramFile[]>();

function programFiles(commands: MachineParts['commands']): readonly ProgramFile[] {
  let files = fileLists.get(commands);
  if (!files) {
    files = [...commands, { name: 'bash' }, { name: 'httpd', directory: '/usr/sbin' }];
    fileLists.set(commands, files);
  }
  return files;
}

function programsOf({ commands, shell, httpd }: MachineParts): ReadonlyMap<string, Executable> {
  const programs = new Map<string, Executable>();
  for (const command of commands) programs.set(command.name, command);
  for (const [name, main] of Object.entries({ bash: shell, httpd, network: networkScript }))
    programs.set(name, { name, main });
  return programs;
}

export class Machine {
  readonly name: string;
  readonly terminal: Terminal;
  readonly #spec: MachineSpec;
  readonly #parts: MachineParts;
  readonly #sim: Sim;
  readonly #programs: ReadonlyMap<string, Executable>;
  readonly #files: FileSystem;
  #kernel: Kernel;
  #network: MachineNetwork | undefined;
  #modules: Modules | undefined;
  #units: Units | undefined;
  #on = false;
  #goingDown = false;
  #shellPid = 0;

  constructor(spec: MachineSpec, parts: MachineParts) {
    this.name = spec.name;
    this.#spec = spec;
    this.#parts = parts;
    this.#sim = parts.sim;
    this.#programs = programsOf(parts);
    const store = new Store(
      () => this.#sim.nowUs,
      (path) => this.#sim.record({ kind: 'file.changed', host: this.name, path }),
    );
    const root = new TreeDirectory(store.inodes, 0o755, INSTALLED_US, baseImage(programFiles(parts.commands)));
    this.#files = new FileSystem(root, store);
    this.terminal = new Terminal(
      'pts/0',
      (bytes) => parts.output(bytes),
      (group, signal) => this.#kernel.processes.signalGroup(group, signal),
    );
    this.#layDownFiles();
    this.#kernel = this.#newKernel();
  }

  get on(): boolean {
    return this.#on;
  }

  /** Who sits at the terminal: the login shell's process number. */
  get shellPid(): number {
    return this.#shellPid;
  }

  /** A root process's door, for panels, checks and tests. It is of this boot: ask again after a reboot. */
  rootSys(): Sys {
    return this.#kernel.door();
  }

  // ── the disk

  #layDownFiles(): void {
    for (const [path, data] of hostFiles(this.#spec)) layDownFile(this.#files, path, data);
    layDownFile(this.#files, NETWORK_SCRIPT, programImage('network'), 0o755);
    const enabled = ['network.service', ...(this.#spec.http ? ['httpd.service'] : [])];
    for (const unit of enabled) layDownLink(this.#files, `${WANTS}/${unit}`, `/usr/lib/systemd/system/${unit}`);
  }

  // ── power

  #newKernel(): Kernel {
    return new Kernel({
      sim: this.#sim,
      host: this.name,
      role: this.#spec.role,
      names: NAMES,
      files: this.#files,
      terminal: this.terminal,
      programs: this.#programs,
      env: SYSTEM_ENV,
    });
  }

  boot(): void {
    if (this.#on) return;
    this.#on = true;
    this.#goingDown = false;
    const kernel = (this.#kernel = this.#newKernel());
    const root = this.#files.root.change!;
    root.set(
      'dev',
      deviceDirectory(this.#files.store, () => kernel.prng('/dev/urandom'), this.terminal),
    );
    root.set('proc', procDirectory(kernel));
    const network = (this.#network = this.#parts.createNetwork(this.name));
    this.#spec.interfaces.forEach(({ name, segment }, at) => network.addDevice(name, macOf(this.#spec, at), segment));
    const modules = (this.#modules = new Modules({
      loadIpvs: (used) => createIpvs(network.ip, used),
      load: (name) => network.loadModule(name),
    }));
    for (const name of this.#spec.modules ?? []) modules.load(name);
    const units = (this.#units = new Units(kernel));
    kernel.complete({
      net: network.admin,
      sockets: network.sockets,
      sysctl: network.sysctl,
      units,
      modules,
      power: (what) => this.shutDown(what),
    });
    this.#sim.record({ kind: 'machine.power', host: this.name, power: 'on' });
    const sys = kernel.door();
    const hostname = sys.readFile('/etc/hostname');
    if (!isErrno(hostname) && hostname.trim() !== '') kernel.hostname = hostname.trim();
    for (const name of modulesToLoad(sys)) modules.load(name);
    applySysctlFiles(sys, network.sysctl);
    units.adopt('network.service', startNetwork(sys, network.admin));
    for (const unit of units.enabledUnits()) if (unit !== 'network.service') this.#sim.start(units.start(unit));
    this.#login();
  }

  /** A login shell on the terminal; another one when it ends. */
  #login(): void {
    const kernel = this.#kernel;
    const { processes, files } = kernel;
    const program = processes.resolve('/bin/bash', ['-bash'], processes.init);
    const node = files.node('/dev/pts/0', processes.init);
    if (isErrno(program) || isErrno(node)) return;
    this.terminal.reset();
    const startedUs = this.#sim.nowUs;
    const shell = processes.start(
      processes.init,
      { argv: program.argv, main: program.main, env: LOGIN_ENV, cwd: '/root', group: 'new', fds: new Map() },
      this.terminal,
    );
    if (isErrno(shell)) return;
    const description = new TerminalDescription(this.terminal, node as SpecialNode);
    for (const fd of [0, 1, 2]) shell.descriptors.set(fd, description.retain());
    this.terminal.setForegroundGroup(shell.pid);
    this.#shellPid = shell.pid;
    shell.onEnd = () => {
      this.#shellPid = 0;
      // A shell that ends as soon as it begins would do so for ever.
      if (this.#on && !this.#goingDown && kernel === this.#kernel && this.#sim.nowUs > startedUs) this.#login();
    };
  }

  /** The orderly way: units are stopped (their ExecStop runs), then everything else; then it comes up again, or stays off. */
  shutDown(what: 'reboot' | 'off'): void {
    if (!this.#on || this.#goingDown) return;
    this.#goingDown = true;
    this.#sim.start(this.#shutDown(what));
  }

  *#shutDown(what: 'reboot' | 'off'): Program {
    const kernel = this.#kernel;
    for (const unit of this.#units!.list().toReversed())
      if (unit.state === 'active' && unit.name !== 'network.service') yield* this.#units!.stop(unit.name);
    const { processes } = kernel;
    // Shells at a terminal take no notice of SIGTERM.
    for (const { pid } of processes.list()) if (pid > 1 && pid !== this.#shellPid) processes.signal(pid, 'SIGTERM');
    const deadlineUs = this.#sim.nowUs + SECOND / 10;
    yield* waitFor(processes.init.childEnded, deadlineUs);
    if (kernel !== this.#kernel) return;
    this.powerOff();
    if (what === 'reboot') this.#sim.clock.after(REBOOT_US, () => this.boot());
  }

  /** The plug is pulled: the kernel and all that it knew are gone, the disk stays. */
  powerOff(): void {
    if (!this.#on) return;
    this.#on = false;
    this.#kernel.processes.killAll();
    this.#modules?.powerOff();
    this.#network?.powerOff();
    this.#shellPid = 0;
    this.terminal.reset();
    // The terminal is a remote login's: this is what its other end says.
    this.#parts.output(`\r\nConnection to ${this.name} closed by remote host.\r\n`);
    this.#sim.record({ kind: 'machine.power', host: this.name, power: 'off' });
  }
}
