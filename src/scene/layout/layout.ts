// topology → geometry: boxes for hosts, anchors for their interfaces, bars for segments, and the way of a frame between two
// interfaces. Positions come from `topology.stage` where it has them, else from arrange.ts.

import type { HostSpec, Topology } from '../../lab/topology/topology.ts';
import { arrange, type Posture } from './arrange.ts';
import { boundsOf, boxAround, makePath, type Box, type Path, type Point } from './geometry.ts';
import { hostLines, type HostLines } from './host-box.ts';
import { NORMAL, type TypeSizes } from './type-sizes.ts';

export type Side = 'left' | 'right' | 'top' | 'bottom';

export interface NicPlace {
  readonly host: string;
  readonly dev: string;
  readonly segment: string;
  /** Where the cable leaves the host's box. */
  readonly at: Point;
  readonly side: Side;
  /** Where the cable meets the segment's bar. */
  readonly joint: Point;
}

export interface HostPlace {
  readonly name: string;
  readonly role: string;
  readonly box: Box;
  readonly lines: HostLines;
  readonly nics: readonly NicPlace[];
}

export interface SegmentPlace {
  readonly name: string;
  readonly vertical: boolean;
  readonly from: Point;
  readonly to: Point;
}

export interface Layout {
  readonly posture: Posture;
  readonly type: TypeSizes;
  readonly bounds: Box;
  readonly hosts: ReadonlyMap<string, HostPlace>;
  readonly segments: ReadonlyMap<string, SegmentPlace>;
}

const BAR_OVERHANG = 16;
const MARGIN = 12;

export function layOut(topology: Topology, posture: Posture = 'wide', type: TypeSizes = NORMAL): Layout {
  const lines = new Map(topology.hosts.map((host) => [host.name, hostLines(host, topology, type)]));
  const linesOf = (host: string) => lines.get(host)!;
  const positions = centred(arrange(topology, linesOf, posture));
  for (const [name, point] of Object.entries(topology.stage ?? {}))
    if (posture === 'wide' && positions.has(name)) positions.set(name, point);

  const boxes = new Map(
    topology.hosts.map((host) => [
      host.name,
      boxAround(positions.get(host.name)!, linesOf(host.name).width, linesOf(host.name).height),
    ]),
  );
  const vertical = new Map(topology.segments.map((name) => [name, isVertical(name, topology, boxes, positions)]));
  const hosts = new Map(
    topology.hosts.map((host) => [
      host.name,
      placeHost(host, boxes.get(host.name)!, linesOf(host.name), positions, vertical),
    ]),
  );
  const segments = new Map(
    topology.segments.map((name) => [name, placeSegment(name, vertical.get(name)!, positions.get(name)!, hosts)]),
  );
  return { posture, type, bounds: boundsAll(hosts, segments), hosts, segments };
}

/** Around the middle of the picture, so that hosts placed by the topology and by us go together. */
function centred(positions: ReadonlyMap<string, Point>): Map<string, Point> {
  const all = [...positions.values()];
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2 || 0;
  const dx = 500 - middle(all.map((p) => p.x));
  const dy = 300 - middle(all.map((p) => p.y));
  return new Map([...positions].map(([name, p]) => [name, { x: Math.round(p.x + dx), y: Math.round(p.y + dy) }]));
}

/** A bar stands upright when there is more room between it and its hosts sideways than up and down. */
function isVertical(
  segment: string,
  topology: Topology,
  boxes: ReadonlyMap<string, Box>,
  positions: ReadonlyMap<string, Point>,
): boolean {
  const bar = positions.get(segment)!;
  const own = topology.hosts
    .filter((host) => host.interfaces.some((nic) => nic.segment === segment))
    .map((host) => boxes.get(host.name)!);
  const sideways = Math.min(...own.map((box) => distance(bar.x, box.x, box.width)));
  const upright = Math.min(...own.map((box) => distance(bar.y, box.y, box.height)));
  return sideways > upright;
}

/** How far `value` lies outside of the stretch that begins at `from`. */
const distance = (value: number, from: number, length: number): number =>
  Math.max(from - value, value - from - length, 0);

