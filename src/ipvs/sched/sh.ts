// Source hashing (ip_vs_sh.c, 6.1): 256 buckets, each destination in list order filling as many as its weight (at least one),
// round and round; the client's address picks the bucket. A bucket whose destination is unusable refuses, unless the service
// has the flag sh-fallback; with sh-port the client's port is part of the hash.

import type { Ipv4 } from '../../net/wire/address.ts';
import { SCHED_FLAG_1 as FALLBACK, SCHED_FLAG_2 as PORT } from '../control.ts';
import type { Dest } from '../dest.ts';
import type { Service } from '../service.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    /** `tries` is more than 0 when the first bucket's destination was unusable (sh-fallback). */
    sh: { readonly key: Ipv4; readonly port: number; readonly bucket: number; readonly tries: number };
  }
}

const SIZE = 256;

/** hash_32 of 8 bits: multiply by the golden ratio, keep the top byte. */
export const hash8 = (value: number): number => Math.imul(value, 0x61c8_8647) >>> 24;

interface State {
  buckets: readonly (Dest | undefined)[];
}

function fill({ dests }: Service): readonly (Dest | undefined)[] {
  let at = 0;
  let filled = 0;
  return Array.from({ length: SIZE }, () => {
    if (dests.length === 0) return undefined;
    const dest = dests[at]!;
    if (++filled >= dest.weight) {
      at = (at + 1) % dests.length;
      filled = 0;
    }
    return dest;
  });
}

const refill = (state: State, service: Service): void => {
  state.buckets = fill(service);
};

export const sh: Scheduler<State> = {
  name: 'sh',
  bind: (service) => ({ buckets: fill(service) }),
  added: refill,
  deleted: refill,
  edited: refill,
  pick({ buckets }, { flags }, flow) {
    const port = flags & PORT ? flow.clientPort : 0;
    const first = hash8((flow.client + port) | 0);
    const found = (bucket: number, tries: number) => {
      const dest = buckets[bucket];
      if (!dest || !isUsable(dest)) return undefined;
      return { dest, because: { code: 'sh' as const, key: flow.client, port, bucket, tries } };
    };
    const picked = found(first, 0);
    if (picked || !(flags & FALLBACK) || !buckets[first]) return picked;
    for (let offset = 0; offset < SIZE; offset++) {
      const other = found((first + ((offset + first) % SIZE)) % SIZE, offset + 1);
      if (other) return other;
    }
    return undefined;
  },
};
