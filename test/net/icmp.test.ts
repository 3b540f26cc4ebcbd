import { describe, expect, test } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import { isErrno } from '../../src/base/errno.ts';
import { printPacket } from '../../src/net/wire/print.ts';
import type { RouteLine } from '../../src/net/contract.ts';
import { addAddress, addRoute, echo, events, ip, must, pass, ping, set, twoNetworks } from '../support/two-networks.ts';

// The lines expected are those of tcpdump on the same networks of a 6.1 kernel.

type World = ReturnType<typeof twoNetworks>;

/** The IP packets that crossed `segment`, as tcpdump prints them. */
const carried = (world: World, segment = 'outside'): string[] =>
  events(world.sim, 'link.carried')
    .filter((event) => event.segment === segment && event.frame.payload.type === 'ip')
    .map((event) => printPacket(event.frame.payload));

const refuse = (world: World, net: string, kind: RouteLine['kind']) =>
  must(
    world.router.admin.addRoute({
      dst: ip(net),
      prefix: 24,
      gateway: undefined,
      dev: '',
      source: undefined,
      scope: 'global',
      kind,
      proto: 'boot',
      metric: 0,
    }),
  );

describe('errors that a router sends', () => {
  test('no route: net unreachable', () => {
    const world = twoNetworks();
    ping(world.client, '8.8.8.8');
    expect(carried(world).at(-1)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP net 8.8.8.8 unreachable, length 92');
  });

  test('nobody answers ARP: host unreachable, after three seconds', () => {
    const world = twoNetworks();
    ping(world.client, '192.168.10.77', 5 * SECOND);
    expect(carried(world).at(-1)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP host 192.168.10.77 unreachable, length 92');
  });

  test.each([
    ['unreachable', 'IP 10.10.10.1 > 10.10.10.100: ICMP host 1.2.7.1 unreachable, length 92'],
    ['prohibit', 'IP 10.10.10.1 > 10.10.10.100: ICMP host 1.2.7.1 unreachable - admin prohibited filter, length 92'],
    ['blackhole', 'IP 10.10.10.100 > 1.2.7.1: ICMP echo request, id 7, seq 1, length 64'],
  ] as const)('a route of kind %s: the last packet is %s', (kind, line) => {
    const world = twoNetworks();
    refuse(world, '1.2.7.0', kind);
    ping(world.client, '1.2.7.1');
    expect(carried(world).at(-1)).toBe(line);
  });

  test('TTL 1: time exceeded, and the packet goes no further', () => {
    const world = twoNetworks();
    world.client.sockets.icmp().send(echo(7, 1), ip('192.168.10.11'), { ttl: 1 });
    pass(world.sim, 10_000);
    expect(carried(world).at(-1)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP time exceeded in-transit, length 92');
    expect(carried(world, 'inside')).toEqual([]);
    expect(events(world.sim, 'packet.dropped', 'router')[0]?.because).toEqual({ code: 'ttl-expired', ttl: 1 });
  });

  test('too large for the next link: need to frag, which the sender remembers', () => {
    const world = twoNetworks();
    world.router.admin.setLink('eth1', { mtu: 1000 });
    const socket = world.client.sockets.icmp();
    const big = echo(7, 1, 'x'.repeat(1400));
    expect(socket.send(big, ip('192.168.10.11'), { dontFragment: true })).toBeUndefined();
    pass(world.sim, 10_000);
    expect(carried(world).at(-1)).toBe(
      'IP 10.10.10.1 > 10.10.10.100: ICMP 192.168.10.11 unreachable - need to frag (mtu 1000), length 556',
    );
    expect(socket.send(big, ip('192.168.10.11'), { dontFragment: true })).toMatchObject({ errno: 'EMSGSIZE' });
    expect(world.client.ip.pathMtu(ip('192.168.10.11'))).toBe(1000);
    pass(world.sim, 600 * SECOND);
    expect(world.client.ip.pathMtu(ip('192.168.10.11'))).toBe(1500);
  });

  test('a packet that leaves as it came: redirect, which a sender of pings follows', () => {
    const world = twoNetworks();
    must(addRoute(world.client, '10.55.0.0/16', '10.10.10.1'));
    must(addRoute(world.router, '10.55.0.0/16', '10.10.10.200'));
    ping(world.client, '10.55.0.1', 1 * SECOND);
    expect(carried(world)).toContain(
      'IP 10.10.10.1 > 10.10.10.100: ICMP redirect 10.55.0.1 to host 10.10.10.200, length 92',
    );
    // the new next hop is asked for at once, and used as soon as it is known
    expect(events(world.sim, 'arp.asked', 'client').at(-1)).toMatchObject({ target: ip('10.10.10.200') });
    set(world.router, 'net/ipv4/conf/all/send_redirects', 0);
    set(world.router, 'net/ipv4/conf/eth0/send_redirects', 0);
    pass(world.sim, 60 * SECOND);
    const before = carried(world).filter((line) => line.includes('redirect')).length;
    ping(world.client, '10.55.0.1', 1 * SECOND);
    expect(carried(world).filter((line) => line.includes('redirect')).length).toBe(before);
  });

  test('redirects come ever more rarely', () => {
    const world = twoNetworks();
    addAddress(world.router, 'eth0', '10.10.10.200/32');
    must(addRoute(world.client, '10.55.0.0/16', '10.10.10.1'));
    must(addRoute(world.router, '10.55.0.0/16', '10.10.10.99'));
    set(world.client, 'net/ipv4/conf/all/accept_redirects', 0);
    set(world.client, 'net/ipv4/conf/eth0/accept_redirects', 0);
    const socket = world.client.sockets.icmp();
    for (let i = 0; i < 100; i++) {
      socket.send(echo(7, i), ip('10.55.0.1'));
      pass(world.sim, 10_000);
    }
    const at = events(world.sim, 'ip.originated', 'router')
      .filter((event) => event.packet.payload.type === 'icmp' && event.packet.payload.icmpType === 5)
      .map((event) => Math.round(event.atUs / 10_000));
    expect(at.length).toBe(5);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[4]! - at[3]!).toBeGreaterThan(at[2]! - at[1]!);
  });

  test('at most six errors at once to one host, then one a second', () => {
    const world = twoNetworks();
    const socket = world.client.sockets.udp();
    ping(world.client, '10.10.10.1', 70 * SECOND);
    const errors = () => carried(world).filter((line) => line.includes('udp port 9 unreachable')).length;
    for (let i = 0; i < 20; i++) socket.sendTo('x', ip('10.10.10.1'), 9);
    pass(world.sim, 10_000);
    expect(errors()).toBe(6);
    pass(world.sim, 1 * SECOND);
    socket.sendTo('x', ip('10.10.10.1'), 9);
    pass(world.sim, 10_000);
    expect(errors()).toBe(7);
  });
});

describe('what no error is sent about', () => {
  test('an ICMP error', () => {
    const world = twoNetworks();
    const about = events(world.sim, 'ip.originated')[0]?.packet;
    expect(about).toBeUndefined();
    ping(world.client, '10.10.10.1', 1000);
    const { packet } = events(world.sim, 'ip.originated', 'client')[0]!;
    world.client.ip.send({
      src: 0,
      dst: ip('192.168.10.99'),
      protocol: 1,
      payload: { type: 'icmp', icmpType: 3, icmpCode: 1, rest: 0, data: '', original: packet },
    });
    pass(world.sim, 5 * SECOND);
    expect(carried(world).filter((line) => line.includes('host 192.168.10.99'))).toEqual([]);
  });

  test('a broadcast', () => {
    const world = twoNetworks();
    const socket = world.client.sockets.icmp();
    socket.send(echo(1, 1), ip('10.10.10.255'));
    pass(world.sim, 10_000);
    expect(carried(world)).toEqual(['IP 10.10.10.100 > 10.10.10.255: ICMP echo request, id 1, seq 1, length 64']);
    expect(events(world.sim, 'packet.dropped', 'router')[0]?.because).toEqual({
      code: 'told-to-ignore',
      key: 'net.ipv4.icmp_echo_ignore_broadcasts',
    });
    set(world.router, 'net/ipv4/icmp_echo_ignore_broadcasts', 0);
    socket.send(echo(1, 2), ip('10.10.10.255'));
    pass(world.sim, 10_000);
    expect(carried(world).at(-1)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP echo reply, id 1, seq 2, length 64');
  });
});

describe('ping', () => {
  test('icmp_echo_ignore_all is live', () => {
    const { client, router } = twoNetworks();
    set(router, 'net/ipv4/icmp_echo_ignore_all', 1);
    expect(ping(client, '10.10.10.1', 1 * SECOND)).toBe('nothing');
  });

  test('to an address of its own a host answers over lo', () => {
    const { client, sim } = twoNetworks();
    expect(ping(client, '10.10.10.100', 1 * SECOND)).toBe('reply ttl=64 us=20');
    expect(events(sim, 'link.carried').map((event) => event.segment)).toEqual(['lo', 'lo']);
  });

  test('what is too large is sent in pieces and put together again', () => {
    const world = twoNetworks();
    expect(ping(world.client, '192.168.10.11', 1 * SECOND, 'y'.repeat(3000))).toMatch(/^reply ttl=63/);
    expect(carried(world, 'inside').slice(0, 3)).toEqual([
      'IP 10.10.10.100 > 192.168.10.11: ICMP echo request, id 7, seq 1, length 1480',
      'IP 10.10.10.100 > 192.168.10.11: ip-proto-1',
      'IP 10.10.10.100 > 192.168.10.11: ip-proto-1',
    ]);
  });

  test('pieces that do not all come are given up after half a minute, and the sender is told', () => {
    const world = twoNetworks();
    world.router.ip.addHook({
      name: 'test',
      point: 'forward',
      priority: 0,
      handle: (skb) => (skb.packet.fragmentOffset === 1480 ? 'drop' : 'accept'),
    });
    expect(ping(world.client, '192.168.10.11', 31 * SECOND, 'y'.repeat(3000))).toMatch(/^icmp 11\/1/);
    expect(events(world.sim, 'packet.dropped', 'server').map((event) => event.because.code)).toEqual([
      'fragments-missing',
      'fragments-missing',
    ]);
  });
});

describe('udp', () => {
  test('nobody there: port unreachable, which a connected socket hears as ECONNREFUSED', () => {
    const world = twoNetworks();
    const socket = world.client.sockets.udp();
    must(socket.connect(ip('10.10.10.1'), 9999));
    expect(socket.sendTo('hi\n', 0, 0)).toBe(3);
    pass(world.sim, 10_000);
    expect(carried(world).at(-1)).toBe(
      'IP 10.10.10.1 > 10.10.10.100: ICMP 10.10.10.1 udp port 9999 unreachable, length 39',
    );
    expect(socket.recvFrom()).toMatchObject({ errno: 'ECONNREFUSED' });
    expect(socket.recvFrom()).toMatchObject({ errno: 'EAGAIN' });
  });

  test('a socket of a port can be bound once, and only to addresses of the host', () => {
    const { client } = twoNetworks();
    const one = client.sockets.udp();
    expect(one.bind(ip('10.10.10.100'), 53)).toBeUndefined();
    expect(client.sockets.udp().bind(0, 53)).toMatchObject({ errno: 'EADDRINUSE' });
    expect(client.sockets.udp().bind(ip('127.0.0.1'), 53)).toBeUndefined();
    expect(client.sockets.udp().bind(ip('10.10.10.1'), 53)).toMatchObject({ errno: 'EADDRNOTAVAIL' });
    one.close();
    expect(client.sockets.udp().bind(ip('10.10.10.100'), 53)).toBeUndefined();
  });

  test('the socket that fits best gets the datagram', () => {
    const { client, sim } = twoNetworks();
    const any = client.sockets.udp();
    any.bind(0, 53);
    const sender = client.sockets.udp();
    sender.bind(ip('127.0.0.1'), 1000);
    sender.sendTo('x', ip('127.0.0.1'), 53);
    pass(sim, 1000);
    const got = any.recvFrom();
    expect(isErrno(got) ? got : got.port).toBe(1000);
  });
});
