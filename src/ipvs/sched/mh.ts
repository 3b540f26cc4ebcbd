// Maglev hashing (ip_vs_mh.c; Eisenbud et al., NSDI 2016): a table of 4093 places, claimed by the destinations in turns along
// permutations of their own, so that a server's coming or going moves few clients. Weights are turns. A quiesced server keeps the
// places of its last weight. Flags: mh-fallback, mh-port.

import type { Ipv4 } from '../../net/wire/address.ts';
import { SCHED_FLAG_1 as FALLBACK, SCHED_FLAG_2 as PORT } from '../control.ts';
import type { Dest } from '../dest.ts';
import type { Service } from '../service.ts';
import { hsiphash } from './hsiphash.ts';
import { isUsable, type Scheduler } from './scheduler.ts';

declare module '../events.ts' {
  interface PickReasons {
    mh: { readonly key: Ipv4; readonly port: number; readonly place: number; readonly tries: number };
  }
}

const SIZE = 4093;
/** A weight may take at most 2^6 turns in a row. */
const TURN_BITS = 6;
const KEY_1 = 2_654_435_761n;
const KEY_2 = 2_654_446_892n;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const hash = (ip: Ipv4, port: number, key: bigint, offset = 0): number => hsiphash((ip + port + offset) >>> 0, key);

interface State {
  places: readonly (Dest | undefined)[];
}

function populate({ dests }: Service): readonly (Dest | undefined)[] {
  const places = new Array<Dest | undefined>(SIZE).fill(undefined);
  const divisor = dests.reduce((g, { lastWeight }) => (lastWeight > 0 ? gcd(lastWeight, g) : g), 0);
  if (divisor < 1) return places;
  const most = Math.max(...dests.map(({ lastWeight }) => lastWeight)) / divisor;
  const shift = Math.max(0, 32 - Math.clz32(most) - TURN_BITS);
  const claimants = dests.map((dest) => ({
    dest,
    at: hash(dest.address, dest.port, KEY_1) % SIZE,
    skip: (hash(dest.address, dest.port, KEY_2) % (SIZE - 1)) + 1,
    turns: (dest.lastWeight / divisor) >> shift || (dest.lastWeight !== 0 ? 1 : 0),
  }));
  for (let claimed = 0; ;) {
    for (const claimant of claimants) {
      for (let turn = 0; turn < claimant.turns; turn++) {
        while (places[claimant.at]) claimant.at = (claimant.at + claimant.skip) % SIZE;
        places[claimant.at] = claimant.dest;
        if (++claimed === SIZE) return places;
      }
    }
  }
}

const repopulate = (state: State, service: Service): void => {
  state.places = populate(service);
};

export const mh: Scheduler<State> = {
  name: 'mh',
  bind: (service) => ({ places: populate(service) }),
  added: repopulate,
  deleted: repopulate,
  edited: repopulate,
  pick({ places }, { flags }, { client, clientPort }) {
    const port = flags & PORT ? clientPort : 0;
    const found = (place: number, tries: number) => {
      const dest = places[place];
      if (!dest || !isUsable(dest)) return undefined;
      return { dest, because: { code: 'mh' as const, key: client, port, place, tries } };
    };
    const first = hash(client, port, KEY_1) % SIZE;
    const picked = found(first, 0);
    if (picked || !(flags & FALLBACK) || !places[first]) return picked;
    for (let offset = 0; offset < SIZE; offset++) {
      const other = found(hash(client, port, KEY_1, (offset + first) % SIZE) % SIZE, offset + 1);
      if (other) return other;
    }
    return undefined;
  },
};
