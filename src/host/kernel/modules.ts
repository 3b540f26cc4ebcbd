// Kernel modules: which are loaded, and /proc/modules. ip_vs comes with the first use of ipvsadm, a scheduler's module with the first
// service that uses it; both stay. Sizes are those of el7's packages.

import type { Bytes } from '../../base/bytes.ts';
import type { IpvsControl } from '../../ipvs/control.ts';
import type { IpvsModule } from '../../ipvs/module.ts';

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

export interface LoadedModule {
  readonly name: string;
  readonly size: number;
  readonly uses: number;
  readonly usedBy: readonly string[];
}

export class Modules {
  readonly #loaded: string[] = [];

  load(name: string): void {
    if (this.#loaded.includes(name)) return;
    for (const needed of KNOWN[name]?.needs ?? []) this.load(needed);
    this.#loaded.push(name);
  }

  /** Newest first, as lsmod shows them. */
  list(ipvs: IpvsControl | undefined): LoadedModule[] {
    const services = ipvs?.services() ?? [];
    for (const { scheduler } of services) if (`ip_vs_${scheduler}` in KNOWN) this.load(`ip_vs_${scheduler}`);
    return this.#loaded.toReversed().map((name) => {
      const usedBy = this.#loaded.filter((other) => KNOWN[other]?.needs.includes(name)).toReversed();
      const scheduler = name.startsWith('ip_vs_') ? name.slice('ip_vs_'.length) : undefined;
      const ofServices = scheduler
        ? services.filter((service) => service.scheduler === scheduler).length
        : name === 'ip_vs'
          ? services.length + usedBy.length
          : 0;
      return { name, size: KNOWN[name]?.size ?? 0, uses: usedBy.length + ofServices, usedBy };
    });
  }

  print(ipvs: IpvsControl | undefined): Bytes {
    return this.list(ipvs)
      .map(
        ({ name, size, uses, usedBy }) =>
          `${name} ${size} ${uses} ${usedBy.length > 0 ? `${usedBy.join(',')},` : '-'} Live 0x0000000000000000\n`,
      )
      .join('');
  }

  /** Files of /proc/net that modules bring. */
  procNet(_ipvs: IpvsModule | undefined): ReadonlyMap<string, () => Bytes> {
    return NONE;
  }
}

const NONE: ReadonlyMap<string, () => Bytes> = new Map();
