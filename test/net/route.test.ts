import { describe, expect, test } from 'vitest';
import { Segment } from '../../src/net/link/segment.ts';
import { printRoute } from '../../src/net/route/print.ts';
import { createStack, type Stack } from '../../src/net/stack.ts';
import { broadcastOf, printIpv4 } from '../../src/net/wire/address.ts';
import { Sim } from '../../src/sim/sim.ts';
import { addHost, addRoute, ip } from '../support/two-networks.ts';
import type { RouteLine } from '../../src/net/contract.ts';

// What is expected here was printed by `ip route`, `ip addr` and `ip route get` of a 6.1 kernel after the same commands.

function svr1(): Stack {
  const sim = new Sim({ seed: 1 });
  return addHost(sim, 'svr1', [
    ['eth0', new Segment(sim, 'outside'), '10.10.10.1/24'],
    ['eth1', new Segment(sim, 'inside'), '192.168.10.1/24'],
  ]);
}
const dump = (stack: Stack, table: 'main' | 'local') => stack.admin.routes(table).map(printRoute);
const add = (stack: Stack, dev: string, text: string, withBroadcast = false) => {
  const [address, prefix] = text.split('/');
  const broadcast = withBroadcast ? broadcastOf(ip(address!), Number(prefix)) : undefined;
  return stack.admin.addAddress({
    dev,
    ip: ip(address!),
    prefix: Number(prefix),
    broadcast,
    scope: 'global',
    label: dev,
  })?.errno;
};
const del = (stack: Stack, dev: string, text: string) => {
  const [address, prefix] = text.split('/');
  return stack.admin.delAddress(dev, ip(address!), Number(prefix))?.errno;
};
const listed = (stack: Stack, dev: string) =>
  stack.admin
    .addresses()
    .filter((address) => address.dev === dev)
    .map((address) => `${printIpv4(address.ip)}/${address.prefix}${address.secondary ? ' secondary' : ''}`);

const LO = [
  'local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1',
  'local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1',
  'broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1',
];
const ETH1 = [
  'local 192.168.10.1 dev eth1 proto kernel scope host src 192.168.10.1',
  'broadcast 192.168.10.255 dev eth1 proto kernel scope link src 192.168.10.1',
];

