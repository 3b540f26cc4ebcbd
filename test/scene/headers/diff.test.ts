import { describe, expect, it } from 'vitest';
import { diff } from '../../../src/scene/headers/diff.ts';
import { layersOf } from '../../../src/scene/headers/layers.ts';
import { ip, mac, tcp } from '../support.ts';
import type { Ipv4Packet } from '../../../src/net/wire/packet.ts';

const fields = (before: Ipv4Packet, after: Ipv4Packet) =>
  diff({ packet: before }, { packet: after }).map((change) => `${change.layer} ${change.field}`);

describe('diff', () => {
  const before = tcp('10.10.10.100:40001', '10.10.10.1:80');

  it('finds the rewritten address and nothing else', () => {
    expect(diff({ packet: before }, { packet: { ...before, dst: ip('192.168.10.12') } })).toEqual([
      { layer: 'IP', depth: 0, field: 'dst', before: '10.10.10.1', after: '192.168.10.12' },
    ]);
  });

  it('finds nothing between equal packets', () => {
    expect(fields(before, { ...before, id: 99 })).toEqual([]);
  });

  it('compares MAC addresses where both sides are on a link', () => {
    const link = (src: string, dst: string) => ({ src: mac(src), dst: mac(dst) });
    const a = { packet: before, link: link('52:54:00:0a:0a:64', '52:54:00:0a:0a:01') };
    const b = { packet: before, link: link('52:54:00:a8:0a:01', '52:54:00:a8:0a:0c') };
    expect(diff(a, b).map((change) => change.field)).toEqual(['dst', 'src']);
    expect(diff(a, { packet: before })).toEqual([]);
  });

  it('shows a tunnel as one more header around an unchanged packet', () => {
    const outer: Ipv4Packet = {
      ...before,
      id: 7,
      src: ip('10.7.0.1'),
      dst: ip('10.7.1.11'),
      protocol: 4,
      payload: before,
    };
    const changes = diff({ packet: before }, { packet: outer });
    expect(changes.every((change) => change.layer === 'IP' && change.before === undefined)).toBe(true);
    expect(changes.map((change) => change.field)).toContain('dst');
  });
});

describe('layersOf', () => {
  it('lists the layers from the link inwards', () => {
    const packet = tcp('10.10.10.100:40001', '10.10.10.1:80', { data: 'GET / HTTP/1.1\r\n\r\n', flags: 24 });
    const link = { src: mac('52:54:00:0a:0a:64'), dst: mac('52:54:00:0a:0a:01') };
    expect(layersOf({ packet, link }).map((layer) => layer.name)).toEqual(['ETH', 'IP', 'TCP', 'DATA']);
  });

  it('never repeats a field within a layer', () => {
    for (const layer of layersOf({ packet: tcp('10.10.10.100:40001', '10.10.10.1:80') })) {
      const names = layer.rows.map((row) => row.field);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
