// Locality-based least connection with replication (ip_vs_lblcr.c): each destination address keeps a set of servers and uses the
// least loaded; a crowded set grows by the least loaded of all, and loses its most loaded when it has not changed for a day.

import { SECOND } from '../../base/time.ts';
import type { Ipv4 } from '../../net/wire/address.ts';
import type { Dest } from '../dest.ts';
import { isCrowded } from './lblc.ts';
import { connections, pickLeast } from './least.ts';
import type { Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    lblcr: { readonly key: Ipv4; readonly cached: boolean; readonly setSize: number };
  }
}

const EXPIRATION_US = 86400 * SECOND;

interface Cached {
  /** The newest first. */
  dests: Dest[];
  changedUs: number;
}

const leastOf = ({ dests }: Cached): Dest | undefined =>
  pickLeast(
    dests.filter((dest) => dest.available),
    connections,
  );

function shrink(cached: Cached, nowUs: number): void {
  if (cached.dests.length < 2 || nowUs <= cached.changedUs + EXPIRATION_US) return;
  let most: Dest | undefined;
  for (const dest of cached.dests) {
    if (dest.weight <= 0) continue;
    if (!most || connections(most) * dest.weight < connections(dest) * most.weight) most = dest;
  }
  cached.dests = cached.dests.filter((dest) => dest !== most);
  cached.changedUs = nowUs;
}

export const lblcr: Scheduler<Map<Ipv4, Cached>> = {
  name: 'lblcr',
  bind: () => new Map(),
  score: connections,
  pick(state, { dests }, { virtual, nowUs }) {
    let cached = state.get(virtual);
    if (cached) {
      const dest = leastOf(cached);
      shrink(cached, nowUs);
      if (dest && !isCrowded(dest, dests))
        return { dest, because: { code: 'lblcr', key: virtual, cached: true, setSize: cached.dests.length } };
    }
    const dest = pickLeast(dests, connections);
    if (!dest) return undefined;
    if (!cached) state.set(virtual, (cached = { dests: [], changedUs: nowUs }));
    if (!cached.dests.includes(dest)) {
      cached.dests.unshift(dest);
      cached.changedUs = nowUs;
    }
    return { dest, because: { code: 'lblcr', key: virtual, cached: false, setSize: cached.dests.length } };
  },
};
