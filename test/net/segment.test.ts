import { expect, test } from 'vitest';
import { Segment } from '../../src/net/link/segment.ts';
import { Device } from '../../src/net/link/device.ts';
import { LOOPBACK_US, PROPAGATION_US, serializationUs } from '../../src/net/link/timing.ts';
import { MAC_BROADCAST } from '../../src/net/wire/address.ts';
import type { ArpPacket } from '../../src/net/wire/packet.ts';
import { Sim } from '../../src/sim/sim.ts';
import { addHost, events, ping, twoNetworks } from '../support/two-networks.ts';

const arp: ArpPacket = { type: 'arp', id: 1, op: 1, senderMac: 0, senderIp: 1, targetMac: 0, targetIp: 2 };

/** Bare cards, with what each has received and when. */
function cards(count: number) {
  const sim = new Sim({ seed: 1 });
  const segment = new Segment(sim, 'lan');
  const got: string[] = [];
  const devices = Array.from({ length: count }, (_, i) => {
    const device = new Device(`h${i}`, 1, { name: 'eth0', kind: 'ethernet', mac: 0x525400000000 + i });
    device.up = true;
    device.receiver = { recvFrame: () => got.push(`h${i}@${sim.nowUs}`) };
    segment.attach(device);
    return device;
  });
  return { sim, segment, devices, got };
}

test('a broadcast reaches everyone but its sender, the newest port first', () => {
  const { sim, devices, got } = cards(4);
  devices[1]!.transmit(arp, MAC_BROADCAST);
  sim.advance(1000);
  expect(got).toEqual(['h3@41', 'h2@41', 'h0@41']);
  expect(events(sim, 'link.carried')[0]).toMatchObject({
    flooded: true,
    arriveUs: 41,
    from: { host: 'h1', dev: 'eth0' },
  });
});

test('what the switch has not learnt is flooded, and taken only by whom it is for; then it goes there alone', () => {
  const { sim, devices, got } = cards(3);
  devices[0]!.transmit(arp, devices[2]!.mac);
  sim.advance(1000);
  devices[2]!.transmit(arp, devices[0]!.mac);
  devices[0]!.transmit(arp, devices[2]!.mac);
  sim.advance(2000);
  expect(got.map((one) => one.slice(0, 2))).toEqual(['h2', 'h0', 'h2']);
  expect(events(sim, 'link.carried').map((event) => [event.flooded, event.to.length])).toEqual([
    [true, 2],
    [false, 1],
    [false, 1],
  ]);
});

test('a frame takes its length at 1 Gbit/s and the way; the next one waits for the card', () => {
  const { sim, devices, got } = cards(2);
  const size = 42;
  devices[0]!.transmit(arp, devices[1]!.mac);
  devices[0]!.transmit(arp, devices[1]!.mac);
  sim.advance(1000);
  const first = serializationUs(size) + PROPAGATION_US;
  expect(got).toEqual([`h1@${first}`, `h1@${first + serializationUs(size)}`]);
  expect(serializationUs(1514)).toBe(13);
  expect(LOOPBACK_US).toBe(10);
});

test('a frame for a MAC that nobody has ends at the switch, and that is said', () => {
  const { sim, devices } = cards(2);
  devices[0]!.transmit(arp, 0x5254deadbeef);
  sim.advance(1000);
  expect(events(sim, 'packet.dropped')[0]).toMatchObject({
    host: '',
    where: 'link',
    because: { code: 'nobody-there', mac: 0x5254deadbeef },
  });
});

test('cards count what they send and receive with the Ethernet header, lo without', () => {
  const { client, router } = twoNetworks();
  ping(client, '10.10.10.1', 1000);
  ping(client, '127.0.0.1', 1000);
  expect(client.admin.link('eth0')!.stats).toMatchObject({
    txPackets: 2,
    txBytes: 42 + 98,
    rxPackets: 2,
    rxBytes: 42 + 98,
  });
  expect(router.admin.link('eth0')!.stats).toMatchObject({ txPackets: 2, rxPackets: 2 });
  expect(client.admin.link('lo')!.stats).toMatchObject({ txPackets: 2, txBytes: 168, rxPackets: 2, rxBytes: 168 });
});

test('a card that is down, or unplugged, sends nothing and says so', () => {
  const world = twoNetworks();
  world.outside.detach(world.client.inet.device('eth0')!.device);
  expect(world.client.admin.link('eth0')).toMatchObject({ up: true, running: false });
  expect(ping(world.client, '10.10.10.1', 1000)).toBe('nothing');
  expect(events(world.sim, 'packet.dropped', 'client')[0]).toMatchObject({
    because: { code: 'link-down', dev: 'eth0' },
  });
});

test('a card that comes back has the place that it had: floods reach it in the same order', () => {
  const { sim, devices, segment } = cards(3);
  const order = () => {
    devices[0]!.transmit(arp, MAC_BROADCAST);
    return events(sim, 'link.carried')
      .at(-1)!
      .to.map((port) => port.host);
  };
  const before = order();
  expect(before).toHaveLength(2);
  for (const device of [devices[1]!, devices[2]!]) {
    segment.detach(device);
    expect(order()).toEqual(before.filter((host) => host !== device.port.host));
    segment.attach(device);
    expect(order()).toEqual(before);
  }
});

test('link.carried says when a frame leaves: at once, or when the device has sent the one before', () => {
  const { sim, devices } = cards(2);
  devices[0]!.transmit(arp, MAC_BROADCAST);
  devices[0]!.transmit(arp, MAC_BROADCAST);
  const [first, second] = events(sim, 'link.carried');
  expect([first!.atUs, first!.leaveUs]).toEqual([0, 0]);
  expect([second!.atUs, second!.leaveUs]).toEqual([0, first!.arriveUs - PROPAGATION_US]);
});

test('a switched-off host leaves nothing behind that ever happens', () => {
  const world = twoNetworks();
  ping(world.client, '10.10.10.77', 1000);
  for (const stack of [world.client, world.router, world.server]) stack.powerOff();
  world.sim.advance(world.sim.nowUs + 1000);
  expect(world.sim.clock.nextDueUs()).toBeUndefined();
});

test('the same world run twice gives the same journal', () => {
  const run = () => {
    const world = twoNetworks({ seed: 7 });
    addHost(world.sim, 'late', [['eth0', world.outside, '10.10.10.50/24']], '10.10.10.1');
    for (const to of ['192.168.10.11', '10.10.10.50', '10.10.10.77', '192.168.10.99']) ping(world.client, to);
    return JSON.stringify([...world.sim.journal.since()]);
  };
  expect(run()).toBe(run());
});
