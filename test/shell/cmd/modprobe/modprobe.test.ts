import { expect, test } from 'vitest';
import { lsmod } from '../../../../src/shell/cmd/lsmod/lsmod.ts';
import { modprobe } from '../../../../src/shell/cmd/modprobe/modprobe.ts';
import { rmmod } from '../../../../src/shell/cmd/rmmod/rmmod.ts';
import { Segment } from '../../../../src/net/link/segment.ts';
import { realNetwork } from '../../../support/real-network.ts';
import { runMain, tinyWorld, type Tiny } from '../../../support/run-program.ts';

const world = () =>
  tinyWorld({ network: (sim, host) => realNetwork(sim, host, new Map([['lan', new Segment(sim, 'lan')]])) });
const run = (tiny: Tiny, ...argv: string[]) =>
  runMain(tiny, { lsmod, modprobe, rmmod }[argv[0] as 'lsmod']!.main, argv);

const SERVICE = { protocol: 'tcp', address: 0x0a0a0a01, port: 80 } as const;
const CONFIG = {
  scheduler: 'wrr',
  persistentSeconds: 0,
  netmask: 0xffffffff,
  onePacket: false,
  engine: '',
  flags: 0,
};

test('lsmod lists ip_vs and its scheduler with their uses, as the reference shows', () => {
  const tiny = world();
  expect(run(tiny, 'lsmod').stdout).toBe('Module                  Size  Used by\n');
  tiny.sys.ipvs().addService(SERVICE, CONFIG);
  expect(run(tiny, 'lsmod').stdout).toBe(`Module                  Size  Used by
ip_vs_wrr              12697  1 
ip_vs                 141092  3 ip_vs_wrr
libcrc32c              12644  1 ip_vs
nf_conntrack          133387  1 ip_vs
`);
});

test('a module in use stays, and one that nobody uses goes with what it needed', () => {
  const tiny = world();
  tiny.sys.ipvs().addService(SERVICE, CONFIG);
  expect(run(tiny, 'rmmod', 'ip_vs').stderr).toBe('rmmod: ERROR: Module ip_vs is in use by: ip_vs_wrr\n');
  expect(run(tiny, 'rmmod', 'ip_vs_wrr').stderr).toBe('rmmod: ERROR: Module ip_vs_wrr is in use\n');
  tiny.sys.ipvs().flush();
  expect(run(tiny, 'modprobe', '-r', 'ip_vs_wrr').status).toBe(0);
  expect(run(tiny, 'lsmod').stdout).toBe('Module                  Size  Used by\n');
});

test('with ip_vs come its sysctls and its files in /proc/net, and with it they go', () => {
  const tiny = world();
  expect(tiny.sys.stat('/proc/net/ip_vs')).toEqual({ errno: 'ENOENT' });
  expect(run(tiny, 'modprobe', 'ip_vs').status).toBe(0);
  expect(tiny.sys.readFile('/proc/net/ip_vs')).toMatch(/^IP Virtual Server version 1\.2\.1/);
  expect(tiny.sys.readFile('/proc/sys/net/ipv4/vs/conntrack')).toBe('0\n');
  run(tiny, 'rmmod', 'ip_vs');
  expect(tiny.sys.stat('/proc/net/ip_vs')).toEqual({ errno: 'ENOENT' });
  expect(tiny.sys.stat('/proc/sys/net/ipv4/vs')).toEqual({ errno: 'ENOENT' });
});

test('what is no module is said', () => {
  const tiny = world();
  expect(run(tiny, 'modprobe', 'nosuch').stderr).toBe(
    'modprobe: FATAL: Module nosuch not found in directory /lib/modules/3.10.0-327.el7.x86_64\n',
  );
  expect(run(tiny, 'rmmod', 'nosuch').stderr).toBe('rmmod: ERROR: Module nosuch is not currently loaded\n');
});
