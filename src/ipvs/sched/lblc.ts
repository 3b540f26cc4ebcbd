// Locality-based least connection (ip_vs_lblc.c): each destination address (of a cache cluster's clients; with one virtual address
// there is just one) keeps its server while that is not overloaded. Left out: forgetting addresses unused for a day.

import type { Ipv4 } from '../../net/wire/address.ts';
import type { Dest } from '../dest.ts';
import { connections, pickLeast } from './least.ts';
import type { Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    lblc: { readonly key: Ipv4; readonly cached: boolean };
  }
}

/** More active connections than its weight, while another has less than half of its own. */
export const isCrowded = (dest: Dest, dests: readonly Dest[]): boolean =>
  dest.active > dest.weight && dests.some((other) => 2 * other.active < other.weight);

type State = Map<Ipv4, Dest>;

export const lblc: Scheduler<State> = {
  name: 'lblc',
  bind: () => new Map(),
  score: connections,
  pick(state, { dests }, { virtual }) {
    const cached = state.get(virtual);
    if (cached?.available && cached.weight > 0 && !isCrowded(cached, dests))
      return { dest: cached, because: { code: 'lblc', key: virtual, cached: true } };
    const dest = pickLeast(dests, connections);
    if (!dest) return undefined;
    state.set(virtual, dest);
    return { dest, because: { code: 'lblc', key: virtual, cached: false } };
  },
};
