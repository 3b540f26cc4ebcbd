// The picture at a time: a pure function of (timeline, layout, t). Positions are functions of simulated time only.

import { line } from 'd3-shape';
import type { JournalEvent } from '../sim/journal.ts';
import type { Port, Reason } from '../net/contract.ts';
import { dockOf, nicPlace, pathBetween, type Layout } from './layout/layout.ts';
import { centreOf, pointAlong, type Path, type Point } from './layout/geometry.ts';
import { colourOf, patternOf, type Conversation } from './timeline/conversation.ts';
import type { Gap } from './timeline/display-time.ts';
import { kindOf, labelOf, type PacketKind } from './timeline/kind.ts';
import { refusedWith } from './refusal.ts';
import { isWork, weightOf } from './timeline/rank.ts';
import { lastAtOrBefore } from './timeline/search.ts';
import type { Drop, Flight, Timeline } from './timeline/timeline.ts';

/** A packet on its way; one flooded to several ports is several, each on its own way. */
export interface MovingPacket extends Point {
  readonly key: string;
  readonly seq: number;
  readonly packetId: number;
  /** It stands for so many of its kind that run close behind each other. */
  readonly count: number;
  readonly label: string;
  readonly kind: PacketKind;
  readonly conversation: Conversation | undefined;
  /** 0 … ; undefined for what belongs to no conversation (ARP). */
  readonly colour: number | undefined;
  readonly pattern: number | undefined;
  /** A question to everyone: drawn as an outline that spreads. */
  readonly outline: boolean;
  /** The way so far of something that spreads, as an SVG path, and how much of it is covered. */
  readonly way: string;
  readonly share: number;
  readonly from: string;
  readonly to: string;
}

export interface StandingDrop extends Point {
  readonly key: string;
  readonly host: string;
  readonly because: Reason;
  /** The newest of them. */
  readonly seq: number;
  readonly label: string;
  readonly count: number;
  /** It was not lost: the host said no. */
  readonly refused: boolean;
  readonly conversation: Conversation | undefined;
}

/** A device that is doing something: what just happened there. */
export interface Work {
  readonly host: string;
  readonly atUs: number;
  readonly lead: JournalEvent;
  readonly events: readonly JournalEvent[];
}

export interface Frame {
  readonly tUs: number;
  readonly packets: readonly MovingPacket[];
  readonly drops: readonly StandingDrop[];
  readonly work: readonly Work[];
  /** What the newest moment was about, what says most first. */
  readonly captions: readonly JournalEvent[];
  /** An idle stretch that is being passed over. */
  readonly gap: Gap | undefined;
}

export interface FrameOptions {
  /** Standing drop's key → the newest event of it that was dismissed. */
  readonly dismissed?: ReadonlyMap<string, number>;
}

export function frameAt(timeline: Timeline, layout: Layout, tUs: number, options: FrameOptions = {}): Frame {
  const momentUs = timeline.momentAt(tUs);
  const captions = momentUs === undefined ? [] : byWeight(timeline.eventsAt(momentUs));
  return {
    tUs,
    packets: apart(
      timeline.flightsAt(tUs).flatMap((flight) => moving(layout, flight, tUs)),
      layout.type.capsule,
    ),
    drops: standing(timeline, layout, tUs, options.dismissed),
    work: momentUs === undefined ? [] : workAt(captions, momentUs),
    captions,
    gap: timeline.time.gapAt(tUs),
  };
}

const byWeight = (events: readonly JournalEvent[]): JournalEvent[] =>
  [...events].sort((a, b) => weightOf(b.kind) - weightOf(a.kind) || a.seq - b.seq);

function workAt(events: readonly JournalEvent[], atUs: number): Work[] {
  const hosts = new Map<string, JournalEvent[]>();
  for (const event of events) {
    const own = hosts.get(event.host);
    if (own) own.push(event);
    else if (event.host !== '' && isWork(event.kind)) hosts.set(event.host, [event]);
  }
  return [...hosts].map(([host, own]) => ({ host, atUs, lead: own[0]!, events: own }));
}

// ── Packets on their way

interface Way {
  readonly path: Path;
  readonly svg: string;
}

/** By the two ports themselves, because this is asked for each packet of each frame. */
const ways = new WeakMap<Layout, WeakMap<Port, WeakMap<Port, Way | 'none'>>>();
const draw = line<Point>(
  (point) => point.x,
  (point) => point.y,
);

function wayBetween(layout: Layout, from: Port, to: Port): Way | 'none' {
  let own = ways.get(layout);
  if (!own) ways.set(layout, (own = new WeakMap()));
  let fromHere = own.get(from);
  if (!fromHere) own.set(from, (fromHere = new WeakMap()));
  let way = fromHere.get(to);
  if (!way) {
    const path = pathBetween(layout, from, to);
    way = path ? { path, svg: draw(path.points) ?? '' } : 'none';
    fromHere.set(to, way);
  }
  return way;
}

export function shareOf(flight: Flight, tUs: number): number {
  const { atUs, arriveUs } = flight.event;
  return arriveUs <= atUs ? 1 : Math.max(0, Math.min(1, (tUs - atUs) / (arriveUs - atUs)));
}

