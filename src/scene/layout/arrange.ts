// Where hosts and segments stand when the topology does not say: the client first, then what lies between, the real servers
// last; a segment between the hosts that it joins. One segment alone is a bus in the middle with the hosts around it.

import type { HostSpec, Topology } from '../../lab/topology/topology.ts';
import type { Point } from './geometry.ts';
import type { HostLines } from './host-box.ts';

/** wide: from left to right. tall: from top to bottom (a telephone held upright). */
export type Posture = 'wide' | 'tall';

const GAP = 16;
const BAR_GAP_WIDE = 156;
const BAR_GAP_TALL = 118;
const BAR_PITCH = 36;

type Positions = Map<string, Point>;
type LinesOf = (host: string) => HostLines;

export function arrange(topology: Topology, linesOf: LinesOf, posture: Posture): Positions {
  return topology.segments.length === 1
    ? aroundOneBus(topology, linesOf, posture)
    : inColumns(topology, linesOf, posture);
}

/** How many segments lie between the client's and each segment. */
function segmentDepths(topology: Topology): Map<string, number> {
  const client = topology.hosts.find((host) => host.role === 'client') ?? topology.hosts[0];
  const depths = new Map<string, number>();
  let ring = [...new Set(client?.interfaces.map((nic) => nic.segment) ?? topology.segments.slice(0, 1))];
  for (let depth = 0; ring.length > 0; depth++) {
    for (const segment of ring) depths.set(segment, depth);
    const next = topology.hosts
      .filter((host) => host.interfaces.some((nic) => ring.includes(nic.segment)))
      .flatMap((host) => host.interfaces.map((nic) => nic.segment));
    ring = [...new Set(next)].filter((segment) => !depths.has(segment));
  }
  for (const segment of topology.segments) if (!depths.has(segment)) depths.set(segment, 0);
  return depths;
}

function columnOf(host: HostSpec, depths: ReadonlyMap<string, number>): number {
  const own = [...new Set(host.interfaces.map((nic) => depths.get(nic.segment) ?? 0))];
  const least = Math.min(...own, Infinity);
  if (least === Infinity) return 0;
  if (own.length > 1 || host.interfaces.length > 1) return least + 1;
  return least === 0 ? 0 : least + 1;
}

function inColumns(topology: Topology, linesOf: LinesOf, posture: Posture): Positions {
  const depths = segmentDepths(topology);
  const columns: HostSpec[][] = [];
  for (const host of topology.hosts) (columns[columnOf(host, depths)] ??= []).push(host);
  const positions: Positions = new Map();
  const wide = posture === 'wide';
  // "along" is the direction in which a request travels, "across" the one in which hosts of one column stand.
  let along = 0;
  const barAlong = new Map<string, number>();
  const put = (name: string, a: number, c: number) => positions.set(name, wide ? { x: a, y: c } : { x: c, y: a });
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c] ?? [];
    const thick = Math.max(0, ...column.map((host) => (wide ? linesOf(host.name).width : linesOf(host.name).height)));
    spread(column, linesOf, wide, (host, across) => put(host.name, along + thick / 2, across));
    along += thick;
    const gap = wide ? BAR_GAP_WIDE : BAR_GAP_TALL;
    const bars = topology.segments.filter((segment) => depths.get(segment) === c);
    // Several bars between the same columns stand beside each other, lest their ends touch.
    bars.forEach((bar, i) => barAlong.set(bar, along + gap / 2 + (i - (bars.length - 1) / 2) * BAR_PITCH));
    along += gap;
  }
  for (const [bar, at] of barAlong) put(bar, at, acrossOfBar(bar, topology, positions, wide));
  return positions;
}

/** Puts `hosts` one after the other around 0. */
function spread(hosts: readonly HostSpec[], linesOf: LinesOf, wide: boolean, put: (h: HostSpec, c: number) => void) {
  const sizes = hosts.map((host) => (wide ? linesOf(host.name).height : linesOf(host.name).width));
  let at = -(sizes.reduce((sum, size) => sum + size, 0) + GAP * (hosts.length - 1)) / 2;
  hosts.forEach((host, i) => {
    put(host, at + sizes[i]! / 2);
    at += sizes[i]! + GAP;
  });
}

function acrossOfBar(segment: string, topology: Topology, positions: Positions, wide: boolean): number {
  const at = topology.hosts
    .filter((host) => host.interfaces.some((nic) => nic.segment === segment))
    .map((host) => positions.get(host.name))
    .filter((point) => point !== undefined)
    .map((point) => (wide ? point.y : point.x));
  return at.length ? at.reduce((sum, value) => sum + value, 0) / at.length : 0;
}

/** Above the bus (left of it when tall) stand the client and the director, below it everyone else. */
function aroundOneBus(topology: Topology, linesOf: LinesOf, posture: Posture): Positions {
  const positions: Positions = new Map();
  const near = topology.hosts.filter((host) => host.role === 'client' || host.role === 'director');
  const far = topology.hosts.filter((host) => !near.includes(host));
  const wide = posture === 'wide';
  const room = wide ? 62 : 52;
  const pitch = Math.max(...topology.hosts.map((host) => linesOf(host.name).width)) + (wide ? 170 : GAP);
  const row = (hosts: readonly HostSpec[], side: -1 | 1) => {
    hosts.forEach((host, i) =>
      positions.set(host.name, {
        x: (i - (hosts.length - 1) / 2) * pitch,
        y: side * (room + linesOf(host.name).height / 2),
      }),
    );
  };
  if (near.length) row(near, -1);
  if (far.length) row(far, 1);
  positions.set(topology.segments[0]!, { x: 0, y: 0 });
  return positions;
}
