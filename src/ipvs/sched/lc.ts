// Least connection (ip_vs_lc.c): weights matter only as zero or not.

import { connections } from './least.ts';
import { isUsable, type Scheduler } from './scheduler.ts';
import type { Dest } from '../dest.ts';

declare module '../events.ts' {
  interface PickReasons {
    /** 256 · active + inactive of the one that has least. */
    lc: { readonly score: number };
  }
}

export const lc: Scheduler<undefined> = {
  name: 'lc',
  bind: () => undefined,
  score: connections,
  pick(_state, { dests }) {
    let least: Dest | undefined;
    for (const dest of dests) if (isUsable(dest) && (!least || connections(dest) < connections(least))) least = dest;
    return least && { dest: least, because: { code: 'lc', score: connections(least) } };
  },
};