function moving(layout: Layout, flight: Flight, tUs: number): MovingPacket[] {
  const { event, conversation } = flight;
  const packet = event.frame.payload;
  const share = shareOf(flight, tUs);
  const packets: MovingPacket[] = [];
  for (let i = 0; i < event.to.length; i++) {
    const to = event.to[i]!;
    const way = wayBetween(layout, event.from, to);
    if (way === 'none') continue;
    const { x, y } = pointAlong(way.path, share);
    packets.push({
      key: `${event.seq}.${i}`,
      x,
      y,
      seq: event.seq,
      packetId: packet.id,
      count: 1,
      label: labelOf(packet),
      kind: kindOf(packet),
      conversation,
      colour: conversation && colourOf(conversation),
      pattern: conversation && patternOf(conversation),
      outline: packet.type === 'arp' && packet.op === 1,
      way: way.svg,
      share,
      from: event.from.host,
      to: to.host,
    });
  }
  return packets;
}

/** A capsule's length and height, about: nearer than that, the later one would hide the earlier. */
const NEAR = 52;
const ROW = 29;
/** With more than so many on one way, those of a kind that are near each other are one capsule with their number. */
const SINGLE_UP_TO = 3;

/** Packets that run close behind each other on the same way run in rows below each other, the one ahead on top. */
function apart(packets: MovingPacket[], size: number): MovingPacket[] {
  if (packets.length < 2) return packets;
  const near = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < NEAR * size;
  // What leaves takes the place of what arrives at that moment by the same interface.
  const leaving = packets.filter((packet) => packet.share === 0);
  const shown = packets.filter((packet) => packet.share < 1 || !leaving.some((other) => near(other, packet)));
  const last = new Map<string, { x: number; y: number; row: number }>();
  return bundled(shown, near).map((packet) => {
    const { x, y } = packet;
    const ahead = last.get(packet.way);
    const row = ahead && near(ahead, packet) ? ahead.row + 1 : 0;
    last.set(packet.way, { x, y, row });
    return row === 0 ? packet : { ...packet, y: y + row * ROW * size };
  });
}

function bundled(packets: readonly MovingPacket[], near: (a: Point, b: Point) => boolean): MovingPacket[] {
  const onWay = new Map<string, number>();
  for (const { way } of packets) onWay.set(way, (onWay.get(way) ?? 0) + 1);
  const heads = new Map<string, MovingPacket>();
  const kept: MovingPacket[] = [];
  const counts = new Map<MovingPacket, number>();
  for (const packet of packets) {
    const kind = `${packet.label} ${packet.way}`;
    const head = heads.get(kind);
    if (head && onWay.get(packet.way)! > SINGLE_UP_TO && near(head, packet)) {
      counts.set(head, counts.get(head)! + 1);
      continue;
    }
    heads.set(kind, packet);
    counts.set(packet, 1);
    kept.push(packet);
  }
  return kept.map((packet) => (counts.get(packet) === 1 ? packet : { ...packet, count: counts.get(packet)! }));
}

// ── Drops

const DROPS_LOOKED_AT = 400;
const DROP_PITCH = 30;

function standing(
  timeline: Timeline,
  layout: Layout,
  tUs: number,
  dismissed: ReadonlyMap<string, number> | undefined,
): StandingDrop[] {
  const found = new Map<string, { newest: Drop; count: number; at: Point; place: string }>();
  const last = lastAtOrBefore(timeline.drops, tUs, (drop) => drop.event.atUs);
  const command = lastAtOrBefore(timeline.commands, tUs, (mark) => mark.event.atUs);
  const sinceUs = timeline.commands[command]?.event.atUs ?? -Infinity;
  for (let i = last; i >= 0 && i > last - DROPS_LOOKED_AT; i--) {
    const drop = timeline.drops[i]!;
    // What fell before the newest command is the past: its mark stays on the time line alone.
    if (drop.event.atUs < sinceUs) break;
    const key = `${drop.event.host} ${drop.event.where} ${drop.because.code}`;
    if (drop.event.seq <= (dismissed?.get(key) ?? -1)) continue;
    const known = found.get(key);
    if (known) known.count++;
    else {
      const spot = placeOfDrop(layout, drop);
      if (spot) found.set(key, { newest: drop, count: 1, at: spot.at, place: spot.place });
    }
  }
  const atPlace = new Map<string, number>();
  return [...found].reverse().map(([key, { newest, count, at, place }]) => {
    const nth = atPlace.get(place) ?? 0;
    atPlace.set(place, nth + 1);
    return {
      key,
      x: at.x,
      y: at.y + nth * DROP_PITCH * layout.type.capsule,
      host: newest.event.host,
      because: newest.because,
      seq: newest.event.seq,
      label: labelOf(newest.event.packet),
      count,
      refused: refusedWith(newest.event) !== undefined,
      conversation: newest.conversation,
    };
  });
}

/** Beside the interface by which it came; else at the one by which it should have gone; else at the host. */
function placeOfDrop(layout: Layout, drop: Drop): { at: Point; place: string } | undefined {
  const { host } = drop.event;
  const cameBy = drop.broughtBy?.to.find((port) => port.host === host)?.dev;
  const wouldGoBy = 'dev' in drop.because ? drop.because.dev : undefined;
  for (const dev of [cameBy, wouldGoBy]) {
    const nic = dev === undefined ? undefined : nicPlace(layout, host, dev);
    if (nic) return { at: dockOf(layout, nic), place: `${host} ${nic.dev}` };
  }
  const box = layout.hosts.get(host)?.box;
  return box && { at: { x: centreOf(box).x, y: box.y - (DROP_PITCH / 2) * layout.type.capsule }, place: host };
}
