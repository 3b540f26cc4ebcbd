import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layOut, pathBetween } from '../../src/scene/layout/layout.ts';
import { LARGE } from '../../src/scene/layout/type-sizes.ts';
import { pointAlong } from '../../src/scene/layout/geometry.ts';
import type { Topology } from '../../src/lab/topology/topology.ts';
import { NAT } from './support.ts';

const LABS = new URL('../../lessons/+labs/', import.meta.url);
const labs = readdirSync(LABS).map((file) => ({
  file,
  topology: JSON.parse(readFileSync(new URL(file, LABS), 'utf8')) as Topology,
}));

const overlap = (a: { x: number; y: number; width: number; height: number }, b: typeof a): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('layOut', () => {
  it('puts the client left of the director and the director left of the real servers', () => {
    const { hosts } = layOut(NAT);
    const x = (name: string) => hosts.get(name)!.box.x;
    expect(x('client')).toBeLessThan(x('svr1'));
    expect(x('svr1')).toBeLessThan(x('web1'));
    expect(x('web1')).toBe(x('web2'));
  });

  it.each(labs.flatMap((lab) => (['wide', 'tall'] as const).map((posture) => ({ ...lab, posture }))))(
    'keeps the hosts of $file apart when $posture, and all within the bounds',
    ({ topology, posture }) => {
      const { hosts, bounds } = layOut(topology, posture);
      const boxes = [...hosts.values()].map((host) => host.box);
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        expect(a.x).toBeGreaterThanOrEqual(bounds.x);
        expect(a.y + a.height).toBeLessThanOrEqual(bounds.y + bounds.height);
      }
    },
  );

  it.each(labs)('gives every pair of interfaces on a segment of $file a way outside of all boxes', ({ topology }) => {
    const layout = layOut(topology);
    const nics = [...layout.hosts.values()].flatMap((host) => host.nics);
    for (const from of nics)
      for (const to of nics) {
        if (from === to || from.segment !== to.segment) continue;
        const path = pathBetween(layout, from, to)!;
        for (let share = 0; share <= 1; share += 0.1) {
          const { x, y } = pointAlong(path, share);
          for (const { box } of layout.hosts.values())
            expect(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height).toBe(false);
        }
      }
  });

  it('takes positions from the topology where it has them', () => {
    const { hosts } = layOut({ ...NAT, stage: { client: { x: 140, y: 100 } } });
    const { box } = hosts.get('client')!;
    expect([box.x + box.width / 2, box.y + box.height / 2]).toEqual([140, 100]);
  });

  it('has letters of at least 27 pixels in a projector’s stage of 1920 × 415, the packet’s details open below it', () => {
    const { bounds, type } = layOut(NAT, 'wide', LARGE);
    const scale = Math.min(1920 / bounds.width, 415 / bounds.height);
    const CAPSULE_LETTERS = 15 * type.capsule;
    for (const size of [type.small, type.role, type.address, type.label, CAPSULE_LETTERS])
      expect(size * scale).toBeGreaterThanOrEqual(27);
  });
});
