import { expect, test } from 'vitest';
import { events, ip, ping, twoNetworks } from '../support/two-networks.ts';
import { isErrno } from '../../src/base/errno.ts';

test('ping crosses a forwarding host and comes back with one TTL less each way', () => {
  const { client } = twoNetworks();
  expect(ping(client, '192.168.10.11')).toMatch(/^reply ttl=63 /);
});

test('ping to a neighbour needs one ARP exchange, the next ping none', () => {
  const { client, sim } = twoNetworks();
  expect(ping(client, '10.10.10.1', 1_000)).toMatch(/^reply ttl=64 /);
  const asked = () => events(sim, 'arp.asked').length;
  expect(asked()).toBe(1);
  expect(ping(client, '10.10.10.1', 1_000)).toMatch(/^reply ttl=64 us=8\d$/);
  expect(asked()).toBe(1);
});

test('udp datagrams cross a forwarding host both ways', () => {
  const { client, server, sim } = twoNetworks();
  const there = server.sockets.udp();
  there.bind(0, 53);
  const here = client.sockets.udp();
  expect(here.sendTo('question', ip('192.168.10.11'), 53)).toBe(8);
  sim.advance(10_000);
  const got = there.recvFrom();
  if (isErrno(got)) throw new Error(got.errno);
  expect(got).toMatchObject({ data: 'question', ip: ip('10.10.10.100') });
  there.sendTo('answer', got.ip, got.port);
  sim.advance(20_000);
  expect(here.recvFrom()).toMatchObject({ data: 'answer', ip: ip('192.168.10.11'), port: 53 });
});

test('a host that does not forward drops what is not for it, and says which key is to blame', () => {
  const { client, sim } = twoNetworks({ forwarding: false });
  expect(ping(client, '192.168.10.11')).toBe('nothing');
  expect(events(sim, 'packet.dropped', 'router')[0]?.because).toEqual({
    code: 'forwarding-off',
    dst: ip('192.168.10.11'),
    key: 'net.ipv4.ip_forward',
  });
});
