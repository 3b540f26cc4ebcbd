// Shortest expected delay (ip_vs_sed.c): inactive connections do not count, the new one does.

import { expectedActive, pickLeast } from './least.ts';
import type { Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    /** score / weight is the least; score = active + 1. */
    sed: { readonly score: number; readonly weight: number };
  }
}

export const sed: Scheduler<undefined> = {
  name: 'sed',
  bind: () => undefined,
  score: expectedActive,
  pick(_state, { dests }) {
    const dest = pickLeast(dests, expectedActive);
    return dest && { dest, because: { code: 'sed', score: expectedActive(dest), weight: dest.weight } };
  },
};
