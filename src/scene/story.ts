// A packet's whole story: from the host that made it, through every device that rewrote or forwarded it, to its end. Followed
// by `parentId` in both directions from any event about it.

import type { EventOf, JournalEvent } from '../sim/journal.ts';
import type { ArpPacket, Ipv4Packet } from '../net/wire/packet.ts';
import { diff, type Change } from './headers/diff.ts';
import type { Seen } from './headers/layers.ts';
import { packetOf, type JournalView } from './timeline/timeline.ts';

type Packet = Ipv4Packet | ArpPacket;
type Carried = EventOf<'link.carried'>;

/** A stay at one host: how the packet came in, what was decided there, how it went out. */
export interface Stop {
  readonly host: string;
  readonly cameBy: Carried | undefined;
  readonly wentBy: Carried | undefined;
  readonly events: readonly JournalEvent[];
  /** The packet when it came (or was made), and when it left (or ended). */
  readonly before: Seen | undefined;
  readonly after: Seen | undefined;
  readonly changes: readonly Change[];
}

export interface Story {
  readonly stops: readonly Stop[];
  /** The stop at which the event that was asked about happened (for a flight: the one that it leaves). */
  readonly at: number;
}

const LOOK_AROUND = 20_000;
const NEAR = 80;

/** The event whose packet an event is about: itself, or for a decision without one of its own the packet decided upon. */
export function subjectOf(journal: JournalView, event: JournalEvent): JournalEvent | undefined {
  if (packetOf(event)) return event;
  if (!/^(ipvs\.(?!config)|arp\.|neigh\.|tcp\.|http\.)/.test(event.kind)) return undefined;
  const wanted = 'packetId' in event ? event.packetId : undefined;
  let found: JournalEvent | undefined;
  for (let away = 1; away < NEAR && !found; away++)
    for (const other of [journal.at(event.seq + away), journal.at(event.seq - away)])
      if (other && concernsSame(event, other, wanted)) found ??= other;
  return found;
}

function concernsSame(event: JournalEvent, other: JournalEvent, packetId: number | undefined): boolean {
  const packet = packetOf(other);
  if (!packet) return false;
  if (packetId !== undefined) return packet.id === packetId || (packet.type === 'ip' && packet.parentId === packetId);
  const isArp = event.kind.startsWith('arp.') || event.kind === 'neigh.changed';
  const host = other.kind === 'link.carried' ? other.from.host : other.host;
  return host === event.host && other.atUs === event.atUs && (packet.type === 'arp') === isArp;
}

export function storyOf(journal: JournalView, seq: number): Story | undefined {
  const event = journal.at(seq);
  const subject = event && subjectOf(journal, event);
  const packet = subject && packetOf(subject);
  if (!packet) return undefined;
  const found = packet.type === 'arp' ? arpEvents(journal, subject.seq, packet) : lineage(journal, subject.seq, packet);
  const stops = stopsOf(journal, found);
  const stopOf = (wanted: number): number =>
    stops.findIndex((stop) => stop.wentBy?.seq === wanted || stop.events.some((own) => own.seq === wanted));
  const own = stopOf(seq);
  const at = own < 0 ? stopOf(subject.seq) : own;
  return stops.length ? { stops, at: Math.max(at, 0) } : undefined;
}

/** All packets that an event names; a rewrite names two. */
function packetsIn(event: JournalEvent): Packet[] {
  const packet = packetOf(event);
  if (!packet) return [];
  return event.kind === 'packet.rewritten' ? [event.before, packet] : [packet];
}

/** Events about the packet, its ancestors and its descendants, in order. */
function lineage(journal: JournalView, seq: number, packet: Ipv4Packet): JournalEvent[] {
  const ids = new Set([packet.id]);
  if (packet.parentId) ids.add(packet.parentId);
  const found: JournalEvent[] = [];
  for (let i = seq; i >= Math.max(journal.firstSeq, seq - LOOK_AROUND); i--) {
    const event = journal.at(i);
    const own = event ? packetsIn(event).filter((one) => ids.has(one.id)) : [];
    if (!event || own.length === 0) continue;
    for (const one of packetsIn(event)) {
      ids.add(one.id);
      if (one.type === 'ip' && one.parentId) ids.add(one.parentId);
    }
    found.push(event);
    if (event.kind === 'ip.originated') break;
  }
  found.reverse();
  for (let i = seq + 1; i < Math.min(journal.nextSeq, seq + LOOK_AROUND); i++) {
    const event = journal.at(i);
    const own = event ? packetsIn(event) : [];
    if (!event || !own.some((one) => ids.has(one.id) || (one.type === 'ip' && ids.has(one.parentId)))) continue;
    for (const one of own) ids.add(one.id);
    found.push(event);
    if (event.kind === 'packet.delivered' || event.kind === 'packet.dropped') break;
  }
  return found;
}

