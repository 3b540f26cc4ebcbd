import { describe, expect, test } from 'vitest';
import { Segment } from '../../src/net/link/segment.ts';
import type { Stack } from '../../src/net/stack.ts';
import { Sim } from '../../src/sim/sim.ts';
import { addAddress, addHost, addRoute, events, ip, must, pass, set } from '../support/two-networks.ts';

/** A host with two ways in, and somebody on the first who claims to be anyone. */
function host() {
  const sim = new Sim({ seed: 1 });
  const left = new Segment(sim, 'left');
  const right = new Segment(sim, 'right');
  const router = addHost(sim, 'router', [
    ['eth0', left, '10.0.1.1/24'],
    ['eth1', right, '10.0.2.1/24'],
  ]);
  set(router, 'net/ipv4/ip_forward', 1);
  const recv = (src: string, dst: string) => {
    const before = sim.journal.nextSeq;
    router.ip.recvPacket(
      router.inet.device('eth0')!,
      {
        type: 'ip',
        id: 1,
        parentId: 0,
        src: ip(src),
        dst: ip(dst),
        ttl: 64,
        tos: 0,
        ident: 0,
        dontFragment: true,
        moreFragments: false,
        fragmentOffset: 0,
        protocol: 17,
        payload: { type: 'udp', srcPort: 1, dstPort: 2, data: '' },
      },
      false,
    );
    const fates = [...sim.journal.since(before)];
    const drop = fates.find((event) => event.kind === 'packet.dropped' && event.where === 'route');
    if (drop?.kind === 'packet.dropped') return drop.because.code;
    const routed = fates.find((event) => event.kind === 'ip.routed');
    return routed?.kind === 'ip.routed' ? routed.decision : 'nothing';
  };
  return { sim, router, recv };
}

const conf = (stack: Stack, key: string, value: number) => set(stack, `net/ipv4/conf/${key}`, value);

describe('addresses that cannot be', () => {
  test.each([
    ['127.0.0.1', '10.0.1.1', 'martian-source'],
    ['0.0.0.5', '10.0.1.1', 'martian-source'],
    ['224.0.0.1', '10.0.1.1', 'martian-source'],
    ['255.255.255.255', '10.0.1.1', 'martian-source'],
    ['10.0.1.9', '127.0.0.1', 'martian-destination'],
    ['10.0.1.9', '0.0.0.5', 'martian-destination'],
    ['10.0.1.9', '10.0.1.1', 'local'],
    ['10.0.1.9', '10.0.2.9', 'forward'],
  ])('%s → %s: %s', (src, dst, fate) => {
    expect(host().recv(src, dst)).toBe(fate);
  });

  test('an own address as the source is a martian, unless accept_local', () => {
    const { router, recv } = host();
    expect(recv('10.0.2.1', '10.0.1.1')).toBe('martian-source');
    expect(recv('10.0.2.1', '10.0.2.9')).toBe('martian-source');
    conf(router, 'eth0/accept_local', 1);
    expect(recv('10.0.2.1', '10.0.1.1')).toBe('local');
    expect(recv('10.0.2.1', '10.0.2.9')).toBe('forward');
  });
});

describe('rp_filter: the greater of all and the device counts', () => {
  test.each([
    ['all/rp_filter', 1, 'reverse-path', 'reverse-path', 'local'],
    ['eth0/rp_filter', 1, 'reverse-path', 'reverse-path', 'local'],
    ['eth0/rp_filter', 2, 'local', 'reverse-path', 'local'],
    ['eth1/rp_filter', 1, 'local', 'local', 'local'],
  ])('%s = %i: from behind eth1 %s, from nowhere %s, from behind eth0 %s', (key, value, elsewhere, nowhere, here) => {
    const { router, recv } = host();
    conf(router, key, value);
    expect(recv('10.0.2.9', '10.0.1.1')).toBe(elsewhere);
    expect(recv('8.8.8.8', '10.0.1.1')).toBe(nowhere);
    expect(recv('10.0.1.9', '10.0.1.1')).toBe(here);
  });

  test('rp_filter=1 with accept_local=1 still refuses an own address: its way back is lo', () => {
    const { router, recv } = host();
    conf(router, 'all/rp_filter', 1);
    conf(router, 'all/accept_local', 1);
    expect(recv('10.0.2.1', '10.0.1.1')).toBe('reverse-path');
  });

  test('a change is felt by the next packet', () => {
    const { router, recv } = host();
    expect(recv('10.0.2.9', '10.0.1.1')).toBe('local');
    conf(router, 'all/rp_filter', 1);
    expect(recv('10.0.2.9', '10.0.1.1')).toBe('reverse-path');
    conf(router, 'all/rp_filter', 0);
    expect(recv('10.0.2.9', '10.0.1.1')).toBe('local');
  });
});

test('tunl0 takes what is inside of IP in IP, and rp_filter looks at tunl0', () => {
  const sim = new Sim({ seed: 1 });
  const lan = new Segment(sim, 'lan');
  const director = addHost(sim, 'director', [['eth0', lan, '10.7.0.1/24']]);
  const web = addHost(sim, 'web', [['eth0', lan, '10.7.0.11/24']]);
  const client = ip('10.9.0.5');
  must(addRoute(web, '0.0.0.0/0', '10.7.0.1'));
  const inner = {
    type: 'ip',
    id: 1,
    parentId: 0,
    src: client,
    dst: ip('10.7.0.80'),
    ttl: 63,
    tos: 0,
    ident: 0,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    protocol: 17,
    payload: { type: 'udp', srcPort: 5, dstPort: 53, data: 'q' },
  } as const;
  const send = () => {
    director.ip.send({ src: 0, dst: ip('10.7.0.11'), protocol: 4, payload: inner });
    pass(sim, 10_000);
  };
  const errorsSent = () =>
    events(sim, 'ip.originated', 'web').map(({ packet: { payload } }) =>
      payload.type === 'icmp' ? `${payload.icmpType}/${payload.icmpCode}` : '',
    );
  send();
  expect(errorsSent()).toEqual(['3/2']);
  web.addTunnel();
  expect(web.admin.link('tunl0')).toMatchObject({ mtu: 1480, up: false, noArp: true });
  send();
  expect(errorsSent()).toEqual(['3/2', '3/3']);
  web.admin.setLink('tunl0', { up: true });
  addAddress(web, 'tunl0', '10.7.0.80/32');
  const there = web.sockets.udp();
  there.bind(0, 53);
  send();
  expect(there.recvFrom()).toMatchObject({ data: 'q', ip: client });
  expect(web.admin.link('tunl0')!.stats).toMatchObject({ rxPackets: 1, rxBytes: 29 });
  conf(web, 'tunl0/rp_filter', 1);
  send();
  expect(there.recvFrom()).toMatchObject({ errno: 'EAGAIN' });
  expect(events(sim, 'packet.dropped', 'web').at(-1)?.because).toMatchObject({ code: 'reverse-path', dev: 'tunl0' });
});
