// Which kinds of event carry the story, which are its details, and which are not about the network at all.

import type { EventKinds } from '../../sim/journal.ts';

/** story: shown by default. detail: shown when asked for; stepped through. aside: kept out of the way. */
export type Rank = 'story' | 'detail' | 'aside';

const RANKS: Readonly<Record<string, Rank>> = {
  'command.typed': 'story',
  'link.carried': 'story',
  'packet.rewritten': 'story',
  'packet.dropped': 'story',
  'arp.asked': 'story',
  'arp.answered': 'story',
  'arp.ignored': 'story',
  'tcp.retransmitted': 'story',
  'http.served': 'story',
  'config.changed': 'story',
  'ipvs.config.changed': 'story',
  'unit.changed': 'story',
  'process.crashed': 'story',
  'command.ended': 'aside',
  'process.started': 'aside',
  'process.ended': 'aside',
  'file.changed': 'aside',
};

const STORY_PREFIXES = ['ipvs.scheduled'];

export const rankOf = (kind: keyof EventKinds): Rank =>
  RANKS[kind] ?? (STORY_PREFIXES.some((prefix) => kind.startsWith(prefix)) ? 'story' : 'detail');

/** The higher, the more it says about what a device did at a moment: which event the caption leads with. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'packet.dropped': 9,
  'ipvs.scheduled': 8,
  'packet.rewritten': 7,
  'arp.ignored': 7,
  'arp.answered': 6,
  'arp.asked': 6,
  'http.served': 6,
  'tcp.retransmitted': 6,
  'command.typed': 5,
  'config.changed': 5,
  'ipvs.config.changed': 5,
  'neigh.changed': 4,
  'packet.delivered': 3,
  'ip.routed': 2,
  'tcp.state': 2,
  'ip.originated': 2,
  'link.carried': 1,
};

export const weightOf = (kind: keyof EventKinds): number => WEIGHTS[kind] ?? (kind.startsWith('ipvs.') ? 4 : 0);

/** A device works on something at such an event (rather than only passing it on). */
export const isWork = (kind: keyof EventKinds): boolean => weightOf(kind) >= 6;
