import { expect, test } from 'vitest';
import { Segment } from '../../src/net/link/segment.ts';
import type { Stack } from '../../src/net/stack.ts';
import { printIpv4 } from '../../src/net/wire/address.ts';
import { Sim } from '../../src/sim/sim.ts';
import { addAddress, addHost, events, ip, pass, ping, set, twoNetworks } from '../support/two-networks.ts';

const VIP = '192.168.4.15';

/** LVS-DR's network: everyone but the client has the VIP, the real servers on lo. */
function directRouting() {
  const sim = new Sim({ seed: 1, journalCapacity: 1 << 14 });
  const lan = new Segment(sim, 'lan');
  const [client, proxy, web1, web2] = (['10', '5', '100', '200'] as const).map((last, i) =>
    addHost(sim, ['client', 'proxy', 'web1', 'web2'][i]!, [['eth0', lan, `192.168.4.${last}/24`]]),
  ) as [Stack, Stack, Stack, Stack];
  addAddress(proxy, 'eth0', `${VIP}/32`, 'eth0:1');
  for (const web of [web1, web2]) addAddress(web, 'lo', `${VIP}/32`, 'lo:0');
  return { sim, client, proxy, web1, web2 };
}

const conf = (stack: Stack, dev: string, key: string, value: number) =>
  set(stack, `net/ipv4/conf/${dev}/${key}`, value);

/** Whose MAC the client holds for the VIP. */
function holder(client: Stack, others: Record<string, Stack>): string {
  const mac = client.admin.neighbours().find((entry) => entry.ip === ip(VIP))?.mac;
  return Object.entries(others).find(([, stack]) => stack.admin.link('eth0')!.mac === mac)?.[0] ?? 'nobody';
}

test('of several hosts with the VIP, the one attached last answers first and is believed', () => {
  const { sim, client, proxy, web1, web2 } = directRouting();
  ping(client, VIP, 1000);
  expect(events(sim, 'arp.answered').map((event) => event.host)).toEqual(['web2', 'web1', 'proxy']);
  expect(holder(client, { proxy, web1, web2 })).toBe('web2');
});

test('arp_ignore of lo alone changes nothing: the question comes in by eth0', () => {
  const { client, proxy, web1, web2 } = directRouting();
  for (const web of [web1, web2]) conf(web, 'lo', 'arp_ignore', 1);
  ping(client, VIP, 1000);
  expect(holder(client, { proxy, web1, web2 })).toBe('web2');
});

test.each(['all', 'eth0'])('arp_ignore=1 on %s leaves the VIP on lo unanswered, with its reason', (dev) => {
  const { sim, client, proxy, web1, web2 } = directRouting();
  for (const web of [web1, web2]) conf(web, dev, 'arp_ignore', 1);
  ping(client, VIP, 1000);
  expect(holder(client, { proxy, web1, web2 })).toBe('proxy');
  expect(events(sim, 'arp.ignored', 'web1')[0]).toMatchObject({
    dev: 'eth0',
    target: ip(VIP),
    from: ip('192.168.4.10'),
    because: 'not-on-this-device',
    key: `net.ipv4.conf.${dev}.arp_ignore`,
    value: 1,
  });
});

test('an alias eth0:0 counts as eth0 for arp_ignore=1', () => {
  const { client, proxy, web1, web2 } = directRouting();
  web2.admin.delAddress('lo', ip(VIP), 32);
  addAddress(web2, 'eth0', `${VIP}/32`, 'eth0:0');
  for (const web of [web1, web2]) conf(web, 'all', 'arp_ignore', 1);
  ping(client, VIP, 1000);
  expect(holder(client, { proxy, web1, web2 })).toBe('web2');
});

test.each([
  [0, true, true, true],
  [1, true, false, true],
  [2, true, false, false],
  [3, true, true, true],
  [4, true, true, true],
  [7, true, true, true],
  [8, false, false, false],
  [9, true, true, true],
])(
  'arp_ignore=%i: own address %s, address of another device %s, from another subnet %s',
  (value, own, other, foreign) => {
    const sim = new Sim({ seed: 1 });
    const lan = new Segment(sim, 'lan');
    const asker = addHost(sim, 'asker', [['eth0', lan, '10.0.0.1/24']]);
    const host = addHost(sim, 'host', [['eth0', lan, '10.0.0.2/24']]);
    addAddress(host, 'lo', '10.0.0.3/32');
    conf(host, 'eth0', 'arp_ignore', value);
    const answers = (target: string) => {
      const before = events(sim, 'arp.answered', 'host').length;
      asker.admin.flushNeighbours({});
      ping(asker, target, 500_000);
      return events(sim, 'arp.answered', 'host').length > before;
    };
    expect(answers('10.0.0.2')).toBe(own);
    expect(answers('10.0.0.3')).toBe(other);
    // the same question from an address outside of 10.0.0.0/24
    addAddress(asker, 'eth0', '172.16.0.1/16');
    asker.admin.delAddress('eth0', ip('10.0.0.1'), 24);
    asker.admin.addRoute({
      dst: ip('10.0.0.0'),
      prefix: 24,
      gateway: undefined,
      dev: 'eth0',
      source: undefined,
      scope: 'link',
      kind: 'unicast',
      proto: 'boot',
      metric: 0,
    });
    addAddress(host, 'eth0', '172.16.0.2/16');
    expect(answers('10.0.0.2')).toBe(foreign);
  },
);

