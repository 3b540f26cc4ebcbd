import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWords, checksumOf } from '../../../src/net/wire/checksum.ts';
import { decodeFrame, decodeIpv4 } from '../../../src/net/wire/decode.ts';
import { encodeFrame, encodeIpv4 } from '../../../src/net/wire/encode.ts';
import { sizeFrame, type Frame, type Ipv4Packet } from '../../../src/net/wire/packet.ts';

const u8 = fc.integer({ min: 0, max: 255 });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const mac = fc.integer({ min: 0, max: 0xffffffffffff });
const data = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => String.fromCharCode(...bytes));

const options = fc.record({
  mss: fc.option(u16, { nil: undefined }),
  windowScale: fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined }),
  sackPermitted: fc.boolean(),
  timestamp: fc.option(fc.record({ value: u32, echo: u32 }), { nil: undefined }),
  sack: fc.option(fc.array(fc.tuple(u32, u32), { minLength: 1, maxLength: 2 }), { nil: undefined }),
});
const tcp = fc
  .record({
    srcPort: u16,
    dstPort: u16,
    seq: u32,
    ack: u32,
    flags: fc.integer({ min: 0, max: 63 }),
    window: u16,
    options,
    data: data(200),
  })
  .map((fields) => ({ type: 'tcp', ...fields }) as const)
  // 40 bytes are all that the header has room for
  .filter(({ options: o }) => !(o.mss !== undefined && o.sack && o.timestamp && o.windowScale !== undefined));
const udp = fc
  .record({ srcPort: u16, dstPort: u16, data: data(200) })
  .map((fields) => ({ type: 'udp', ...fields }) as const);
const echo = fc
  .record({ icmpType: fc.constantFrom(0, 8), rest: u32, data: data(100) })
  .map((fields) => ({ type: 'icmp', icmpCode: 0, original: undefined, ...fields }) as const);

const PROTOCOL = { tcp: 6, udp: 17, icmp: 1, ip: 4, raw: 89 } as const;
const packetOf = (payload: fc.Arbitrary<Ipv4Packet['payload']>): fc.Arbitrary<Ipv4Packet> =>
  fc
    .record({ src: u32, dst: u32, ttl: u8, tos: u8, ident: u16, dontFragment: fc.boolean(), payload })
    .map((fields) => ({
      type: 'ip',
      id: 0,
      parentId: 0,
      moreFragments: false,
      fragmentOffset: 0,
      protocol: PROTOCOL[fields.payload.type],
      ...fields,
    }));
const raw = data(100).map((bytes) => ({ type: 'raw', data: bytes }) as const);
const simple = packetOf(fc.oneof(tcp, udp, echo, raw));
const error = fc
  .record({
    icmpType: fc.constantFrom(3, 5, 11),
    icmpCode: fc.integer({ min: 0, max: 15 }),
    rest: u32,
    original: simple,
  })
  .map((fields) => ({ type: 'icmp', data: '', ...fields }) as const);
const anyPacket = fc.oneof(simple, packetOf(error), packetOf(simple));
const fragment = fc
  .tuple(packetOf(raw), fc.integer({ min: 0, max: 8191 }), fc.boolean())
  .map(([packet, offset, more]) => ({
    ...packet,
    fragmentOffset: offset * 8,
    moreFragments: more || offset === 0,
  }));
const arp = fc
  .record({ op: fc.constantFrom(1 as const, 2 as const), senderMac: mac, senderIp: u32, targetMac: mac, targetIp: u32 })
  .map((fields) => ({ type: 'arp', id: 0, ...fields }) as const);
const frame: fc.Arbitrary<Frame> = fc.record({ src: mac, dst: mac, payload: fc.oneof(anyPacket, fragment, arp) });

test('decodeFrame(encodeFrame(frame)) is the frame', () => {
  fc.assert(
    fc.property(frame, (one) => {
      expect(decodeFrame(encodeFrame(one))).toEqual(one);
    }),
    { numRuns: 300 },
  );
});

test('encodeFrame(frame) has sizeFrame(frame) bytes', () => {
  fc.assert(fc.property(frame, (one) => encodeFrame(one).length === sizeFrame(one)));
});

test('decodeIpv4 of a packet with one bit flipped in header or payload is not the packet', () => {
  fc.assert(
    fc.property(packetOf(fc.oneof(tcp, udp)), fc.nat(), (packet, bit) => {
      const bytes = encodeIpv4(packet);
      const at = bit % (bytes.length * 8);
      bytes[at >>> 3]! ^= 1 << (at & 7);
      expect(decodeIpv4(bytes)).not.toEqual(packet);
    }),
  );
});

test('checksumOf(addWords(…)) gives RFC 1071’s example', () => {
  const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
  expect(addWords(bytes, 0, 8)).toBe(0xddf2);
  expect(checksumOf(0xddf2)).toBe(0x220d);
});

// Captured by `tcpdump -xx` on a 6.1 kernel.
const CAPTURED = {
  request: 'ffffffffffff5254000a0a640806000108000604000152 54000a0a640a0a0a640000000000000a0a0a01',
  reply: '5254000a0a645254000a0a01080600010800060400025254000a0a010a0a0a015254000a0a640a0a0a64',
  echo:
    '5254000a0a015254000a0a64080045000054da9e400040013792 0a0a0a640a0a0a0108007cde043400016775046b0000000042390a0000000000' +
    '101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637',
};
const bytesOf = (hex: string) => Uint8Array.from(hex.replaceAll(' ', '').match(/../g)!, (pair) => parseInt(pair, 16));

test.each(Object.entries(CAPTURED))('a captured %s is decoded, and encoded to the same bytes', (_, hex) => {
  const decoded = decodeFrame(bytesOf(hex));
  expect(decoded).toBeDefined();
  expect(encodeFrame(decoded!)).toEqual(bytesOf(hex));
});

test('a captured echo request has the fields that tcpdump printed of it', () => {
  expect(decodeFrame(bytesOf(CAPTURED.echo))?.payload).toMatchObject({
    ttl: 64,
    ident: 55966,
    dontFragment: true,
    payload: { icmpType: 8, rest: 1076 * 65536 + 1 },
  });
});
