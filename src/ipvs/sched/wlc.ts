// Weighted least connection (ip_vs_wlc.c), ipvsadm's default.

import { connections, pickLeast } from './least.ts';
import type { Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    /** score / weight is the least; score = 256 · active + inactive. */
    wlc: { readonly score: number; readonly weight: number };
  }
}

export const wlc: Scheduler<undefined> = {
  name: 'wlc',
  bind: () => undefined,
  score: connections,
  pick(_state, { dests }) {
    const dest = pickLeast(dests, connections);
    return dest && { dest, because: { code: 'wlc', score: connections(dest), weight: dest.weight } };
  },
};
