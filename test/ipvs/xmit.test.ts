import { expect, test } from 'vitest';
import { ICMP_UNREACHABLE, PROTO_ICMP, PROTO_IPIP, TCP_PSH, type Ipv4Packet } from '../../src/net/wire/packet.ts';
import { ACK, CLIENT, Director, ip, server, SYN, VIP } from './director.ts';

test('direct routing changes nothing but the time to live', () => {
  const director = new Director().serve('rr', []);
  director.add(1, 1, { forwarding: 'dr' });
  const before = director.tcp(SYN, CLIENT, 5000, VIP, 80);
  director.ip.pass('input', before);
  const after = director.ip.sent[0]!;
  expect(after).toEqual({ ...before, id: after.id, parentId: before.id, ttl: 63 });
});

test('replies of direct routing that pass the director are followed', () => {
  const director = new Director().serve('rr', []);
  director.add(1, 1, { forwarding: 'dr' });
  director.send(SYN, 5000);
  director.send(ACK, 5000);
  director.ip.pass('forward', director.tcp(ACK, VIP, 80, CLIENT, 5000));
  director.send(1 | ACK, 5000);
  expect(director.ipvs.control.connections()[0]!.state).toBe('CLOSE_WAIT');
});

const tunnel = () => {
  const director = new Director().serve('rr', []);
  director.add(1, 1, { forwarding: 'tun' });
  return director;
};

test('a tunnel carries the packet whole, from the director’s address on the way to the server', () => {
  const director = tunnel();
  const before = { ...director.tcp(SYN, CLIENT, 5000, VIP, 80), tos: 16 };
  director.ip.pass('input', before);
  const outer = director.ip.sent[0]!;
  expect(outer).toMatchObject({
    src: ip('192.168.10.1'),
    dst: server(1),
    protocol: PROTO_IPIP,
    ttl: 63,
    tos: 16,
    ident: 0,
    dontFragment: true,
    parentId: before.id,
  });
  const inner = outer.payload as Ipv4Packet;
  expect(inner).toEqual({ ...before, id: inner.id, parentId: before.id, ttl: 63 });
});

const full = (director: Director, size: number, dontFragment = true): Ipv4Packet => {
  const packet = director.tcp(ACK | TCP_PSH, CLIENT, 5000, VIP, 80);
  return { ...packet, dontFragment, payload: { ...packet.payload, data: 'x'.repeat(size - 40) } as never };
};

test('1480 bytes fit through the tunnel, one more is answered with the tunnel’s MTU', () => {
  const director = tunnel();
  director.open(5000);
  const count = director.ip.sent.length;
  director.ip.pass('input', full(director, 1480));
  expect(director.ip.sent).toHaveLength(count + 1);
  director.ip.pass('input', full(director, 1481));
  expect(director.ip.sent).toHaveLength(count + 1);
  expect(director.ip.errors).toMatchObject([{ icmpType: ICMP_UNREACHABLE, icmpCode: 4, rest: 1480 }]);
});

test('with pmtu_disc=0, or without DF inside, the outer packet may be fragmented', () => {
  const director = tunnel();
  director.open(5000);
  director.ip.pass('input', full(director, 1500, false));
  expect(director.ip.sent.at(-1)).toMatchObject({ dontFragment: false });
  director.ip.sysctl.row('net/ipv4/vs/pmtu_disc')!.write('0');
  director.ip.pass('input', full(director, 1500));
  expect(director.ip.sent.at(-1)).toMatchObject({ dontFragment: false });
  expect(director.ip.errors).toEqual([]);
});

test('an error about the tunnel becomes one about the client’s own packet', () => {
  const director = tunnel();
  director.send(SYN, 5000);
  const outer = director.ip.sent[0]!;
  const message = {
    type: 'icmp',
    icmpType: ICMP_UNREACHABLE,
    icmpCode: 3,
    rest: 0,
    data: '',
    original: outer,
  } as const;
  director.ip.pass('input', director.packet(PROTO_ICMP, message, server(1), ip('192.168.10.1')));
  expect(director.ip.errors).toMatchObject([{ icmpType: ICMP_UNREACHABLE, icmpCode: 3, about: outer.payload }]);
});
