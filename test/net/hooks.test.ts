import { expect, test } from 'vitest';
import type { Hook, HookPoint, Skb, Verdict } from '../../src/net/contract.ts';
import type { Stack } from '../../src/net/stack.ts';
import { events, ip, pass, ping, set, twoNetworks } from '../support/two-networks.ts';

const POINTS: readonly HookPoint[] = ['prerouting', 'input', 'forward', 'output', 'postrouting'];

function watch(stack: Stack, seen: string[], handle: (skb: Skb, point: HookPoint) => Verdict = () => 'accept'): void {
  for (const point of POINTS)
    stack.ip.addHook({
      name: point,
      point,
      priority: 0,
      handle: (skb) => {
        seen.push(`${point} ${skb.inDev ?? '-'} ${skb.outDev ?? '-'} ttl=${skb.packet.ttl}`);
        return handle(skb, point);
      },
    });
}

test('a forwarded packet passes prerouting, forward and postrouting; its TTL has gone down by then', () => {
  const { client, router } = twoNetworks();
  const seen: string[] = [];
  watch(router, seen);
  ping(client, '192.168.10.11', 1000);
  expect(seen.slice(0, 3)).toEqual([
    'prerouting eth0 - ttl=64',
    'forward eth0 eth1 ttl=63',
    'postrouting eth0 eth1 ttl=63',
  ]);
});

test('a delivered packet passes prerouting and input, its answer output and postrouting', () => {
  const { client, router } = twoNetworks();
  const seen: string[] = [];
  watch(router, seen);
  ping(client, '10.10.10.1', 1000);
  expect(seen).toEqual([
    'prerouting eth0 - ttl=64',
    'input eth0 - ttl=64',
    'output - eth0 ttl=64',
    'postrouting - eth0 ttl=64',
  ]);
});

test('hooks run by priority, and the first that does not accept ends the walk', () => {
  const { client, router } = twoNetworks();
  const ran: string[] = [];
  const hook = (name: string, priority: number, verdict: Verdict): Hook => ({
    name,
    point: 'input',
    priority,
    handle: () => {
      ran.push(name);
      return verdict;
    },
  });
  const last = hook('last', 99, 'accept');
  for (const one of [last, hook('thief', 98, 'stolen'), hook('mangle', -150, 'accept')]) router.ip.addHook(one);
  expect(ping(client, '10.10.10.1', 1000)).toBe('nothing');
  expect(ran).toEqual(['mangle', 'thief']);
});

test('sendRouted sends to the next hop that it is given, whatever the destination', () => {
  const { client, server, router, sim } = twoNetworks();
  server.admin.addAddress({
    dev: 'lo',
    ip: ip('10.10.10.15'),
    prefix: 32,
    broadcast: undefined,
    scope: 'global',
    label: 'lo:0',
  });
  router.admin.addAddress({
    dev: 'eth0',
    ip: ip('10.10.10.15'),
    prefix: 32,
    broadcast: undefined,
    scope: 'global',
    label: 'eth0:1',
  });
  const direct: Hook = {
    name: 'direct',
    point: 'input',
    priority: 99,
    handle(skb) {
      const route = router.ip.route(ip('192.168.10.11'));
      if (skb.packet.dst !== ip('10.10.10.15') || !route.found) return 'accept';
      router.ip.sendRouted(skb, route);
      return 'stolen';
    },
  };
  router.ip.addHook(direct);
  // the answer comes back through the router, from an address of its own
  expect(ping(client, '10.10.10.15', 10_000)).toBe('nothing');
  expect(events(sim, 'packet.dropped', 'router')[0]?.because.code).toBe('martian-source');
  set(router, 'net/ipv4/conf/eth1/accept_local', 1);
  expect(ping(client, '10.10.10.15', 10_000)).toMatch(/^reply/);
  expect(events(sim, 'packet.delivered', 'server')[0]?.packet.dst).toBe(ip('10.10.10.15'));
  router.ip.removeHook(direct);
  pass(sim, 1000);
  const before = events(sim, 'packet.delivered', 'server').length;
  expect(ping(client, '10.10.10.15', 10_000)).toMatch(/^reply/);
  expect(events(sim, 'packet.delivered', 'server').length).toBe(before);
});

test('an output hook that changes the destination changes the way', () => {
  const { client, server, sim } = twoNetworks();
  client.ip.addHook({
    name: 'dnat',
    point: 'output',
    priority: -100,
    handle(skb) {
      skb.packet = { ...skb.packet, id: client.ip.nextPacketId(), dst: ip('192.168.10.11') };
      return 'accept';
    },
  });
  const there = server.sockets.udp();
  there.bind(0, 53);
  client.sockets.udp().sendTo('x', ip('10.10.10.77'), 53);
  pass(sim, 10_000);
  expect(there.recvFrom()).toMatchObject({ data: 'x' });
});
