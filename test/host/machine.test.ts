import { expect, test } from 'vitest';
import { parseIpv4, printIpv4 } from '../../src/net/wire/address.ts';
import { tinyWorld, TINY, type Tiny } from '../support/run-program.ts';

const addresses = ({ sys }: Tiny) =>
  sys.net.addresses().map(({ label, ip, prefix }) => `${label} ${printIpv4(ip)}/${prefix}`);

test('a boot brings up the interfaces of the topology, with routes and sysctls', () => {
  const world = tinyWorld({
    spec: {
      gateway: '10.10.10.254',
      routes: [{ to: '10.9.0.0/16', via: '10.10.10.253' }],
      sysctl: { 'net.ipv4.ip_forward': 1 },
      files: { '/etc/sysconfig/ipvsadm': '-A -t 10.10.10.1:80\n' },
    },
  });
  const { sys } = world;
  expect(addresses(world)).toEqual(['lo 127.0.0.1/8', 'eth0 10.10.10.1/24']);
  expect(sys.net.link('eth0')).toMatchObject({ up: true, segment: 'lan', mac: 0x525400000001 });
  expect(sys.net.routes()).toMatchObject([
    { dst: 0, prefix: 0, gateway: parseIpv4('10.10.10.254'), dev: 'eth0' },
    { dst: parseIpv4('10.9.0.0'), prefix: 16, gateway: parseIpv4('10.10.10.253'), dev: 'eth0' },
  ]);
  expect(sys.readFile('/proc/sys/net/ipv4/ip_forward')).toBe('1\n');
  expect(sys.readFile('/etc/sysconfig/ipvsadm')).toBe('-A -t 10.10.10.1:80\n');
  expect(sys.hostname()).toBe('svr1');
});

test('a reboot keeps the files and loses what was set by hand', () => {
  const world = tinyWorld();
  world.sys.writeFile('/etc/sysctl.conf', 'net.ipv4.conf.all.arp_ignore = 1\n');
  world.sys.writeFile('/root/note', 'kept\n');
  world.sys.sysctl.row('net/ipv4/ip_forward')!.write('1');
  world.sys.net.addAddress({ ...world.sys.net.addresses()[0]!, ip: 1 });
  const pid = world.machine.shellPid;
  world.sys.power('reboot');
  world.sim.advance(world.sim.nowUs + 1_000_000);
  expect(world.machine.on).toBe(false);
  world.sim.advance(world.sim.nowUs + 20_000_000);
  expect(world.machine.on).toBe(true);
  expect(world.sys.readFile('/root/note')).toBe('kept\n');
  expect(world.sys.sysctl.int('net/ipv4/ip_forward')).toBe(0);
  expect(world.sys.sysctl.int('net/ipv4/conf/all/arp_ignore')).toBe(1);
  expect(addresses(world)).toEqual(['lo 127.0.0.1/8', 'eth0 10.10.10.1/24']);
  expect([pid, world.machine.shellPid]).toEqual([1000, 1000]);
});

test('an interface file that the learner writes is there after the next boot', () => {
  const world = tinyWorld();
  world.sys.writeFile(
    '/etc/sysconfig/network-scripts/ifcfg-lo:0',
    'DEVICE=lo:0\nIPADDR=10.10.10.100\nNETMASK=255.255.255.255\nBROADCAST=10.10.10.100\nONBOOT=yes\n',
  );
  world.machine.powerOff();
  world.machine.boot();
  expect(addresses(world)).toContain('lo:0 10.10.10.100/32');
});

test('the shell at the terminal leads its group and is started again when it ends', () => {
  const world = tinyWorld({
    *shell(sys) {
      yield* sys.write(1, `${sys.env.get('HOME')} ${sys.cwd} ${sys.isTty(0)} ${sys.group === sys.pid}\n`);
      yield* sys.read(0);
      return 0;
    },
  });
  expect(world.shown()).toBe('/root /root true true\r\n');
  world.sim.advance(1000);
  world.machine.terminal.input('\r');
  world.sim.advance(2000);
  expect(world.shown().match(/root true/g)).toHaveLength(2);
});

test('ifcfg files say what the topology says', () => {
  const { sys } = tinyWorld({ spec: { gateway: '10.10.10.254' } });
  expect(sys.readFile('/etc/sysconfig/network-scripts/ifcfg-eth0')).toBe(
    'TYPE=Ethernet\nBOOTPROTO=none\nNAME=eth0\nDEVICE=eth0\nHWADDR=52:54:00:00:00:01\nONBOOT=yes\nIPADDR=10.10.10.1\nNETMASK=255.255.255.0\nGATEWAY=10.10.10.254\n',
  );
});

test('a machine without MAC in its topology gets one of its name, the same each time', () => {
  const spec = { interfaces: [{ name: 'eth0', segment: 'lan' }] };
  const mac = () => tinyWorld({ spec: { ...TINY, ...spec } }).sys.net.link('eth0')!.mac;
  expect(mac()).toBe(mac());
});
