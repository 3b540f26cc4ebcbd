// sh, dh, mh: which server each client or virtual address got from the kernel.

import { expect, test } from 'vitest';
import { SCHED_FLAG_1, SCHED_FLAG_2 } from '../../../src/ipvs/control.ts';
import { SCHEDULERS } from '../../../src/ipvs/sched/index.ts';
import { destConfig, Director, ip, server, serviceConfig, SYN } from '../director.ts';

const clients = [
  ...[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 50, 77, 100, 101, 128, 150, 200, 222, 253, 254].map(
    (n) => `192.168.4.${n}`,
  ),
  ...['10.0.0.1', '10.0.0.2', '10.1.2.3', '172.16.5.9', '8.8.8.8', '202.96.134.133', '192.168.5.10', '192.168.6.10'],
].map(ip);

/** One visit from each client; x for nobody. */
const tour = (director: Director, from: readonly number[] = clients): string =>
  from.map((client) => director.visit(undefined, client) ?? 'x').join(' ');

test.each([
  [[1, 1], '2 2 2 1 1 1 1 1 2 2 2 1 2 1 2 2 2 1 2 1 1 1 1 2 1 2 2 1 1'],
  [[1, 1, 1], '2 3 2 1 2 1 2 3 3 1 3 3 3 1 1 2 3 2 2 1 2 3 1 1 2 1 3 3 1'],
  [[1, 2, 3], '2 3 2 1 3 1 3 2 3 3 3 2 3 1 3 2 3 3 2 1 3 2 1 3 3 3 3 2 1'],
  [[1, 0, 1], 'x 3 x 1 x 1 x 3 3 1 3 3 3 1 1 x 3 x x 1 x 3 1 1 x 1 3 3 1'],
  [[1, 1, 0, 2], 'x 4 x 1 x 1 x 4 4 1 4 2 1 1 4 4 1 1 4 4 2 1 x x 4 2 4 x x'],
  [[4, 3, 2, 1], '3 4 3 1 1 1 1 2 1 2 1 2 2 1 4 4 2 1 1 2 2 1 1 3 2 1 1 1 1'],
])('sh over weights %j', (weights, picks) => {
  expect(tour(new Director().serve('sh', weights))).toBe(picks);
});

test('sh-fallback finds another server for a quiesced one', () => {
  const director = new Director().serve('sh', [1, 0, 1], { flags: SCHED_FLAG_1 });
  expect(tour(director)).toBe('1 3 1 1 1 1 1 3 3 1 3 3 3 1 1 1 3 1 1 1 1 3 1 1 1 1 3 3 1');
});

test('sh-port takes the client’s port into the hash', () => {
  const director = new Director().serve('sh', [1, 1, 1], { flags: SCHED_FLAG_2 });
  const ports = [20000, 20001, 20002, 20003, 20004, 20005, 30000, 40000, 40001, 50000, 60000, 65000];
  expect(ports.map((port) => director.visit(port, clients[0])).join(' ')).toBe('1 3 1 3 2 3 1 3 2 3 3 2');
});

test.each([
  [2, '1 1 2 2 1 1 1 1 1 2 2 1 2 1 1 2 1 2'],
  [3, '3 1 3 1 3 2 3 2 3 2 3 3 1 1 3 3 1 1'],
  [4, '3 1 4 2 1 3 1 3 1 4 2 1 4 1 3 4 3 2'],
])('dh over %i servers', (count, picks) => {
  const director = new Director();
  const vips = [5, 15, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 40, 60, 90, 110, 180, 250].map(
    (n) => ip('192.168.4.0') + n,
  );
  const got = vips.map((address) => {
    const key = { protocol: 'tcp', address, port: 80 } as const;
    director.ipvs.control.addService(key, serviceConfig('dh'));
    for (let n = 1; n <= count; n++)
      director.ipvs.control.addDest(key, { address: server(n), port: 80 }, destConfig(n));
    director.ip.pass('input', director.tcp(SYN, clients[0]!, 5000, address, 80));
    return director.ip.sent.at(-1)!.dst - server(0);
  });
  expect(got.join(' ')).toBe(picks);
});

const neighbours = Array.from({ length: 32 }, (_, i) => ip('10.10.10.100') + i);

test('mh deals the places by Maglev permutations, keeps a quiesced server’s, and falls back when asked', () => {
  const director = new Director().serve('mh', [1, 1, 1]);
  const dealt = '2 2 1 1 1 1 1 3 2 3 2 2 3 2 1 2 1 3 1 2 2 3 1 2 1 1 3 3 2 3 2 1';
  expect(tour(director, neighbours)).toBe(dealt);
  director.edit(2, 0);
  expect(tour(director, neighbours)).toBe(dealt.replaceAll('2', 'x'));
  director.ipvs.control.editService(
    { protocol: 'tcp', address: ip('10.10.10.1'), port: 80 },
    {
      ...serviceConfig('mh'),
      flags: SCHED_FLAG_1,
    },
  );
  expect(tour(director, neighbours)).toBe('1 1 1 1 1 1 1 3 1 3 1 3 3 3 1 3 1 3 1 1 1 3 1 3 1 1 3 3 1 3 1 1');
  director.use('mh');
  director.edit(2, 3);
  director.edit(3, 5);
  expect(tour(director, neighbours)).toBe('2 3 3 3 3 1 2 3 2 3 2 2 3 2 3 2 3 3 1 2 2 3 3 3 1 3 3 3 2 3 2 3');
});

test('the schedulers are those of ipvsadm’s help', () => {
  expect([...SCHEDULERS.keys()].join('|')).toBe('rr|wrr|lc|wlc|lblc|lblcr|dh|sh|sed|nq|fo|ovf|mh');
});
