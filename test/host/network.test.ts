// A machine on the real network stack: what a boot leaves in it, and a connection between two machines.

import { expect, test } from 'vitest';
import { Machine } from '../../src/host/machine.ts';
import { Segment } from '../../src/net/link/segment.ts';
import { parseIpv4, printIpv4 } from '../../src/net/wire/address.ts';
import { waitFor } from '../../src/sim/process.ts';
import { Sim } from '../../src/sim/sim.ts';
import { realNetwork } from '../support/real-network.ts';
import { idle } from '../support/run-program.ts';

function twoHosts() {
  const sim = new Sim({ seed: 1 });
  const segments = new Map([['lan', new Segment(sim, 'lan')]]);
  const machine = (name: string, address: string, gateway?: string) =>
    new Machine(
      {
        name,
        role: 'client',
        interfaces: [{ name: 'eth0', segment: 'lan', addresses: [address] }],
        ...(gateway ? { gateway } : {}),
      },
      {
        sim,
        commands: [],
        shell: idle,
        httpd: idle,
        createNetwork: (host) => realNetwork(sim, host, segments),
        output: () => {},
      },
    );
  const a = machine('a', '10.0.0.1/24', '10.0.0.254');
  const b = machine('b', '10.0.0.2/24');
  a.boot();
  b.boot();
  sim.advance(1000);
  return { sim, a, b };
}

test('a boot leaves addresses, routes and live sysctls as ip and sysctl show them', () => {
  const { a } = twoHosts();
  const sys = a.rootSys();
  expect(
    sys.net
      .addresses()
      .map(({ dev, ip, prefix, broadcast }) => [dev, printIpv4(ip), prefix, broadcast && printIpv4(broadcast)]),
  ).toEqual([
    ['lo', '127.0.0.1', 8, undefined],
    ['eth0', '10.0.0.1', 24, '10.0.0.255'],
  ]);
  expect(sys.net.routes('main')).toMatchObject([
    { dst: 0, prefix: 0, gateway: parseIpv4('10.0.0.254') },
    { dst: parseIpv4('10.0.0.0'), prefix: 24, dev: 'eth0', proto: 'kernel', scope: 'link' },
  ]);
  expect(sys.readFile('/proc/sys/net/ipv4/conf/eth0/arp_ignore')).toBe('0\n');
  expect(sys.readdir('/proc/sys/net/ipv4/conf')).toEqual(['all', 'default', 'eth0', 'lo']);
});

test('a killed process closes its sockets, and the other side hears of it', () => {
  const { sim, a, b } = twoHosts();
  const server = b.rootSys().fork({
    argv: ['server'],
    *main(sys) {
      const listener = sys.sockets.tcp();
      listener.bind(0, 80);
      listener.listen(5);
      for (;;) {
        listener.accept();
        yield* waitFor(listener.changed);
      }
    },
  });
  const heard: unknown[] = [];
  a.rootSys().fork({
    argv: ['client'],
    *main(sys) {
      const socket = sys.sockets.tcp();
      socket.connect(parseIpv4('10.0.0.2')!, 80);
      while (socket.connected() === undefined) yield* waitFor(socket.changed);
      heard.push(socket.connected());
      for (;;) {
        const got = socket.recv(10);
        if (typeof got === 'string') {
          heard.push(got);
          return 0;
        }
        yield* waitFor(socket.changed);
      }
    },
  });
  sim.advance(sim.nowUs + 100_000);
  expect(b.rootSys().readFile('/proc/net/tcp')).toMatch(/ 0200000A:0050 0100000A:[0-9A-F]{4} 01 /);
  b.rootSys().kill(server, 'SIGKILL');
  sim.advance(sim.nowUs + 100_000);
  expect(heard).toEqual(['ok', '']);
});

test('a machine without power neither hears nor speaks', () => {
  const { sim, a, b } = twoHosts();
  b.powerOff();
  sim.advance(sim.nowUs + 1);
  const from = sim.journal.nextSeq;
  a.rootSys().sockets.tcp().connect(parseIpv4('10.0.0.2')!, 80);
  sim.advance(sim.nowUs + 10_000_000);
  expect([...sim.journal.since(from)].some(({ host }) => host === 'b')).toBe(false);
});

test('systemctl restart network leaves what the files say and nothing that was set by hand', () => {
  const { sim, a } = twoHosts();
  const sys = a.rootSys();
  const alias = 'DEVICE=lo:0\nIPADDR=10.0.0.100\nNETMASK=255.255.255.255\nONBOOT=yes\n';
  sys.writeFile('/etc/sysconfig/network-scripts/ifcfg-lo:0', alias);
  const byHand = { dev: 'eth0', ip: parseIpv4('10.9.9.9')!, prefix: 24, broadcast: undefined, label: 'eth0' };
  sys.net.addAddress({ ...byHand, scope: 'global' });
  sys.net.delRoute({ dst: 0, prefix: 0 });
  const results: string[] = [];
  sys.fork({
    argv: ['systemctl'],
    *main(own) {
      results.push(yield* own.units.stop('network'), yield* own.units.start('network'));
      return 0;
    },
  });
  sim.advance(sim.nowUs + 1_000_000);
  expect(results).toEqual(['ok', 'ok']);
  expect(sys.net.addresses().map(({ label, ip }) => `${label} ${printIpv4(ip)}`)).toEqual([
    'lo 127.0.0.1',
    'lo:0 10.0.0.100',
    'eth0 10.0.0.1',
  ]);
  expect(sys.net.routes('main')).toMatchObject([{ dst: 0, gateway: parseIpv4('10.0.0.254') }, { prefix: 24 }]);
});
