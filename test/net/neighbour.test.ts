import { expect, test } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import type { Stack } from '../../src/net/stack.ts';
import { echo, events, ip, pass, ping, set, twoNetworks } from '../support/two-networks.ts';

const states = (world: ReturnType<typeof twoNetworks>, host: string, address: string) =>
  events(world.sim, 'neigh.changed', host)
    .filter((event) => event.ip === ip(address))
    .map((event) => `${event.state} ${event.because}`);

const stateOf = (stack: Stack, address: string) =>
  stack.admin.neighbours().find((entry) => entry.ip === ip(address))?.state;

test('an answered question makes the entry REACHABLE; half to one and a half of 30 s later it is STALE', () => {
  const world = twoNetworks();
  ping(world.client, '10.10.10.1', 1 * SECOND);
  expect(stateOf(world.client, '10.10.10.1')).toBe('REACHABLE');
  const changed = () => events(world.sim, 'neigh.changed', 'client').find((event) => event.state === 'STALE');
  pass(world.sim, 60 * SECOND);
  expect(changed()!.atUs).toBeGreaterThanOrEqual(15 * SECOND);
  expect(changed()!.atUs).toBeLessThan(45 * SECOND + SECOND);
  expect(stateOf(world.client, '10.10.10.1')).toBe('STALE');
});

test('reachable times differ from seed to seed, and not for the same seed', () => {
  const staleAt = (seed: number) => {
    const world = twoNetworks({ seed });
    ping(world.client, '10.10.10.1', 60 * SECOND);
    return events(world.sim, 'neigh.changed', 'client').find((event) => event.state === 'STALE')!.atUs;
  };
  expect(staleAt(1)).toBe(staleAt(1));
  expect(new Set([1, 2, 3, 4].map(staleAt)).size).toBe(4);
});

test('whoever is asked knows the asker, as STALE; using that entry goes over DELAY to a unicast probe', () => {
  const world = twoNetworks();
  ping(world.client, '10.10.10.1', 20 * SECOND);
  expect(states(world, 'router', '10.10.10.100')).toEqual([
    'STALE overheard',
    'DELAY used',
    'PROBE probe',
    'REACHABLE answer',
  ]);
  const probe = events(world.sim, 'arp.asked', 'router')[0]!;
  expect(probe).toMatchObject({ because: 'probe' });
  expect(probe.atUs / SECOND).toBeCloseTo(5, 1);
});

test('an entry that nobody answers for is asked for three times, then FAILED, and the sender hears of it', () => {
  const world = twoNetworks();
  expect(ping(world.client, '10.10.10.77', 5 * SECOND)).toBe('icmp 3/1 from self');
  const asked = events(world.sim, 'arp.asked', 'client').map((event) => Math.round(event.atUs / SECOND));
  expect(asked).toEqual([0, 1, 2]);
  expect(states(world, 'client', '10.10.10.77')).toEqual(['INCOMPLETE packet-waits', 'FAILED no-answer']);
  expect(events(world.sim, 'packet.dropped', 'client')[0]).toMatchObject({
    where: 'neigh',
    because: { code: 'no-arp-answer', nextHop: ip('10.10.10.77'), dev: 'eth0', tries: 3 },
    atUs: 3 * SECOND,
  });
});

test('packets wait for the answer and leave in their order', () => {
  const { client, sim, server } = twoNetworks();
  const there = server.sockets.udp();
  there.bind(0, 53);
  const here = client.sockets.udp();
  for (const word of ['one', 'two', 'three']) here.sendTo(word, ip('192.168.10.11'), 53);
  pass(sim, 10 * MS);
  const got = [there.recvFrom(), there.recvFrom(), there.recvFrom()].map((one) => 'data' in one && one.data);
  expect(got).toEqual(['one', 'two', 'three']);
});

test('what a transport confirms stays REACHABLE without a probe', () => {
  const { client, sim } = twoNetworks();
  ping(client, '10.10.10.1', 1 * SECOND);
  const socket = client.sockets.icmp();
  for (let i = 0; i < 60; i++) {
    socket.send(echo(1, i), ip('10.10.10.1'));
    client.ip.confirmNeighbour(ip('10.10.10.1'));
    pass(sim, 2 * SECOND);
  }
  expect(stateOf(client, '10.10.10.1')).toBe('REACHABLE');
  expect(events(sim, 'arp.asked', 'client').map((event) => event.because)).toEqual(['packet-waits']);
});

test('an answer within the lock time of another is not believed; later it is', () => {
  const { client, sim, outside, router } = twoNetworks();
  ping(client, '10.10.10.1', 2 * SECOND);
  const device = client.inet.device('eth0')!;
  const claim = (mac: number) =>
    device.recvFrame({
      src: mac,
      dst: device.device.mac,
      payload: {
        type: 'arp',
        id: 0,
        op: 2,
        senderMac: mac,
        senderIp: ip('10.10.10.1'),
        targetMac: device.device.mac,
        targetIp: ip('10.10.10.100'),
      },
    });
  const mac = () => client.admin.neighbours()[0]!.mac;
  claim(0x5254000000aa);
  expect(mac()).toBe(0x5254000000aa);
  claim(0x5254000000bb);
  expect(mac()).toBe(0x5254000000aa);
  pass(sim, 1 * SECOND + 1);
  claim(0x5254000000bb);
  expect(mac()).toBe(0x5254000000bb);
  expect(outside.devices).toContain(router.inet.device('eth0')!.device);
});

test('PERMANENT entries are neither asked for nor changed by what is heard', () => {
  const { client, router, sim } = twoNetworks();
  const mac = router.admin.link('eth0')!.mac;
  client.admin.setNeighbour('eth0', ip('10.10.10.1'), mac, 'PERMANENT');
  ping(client, '10.10.10.1', 90 * SECOND);
  expect(events(sim, 'arp.asked', 'client')).toEqual([]);
  expect(stateOf(client, '10.10.10.1')).toBe('PERMANENT');
  expect(client.admin.flushNeighbours({})).toBe(0);
  expect(client.admin.delNeighbour('eth0', ip('10.10.10.1'))).toBeUndefined();
  expect(client.admin.delNeighbour('eth0', ip('10.10.10.1'))).toMatchObject({ errno: 'ENOENT' });
});

test('mcast_solicit and retrans_time_ms are live', () => {
  const { client, sim } = twoNetworks();
  set(client, 'net/ipv4/neigh/eth0/mcast_solicit', 1);
  set(client, 'net/ipv4/neigh/eth0/retrans_time_ms', 200);
  ping(client, '10.10.10.77', 2 * SECOND);
  expect(events(sim, 'packet.dropped', 'client')[0]?.atUs).toBe(200 * MS);
});
