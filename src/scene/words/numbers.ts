// How times, addresses and ports are written in sentences.

import { printIpv4, type Ipv4 } from '../../net/wire/address.ts';
import type { ArpPacket, Ipv4Packet } from '../../net/wire/packet.ts';
import { icmpMeaning } from '../headers/meanings.ts';
import { labelOf } from '../timeline/kind.ts';
import { pick, type Language } from './language.ts';

const trim = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** A duration in the largest unit that keeps it ≥ 1: '85 µs', '1.2 ms', '3 s'. */
export function printDuration(us: number): string {
  if (us < 1_000) return `${trim(us, 0)} µs`;
  if (us < 1_000_000) return `${trim(us / 1_000, us < 10_000 ? 2 : 1)} ms`;
  return `${trim(us / 1_000_000, us < 10_000_000 ? 2 : 1)} s`;
}

/** A moment since the lab was switched on, to the microsecond: '12.000345'. */
export const printMoment = (us: number): string => (us / 1_000_000).toFixed(6);

export const endpoint = (ip: Ipv4, port: number): string => `${printIpv4(ip)}:${port}`;

/** What an engineer calls the packet in passing: 'SYN 10.10.10.100:40001 → 10.10.10.1:80', 'ICMP（主机不可达） …'. */
export function nameOf(packet: Ipv4Packet | ArpPacket, language: Language): string {
  if (packet.type === 'arp')
    return `${labelOf(packet)} ${printIpv4(packet.op === 1 ? packet.targetIp : packet.senderIp)}`;
  if (packet.payload.type !== 'icmp') return `${labelOf(packet)} ${addressed(packet)}`;
  const meaning = pick(icmpMeaning(packet.payload), language);
  return `ICMP${language === 'zh' ? `（${meaning}）` : ` (${meaning}) `}${addressed(packet)}`;
}

export function addressed(packet: Ipv4Packet): string {
  const { payload } = packet;
  return payload.type === 'tcp' || payload.type === 'udp'
    ? `${endpoint(packet.src, payload.srcPort)} → ${endpoint(packet.dst, payload.dstPort)}`
    : `${printIpv4(packet.src)} → ${printIpv4(packet.dst)}`;
}

/** The first line of what a TCP segment carries, when it is text: 'GET / HTTP/1.1'. */
export function firstLine(packet: Ipv4Packet | ArpPacket): string | undefined {
  if (packet.type === 'arp') return undefined;
  const { payload } = packet;
  if (payload.type === 'ip') return firstLine(payload);
  if (payload.type !== 'tcp' && payload.type !== 'udp') return undefined;
  const line = /^[\x20-\x7e]+/.exec(payload.data)?.[0];
  return line && line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
