// What lc, wlc, sed, nq, lblc and lblcr share: the destination with the least load for its weight. Loads are compared as cross
// products, so nothing is divided; of equals the first in the list (the newest) stays.

import type { Dest } from '../dest.ts';
import { isUsable } from './scheduler.ts';

/** Connections, an active one weighing as much as 256 inactive ones (ip_vs_dest_conn_overhead). */
export const connections = (dest: Dest): number => 256 * dest.active + dest.inactive;

/** Active connections as they would be with the new one. */
export const expectedActive = (dest: Dest): number => dest.active + 1;

export function pickLeast(dests: Iterable<Dest>, load: (dest: Dest) => number): Dest | undefined {
  let least: Dest | undefined;
  let leastLoad = 0;
  for (const dest of dests) {
    if (!isUsable(dest)) continue;
    const candidate = load(dest);
    if (least && leastLoad * dest.weight <= candidate * least.weight) continue;
    least = dest;
    leastLoad = candidate;
  }
  return least;
}
