// Packets as immutable records. Changing one makes a new one whose `parentId` is the old one's `id`, so the whole story of
// a packet (sent, rewritten by the director, forwarded) can be followed in the journal. Bytes are made on demand (codec).

import type { Bytes } from '../../base/bytes.ts';
import type { Ipv4, Mac } from './address.ts';

export const PROTO_ICMP = 1;
export const PROTO_IPIP = 4;
export const PROTO_TCP = 6;
export const PROTO_UDP = 17;

/** One Ethernet frame on one link. Every hop makes a new frame; what it carries keeps its identity. */
export interface Frame {
  readonly src: Mac;
  readonly dst: Mac;
  readonly payload: ArpPacket | Ipv4Packet;
}

/** RFC 826, Ethernet and IPv4. `op`: 1 request, 2 reply. */
export interface ArpPacket {
  readonly type: 'arp';
  readonly id: number;
  readonly op: 1 | 2;
  readonly senderMac: Mac;
  readonly senderIp: Ipv4;
  readonly targetMac: Mac;
  readonly targetIp: Ipv4;
}

/** RFC 791 without options. `fragmentOffset` in bytes. `payload` of any fragment but a whole packet is 'raw'. */
export interface Ipv4Packet {
  readonly type: 'ip';
  readonly id: number;
  /** The packet that this one was made of by a rewrite, a forward or a decapsulation; 0 for one freshly sent. */
  readonly parentId: number;
  readonly src: Ipv4;
  readonly dst: Ipv4;
  readonly ttl: number;
  readonly tos: number;
  /** The header's identification field. */
  readonly ident: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  readonly fragmentOffset: number;
  readonly protocol: number;
  readonly payload: TcpSegment | UdpDatagram | IcmpMessage | Ipv4Packet | RawPayload;
}

export const TCP_FIN = 1;
export const TCP_SYN = 2;
export const TCP_RST = 4;
export const TCP_PSH = 8;
export const TCP_ACK = 16;
export const TCP_URG = 32;

/** RFC 9293. `seq`, `ack` unsigned 32 bit; `window` as on the wire (unscaled). */
export interface TcpSegment {
  readonly type: 'tcp';
  readonly srcPort: number;
  readonly dstPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly window: number;
  readonly options: TcpOptions;
  readonly data: Bytes;
}

/** The options that Linux sends. A field that is undefined is an option that is absent. */
export interface TcpOptions {
  readonly mss: number | undefined;
  readonly windowScale: number | undefined;
  readonly sackPermitted: boolean;
  /** RFC 7323 timestamps, milliseconds. */
  readonly timestamp: { readonly value: number; readonly echo: number } | undefined;
  /** RFC 2018 blocks, [left, right). */
  readonly sack: readonly (readonly [number, number])[] | undefined;
}

export interface UdpDatagram {
  readonly type: 'udp';
  readonly srcPort: number;
  readonly dstPort: number;
  readonly data: Bytes;
}

/** RFC 792. `original` is the embedded packet of an error message; `rest` the four bytes after the checksum. */
export interface IcmpMessage {
  readonly type: 'icmp';
  readonly icmpType: number;
  readonly icmpCode: number;
  /** Echo: identifier * 65536 + sequence number. Redirect: gateway. Fragmentation needed: next-hop MTU. */
  readonly rest: number;
  readonly data: Bytes;
  readonly original: Ipv4Packet | undefined;
}

export interface RawPayload {
  readonly type: 'raw';
  readonly data: Bytes;
}

export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_TIME_EXCEEDED = 11;

/** Header lengths in bytes. */
export const ETHERNET_HEADER = 14;
export const IPV4_HEADER = 20;
export const UDP_HEADER = 8;
export const ICMP_HEADER = 8;

/** Bytes of the options as Linux pads them: SYN 20 (mss, sackOK, TS, nop, wscale), others 12 (nop, nop, TS), SACK more. */
export function sizeTcpOptions(options: TcpOptions): number {
  let size = 0;
  if (options.mss !== undefined) size += 4;
  if (options.timestamp) size += options.sackPermitted ? 10 : 12;
  if (options.sackPermitted) size += options.timestamp ? 2 : 4;
  if (options.windowScale !== undefined) size += 4;
  if (options.sack?.length) size += 4 + 8 * options.sack.length;
  return size;
}

export const sizeTcp = (segment: TcpSegment): number => 20 + sizeTcpOptions(segment.options) + segment.data.length;

/** Bytes of what an IP packet carries. */
export function sizePayload(payload: Ipv4Packet['payload']): number {
  switch (payload.type) {
    case 'tcp':
      return sizeTcp(payload);
    case 'udp':
      return UDP_HEADER + payload.data.length;
    case 'icmp':
      // RFC 792 quotes header + 8 bytes; Linux (RFC 1812) quotes as much as keeps the error within 576 bytes.
      return ICMP_HEADER + (payload.original ? Math.min(sizeIpv4(payload.original), 548) : payload.data.length);
    case 'ip':
      return sizeIpv4(payload);
    case 'raw':
      return payload.data.length;
  }
}

/** The header's total length field. */
export const sizeIpv4 = (packet: Ipv4Packet): number => IPV4_HEADER + sizePayload(packet.payload);

/** Bytes on the wire without preamble and FCS. */
export const sizeFrame = (frame: Frame): number =>
  ETHERNET_HEADER + (frame.payload.type === 'arp' ? 28 : sizeIpv4(frame.payload));
