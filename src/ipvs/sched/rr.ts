// Round robin (ip_vs_rr.c): from the destination picked last, walk on in list order, wrapping once; the first usable one is it.
// Weights matter only as zero or not. A new destination stands at the head, so it is met after the wrap.

import type { Ipv4 } from '../../net/wire/address.ts';
import type { Dest } from '../dest.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    /** The walk started after `previous` (undefined: before the first) and looked at `steps` destinations. */
    rr: { readonly previous: { readonly address: Ipv4; readonly port: number } | undefined; readonly steps: number };
  }
}

interface State {
  /** undefined: the list's head. */
  previous: Dest | undefined;
}

export const rr: Scheduler<State> = {
  name: 'rr',
  bind: () => ({ previous: undefined }),
  deleted(state, service, dest, at) {
    if (state.previous === dest) state.previous = service.dests[at - 1];
  },
  pick(state, { dests }) {
    const previous = state.previous;
    const from = previous ? dests.indexOf(previous) : -1;
    for (let steps = 1; steps <= dests.length; steps++) {
      const dest = dests[(from + steps) % dests.length]!;
      if (!isUsable(dest)) continue;
      state.previous = dest;
      return {
        dest,
        because: { code: 'rr', previous: previous && { address: previous.address, port: previous.port }, steps },
      };
    }
    return undefined;
  },
};
