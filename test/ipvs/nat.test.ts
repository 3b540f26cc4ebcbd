import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, PROTO_ICMP, type IcmpMessage } from '../../src/net/wire/packet.ts';
import { ACK, CLIENT, Director, ip, server, SYN, TCP_80, VIP } from './director.ts';

test('a request gets the server’s address and port, one hop less to live, and nothing else', () => {
  const director = new Director().serve('rr', [1]);
  const before = director.tcp(SYN, CLIENT, 5000, VIP, 80);
  director.ip.pass('input', before);
  const after = director.ip.sent[0]!;
  expect(after).toEqual({ ...before, id: after.id, parentId: before.id, dst: server(1), ttl: 63 });
  expect(director.events('packet.rewritten')).toMatchObject([{ by: 'ipvs-nat-in', before, after }]);
});

test('the port is mapped to the server’s, and back', () => {
  const director = new Director().serve('rr', []);
  director.ipvs.control.addDest(
    TCP_80,
    { address: server(1), port: 8080 },
    { forwarding: 'nat', weight: 1, upperThreshold: 0, lowerThreshold: 0 },
  );
  const sent = director.send(SYN, 5000)!;
  expect(sent.payload).toMatchObject({ srcPort: 5000, dstPort: 8080 });
  const reply = director.ip.pass('forward', director.tcp(SYN | ACK, server(1), 8080, CLIENT, 5000))!;
  expect(reply).toMatchObject({ src: VIP, dst: CLIENT, payload: { srcPort: 80, dstPort: 5000 } });
  expect(director.events('packet.rewritten').at(-1)).toMatchObject({ by: 'ipvs-nat-out', after: reply });
});

test('what the server sends of its own passes untouched', () => {
  const director = new Director().serve('rr', [1]);
  const packet = director.tcp(SYN, server(1), 4000, CLIENT, 25);
  expect(director.ip.pass('forward', packet)).toBe(packet);
});

test('translation is undone exactly on the way back, and a connection never changes its server', () => {
  const client = fc.record({
    address: fc.integer({ min: 101, max: 140 }),
    port: fc.integer({ min: 1024, max: 65535 }),
  });
  const scheduler = fc.constantFrom('rr', 'wrr', 'lc', 'wlc', 'sed', 'nq', 'sh', 'mh');
  fc.assert(
    fc.property(scheduler, fc.array(client, { minLength: 1, maxLength: 12 }), (name, clients) => {
      const director = new Director().serve(name, [1, 2, 3]);
      const servers = new Map<string, number>();
      for (const { address, port } of [...clients, ...clients.toReversed()]) {
        const src = ip('10.10.10.0') + address;
        const known = servers.get(`${src}:${port}`);
        const sent = director.send(known === undefined ? SYN : ACK, port, src)!;
        expect(known ?? sent.dst).toBe(sent.dst);
        servers.set(`${src}:${port}`, sent.dst);
        const reply = director.ip.pass('forward', director.tcp(ACK, sent.dst, 80, src, port))!;
        expect(reply).toMatchObject({ src: VIP, dst: src, payload: { srcPort: 80, dstPort: port } });
      }
    }),
    { numRuns: 40 },
  );
});

test('a packet that is at its last hop is answered, not sent', () => {
  const director = new Director().serve('rr', [1]);
  const packet = director.tcp(SYN, CLIENT, 5000, VIP, 80, 1);
  director.ip.pass('input', packet);
  expect(director.ip.sent).toEqual([]);
  expect(director.ip.errors).toEqual([{ about: packet, icmpType: ICMP_TIME_EXCEEDED, icmpCode: 0, rest: 0 }]);
});

test('a server without a route: the client is told that its host is unreachable, the entry is there', () => {
  const director = new Director().serve('rr', []);
  const control = director.ipvs.control;
  const config = { forwarding: 'nat', weight: 1, upperThreshold: 0, lowerThreshold: 0 } as const;
  control.addDest(TCP_80, { address: ip('172.31.0.9'), port: 80 }, config);
  expect(director.send(SYN, 5000)).toBeUndefined();
  expect(director.ip.errors).toMatchObject([{ icmpType: ICMP_UNREACHABLE, icmpCode: 1 }]);
  expect(control.connections()).toMatchObject([{ state: 'SYN_RECV' }]);
});

