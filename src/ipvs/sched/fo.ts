// Weighted failover (ip_vs_fo.c): the usable destination of highest weight takes everything.

import type { Dest } from '../dest.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    fo: { readonly weight: number };
  }
}

export const fo: Scheduler<undefined> = {
  name: 'fo',
  bind: () => undefined,
  pick(_state, { dests }) {
    let best: Dest | undefined;
    for (const dest of dests) if (isUsable(dest) && dest.weight > (best?.weight ?? 0)) best = dest;
    return best && { dest: best, because: { code: 'fo', weight: best.weight } };
  },
};
