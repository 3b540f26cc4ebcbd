// Weighted overflow (ip_vs_ovf.c): the destination of highest weight until its active connections exceed its weight, then the next.

import type { Dest } from '../dest.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    ovf: { readonly weight: number; readonly active: number };
  }
}

export const ovf: Scheduler<undefined> = {
  name: 'ovf',
  bind: () => undefined,
  score: (dest) => dest.active,
  pick(_state, { dests }) {
    let best: Dest | undefined;
    for (const dest of dests)
      if (isUsable(dest) && dest.active <= dest.weight && dest.weight > (best?.weight ?? 0)) best = dest;
    return best && { dest: best, because: { code: 'ovf', weight: best.weight, active: best.active } };
  },
};