describe('addresses and their routes', () => {
  test('an address brings its /32, its subnet and the broadcast address', () => {
    expect(dump(svr1(), 'local')).toEqual([
      'local 10.10.10.1 dev eth0 proto kernel scope host src 10.10.10.1',
      'broadcast 10.10.10.255 dev eth0 proto kernel scope link src 10.10.10.1',
      ...LO,
      ...ETH1,
    ]);
    expect(dump(svr1(), 'main')).toEqual([
      '10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.1',
      '192.168.10.0/24 dev eth1 proto kernel scope link src 192.168.10.1',
    ]);
  });

  test('further addresses of a subnet are secondary and listed last; deleting the primary takes them along', () => {
    const stack = svr1();
    add(stack, 'eth0', '10.10.10.2/24');
    add(stack, 'eth0', '10.10.10.3/24', true);
    add(stack, 'eth0', '10.10.10.9/32');
    add(stack, 'eth0', '172.16.0.1/16');
    expect(listed(stack, 'eth0')).toEqual([
      '10.10.10.1/24',
      '10.10.10.9/32',
      '172.16.0.1/16',
      '10.10.10.2/24 secondary',
      '10.10.10.3/24 secondary',
    ]);
    expect(dump(stack, 'local').slice(0, 5)).toEqual([
      'local 10.10.10.1 dev eth0 proto kernel scope host src 10.10.10.1',
      'local 10.10.10.2 dev eth0 proto kernel scope host src 10.10.10.1',
      'local 10.10.10.3 dev eth0 proto kernel scope host src 10.10.10.1',
      'local 10.10.10.9 dev eth0 proto kernel scope host src 10.10.10.9',
      'broadcast 10.10.10.255 dev eth0 proto kernel scope link src 10.10.10.1',
    ]);
    expect(add(stack, 'eth0', '10.10.10.2/24')).toBe('EEXIST');
    expect(add(stack, 'eth0', '10.10.10.2/32')).toBeUndefined();
    expect(del(stack, 'eth0', '10.10.10.77/24')).toBe('EADDRNOTAVAIL');
    expect(del(stack, 'eth0', '10.10.10.1/24')).toBeUndefined();
    expect(listed(stack, 'eth0')).toEqual(['10.10.10.9/32', '172.16.0.1/16', '10.10.10.2/32']);
    expect(dump(stack, 'local').slice(0, 2)).toEqual([
      'local 10.10.10.2 dev eth0 proto kernel scope host src 10.10.10.2',
      'local 10.10.10.9 dev eth0 proto kernel scope host src 10.10.10.9',
    ]);
    expect(dump(stack, 'main')).toEqual([
      '172.16.0.0/16 dev eth0 proto kernel scope link src 172.16.0.1',
      '192.168.10.0/24 dev eth1 proto kernel scope link src 192.168.10.1',
    ]);
  });

  test('promote_secondaries keeps the secondaries, the first of them as primary', () => {
    const stack = svr1();
    stack.sysctl.row('net/ipv4/conf/all/promote_secondaries')!.write('1');
    add(stack, 'eth0', '10.10.10.2/24');
    add(stack, 'eth0', '10.10.10.3/24');
    del(stack, 'eth0', '10.10.10.1/24');
    expect(listed(stack, 'eth0')).toEqual(['10.10.10.2/24', '10.10.10.3/24 secondary']);
    expect(dump(stack, 'main')[0]).toBe('10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.2');
  });

  test('a subnet on lo is local as a whole', () => {
    const stack = svr1();
    add(stack, 'lo', '192.168.10.5/24');
    expect(dump(stack, 'local').slice(-5)).toEqual([
      'local 192.168.10.0/24 dev lo proto kernel scope host src 192.168.10.5',
      'local 192.168.10.1 dev eth1 proto kernel scope host src 192.168.10.1',
      'local 192.168.10.5 dev lo proto kernel scope host src 192.168.10.5',
      'broadcast 192.168.10.255 dev eth1 proto kernel scope link src 192.168.10.1',
      'broadcast 192.168.10.255 dev lo proto kernel scope link src 192.168.10.5',
    ]);
    expect(stack.ip.isLocal(ip('192.168.10.200'))).toBe(true);
    expect(stack.admin.routeTo(ip('192.168.10.11'))).toMatchObject({
      route: { kind: 'local' },
      source: ip('192.168.10.5'),
    });
  });

  test('a host route in main is nearer than a local subnet: both tables are searched as one', () => {
    const stack = svr1();
    add(stack, 'lo', '192.168.50.5/24');
    addRoute(stack, '192.168.50.11/32', '10.10.10.9');
    expect(stack.admin.routeTo(ip('192.168.50.11'))).toMatchObject({
      nextHop: ip('10.10.10.9'),
      source: ip('10.10.10.1'),
    });
    expect(stack.admin.routeTo(ip('192.168.50.12'))).toMatchObject({
      route: { kind: 'local' },
      source: ip('192.168.50.5'),
    });
  });
});

describe('links', () => {
  test('a link that goes down keeps the route to its own address only, and gets the others back with it', () => {
    const stack = svr1();
    addRoute(stack, '0.0.0.0/0', '192.168.10.254');
    stack.admin.setLink('eth1', { up: false });
    expect(dump(stack, 'local').slice(-1)).toEqual([ETH1[0]]);
    expect(dump(stack, 'main')).toEqual(['10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.1']);
    add(stack, 'eth1', '9.9.9.9/24');
    expect(dump(stack, 'local')[0]).toBe('local 9.9.9.9 dev eth1 proto kernel scope host src 9.9.9.9');
    stack.admin.setLink('eth1', { up: true });
    expect(dump(stack, 'main')).toEqual([
      '9.9.9.0/24 dev eth1 proto kernel scope link src 9.9.9.9',
      '10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.1',
      '192.168.10.0/24 dev eth1 proto kernel scope link src 192.168.10.1',
    ]);
  });

  test('deleting the last address of a link takes every route over it', () => {
    const stack = svr1();
    addRoute(stack, '0.0.0.0/0', '192.168.10.254');
    del(stack, 'eth1', '192.168.10.1/24');
    expect(dump(stack, 'main')).toEqual(['10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.1']);
  });

  test('lo gets 127.0.0.1/8 when it comes up without an address', () => {
    const stack = createStack(new Sim({ seed: 1 }), 'h');
    expect(stack.admin.addresses()).toEqual([]);
    stack.admin.setLink('lo', { up: true });
    expect(dump(stack, 'local')).toEqual(LO);
  });
});

