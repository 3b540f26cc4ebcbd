// Destination hashing (ip_vs_dh.c, 6.1): 256 buckets dealt to the destinations in turn, whatever their weights; the virtual address
// picks the bucket. Editing a destination does not deal anew.

import type { Ipv4 } from '../../net/wire/address.ts';
import type { Dest } from '../dest.ts';
import type { Service } from '../service.ts';
import { isUsable, type Scheduler } from './scheduler.ts';
import { hash8 } from './sh.ts';

declare module '../events.ts' {
  interface PickReasons {
    dh: { readonly key: Ipv4; readonly bucket: number };
  }
}

interface State {
  /** In the order of dealing: bucket b is number b modulo the length. */
  dealt: readonly Dest[];
}

const deal = (state: State, { dests }: Service): void => {
  state.dealt = [...dests];
};

export const dh: Scheduler<State> = {
  name: 'dh',
  bind: ({ dests }) => ({ dealt: [...dests] }),
  added: deal,
  deleted: deal,
  pick({ dealt }, _service, { virtual }) {
    const bucket = hash8(virtual | 0);
    const dest = dealt[bucket % dealt.length];
    return dest && isUsable(dest) ? { dest, because: { code: 'dh', key: virtual, bucket } } : undefined;
  },
};
