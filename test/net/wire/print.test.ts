import { expect, test } from 'vitest';
import { Conversations, printFrame, printPacket } from '../../../src/net/wire/print.ts';
import { parseMac } from '../../../src/net/wire/address.ts';
import type { ArpPacket, IcmpMessage, Ipv4Packet, TcpSegment } from '../../../src/net/wire/packet.ts';
import { ip } from '../../support/two-networks.ts';

// The expected lines are tcpdump's own (4.99, -nn), of packets with these fields.

const packet = (
  src: string,
  dst: string,
  payload: Ipv4Packet['payload'],
  more: Partial<Ipv4Packet> = {},
): Ipv4Packet => ({
  type: 'ip',
  id: 1,
  parentId: 0,
  src: ip(src),
  dst: ip(dst),
  ttl: 64,
  tos: 0,
  ident: 1,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  protocol: { tcp: 6, udp: 17, icmp: 1, ip: 4, raw: 1 }[payload.type],
  payload,
  ...more,
});
const tcp = (more: Partial<TcpSegment>): TcpSegment => ({
  type: 'tcp',
  srcPort: 46830,
  dstPort: 80,
  seq: 1524355887,
  ack: 0,
  flags: 2,
  window: 64240,
  options: {
    mss: 1460,
    sackPermitted: true,
    timestamp: { value: 1178216653, echo: 0 },
    windowScale: 7,
    sack: undefined,
  },
  data: '',
  ...more,
});
const plain = (value: number, echo: number) => ({
  mss: undefined,
  sackPermitted: false,
  timestamp: { value, echo },
  windowScale: undefined,
  sack: undefined,
});
const icmp = (icmpType: number, icmpCode: number, rest: number, original?: Ipv4Packet): IcmpMessage => ({
  type: 'icmp',
  icmpType,
  icmpCode,
  rest,
  data: original ? '' : 'x'.repeat(56),
  original,
});
const arp: ArpPacket = {
  type: 'arp',
  id: 1,
  op: 1,
  senderMac: parseMac('52:54:00:0a:0a:64')!,
  senderIp: ip('10.10.10.100'),
  targetMac: 0,
  targetIp: ip('10.10.10.1'),
};

test('printPacket: ARP', () => {
  expect(printPacket(arp)).toBe('ARP, Request who-has 10.10.10.1 tell 10.10.10.100, length 28');
  expect(printPacket({ ...arp, op: 2 })).toBe('ARP, Reply 10.10.10.100 is-at 52:54:00:0a:0a:64, length 28');
  expect(printPacket({ ...arp, targetMac: 0xffffffffffff, targetIp: ip('10.7.0.99'), senderIp: 0 })).toBe(
    'ARP, Request who-has 10.7.0.99 (ff:ff:ff:ff:ff:ff) tell 0.0.0.0, length 28',
  );
});

test('printFrame: with the link level header', () => {
  expect(printFrame({ src: arp.senderMac, dst: 0xffffffffffff, payload: arp })).toBe(
    '52:54:00:0a:0a:64 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request who-has 10.10.10.1 tell 10.10.10.100, length 28',
  );
});

test('printPacket: TCP flags, options and the first line of HTTP', () => {
  expect(printPacket(packet('10.7.0.100', '10.7.0.80', tcp({})))).toBe(
    'IP 10.7.0.100.46830 > 10.7.0.80.80: Flags [S], seq 1524355887, win 64240, options [mss 1460,sackOK,TS val 1178216653 ecr 0,nop,wscale 7], length 0',
  );
  const get = tcp({
    flags: 24,
    window: 502,
    options: plain(1178216653, 1170634088),
    seq: 1,
    ack: 1,
    data: 'GET / HTTP/1.1\r\nHost: x'.padEnd(73, '.'),
  });
  expect(printPacket(packet('10.7.0.1', '10.7.1.11', packet('10.7.0.100', '10.7.0.80', get)))).toBe(
    'IP 10.7.0.1 > 10.7.1.11: IP 10.7.0.100.46830 > 10.7.0.80.80: Flags [P.], seq 1:74, ack 1, win 502, options [nop,nop,TS val 1178216653 ecr 1170634088], length 73: HTTP: GET / HTTP/1.1',
  );
});

