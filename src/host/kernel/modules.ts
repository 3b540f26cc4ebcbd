// Kernel modules: which are loaded, and /proc/modules. ip_vs comes with the first use of ipvsadm, a scheduler's module with the first
// service that uses it; both stay. Sizes are those of el7's packages.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import * as proc from '../../ipvs/proc.ts';
import type { IpvsModule } from '../../ipvs/module.ts';
import type { KernelModules, ModuleInfo } from '../sys.ts';

/** Name → bytes, and the modules that it needs. */
const KNOWN: Readonly<Record<string, { readonly size: number; readonly needs: readonly string[] }>> = {
  libcrc32c: { size: 12644, needs: [] },
  nf_conntrack: { size: 133387, needs: [] },
  ip_vs: { size: 141092, needs: ['nf_conntrack', 'libcrc32c'] },
  ip_vs_rr: { size: 12600, needs: ['ip_vs'] },
  ip_vs_wrr: { size: 12697, needs: ['ip_vs'] },
  ip_vs_lc: { size: 12516, needs: ['ip_vs'] },
  ip_vs_wlc: { size: 12519, needs: ['ip_vs'] },
  ip_vs_sed: { size: 12519, needs: ['ip_vs'] },
  ip_vs_nq: { size: 12516, needs: ['ip_vs'] },
  ip_vs_sh: { size: 12688, needs: ['ip_vs'] },
  ip_vs_dh: { size: 12688, needs: ['ip_vs'] },
  ip_vs_lblc: { size: 12819, needs: ['ip_vs'] },
  ip_vs_lblcr: { size: 12922, needs: ['ip_vs'] },
  tunnel4: { size: 13252, needs: [] },
  ip_tunnel: { size: 23760, needs: [] },
  ipip: { size: 13465, needs: ['tunnel4', 'ip_tunnel'] },
};

/** What loading does beyond the list: the hooks and devices of a module. */
export interface ModuleActions {
  /** ip_vs: its hooks and sysctls. `used` hears of each scheduler that a service takes. */
  loadIpvs(used: (scheduler: string) => void): IpvsModule;
  /** Everything else that brings devices. */
  load(name: string): void;
}

const SCHEDULER = 'ip_vs_';

export class Modules implements KernelModules {
  readonly #actions: ModuleActions;
  readonly #loaded: string[] = [];
  #ipvs: IpvsModule | undefined;

  constructor(actions: ModuleActions) {
    this.#actions = actions;
  }

  load(name: string): Errno | undefined {
    const module = KNOWN[name];
    if (!module) return errno('ENOENT');
    if (this.#loaded.includes(name)) return undefined;
    for (const needed of module.needs) this.load(needed);
    this.#loaded.push(name);
    // A service's scheduler is a module of its own, loaded with the first service that uses it.
    if (name === 'ip_vs') this.#ipvs = this.#actions.loadIpvs((scheduler) => this.load(`${SCHEDULER}${scheduler}`));
    else this.#actions.load(name);
    return undefined;
  }

  /** The module ip_vs, loaded if it was not. */
  ipvs(): IpvsModule {
    this.load('ip_vs');
    return this.#ipvs!;
  }

  /** The machine goes dark: no timer of a module is left. */
  powerOff(): void {
    this.#ipvs?.unload();
  }

  unload(name: string): Errno | undefined {
    const module = this.list().find((one) => one.name === name);
    if (!module) return errno(name in KNOWN ? 'ESRCH' : 'ENOENT');
    if (module.uses > 0) return errno('EAGAIN');
    if (name === 'ipip') return errno('EOPNOTSUPP');
    if (name === 'ip_vs') {
      this.#ipvs?.unload();
      this.#ipvs = undefined;
    }
    this.#loaded.splice(this.#loaded.indexOf(name), 1);
    return undefined;
  }

  list(): ModuleInfo[] {
    const services = this.#ipvs?.control.services() ?? [];
    return this.#loaded.toReversed().map((name) => {
      const { size, needs } = KNOWN[name]!;
      const usedBy = this.#loaded.filter((other) => KNOWN[other]!.needs.includes(name)).toReversed();
      // A scheduler counts its services; ip_vs counts every service, and each scheduler once more for being registered.
      const own =
        name === 'ip_vs'
          ? services.length + usedBy.length
          : services.filter(({ scheduler }) => name === `${SCHEDULER}${scheduler}`).length;
      return { name, size, uses: usedBy.length + own, usedBy, needs };
    });
  }

  /** /proc/modules */
  print(): Bytes {
    return this.list()
      .map(
        ({ name, size, uses, usedBy }) =>
          `${name} ${size} ${uses} ${usedBy.length > 0 ? `${usedBy.join(',')},` : '-'} Live 0x0000000000000000\n`,
      )
      .join('');
  }

  /** Files of /proc/net that modules bring. */
  procNet(): ReadonlyMap<string, () => Bytes> {
    const state = this.#ipvs?.state;
    if (!state) return NONE;
    return new Map([
      ['ip_vs', () => proc.printIpVs(state)],
      ['ip_vs_app', () => proc.printIpVsApp()],
      ['ip_vs_conn', () => proc.printIpVsConn(state)],
      ['ip_vs_conn_sync', () => proc.printIpVsConnSync(state)],
      ['ip_vs_stats', () => proc.printIpVsStats(state)],
      ['ip_vs_stats_percpu', () => proc.printIpVsStatsPercpu(state)],
    ]);
  }
}

const NONE: ReadonlyMap<string, () => Bytes> = new Map();
