// /proc/sys of one host: rows by path. Whoever owns a behaviour adds its rows (sysctl/*.ts for net.ipv4, ipvs its own); the
// owner keeps the value and reads it as a number, so nothing is looked up by name while packets pass.

import type { Sim } from '../sim/sim.ts';
import type { SysctlRow, SysctlTree } from './contract.ts';
import { IntRow } from './sysctl/kinds.ts';

export class Sysctls implements SysctlTree {
  readonly #sim: Sim;
  readonly #host: string;
  readonly #rows = new Map<string, SysctlRow>();

  constructor(sim: Sim, host: string) {
    this.#sim = sim;
    this.#host = host;
  }

  rows(): readonly SysctlRow[] {
    return [...this.#rows.values()];
  }

  row(path: string): SysctlRow | undefined {
    return this.#rows.get(path);
  }

  add(row: SysctlRow): void {
    this.#rows.set(row.path, row);
  }

  remove(path: string): void {
    this.#rows.delete(path);
  }

  int(path: string): number {
    const row = this.#rows.get(path);
    if (row === undefined) return 0;
    return row instanceof IntRow ? row.value : parseInt(row.read(), 10) || 0;
  }

  /** Records that a row was written; what owners of rows call. */
  readonly written = (row: SysctlRow): void => {
    this.#sim.record({
      kind: 'config.changed',
      host: this.#host,
      area: 'sysctl',
      what: `${row.path.replaceAll('.', '\0').replaceAll('/', '.').replaceAll('\0', '/')} = ${row.read()}`,
    });
  };
}
