// Packets → the bytes that would be on the wire (RFC 791, 792, 768, 9293, 826), checksums included. What a fragment or a raw
// payload holds is bytes already.

import type { Bytes } from '../../base/bytes.ts';
import { addWords, checksumOf } from './checksum.ts';
import type { Ipv4, Mac } from './address.ts';
import {
  ICMP_HEADER,
  IPV4_HEADER,
  sizeFrame,
  sizeIpv4,
  sizePayload,
  sizeTcpOptions,
  UDP_HEADER,
  type ArpPacket,
  type Frame,
  type IcmpMessage,
  type Ipv4Packet,
  type TcpOptions,
  type TcpSegment,
  type UdpDatagram,
} from './packet.ts';

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;

class Writer {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  u8(value: number): void {
    this.bytes[this.at++] = value;
  }
  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value);
  }
  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value);
  }
  mac(mac: Mac): void {
    this.u16(Math.floor(mac / 2 ** 32));
    this.u32(mac >>> 0);
  }
  data(data: Bytes): void {
    for (let i = 0; i < data.length; i++) this.bytes[this.at++] = data.charCodeAt(i);
  }
  put16(at: number, value: number): void {
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value & 255;
  }
}

/** An Ethernet frame, without preamble, padding and FCS. */
export function encodeFrame(frame: Frame): Uint8Array {
  const out = new Writer(sizeFrame(frame));
  out.mac(frame.dst);
  out.mac(frame.src);
  out.u16(frame.payload.type === 'arp' ? ETHERTYPE_ARP : ETHERTYPE_IPV4);
  if (frame.payload.type === 'arp') writeArp(out, frame.payload);
  else writeIpv4(out, frame.payload);
  return out.bytes;
}

export function encodeIpv4(packet: Ipv4Packet): Uint8Array {
  const out = new Writer(sizeIpv4(packet));
  writeIpv4(out, packet);
  return out.bytes;
}

/** What follows the IP header, as a byte string. */
export function encodePayload(packet: Ipv4Packet): Bytes {
  const out = new Writer(sizePayload(packet.payload));
  writePayload(out, packet);
  return bytesToString(out.bytes);
}

export function bytesToString(bytes: Uint8Array): Bytes {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

function writeArp(out: Writer, arp: ArpPacket): void {
  out.u16(1);
  out.u16(ETHERTYPE_IPV4);
  out.u8(6);
  out.u8(4);
  out.u16(arp.op);
  out.mac(arp.senderMac);
  out.u32(arp.senderIp);
  out.mac(arp.targetMac);
  out.u32(arp.targetIp);
}

function writeIpv4(out: Writer, packet: Ipv4Packet): void {
  const start = out.at;
  out.u8(0x45);
  out.u8(packet.tos);
  out.u16(sizeIpv4(packet));
  out.u16(packet.ident);
  const flags = (packet.dontFragment ? DONT_FRAGMENT : 0) | (packet.moreFragments ? MORE_FRAGMENTS : 0);
  out.u16(flags | (packet.fragmentOffset / 8));
  out.u8(packet.ttl);
  out.u8(packet.protocol);
  out.u16(0);
  out.u32(packet.src);
  out.u32(packet.dst);
  out.put16(start + 10, checksumOf(addWords(out.bytes, start, start + IPV4_HEADER)));
  writePayload(out, packet);
}

function writePayload(out: Writer, packet: Ipv4Packet): void {
  const { payload } = packet;
  switch (payload.type) {
    case 'tcp':
      return writeTcp(out, packet, payload);
    case 'udp':
      return writeUdp(out, packet, payload);
    case 'icmp':
      return writeIcmp(out, payload);
    case 'ip':
      return writeIpv4(out, payload);
    case 'raw':
      return out.data(payload.data);
  }
}

/** The sum over the pseudo-header that TCP and UDP include. */
function pseudoSum(src: Ipv4, dst: Ipv4, protocol: number, size: number): number {
  return (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + protocol + size;
}

function writeTcp(out: Writer, packet: Ipv4Packet, segment: TcpSegment): void {
  const start = out.at;
  const header = 20 + sizeTcpOptions(segment.options);
  out.u16(segment.srcPort);
  out.u16(segment.dstPort);
  out.u32(segment.seq);
  out.u32(segment.ack);
  out.u8((header / 4) << 4);
  out.u8(segment.flags);
  out.u16(segment.window);
  out.u16(0);
  out.u16(0);
  writeTcpOptions(out, segment.options);
  out.data(segment.data);
  const sum = pseudoSum(packet.src, packet.dst, packet.protocol, out.at - start);
  out.put16(start + 16, checksumOf(addWords(out.bytes, start, out.at, sum)));
}

const NOP = 1;

/** In the order and with the padding of Linux (tcp_options_write). */
function writeTcpOptions(out: Writer, options: TcpOptions): void {
  const { mss, timestamp, sackPermitted, windowScale, sack } = options;
  if (mss !== undefined) {
    out.u16(0x0204);
    out.u16(mss);
  }
  if (timestamp) {
    out.u16(sackPermitted ? 0x0402 : (NOP << 8) | NOP);
    out.u16(0x080a);
    out.u32(timestamp.value);
    out.u32(timestamp.echo);
  } else if (sackPermitted) {
    out.u16((NOP << 8) | NOP);
    out.u16(0x0402);
  }
  if (windowScale !== undefined) {
    out.u16((NOP << 8) | 3);
    out.u16((3 << 8) | windowScale);
  }
  if (!sack?.length) return;
  out.u16((NOP << 8) | NOP);
  out.u8(5);
  out.u8(2 + 8 * sack.length);
  for (const [left, right] of sack) {
    out.u32(left);
    out.u32(right);
  }
}

function writeUdp(out: Writer, packet: Ipv4Packet, datagram: UdpDatagram): void {
  const start = out.at;
  const size = UDP_HEADER + datagram.data.length;
  out.u16(datagram.srcPort);
  out.u16(datagram.dstPort);
  out.u16(size);
  out.u16(0);
  out.data(datagram.data);
  const sum = pseudoSum(packet.src, packet.dst, packet.protocol, size);
  // 0 would mean "not computed": its other representation is sent.
  out.put16(start + 6, checksumOf(addWords(out.bytes, start, out.at, sum)) || 0xffff);
}

function writeIcmp(out: Writer, message: IcmpMessage): void {
  const start = out.at;
  out.u8(message.icmpType);
  out.u8(message.icmpCode);
  out.u16(0);
  out.u32(message.rest);
  if (message.original) {
    const quoted = encodeIpv4(message.original).subarray(0, sizePayload(message) - ICMP_HEADER);
    out.bytes.set(quoted, out.at);
    out.at += quoted.length;
  } else out.data(message.data);
  out.put16(start + 2, checksumOf(addWords(out.bytes, start, out.at)));
}
