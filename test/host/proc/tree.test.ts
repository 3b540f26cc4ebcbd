import { expect, test } from 'vitest';
import { hexIpv4, procNetArp, procNetRoute, procNetTcp } from '../../../src/host/proc/net.ts';
import type { NetAdmin, NeighbourInfo, RouteLine, Sockets } from '../../../src/net/contract.ts';
import { parseIpv4 } from '../../../src/net/wire/address.ts';
import { runMain, tinyWorld } from '../../support/run-program.ts';

const ip = (text: string) => parseIpv4(text)!;

test('a value under /proc/sys is read and written live, with or without its newline', () => {
  const { sys } = tinyWorld();
  expect(sys.readFile('/proc/sys/net/ipv4/ip_forward')).toBe('0\n');
  sys.writeFile('/proc/sys/net/ipv4/ip_forward', '1\n');
  expect(sys.sysctl.row('net/ipv4/ip_forward')!.read()).toBe('1');
  sys.writeFile('/proc/sys/net/ipv4/ip_forward', '0');
  expect(sys.readFile('/proc/sys/net/ipv4/ip_forward')).toBe('0\n');
});

test('the directories under /proc/sys are those of the rows', () => {
  const { sys } = tinyWorld();
  expect(sys.readdir('/proc/sys')).toEqual(['kernel', 'net']);
  expect(sys.readdir('/proc/sys/net/ipv4')).toEqual(['conf', 'ip_forward']);
  expect(sys.stat('/proc/sys/net/ipv4/ip_forward')).toMatchObject({ kind: 'file', mode: 0o644, size: 0 });
  expect(sys.stat('/proc/sys/kernel/ostype')).toMatchObject({ mode: 0o444 });
});

test('/proc/self is whoever looks, and its descriptors can be opened again', () => {
  const world = tinyWorld();
  const ran = runMain(
    world,
    function* (sys) {
      const self = sys.readlink('/proc/self');
      sys.writeFile('/dev/stdout', `${self === String(sys.pid)} `);
      yield* sys.write(1, sys.readFile('/proc/self/cmdline') as string);
      return 0;
    },
    ['prog', 'a b'],
  );
  expect(ran.stdout).toBe('true prog\0a b\0');
});

test('/proc lists the processes and what describes the machine', () => {
  const { sys } = tinyWorld();
  expect(sys.readdir('/proc')).toEqual(expect.arrayContaining(['1', 'net', 'self', 'sys', 'uptime', 'version']));
  expect(sys.readFile('/proc/1/comm')).toBe('systemd\n');
  expect(sys.readFile('/proc/version')).toMatch(/^Linux version 3\.10\.0-327\.el7\.x86_64 /);
  expect(sys.readFile('/proc/uptime')).toBe('0.00 0.00\n');
});

// The expected lines are a Linux kernel's.

test('/proc/net/route prints routes as the kernel does', () => {
  const line = (route: Partial<RouteLine>): RouteLine => ({
    dst: 0,
    prefix: 0,
    gateway: undefined,
    dev: 'eth0',
    source: undefined,
    scope: 'global',
    kind: 'unicast',
    proto: 'boot',
    metric: 0,
    table: 'main',
    ...route,
  });
  const routes = [
    line({ gateway: ip('10.10.10.100') }),
    line({ dst: ip('10.99.0.0'), prefix: 16, gateway: ip('192.168.10.11'), dev: 'eth1', metric: 5 }),
    line({ dst: ip('10.98.0.0'), prefix: 16, kind: 'blackhole' }),
    line({ dst: ip('10.97.0.1'), prefix: 32, kind: 'unreachable' }),
    line({ dst: ip('10.10.10.0'), prefix: 24 }),
  ];
  const printed = procNetRoute({ routes: () => routes } as unknown as NetAdmin).split('\n');
  expect(printed.every((one) => one === '' || one.length === 127)).toBe(true);
  expect(printed.map((one) => one.trimEnd())).toEqual([
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t640A0A0A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'eth0\t000A0A0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    '*\t0100610A\t00000000\t0205\t0\t0\t0\tFFFFFFFF\t0\t0\t0',
    '*\t0000620A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
    'eth1\t0000630A\t0B0AA8C0\t0003\t0\t0\t5\t0000FFFF\t0\t0\t0',
    '',
  ]);
});

test('/proc/net/arp prints neighbours as the kernel does', () => {
  const neighbour = (address: string, mac: number | undefined, state: NeighbourInfo['state']) => ({
    dev: 'eth1',
    ip: ip(address),
    mac,
    state,
  });
  const neighbours = [
    neighbour('192.168.10.78', 0x020000000001, 'PERMANENT'),
    neighbour('192.168.10.11', 0x525400a80a0b, 'REACHABLE'),
    neighbour('192.168.10.77', undefined, 'FAILED'),
  ];
  expect(procNetArp({ neighbours: () => neighbours } as unknown as NetAdmin)).toBe(
    `IP address       HW type     Flags       HW address            Mask     Device
192.168.10.78    0x1         0x6         02:00:00:00:00:01     *        eth1
192.168.10.11    0x1         0x2         52:54:00:a8:0a:0b     *        eth1
192.168.10.77    0x1         0x0         00:00:00:00:00:00     *        eth1
`,
  );
});

test('/proc/net/tcp prints a listening socket as the kernel does', () => {
  const any = { ip: 0, port: 0 };
  const listening = {
    kind: 'tcp',
    state: 'LISTEN',
    local: { ip: 0, port: 80 },
    remote: any,
    recvQueue: 0,
    sendQueue: 0,
  };
  const printed = procNetTcp({ list: () => [listening] } as unknown as Sockets).split('\n');
  expect(printed[1]).toMatch(
    /^ {3}0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 {5}0 {8}0 \d+ 1 [0-9a-f]{16} 100 0 0 10 0 *$/,
  );
  expect(printed.slice(0, 2).map(({ length }) => length)).toEqual([149, 149]);
});

test('an address is printed as the bytes of a little-endian word', () => {
  expect(hexIpv4(ip('192.168.10.11'))).toBe('0B0AA8C0');
});