test('no usable server: port unreachable, and the reason is recorded', () => {
  const director = new Director().serve('rr', [0]);
  expect(director.send(SYN, 5000)).toBeUndefined();
  expect(director.ip.errors).toMatchObject([{ icmpType: ICMP_UNREACHABLE, icmpCode: 3 }]);
  expect(director.ip.dropped).toEqual([
    { code: 'ipvs-no-destination', scheduler: 'rr', dests: 1, quiesced: 1, overloaded: 0 },
  ]);
  expect(director.events('ipvs.refused')).toHaveLength(1);
});

test('without a service, and for segments that begin nothing, the local stack is left alone', () => {
  const director = new Director().serve('rr', [1]);
  const other = director.tcp(SYN, CLIENT, 5000, VIP, 81);
  expect(director.ip.pass('input', other)).toBe(other);
  const stray = director.tcp(ACK, CLIENT, 5000, VIP, 80);
  expect(director.ip.pass('input', stray)).toBe(stray);
});

test('sloppy_tcp lets any segment begin a connection', () => {
  const director = new Director().serve('rr', [1]);
  director.ip.sysctl.row('net/ipv4/vs/sloppy_tcp')!.write('1');
  expect(director.send(ACK, 5000)?.dst).toBe(server(1));
});

test('a service on the director itself: the packet stays, with the server’s address', () => {
  const director = new Director().serve('rr', []);
  const config = { forwarding: 'nat', weight: 1, upperThreshold: 0, lowerThreshold: 0 } as const;
  director.ipvs.control.addDest(TCP_80, { address: ip('192.168.10.1'), port: 8080 }, config);
  const passed = director.ip.pass('input', director.tcp(SYN, CLIENT, 5000, VIP, 80))!;
  expect(passed).toMatchObject({ dst: ip('192.168.10.1'), ttl: 64, payload: { dstPort: 8080 } });
  const reply = director.ip.pass('output', director.tcp(SYN | ACK, ip('192.168.10.1'), 8080, CLIENT, 5000))!;
  expect(reply).toMatchObject({ src: VIP, payload: { srcPort: 80 } });
});

test('a client on the director is balanced too', () => {
  const director = new Director().serve('rr', [1]);
  expect(director.ip.pass('output', director.tcp(SYN, VIP, 5000, VIP, 80))).toBeUndefined();
  expect(director.ip.sent).toMatchObject([{ src: VIP, dst: server(1) }]);
  const reply = director.ip.pass('input', director.tcp(SYN | ACK, server(1), 80, VIP, 5000))!;
  expect(reply).toMatchObject({ src: VIP, dst: VIP, payload: { srcPort: 80 } });
});

const error = (director: Director, quoted: IcmpMessage['original'], from: number, to: number) =>
  director.packet(
    PROTO_ICMP,
    { type: 'icmp', icmpType: ICMP_UNREACHABLE, icmpCode: 1, rest: 0, data: '', original: quoted },
    from,
    to,
  );

test('an ICMP error from the server’s side goes out in the virtual address’s name, about the client’s packet', () => {
  const director = new Director().serve('rr', [1]);
  const request = director.send(SYN, 5000)!;
  const out = director.ip.pass('forward', error(director, request, server(1), CLIENT))!;
  expect(out).toMatchObject({ src: VIP, dst: CLIENT });
  expect((out.payload as IcmpMessage).original).toMatchObject({ src: CLIENT, dst: VIP, payload: { dstPort: 80 } });
});

test('an ICMP error from the client’s side about a reply is taken to the server', () => {
  const director = new Director().serve('rr', [1]);
  director.open(5000);
  const reply = director.reply(ACK, 1, 5000)!;
  director.ip.pass('input', error(director, reply, CLIENT, VIP));
  const sent = director.ip.sent.at(-1)!;
  expect(sent).toMatchObject({ src: CLIENT, dst: server(1) });
  expect((sent.payload as IcmpMessage).original).toMatchObject({ src: server(1), dst: CLIENT });
});

test('an ICMP error about something else is not ours', () => {
  const director = new Director().serve('rr', [1]);
  const packet = error(director, director.tcp(ACK, VIP, 22, CLIENT, 5000), CLIENT, VIP);
  expect(director.ip.pass('input', packet)).toBe(packet);
});
