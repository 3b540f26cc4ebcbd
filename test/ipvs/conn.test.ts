import { expect, test } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import {
  ACK,
  CLIENT,
  Director,
  FIN,
  ip,
  RST,
  serviceConfig,
  destConfig,
  server,
  SYN,
  TCP_80,
  VIP,
} from './director.ts';

const states = (director: Director) => director.ipvs.control.connections().map(({ state }) => state);
const later = (director: Director, seconds: number) => director.sim.advance(director.sim.nowUs + seconds * SECOND);

test('NAT, the client closes first', () => {
  const director = new Director().serve('rr', [1]);
  director.visit();
  const changes = director.events('ipvs.conn.state').map(({ after, timeoutUs }) => [after, timeoutUs / SECOND]);
  expect(changes).toEqual([
    ['SYN_RECV', 60],
    ['ESTABLISHED', 900],
    ['CLOSE_WAIT', 60],
    ['TIME_WAIT', 120],
  ]);
});

test('NAT, the server closes first', () => {
  const director = new Director().serve('rr', [1]);
  director.open(5000);
  director.reply(FIN, 1, 5000);
  expect(states(director)).toEqual(['FIN_WAIT']);
  director.send(FIN, 5000);
  expect(states(director)).toEqual(['TIME_WAIT']);
});

test('direct routing ends in FIN_WAIT', () => {
  const director = new Director().serve('rr', []);
  director.add(1, 1, { forwarding: 'dr' });
  for (const flags of [SYN, ACK, FIN, ACK]) director.send(flags, 5000);
  expect(states(director)).toEqual(['FIN_WAIT']);
});

test('a refusal of the server closes', () => {
  const director = new Director().serve('rr', [1]);
  director.send(SYN, 5000);
  director.reply(RST | ACK, 1, 5000);
  expect(states(director)).toEqual(['CLOSE']);
  later(director, 10);
  expect(states(director)).toEqual([]);
});

test('active while it is being opened and used, inactive afterwards, gone after its time', () => {
  const director = new Director().serve('rr', [1]);
  director.send(SYN, 5000);
  expect(director.counts()[1]).toEqual([1, 0]);
  director.open(5001);
  expect(director.counts()[1]).toEqual([2, 0]);
  director.visit(5002);
  expect(director.counts()[1]).toEqual([2, 1]);
  later(director, 119.999);
  expect(director.counts()[1]).toEqual([1, 1]);
  later(director, 0.001);
  expect(director.counts()[1]).toEqual([1, 0]);
  expect(director.events('ipvs.conn.expired').map(({ state }) => state)).toEqual(['SYN_RECV', 'TIME_WAIT']);
});

test('every packet starts the time anew', () => {
  const director = new Director().serve('rr', [1]);
  director.send(SYN, 5000);
  later(director, 59);
  director.send(SYN, 5000);
  later(director, 59);
  expect(states(director)).toEqual(['SYN_RECV']);
  later(director, 1);
  expect(states(director)).toEqual([]);
});

test('--set changes ESTABLISHED, FIN_WAIT and UDP; 0 leaves them', () => {
  const director = new Director().serve('rr', [1]);
  director.ipvs.control.setTimeouts({ tcpSeconds: 7, tcpFinSeconds: 0, udpSeconds: 0 });
  director.open(5000);
  expect(director.ipvs.control.timeouts()).toEqual({ tcpSeconds: 7, tcpFinSeconds: 120, udpSeconds: 300 });
  later(director, 7);
  expect(states(director)).toEqual([]);
});

test('a world without traffic has nothing to do', () => {
  const director = new Director().serve('rr', [1]);
  expect(director.sim.clock.nextDueUs()).toBeUndefined();
  director.visit();
  later(director, 200);
  expect(director.sim.clock.nextDueUs()).toBeUndefined();
});

test('a client that reuses its port is scheduled anew, unless conn_reuse_mode is 0', () => {
  const director = new Director().serve('rr', [1, 1, 1]);
  expect([5000, 5000, 5000, 5000].map((port) => director.visit(port)).join(' ')).toBe('3 2 1 3');
  const old = new Director().serve('rr', [1, 1, 1]);
  old.ip.sysctl.row('net/ipv4/vs/conn_reuse_mode')!.write('0');
  expect([5000, 5000, 5000].map((port) => old.visit(port)).join(' ')).toBe('3 3 3');
});

test('the entry that was reused goes, and takes nothing of the new one with it', () => {
  const director = new Director().serve('rr', [1, 1]);
  director.visit(5000);
  director.open(5000);
  later(director, 1);
  expect(states(director)).toEqual(['ESTABLISHED']);
  expect(director.send(ACK, 5000)?.dst).toBe(server(1));
});

