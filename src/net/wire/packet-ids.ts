// Numbers for packets: one sequence for a whole world, so that a packet's id and its parent's mean one packet everywhere.

import type { Sim } from '../../sim/sim.ts';

export interface PacketIds {
  /** The number that the next packet gets. 0 is nobody's: it means "no parent". */
  next: number;
}

/** By the world's journal: each boot of a machine has a Sim of its own before the world's. */
const OF_WORLD = new WeakMap<Sim['journal'], PacketIds>();

export function packetIdsOf(sim: Sim): PacketIds {
  let ids = OF_WORLD.get(sim.journal);
  if (!ids) OF_WORLD.set(sim.journal, (ids = { next: 1 }));
  return ids;
}