test('Conversations: numbers are relative from the first packet with an ACK on', () => {
  const { baseOf } = new Conversations();
  const line = (one: Ipv4Packet) =>
    printPacket(one, baseOf)
      .replace(/.*: Flags/, 'Flags')
      .replace(/, options.*/, '');
  const there = (more: Partial<TcpSegment>) => packet('10.7.0.100', '10.7.0.80', tcp(more));
  const back = (more: Partial<TcpSegment>) =>
    packet('10.7.0.80', '10.7.0.100', tcp({ srcPort: 80, dstPort: 46830, ...more }));
  expect(line(there({}))).toBe('Flags [S], seq 1524355887, win 64240');
  expect(line(back({ flags: 18, seq: 3908523827, ack: 1524355888, window: 65160 }))).toBe(
    'Flags [S.], seq 3908523827, ack 1524355888, win 65160',
  );
  expect(line(there({ flags: 16, seq: 1524355888, ack: 3908523828, window: 502 }))).toBe('Flags [.], ack 1, win 502');
  expect(line(there({ flags: 17, seq: 1524355961, ack: 3908524017, window: 501 }))).toBe(
    'Flags [F.], seq 74, ack 190, win 501',
  );
});

test('printPacket: ICMP errors say what they are about', () => {
  const about = packet('10.10.10.100', '192.168.10.77', icmp(8, 0, 0));
  const error = (code: number, rest = 0, original = about) =>
    printPacket(packet('10.10.10.1', '10.10.10.100', icmp(3, code, rest, original)));
  expect(error(1)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP host 192.168.10.77 unreachable, length 92');
  expect(error(0)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP net 192.168.10.77 unreachable, length 92');
  expect(error(13)).toBe(
    'IP 10.10.10.1 > 10.10.10.100: ICMP host 192.168.10.77 unreachable - admin prohibited filter, length 92',
  );
  const big = packet('10.10.10.100', '192.168.10.11', { ...icmp(8, 0, 0), data: 'x'.repeat(1400) });
  expect(error(4, 1000, big)).toBe(
    'IP 10.10.10.1 > 10.10.10.100: ICMP 192.168.10.11 unreachable - need to frag (mtu 1000), length 556',
  );
  const udp = packet('10.10.10.100', '10.10.10.1', { type: 'udp', srcPort: 43499, dstPort: 9999, data: 'hi\n' });
  expect(error(3, 0, udp)).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP 10.10.10.1 udp port 9999 unreachable, length 39');
  const tunnel = packet('10.7.0.1', '10.7.1.11', packet('10.7.0.100', '10.7.0.80', tcp({})));
  expect(printPacket(packet('10.7.1.11', '10.7.0.1', icmp(3, 3, 0, tunnel)))).toBe(
    'IP 10.7.1.11 > 10.7.0.1: ICMP 10.7.1.11 protocol 4 port 60 unreachable, length 88',
  );
  expect(printPacket(packet('10.10.10.1', '10.10.10.100', icmp(11, 0, 0, about)))).toBe(
    'IP 10.10.10.1 > 10.10.10.100: ICMP time exceeded in-transit, length 92',
  );
  expect(
    printPacket(
      packet(
        '10.10.10.1',
        '10.10.10.100',
        icmp(5, 1, ip('10.10.10.200'), packet('10.10.10.100', '10.55.0.1', icmp(8, 0, 0))),
      ),
    ),
  ).toBe('IP 10.10.10.1 > 10.10.10.100: ICMP redirect 10.55.0.1 to host 10.10.10.200, length 92');
});

test('printPacket: echo, and fragments of one', () => {
  expect(printPacket(packet('10.10.10.100', '10.10.10.1', icmp(8, 0, 1076 * 65536 + 1)))).toBe(
    'IP 10.10.10.100 > 10.10.10.1: ICMP echo request, id 1076, seq 1, length 64',
  );
  expect(printPacket(packet('10.10.10.100', '10.10.10.1', { type: 'raw', data: 'x' }, { fragmentOffset: 1480 }))).toBe(
    'IP 10.10.10.100 > 10.10.10.1: ip-proto-1',
  );
});