describe('routes by hand', () => {
  const route = (text: string, more: Partial<RouteLine> = {}) => {
    const [dst, prefix] = text.split('/');
    return {
      dst: ip(dst!),
      prefix: Number(prefix),
      gateway: undefined,
      dev: '',
      source: undefined,
      scope: 'global',
      kind: 'unicast',
      proto: 'boot',
      metric: 0,
      ...more,
    } as const satisfies Omit<RouteLine, 'table'>;
  };
  const via = (text: string, gateway: string, more: Partial<RouteLine> = {}) =>
    route(text, { gateway: ip(gateway), ...more });

  test('the kernel’s refusals', () => {
    const { admin } = svr1();
    const refusal = (asked: Parameters<typeof admin.addRoute>[0], how?: Parameters<typeof admin.addRoute>[1]) => {
      const refused = admin.addRoute(asked, how);
      return refused && `${refused.errno}${admin.extack ? ` ${admin.extack}` : ''}`;
    };
    expect(refusal(via('1.2.3.0/24', '192.168.10.11'))).toBeUndefined();
    expect(refusal(via('1.2.3.0/24', '192.168.10.12'))).toBe('EEXIST');
    expect(refusal(via('1.2.3.0/24', '192.168.10.12'), 'append')).toBeUndefined();
    expect(refusal(via('1.2.3.0/24', '192.168.10.12', { metric: 10 }))).toBeUndefined();
    expect(refusal(via('1.2.3.0/24', '192.168.10.99'), 'replace')).toBeUndefined();
    expect(refusal(via('1.2.4.0/24', '192.168.10.11'), 'change')).toBe('ENOENT');
    expect(refusal(route('1.2.6.1/24', { dev: 'eth1', scope: 'link' }))).toBe(
      'EINVAL Invalid prefix for given prefix length.',
    );
    expect(refusal(via('5.5.5.0/24', '10.20.30.40', { dev: 'eth1' }))).toBe('ENETUNREACH Nexthop has invalid gateway.');
    expect(refusal(via('5.5.5.0/24', '10.20.30.40', { dev: 'eth1', onlink: true }))).toBeUndefined();
    expect(refusal(via('5.5.6.0/24', '192.168.10.1'))).toBeUndefined();
    expect(refusal(route('5.5.7.0/24', { dev: 'nosuch' }))).toBe('ENODEV');
    expect(refusal(via('5.5.7.0/24', '192.168.10.255'))).toBe('EINVAL Nexthop has invalid gateway.');
    expect(refusal(via('5.5.8.0/24', '192.168.10.11', { source: ip('3.3.3.3') }))).toBe(
      'EINVAL Invalid prefsrc address.',
    );
    for (const kind of ['unreachable', 'blackhole', 'prohibit'] as const)
      expect(
        refusal(route(`1.2.${{ unreachable: 7, blackhole: 8, prohibit: 9 }[kind]}.0/24`, { kind })),
      ).toBeUndefined();
    expect(admin.routes().map(printRoute)).toEqual([
      '1.2.3.0/24 via 192.168.10.99 dev eth1',
      '1.2.3.0/24 via 192.168.10.12 dev eth1',
      '1.2.3.0/24 via 192.168.10.12 dev eth1 metric 10',
      'unreachable 1.2.7.0/24',
      'blackhole 1.2.8.0/24',
      'prohibit 1.2.9.0/24',
      '5.5.5.0/24 via 10.20.30.40 dev eth1 onlink',
      '5.5.6.0/24 via 192.168.10.1 dev eth1',
      '10.10.10.0/24 dev eth0 proto kernel scope link src 10.10.10.1',
      '192.168.10.0/24 dev eth1 proto kernel scope link src 192.168.10.1',
    ]);
    const unreachable = (text: string) => admin.routeTo(ip(text));
    expect(unreachable('1.2.7.1')).toMatchObject({ errno: { errno: 'EHOSTUNREACH' } });
    expect(unreachable('1.2.8.1')).toMatchObject({ errno: { errno: 'EINVAL' } });
    expect(unreachable('1.2.9.1')).toMatchObject({ errno: { errno: 'EACCES' } });
    expect(admin.delRoute({ dst: ip('1.2.3.0'), prefix: 24 })).toBeUndefined();
    expect(admin.delRoute({ dst: ip('1.2.3.0'), prefix: 24, gateway: ip('1.1.1.1') })).toMatchObject({
      errno: 'ESRCH',
    });
    admin.setLink('eth1', { up: false });
    expect(refusal(route('4.4.4.0/24', { dev: 'eth1', scope: 'link' }))).toBe('ENETDOWN Device for nexthop is not up.');
    expect(refusal(via('4.4.4.0/24', '192.168.10.11', { dev: 'eth1' }))).toBe(
      'ENETUNREACH Nexthop has invalid gateway.',
    );
  });

  test('the old ioctl puts another route for the same prefix first, and refuses only the identical one', () => {
    const { admin } = svr1();
    expect(admin.addRoute(via('1.2.3.0/24', '192.168.10.11'), 'prepend')).toBeUndefined();
    expect(admin.addRoute(via('1.2.3.0/24', '192.168.10.12'), 'prepend')).toBeUndefined();
    expect(admin.addRoute(via('1.2.3.0/24', '192.168.10.12'), 'prepend')).toMatchObject({ errno: 'EEXIST' });
    expect(admin.routeTo(ip('1.2.3.4'))).toMatchObject({ nextHop: ip('192.168.10.12') });
  });

  test('the lower metric wins, the longer prefix before it', () => {
    const { admin } = svr1();
    admin.addRoute(via('0.0.0.0/0', '192.168.10.11', { metric: 5 }));
    admin.addRoute(via('0.0.0.0/0', '192.168.10.12', { metric: 3 }));
    admin.addRoute(via('8.0.0.0/8', '192.168.10.13', { metric: 9 }));
    expect(admin.routeTo(ip('9.9.9.9'))).toMatchObject({ nextHop: ip('192.168.10.12') });
    expect(admin.routeTo(ip('8.8.8.8'))).toMatchObject({ nextHop: ip('192.168.10.13') });
  });

  test('routeTo answers as ip route get', () => {
    const { admin } = svr1();
    expect(admin.routeTo(ip('10.10.10.100'))).toMatchObject({ route: { dev: 'eth0' }, source: ip('10.10.10.1') });
    expect(admin.routeTo(ip('10.10.10.255'))).toMatchObject({ route: { kind: 'broadcast' } });
    expect(admin.routeTo(ip('127.0.0.1'))).toMatchObject({ route: { kind: 'local' }, source: ip('127.0.0.1') });
    for (const far of ['8.8.8.8', '255.255.255.255', '224.0.0.1'])
      expect(admin.routeTo(ip(far))).toMatchObject({ found: false, errno: { errno: 'ENETUNREACH' } });
    expect(admin.routeTo(ip('10.10.10.9'), { src: ip('3.3.3.3') })).toMatchObject({ errno: { errno: 'ENETUNREACH' } });
    expect(admin.routeTo(ip('10.10.10.9'), { src: ip('127.0.0.1') })).toMatchObject({ errno: { errno: 'EINVAL' } });
    expect(admin.routeTo(ip('10.10.10.9'), { src: ip('192.168.10.1') })).toMatchObject({ source: ip('192.168.10.1') });
  });
});
