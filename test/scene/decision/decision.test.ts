import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/scene/decision/index.ts';
import type { Pick } from '../../../src/scene/decision/decision.ts';
import { ip } from '../support.ts';

const candidate = (address: string, weight: number, change = {}) => ({
  address: ip(address),
  port: 80,
  weight,
  active: 0,
  inactive: 0,
  overloaded: false,
  score: undefined,
  ...change,
});

const pick = (scheduler: string, picked: string, because: Pick['because'], candidates: Pick['candidates']): Pick => ({
  kind: 'ipvs.scheduled',
  seq: 0,
  atUs: 0,
  host: 'svr1',
  service: { protocol: 'tcp', address: ip('10.10.10.1'), port: 80 },
  scheduler,
  candidates,
  picked: { address: ip(picked), port: 80 },
  because,
  client: { ip: ip('10.10.10.100'), port: 40001 },
  packetId: 1,
});

const two = [candidate('192.168.10.12', 2), candidate('192.168.10.11', 1)];

describe('explain', () => {
  it('gives rr its turns from the one picked last', () => {
    const previous = { address: ip('192.168.10.12'), port: 80 };
    const { rows } = explain(pick('rr', '192.168.10.11', { code: 'rr', previous, steps: 1 }, two));
    expect(rows.map((row) => [row.cells[0], row.cells[1], row.picked])).toEqual([
      ['2', '192.168.10.12:80', false],
      ['1', '192.168.10.11:80', true],
    ]);
  });

  it('gives wrr its threshold and who reaches it', () => {
    const because = { code: 'wrr', threshold: 2, maxThreshold: 2, gcd: 1, position: 0, wraps: 0 } as const;
    const { rows } = explain(pick('wrr', '192.168.10.12', because, two));
    expect(rows.map((row) => [row.cells[3], row.picked])).toEqual([
      ['≥ 2', true],
      ['< 2', false],
    ]);
  });

  it('shows connections and scores for any other scheduler', () => {
    const scored = [candidate('192.168.10.12', 0), candidate('192.168.10.11', 1, { score: 257 })];
    const because = { code: 'unknown' } as unknown as Pick['because'];
    const { columns, rows } = explain(pick('lc', '192.168.10.11', because, scored));
    expect(columns.at(-1)?.en).toBe('score');
    expect(rows.map((row) => [row.cells.at(-1), row.out])).toEqual([
      ['—', true],
      ['257', false],
    ]);
  });

  it('says that a persistence template asked nobody', () => {
    const because = { code: 'template', client: ip('10.10.10.0'), netmask: ip('255.255.255.0') } as const;
    expect(explain(pick('rr', '192.168.10.11', because, [])).because.en).toContain('10.10.10.0/24');
  });
});