function placeHost(
  host: HostSpec,
  box: Box,
  lines: HostLines,
  positions: ReadonlyMap<string, Point>,
  vertical: ReadonlyMap<string, boolean>,
): HostPlace {
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const sideOf = (segment: string): Side => {
    const bar = positions.get(segment)!;
    if (vertical.get(segment)) return bar.x < centre.x ? 'left' : 'right';
    return bar.y < centre.y ? 'top' : 'bottom';
  };
  const sides = host.interfaces.map((nic) => sideOf(nic.segment));
  const nics = host.interfaces.map((nic, i): NicPlace => {
    const side = sides[i]!;
    const bar = positions.get(nic.segment)!;
    const onSide = sides.filter((other) => other === side).length;
    const place = sides.slice(0, i).filter((other) => other === side).length;
    const at: Point =
      side === 'left' || side === 'right'
        ? {
            x: side === 'left' ? box.x : box.x + box.width,
            y: box.y + lines.nicBaselines[i]! - lines.type.address * 0.3 + (lines.type.macLine ? 7 : 0),
          }
        : {
            x: box.x + (box.width * (place + 1)) / (onSide + 1),
            y: side === 'top' ? box.y : box.y + box.height,
          };
    const joint = side === 'left' || side === 'right' ? { x: bar.x, y: at.y } : { x: at.x, y: bar.y };
    return { host: host.name, dev: nic.name, segment: nic.segment, at, side, joint };
  });
  return { name: host.name, role: host.role, box, lines, nics };
}

function placeSegment(name: string, vertical: boolean, at: Point, hosts: ReadonlyMap<string, HostPlace>): SegmentPlace {
  const joints = [...hosts.values()].flatMap((host) => host.nics.filter((nic) => nic.segment === name));
  const along = joints.map((nic) => (vertical ? nic.joint.y : nic.joint.x));
  const own = vertical ? at.y : at.x;
  const least = Math.min(...along, along.length ? Infinity : own) - BAR_OVERHANG;
  const most = Math.max(...along, along.length ? -Infinity : own) + BAR_OVERHANG;
  return vertical
    ? { name, vertical, from: { x: at.x, y: least }, to: { x: at.x, y: most } }
    : { name, vertical, from: { x: least, y: at.y }, to: { x: most, y: at.y } };
}

function boundsAll(hosts: ReadonlyMap<string, HostPlace>, segments: ReadonlyMap<string, SegmentPlace>): Box {
  // A bar with its name: above an upright one, before the start of one that lies.
  const bars = [...segments.values()].map(({ from, to, vertical }) =>
    vertical
      ? { x: from.x - 20, y: from.y - 24, width: 40, height: to.y - from.y + 24 }
      : { x: from.x - 60, y: from.y - 6, width: to.x - from.x + 60, height: 12 },
  );
  return boundsOf([...[...hosts.values()].map((host) => host.box), ...bars], MARGIN);
}

export const nicPlace = (layout: Layout, host: string, dev: string): NicPlace | undefined =>
  layout.hosts.get(host)?.nics.find((nic) => nic.dev === dev);

/** The way of a frame from one interface to another; undefined when either is not on the stage. */
export function pathBetween(
  layout: Layout,
  from: { readonly host: string; readonly dev: string },
  to: { readonly host: string; readonly dev: string },
): Path | undefined {
  const start = nicPlace(layout, from.host, from.dev);
  const end = nicPlace(layout, to.host, to.dev);
  return start && end && makePath([dockOf(layout, start), start.joint, end.joint, dockOf(layout, end)]);
}

/** Where a packet stands that is at an interface: beside it, not on the host's text. */
export function dockOf({ type }: Layout, { at, side }: NicPlace): Point {
  switch (side) {
    case 'left':
      return { x: at.x - type.dockAside, y: at.y };
    case 'right':
      return { x: at.x + type.dockAside, y: at.y };
    case 'top':
      return { x: at.x, y: at.y - type.dockAbove };
    case 'bottom':
      return { x: at.x, y: at.y + type.dockAbove };
  }
}