test.each([
  [0, VIP],
  [1, VIP],
  [2, '192.168.4.100'],
])('arp_announce=%i: the question that a packet from the VIP causes carries %s', (value, sender) => {
  const { sim, web1 } = directRouting();
  conf(web1, 'all', 'arp_announce', value);
  web1.udp.send({ ip: ip(VIP), port: 80 }, { ip: ip('192.168.4.77'), port: 9 }, 'x');
  expect(events(sim, 'arp.asked', 'web1').map((event) => printIpv4(event.sender))).toEqual([sender]);
});

test('arp_announce=1 keeps an address of another subnet to itself', () => {
  const { sim, web1 } = directRouting();
  conf(web1, 'all', 'arp_announce', 1);
  addAddress(web1, 'lo', '172.16.0.1/32');
  web1.udp.send({ ip: ip('172.16.0.1'), port: 80 }, { ip: ip('192.168.4.77'), port: 9 }, 'x');
  expect(events(sim, 'arp.asked', 'web1').map((event) => printIpv4(event.sender))).toEqual(['192.168.4.100']);
});

test('a question with the VIP as its sender moves the entry of everyone who has one, past the lock time', () => {
  const { sim, client, proxy, web1, web2 } = directRouting();
  for (const web of [web1, web2]) conf(web, 'all', 'arp_ignore', 1);
  ping(client, VIP, 2_000_000);
  expect(holder(client, { proxy, web1, web2 })).toBe('proxy');
  web1.udp.send({ ip: ip(VIP), port: 80 }, { ip: ip('192.168.4.10'), port: 9 }, 'x');
  pass(sim, 1000);
  expect(holder(client, { proxy, web1, web2 })).toBe('web1');
});

test('a gratuitous request changes an entry at once, but makes none', () => {
  const { sim, client, proxy, web1, web2 } = directRouting();
  for (const web of [web1, web2]) conf(web, 'all', 'arp_ignore', 1);
  conf(web1, 'eth0', 'arp_notify', 1);
  web1.admin.delAddress('lo', ip(VIP), 32);
  addAddress(web1, 'eth0', `${VIP}/32`);
  const announce = () => {
    web1.admin.setLink('eth0', { up: false });
    web1.admin.setLink('eth0', { up: true });
    pass(sim, 1000);
  };
  announce();
  expect(holder(client, { proxy, web1, web2 })).toBe('nobody');
  conf(client, 'all', 'arp_accept', 1);
  announce();
  expect(holder(client, { proxy, web1, web2 })).toBe('web1');
});

test('proxy_arp answers for hosts behind another device, after a while', () => {
  const { sim, client, router } = twoNetworks();
  client.admin.addRoute({
    dst: ip('192.168.10.0'),
    prefix: 24,
    gateway: undefined,
    dev: 'eth0',
    source: undefined,
    scope: 'link',
    kind: 'unicast',
    proto: 'boot',
    metric: 0,
  });
  expect(ping(client, '192.168.10.11')).toBe('icmp 3/1 from self');
  conf(router, 'eth0', 'proxy_arp', 1);
  expect(ping(client, '192.168.10.11')).toMatch(/^reply ttl=63 /);
  const answer = events(sim, 'arp.answered', 'router').find((event) => event.target === ip('192.168.10.11'));
  expect(answer).toMatchObject({ dev: 'eth0', mac: router.admin.link('eth0')!.mac });
});

test('arp_filter answers only by the device that leads back to the asker', () => {
  const sim = new Sim({ seed: 1 });
  const lan = new Segment(sim, 'lan');
  const asker = addHost(sim, 'asker', [['eth0', lan, '10.0.0.1/24']]);
  const host = addHost(sim, 'host', [
    ['eth0', lan, '10.0.0.2/24'],
    ['eth1', lan, '10.0.0.3/24'],
  ]);
  const answering = () => {
    const before = events(sim, 'arp.answered', 'host').length;
    asker.admin.flushNeighbours({});
    ping(asker, '10.0.0.3', 1000);
    return events(sim, 'arp.answered', 'host')
      .slice(before)
      .map((event) => event.dev);
  };
  expect(answering()).toEqual(['eth1', 'eth0']);
  conf(host, 'all', 'arp_filter', 1);
  expect(answering()).toEqual(['eth0']);
});
