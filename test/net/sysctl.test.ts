import { expect, test } from 'vitest';
import type { Stack } from '../../src/net/stack.ts';
import { events, twoNetworks } from '../support/two-networks.ts';

// Answers as `echo VALUE > /proc/sys/net/ipv4/KEY; cat KEY` gave them on a 6.1 kernel.

const write = (stack: Stack, key: string, text: string) => stack.sysctl.row(`net/ipv4/${key}`)!.write(text)?.errno;
const read = (stack: Stack, key: string) => stack.sysctl.row(`net/ipv4/${key}`)!.read();
const host = () => twoNetworks({ forwarding: false }).router;

test.each([
  ['5', '5'],
  ['-1', '-1'],
  ['0x10', '16'],
  ['010', '8'],
  [' 7 ', '7'],
  ['1 2', '1'],
])('ip_forward takes %j and then reads %s', (text, value) => {
  const router = host();
  expect(write(router, 'ip_forward', text)).toBeUndefined();
  expect(read(router, 'ip_forward')).toBe(value);
  expect(read(router, 'conf/eth0/forwarding')).toBe(value);
  expect(read(router, 'conf/all/accept_redirects')).toBe('0');
});

test.each(['1a', '', '99999999999', '+3', 'abc'])('ip_forward refuses %j and stays', (text) => {
  const router = host();
  expect(write(router, 'ip_forward', text)).toBe('EINVAL');
  expect(read(router, 'ip_forward')).toBe('0');
});

test.each([
  ['icmp_echo_ignore_all', '2', 'EINVAL'],
  ['tcp_timestamps', '256', 'EINVAL'],
  ['tcp_timestamps', '2', undefined],
  ['ip_default_ttl', '0', 'EINVAL'],
  ['ip_default_ttl', '255', undefined],
  ['tcp_syn_retries', '300', 'EINVAL'],
  ['tcp_fin_timeout', '-1', undefined],
  ['conf/eth0/arp_ignore', '300', undefined],
  ['ip_local_port_range', '1000', 'EINVAL'],
  ['ip_local_port_range', '5000 4000', 'EINVAL'],
  ['ip_local_port_range', '1 70000', 'EINVAL'],
  ['ip_local_port_range', '1024 65000', undefined],
  ['tcp_available_congestion_control', 'x', 'EACCES'],
  ['neigh/eth0/ucast_solicit', '-1', 'EINVAL'],
  ['neigh/eth0/locktime', '-1', undefined],
])('%s = %s: %s', (key, text, refused) => {
  expect(write(host(), key, text)).toBe(refused);
});

test('conf/all/forwarding and ip_forward are one; a single device may forward on its own', () => {
  const router = host();
  const forwarding = () =>
    ['all', 'default', 'eth0', 'eth1', 'lo'].map((dev) => read(router, `conf/${dev}/forwarding`)).join(' ');
  write(router, 'conf/eth0/forwarding', '1');
  expect(read(router, 'ip_forward')).toBe('0');
  expect(forwarding()).toBe('0 0 1 0 0');
  write(router, 'conf/all/forwarding', '1');
  expect(read(router, 'ip_forward')).toBe('1');
  expect(forwarding()).toBe('1 1 1 1 1');
  write(router, 'conf/default/forwarding', '0');
  expect(forwarding()).toBe('1 0 1 1 1');
});

test('default reaches devices that never had an address, and those that come later', () => {
  const router = host();
  write(router, 'conf/default/arp_ignore', '1');
  expect(read(router, 'conf/eth0/arp_ignore')).toBe('0');
  router.addNic({ name: 'eth2', mac: 0x525400000001 });
  expect(read(router, 'conf/eth2/arp_ignore')).toBe('1');
  write(router, 'conf/default/arp_ignore', '2');
  expect(read(router, 'conf/eth2/arp_ignore')).toBe('2');
});

test('values print as the kernel prints them', () => {
  const router = host();
  expect(read(router, 'ip_local_port_range')).toBe('32768\t60999');
  write(router, 'tcp_wmem', '5');
  expect(read(router, 'tcp_wmem')).toBe('5\t16384\t4194304');
  write(router, 'neigh/eth0/base_reachable_time_ms', '7');
  expect(read(router, 'neigh/eth0/base_reachable_time_ms')).toBe('10');
  expect(read(router, 'neigh/eth0/base_reachable_time')).toBe('0');
});

test('int is the value of an integer row, and 0 where there is none', () => {
  const { sysctl } = host();
  expect(sysctl.int('net/ipv4/ip_default_ttl')).toBe(64);
  expect(sysctl.int('net/ipv4/nosuch')).toBe(0);
});

test('a write is recorded as sysctl(8) would print it', () => {
  const world = twoNetworks({ forwarding: true });
  expect(events(world.sim, 'config.changed', 'router').at(-1)).toMatchObject({
    area: 'sysctl',
    what: 'net.ipv4.ip_forward = 1',
  });
});

test('every row says what it does in both languages, and takes what it prints', () => {
  for (const row of host().sysctl.rows()) {
    expect(row.meaning.zh, row.path).not.toBe('');
    expect(row.meaning.en, row.path).not.toBe('');
    const before = row.read();
    if (row.writable && before !== '') expect(row.write(before), row.path).toBeUndefined();
    expect(row.read(), row.path).toBe(before);
  }
});
