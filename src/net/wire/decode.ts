// Bytes → packets, the way back of encode.ts. Anything that is not what it claims to be (lengths, checksums) is undefined; a
// payload of a protocol that is not known here, or of a fragment, stays bytes. Ids are 0: bytes do not carry them.

import { addWords } from './checksum.ts';
import { bytesToString, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './encode.ts';
import {
  ETHERNET_HEADER,
  ICMP_HEADER,
  IPV4_HEADER,
  PROTO_ICMP,
  PROTO_IPIP,
  PROTO_TCP,
  PROTO_UDP,
  UDP_HEADER,
  type ArpPacket,
  type Frame,
  type IcmpMessage,
  type Ipv4Packet,
  type TcpOptions,
  type TcpSegment,
  type UdpDatagram,
} from './packet.ts';

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
const u32 = (bytes: Uint8Array, at: number): number => ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
const mac = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 2 ** 32 + u32(bytes, at + 2);

export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < ETHERNET_HEADER) return undefined;
  const type = u16(bytes, 12);
  const body = bytes.subarray(ETHERNET_HEADER);
  const payload = type === ETHERTYPE_ARP ? decodeArp(body) : type === ETHERTYPE_IPV4 ? decodeIpv4(body) : undefined;
  return payload && { src: mac(bytes, 6), dst: mac(bytes, 0), payload };
}

function decodeArp(bytes: Uint8Array): ArpPacket | undefined {
  if (bytes.length < 28 || u16(bytes, 0) !== 1 || u16(bytes, 2) !== ETHERTYPE_IPV4) return undefined;
  const op = u16(bytes, 6);
  if (op !== 1 && op !== 2) return undefined;
  return {
    type: 'arp',
    id: 0,
    op,
    senderMac: mac(bytes, 8),
    senderIp: u32(bytes, 14),
    targetMac: mac(bytes, 18),
    targetIp: u32(bytes, 24),
  };
}

/** `quoted`: the packet may be cut off at its end, as the one inside of an ICMP error is. */
export function decodeIpv4(bytes: Uint8Array, quoted = false): Ipv4Packet | undefined {
  if (bytes.length < IPV4_HEADER || bytes[0] !== 0x45) return undefined;
  const size = u16(bytes, 2);
  if (size < IPV4_HEADER || addWords(bytes, 0, IPV4_HEADER) !== 0xffff) return undefined;
  if (size > bytes.length && !quoted) return undefined;
  const flags = u16(bytes, 6);
  const header = {
    type: 'ip',
    id: 0,
    parentId: 0,
    src: u32(bytes, 12),
    dst: u32(bytes, 16),
    ttl: bytes[8]!,
    tos: bytes[1]!,
    ident: u16(bytes, 4),
    dontFragment: (flags & 0x4000) !== 0,
    moreFragments: (flags & 0x2000) !== 0,
    fragmentOffset: (flags & 0x1fff) * 8,
    protocol: bytes[9]!,
  } as const;
  const body = bytes.subarray(IPV4_HEADER, Math.min(size, bytes.length));
  const raw = { type: 'raw', data: bytesToString(body) } as const;
  if (header.moreFragments || header.fragmentOffset > 0) return { ...header, payload: raw };
  const payload = decodePayload(header, body);
  if (payload) return { ...header, payload };
  return quoted || !KNOWN.has(header.protocol) ? { ...header, payload: raw } : undefined;
}

const KNOWN: ReadonlySet<number> = new Set([PROTO_ICMP, PROTO_IPIP, PROTO_TCP, PROTO_UDP]);

interface Addresses {
  readonly src: number;
  readonly dst: number;
  readonly protocol: number;
}

/** undefined when it is broken, or of a protocol that is not known. */
export function decodePayload(header: Addresses, body: Uint8Array): Ipv4Packet['payload'] | undefined {
  switch (header.protocol) {
    case PROTO_TCP:
      return decodeTcp(header, body);
    case PROTO_UDP:
      return decodeUdp(header, body);
    case PROTO_ICMP:
      return decodeIcmp(body);
    case PROTO_IPIP:
      return decodeIpv4(body);
    default:
      return undefined;
  }
}

function checks(header: Addresses, body: Uint8Array): boolean {
  const { src, dst, protocol } = header;
  const pseudo = (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + protocol + body.length;
  return addWords(body, 0, body.length, pseudo) === 0xffff;
}

function decodeTcp(header: Addresses, body: Uint8Array): TcpSegment | undefined {
  if (body.length < 20 || !checks(header, body)) return undefined;
  const offset = (body[12]! >>> 4) * 4;
  if (offset < 20 || offset > body.length) return undefined;
  return {
    type: 'tcp',
    srcPort: u16(body, 0),
    dstPort: u16(body, 2),
    seq: u32(body, 4),
    ack: u32(body, 8),
    flags: body[13]!,
    window: u16(body, 14),
    options: decodeTcpOptions(body.subarray(20, offset)),
    data: bytesToString(body.subarray(offset)),
  };
}

function decodeTcpOptions(bytes: Uint8Array): TcpOptions {
  let mss: number | undefined;
  let windowScale: number | undefined;
  let sackPermitted = false;
  let timestamp: TcpOptions['timestamp'];
  let sack: (readonly [number, number])[] | undefined;
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    if (bytes[at] === 1) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    if (length < 2 || at + length > bytes.length) break;
    const kind = bytes[at];
    if (kind === 2 && length === 4) mss = u16(bytes, at + 2);
    else if (kind === 3 && length === 3) windowScale = bytes[at + 2];
    else if (kind === 4 && length === 2) sackPermitted = true;
    else if (kind === 8 && length === 10) timestamp = { value: u32(bytes, at + 2), echo: u32(bytes, at + 6) };
    else if (kind === 5) {
      sack = [];
      for (let block = at + 2; block + 8 <= at + length; block += 8)
        sack.push([u32(bytes, block), u32(bytes, block + 4)]);
    }
    at += length;
  }
  return { mss, windowScale, sackPermitted, timestamp, sack };
}

function decodeUdp(header: Addresses, body: Uint8Array): UdpDatagram | undefined {
  if (body.length < UDP_HEADER || u16(body, 4) !== body.length) return undefined;
  if (u16(body, 6) !== 0 && !checks(header, body)) return undefined;
  return {
    type: 'udp',
    srcPort: u16(body, 0),
    dstPort: u16(body, 2),
    data: bytesToString(body.subarray(UDP_HEADER)),
  };
}

/** Types whose data is the packet that they are about. */
const ABOUT_A_PACKET: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);

function decodeIcmp(body: Uint8Array): IcmpMessage | undefined {
  if (body.length < ICMP_HEADER || addWords(body, 0, body.length) !== 0xffff) return undefined;
  const icmpType = body[0]!;
  const inside = body.subarray(ICMP_HEADER);
  const original = ABOUT_A_PACKET.has(icmpType) ? decodeIpv4(inside, true) : undefined;
  return {
    type: 'icmp',
    icmpType,
    icmpCode: body[1]!,
    rest: u32(body, 4),
    data: original ? '' : bytesToString(inside),
    original,
  };
}