const ARP_LOOK_AROUND = 400;

/** The question or answer itself, why it was sent, and what its hearers made of it. */
function arpEvents(journal: JournalView, seq: number, packet: ArpPacket): JournalEvent[] {
  const found: JournalEvent[] = [];
  const asked = packet.op === 1 ? packet.targetIp : packet.senderIp;
  for (
    let i = Math.max(journal.firstSeq, seq - ARP_LOOK_AROUND);
    i < Math.min(journal.nextSeq, seq + ARP_LOOK_AROUND);
    i++
  ) {
    const event = journal.at(i);
    if (!event) continue;
    const same = packetOf(event)?.type === 'arp' && packetOf(event)?.id === packet.id;
    if (same || (Math.abs(i - seq) < 60 && concerns(event, asked, packet.senderIp))) found.push(event);
  }
  return found;
}

function concerns(event: JournalEvent, asked: number, sender: number): boolean {
  switch (event.kind) {
    case 'arp.asked':
    case 'arp.answered':
    case 'arp.ignored':
      return event.target === asked;
    case 'neigh.changed':
      return event.ip === asked || event.ip === sender;
    default:
      return false;
  }
}

interface OpenStop {
  host: string;
  cameBy: Carried | undefined;
  wentBy: Carried | undefined;
  events: JournalEvent[];
}

function stopsOf(journal: JournalView, events: readonly JournalEvent[]): Stop[] {
  const stops: OpenStop[] = [];
  let carried: Carried | undefined;
  const stopAt = (host: string): OpenStop => {
    const last = stops[stops.length - 1];
    if (last?.host === host && !last.wentBy) return last;
    const earlier = carried && stops.find((stop) => stop.host === host && stop.cameBy === carried);
    if (earlier) return earlier;
    const cameBy = carried?.to.some((port) => port.host === host) ? carried : undefined;
    const stop = { host, cameBy, wentBy: undefined, events: [] };
    stops.push(stop);
    return stop;
  };
  for (const event of events) {
    if (event.kind === 'link.carried') {
      stopAt(event.from.host).wentBy = event;
      carried = event;
    } else if (event.host) stopAt(event.host).events.push(event);
  }
  if (carried?.to.length === 1) stopAt(carried.to[0]!.host);
  return stops.map((stop) => closed(journal, stop));
}

function closed(journal: JournalView, stop: OpenStop): Stop {
  const { host, cameBy, wentBy } = stop;
  const packets = stop.events.flatMap(packetsIn);
  const first = cameBy?.frame.payload ?? packets[0] ?? wentBy?.frame.payload;
  const last = wentBy?.frame.payload ?? packets[packets.length - 1] ?? first;
  const before = first && { packet: first, link: cameBy?.frame };
  const after = last && { packet: last, link: wentBy?.frame };
  const changes = before && after && before.packet.type === after.packet.type ? diff(before, after) : [];
  return { host, cameBy, wentBy, events: withNeighbours(journal, stop), before, after, changes };
}

/** What else happened on this host on the packet's behalf: the scheduler's pick, the connection entry, ARP for the next hop. */
function withNeighbours(journal: JournalView, stop: OpenStop): JournalEvent[] {
  const first = stop.events[0] ?? stop.wentBy;
  const last = stop.wentBy ?? stop.events[stop.events.length - 1];
  if (!first || !last) return stop.events;
  const nextHops = new Set(stop.events.flatMap((event) => (event.kind === 'ip.routed' ? [event.nextHop] : [])));
  const own = new Set(stop.events);
  const all: JournalEvent[] = [];
  for (let seq = startOfMoment(journal, first); seq <= last.seq; seq++) {
    const event = journal.at(seq);
    if (!event || event.host !== stop.host || event === stop.wentBy) continue;
    const asked =
      (event.kind === 'arp.asked' && nextHops.has(event.target)) ||
      (event.kind === 'neigh.changed' && nextHops.has(event.ip));
    if (own.has(event) || asked || (event.kind.startsWith('ipvs.') && !packetOf(event))) all.push(event);
  }
  return all;
}

/** A pick is recorded before the rewrite that follows from it. */
function startOfMoment(journal: JournalView, event: JournalEvent): number {
  let { seq } = event;
  while (seq > journal.firstSeq && event.seq - seq < 60 && journal.at(seq - 1)?.atUs === event.atUs) seq--;
  return seq;
}
