// Numbers for packets: one sequence for a whole world, so that a packet's id and its parent's mean one packet everywhere.

import type { Sim } from '../../sim/sim.ts';

export interface PacketIds {
  /** The number that the next packet gets. 0 is nobody's: it means "no parent". */
  next: number;
}

const OF_WORLD = new WeakMap<Sim, PacketIds>();

export function packetIdsOf(sim: Sim): PacketIds {
  let ids = OF_WORLD.get(sim);
  if (!ids) OF_WORLD.set(sim, (ids = { next: 1 }));
  return ids;
}