test('a deleted server’s connections fall silent, and go on when it is added again', () => {
  const director = new Director().serve('rr', [1]);
  director.open(5000);
  director.delete(1);
  expect(director.send(ACK, 5000)).toBeUndefined();
  expect(director.ip.dropped).toEqual([{ code: 'ipvs-dest-gone', address: server(1), port: 80 }]);
  director.add(1);
  expect(director.counts()[1]).toEqual([1, 0]);
  expect(director.send(ACK, 5000)?.dst).toBe(server(1));
});

test('the same after the whole table was cleared and made anew', () => {
  const director = new Director().serve('rr', [1]);
  director.open(5000);
  director.ipvs.control.flush();
  director.serve('rr', [1]);
  expect(director.send(ACK, 5000)?.dst).toBe(server(1));
});

test('expire_nodest_conn: the next packet ends it and reaches the local stack', () => {
  const director = new Director().serve('rr', [1]);
  director.ip.sysctl.row('net/ipv4/vs/expire_nodest_conn')!.write('1');
  director.open(5000);
  director.delete(1);
  const packet = director.tcp(ACK, CLIENT, 5000, VIP, 80);
  expect(director.ip.pass('input', packet)).toBe(packet);
  later(director, 0);
  expect(states(director)).toEqual([]);
});

test('one-packet scheduling leaves no entry', () => {
  const director = new Director();
  const key = { protocol: 'udp', address: VIP, port: 53 } as const;
  director.ipvs.control.addService(key, serviceConfig('rr', { onePacket: true }));
  for (const n of [1, 2]) director.ipvs.control.addDest(key, { address: server(n), port: 53 }, destConfig());
  for (let i = 0; i < 4; i++) director.ip.pass('input', director.udp('?', CLIENT, 5000, VIP, 53));
  expect(director.ip.sent.map(({ dst }) => dst - server(0))).toEqual([2, 1, 2, 1]);
  expect(states(director)).toEqual([]);
  expect(director.ipvs.control.service(key)!.dests.map(({ inactive }) => inactive)).toEqual([0, 0]);
});

test('UDP counts as inactive', () => {
  const director = new Director();
  const key = { protocol: 'udp', address: VIP, port: 53 } as const;
  director.ipvs.control.addService(key, serviceConfig('rr'));
  director.ipvs.control.addDest(key, { address: server(1), port: 53 }, destConfig());
  director.ip.pass('input', director.udp('?', CLIENT, 5000, VIP, 53));
  expect(states(director)).toEqual(['UDP']);
  expect(director.ipvs.control.service(key)!.dests[0]).toMatchObject({ active: 0, inactive: 1 });
});

test('thresholds: full at the upper one, free again below the lower one', () => {
  const director = new Director().serve('rr', [1, 1]);
  director.add(3, 1, { upperThreshold: 2, lowerThreshold: 1 });
  expect(director.opens(12)).toBe('3 2 1 3 2 1 2 1 2 1 2 1');
  director.edit(3, 1, { upperThreshold: 3 });
  expect(director.opens(3)).toBe('3 2 1');
});

test('thresholds: finished connections count, until three quarters are gone', () => {
  const director = new Director().serve('sed', [1]);
  director.edit(1, 1, { upperThreshold: 1 });
  expect(director.visits(2)).toBe('1 x');
  later(director, 120);
  expect(director.visits(1)).toBe('1');
});

test('a mark’s service goes before an address’s, an exact port before port 0', () => {
  const director = new Director().serve('rr', [1]);
  const control = director.ipvs.control;
  control.addService({ mark: 5 }, serviceConfig('rr'));
  control.addDest({ mark: 5 }, { address: server(2), port: 0 }, destConfig());
  const all = { protocol: 'tcp', address: VIP, port: 0 } as const;
  control.addService(all, serviceConfig('rr', { persistentSeconds: 60 }));
  control.addDest(all, { address: server(3), port: 0 }, destConfig());
  const to = (port: number, mark = 0) => {
    director.ip.pass('input', director.tcp(SYN, CLIENT, 6000 + port + mark, VIP, port), mark);
    const { dst, payload } = director.ip.sent.at(-1)!;
    return [dst - server(0), (payload as { dstPort: number }).dstPort];
  };
  expect([to(80), to(80, 5), to(443)]).toEqual([
    [1, 80],
    [2, 80],
    [3, 443],
  ]);
});

test('addresses that cannot be a server’s are refused', () => {
  const director = new Director().serve('rr', []);
  const add = (address: string) =>
    director.ipvs.control.addDest(TCP_80, { address: ip(address), port: 80 }, destConfig())?.errno;
  expect(['0.0.0.0', '224.0.0.1', '255.255.255.255', '192.168.10.255', '127.0.0.1', '8.8.8.8'].map(add)).toEqual([
    ...Array(4).fill('EINVAL'),
    undefined,
    undefined,
  ]);
});

test('a module that is unloaded leaves nothing behind that ever happens', () => {
  const director = new Director().serve('rr', [1, 1]);
  director.open(5000);
  director.delete(2);
  director.ipvs.unload();
  expect(director.sim.clock.nextDueUs()).toBeUndefined();
});
