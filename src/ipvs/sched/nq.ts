// Never queue (ip_vs_nq.c): the first destination without active connections wins at once; when there is none, as sed.

import { expectedActive, pickLeast } from './least.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    nq: { readonly idle: boolean; readonly score: number; readonly weight: number };
  }
}

export const nq: Scheduler<undefined> = {
  name: 'nq',
  bind: () => undefined,
  score: expectedActive,
  pick(_state, { dests }) {
    const dest = dests.find((each) => isUsable(each) && each.active === 0) ?? pickLeast(dests, expectedActive);
    if (!dest) return undefined;
    return {
      dest,
      because: { code: 'nq', idle: dest.active === 0, score: expectedActive(dest), weight: dest.weight },
    };
  },
};
