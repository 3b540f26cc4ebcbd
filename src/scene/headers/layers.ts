// A frame's headers by layer, each field as a row: its name, its value, and what the value means here. From the typed
// fields; the bytes are the codec's.

import type { Mac } from '../../net/wire/address.ts';
import { MAC_BROADCAST, printIpv4, printMac } from '../../net/wire/address.ts';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  sizeIpv4,
  sizeTcp,
  UDP_HEADER,
  type ArpPacket,
  type IcmpMessage,
  type Ipv4Packet,
  type TcpOptions,
  type TcpSegment,
  type UdpDatagram,
} from '../../net/wire/packet.ts';
import type { Said } from '../words/language.ts';
import { icmpMeaning, protocolMeaning, tcpFlagNames } from './meanings.ts';

export type LayerName = 'ETH' | 'ARP' | 'IP' | 'ICMP' | 'TCP' | 'UDP' | 'DATA';

export interface Row {
  readonly field: string;
  readonly value: string;
  readonly meaning?: Said;
}

export interface Layer {
  readonly name: LayerName;
  /** 0 for the outermost of its name; 1 for the IP header inside of a tunnel's or quoted by an ICMP error. */
  readonly depth: number;
  readonly rows: readonly Row[];
}

/** What is known of a packet at one place: the packet, and the frame's addresses where it is on a link. */
export interface Seen {
  readonly packet: Ipv4Packet | ArpPacket;
  readonly link?: { readonly src: Mac; readonly dst: Mac } | undefined;
}

export function layersOf(seen: Seen): Layer[] {
  const layers: Layer[] = [];
  if (seen.link) layers.push(ethernet(seen.link, seen.packet));
  if (seen.packet.type === 'arp') layers.push(arp(seen.packet));
  else layers.push(...ip(seen.packet, 0));
  return layers;
}

const row = (field: string, value: string | number, meaning?: Said): Row =>
  meaning ? { field, value: String(value), meaning } : { field, value: String(value) };

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

function ethernet(link: { readonly src: Mac; readonly dst: Mac }, packet: Ipv4Packet | ArpPacket): Layer {
  const broadcast = { zh: '广播：网段上的每一个', en: 'broadcast: everyone on the segment' };
  return {
    name: 'ETH',
    depth: 0,
    rows: [
      row('dst', printMac(link.dst), link.dst === MAC_BROADCAST ? broadcast : undefined),
      row('src', printMac(link.src)),
      packet.type === 'arp' ? row('type', '0x0806', { zh: 'ARP', en: 'ARP' }) : row('type', '0x0800', IPV4),
    ],
  };
}

const IPV4: Said = { zh: 'IPv4', en: 'IPv4' };

function arp(packet: ArpPacket): Layer {
  const asks = { zh: `问：谁是 ${printIpv4(packet.targetIp)}？`, en: `asks: who has ${printIpv4(packet.targetIp)}?` };
  const answers = {
    zh: `答：${printIpv4(packet.senderIp)} 在 ${printMac(packet.senderMac)}`,
    en: `answers: ${printIpv4(packet.senderIp)} is at ${printMac(packet.senderMac)}`,
  };
  const unknown = { zh: '还不知道', en: 'not known yet' };
  return {
    name: 'ARP',
    depth: 0,
    rows: [
      row('op', packet.op, packet.op === 1 ? asks : answers),
      row('sender MAC', printMac(packet.senderMac)),
      row('sender IP', printIpv4(packet.senderIp)),
      row('target MAC', printMac(packet.targetMac), packet.targetMac === 0 ? unknown : undefined),
      row('target IP', printIpv4(packet.targetIp)),
    ],
  };
}

function ip(packet: Ipv4Packet, depth: number): Layer[] {
  const flags = [packet.dontFragment ? 'DF' : '', packet.moreFragments ? 'MF' : ''].filter(Boolean).join(' ') || '—';
  const header: Layer = {
    name: 'IP',
    depth,
    rows: [
      row('src', printIpv4(packet.src)),
      row('dst', printIpv4(packet.dst)),
      row('ttl', packet.ttl, { zh: `还能转发 ${packet.ttl - 1} 次`, en: `${packet.ttl - 1} more hops at most` }),
      row('protocol', packet.protocol, protocolMeaning(packet.protocol)),
      row('length', sizeIpv4(packet), { zh: '字节', en: 'bytes' }),
      row('id', packet.ident),
      row('flags', flags, packet.dontFragment ? { zh: '不许分片', en: "don't fragment" } : undefined),
      ...(packet.fragmentOffset ? [row('offset', packet.fragmentOffset)] : []),
      row('tos', hex(packet.tos, 2)),
    ],
  };
  return [header, ...inside(packet, depth)];
}

function inside(packet: Ipv4Packet, depth: number): Layer[] {
  const { payload } = packet;
  switch (payload.type) {
    case 'tcp':
      return [tcp(payload, depth), ...data(payload.data, depth)];
    case 'udp':
      return [udp(payload, depth), ...data(payload.data, depth)];
    case 'icmp':
      return [icmp(payload, depth), ...(payload.original ? ip(payload.original, depth + 1) : [])];
    case 'ip':
      return ip(payload, depth + 1);
    case 'raw':
      return data(payload.data, depth);
  }
}

function tcp(segment: TcpSegment, depth: number): Layer {
  const carries = { zh: `携带 ${segment.data.length} 字节`, en: `carries ${segment.data.length} bytes` };
  return {
    name: 'TCP',
    depth,
    rows: [
      row('src port', segment.srcPort),
      row('dst port', segment.dstPort),
      row('flags', tcpFlagNames(segment.flags)),
      row('seq', segment.seq, segment.data.length ? carries : undefined),
      row('ack', segment.ack),
      row('window', segment.window),
      ...tcpOptions(segment.options),
      row('header', sizeTcp(segment) - segment.data.length, { zh: '字节', en: 'bytes' }),
    ],
  };
}

function tcpOptions(options: TcpOptions): Row[] {
  const rows: Row[] = [];
  if (options.mss !== undefined) rows.push(row('mss', options.mss, { zh: '最大报文段', en: 'largest segment' }));
  if (options.windowScale !== undefined) rows.push(row('wscale', options.windowScale));
  if (options.sackPermitted) rows.push(row('sackOK', 'yes'));
  if (options.timestamp) rows.push(row('timestamp', `${options.timestamp.value} / ${options.timestamp.echo}`));
  for (const [left, right] of options.sack ?? []) rows.push(row('sack', `${left} – ${right}`));
  return rows;
}

const udp = (datagram: UdpDatagram, depth: number): Layer => ({
  name: 'UDP',
  depth,
  rows: [
    row('src port', datagram.srcPort),
    row('dst port', datagram.dstPort),
    row('length', UDP_HEADER + datagram.data.length, { zh: '字节', en: 'bytes' }),
  ],
});

function icmp(message: IcmpMessage, depth: number): Layer {
  const echo = message.icmpType === ICMP_ECHO || message.icmpType === ICMP_ECHO_REPLY;
  return {
    name: 'ICMP',
    depth,
    rows: [
      row('type', message.icmpType, icmpMeaning(message)),
      row('code', message.icmpCode),
      ...(echo ? [row('id', message.rest >>> 16), row('seq', message.rest & 0xffff)] : []),
      ...(message.original ? [] : [row('data', message.data.length, { zh: '字节', en: 'bytes' })]),
    ],
  };
}

const SHOWN_LINES = 12;

/** What is carried, line by line when it is text, else its size. */
function data(bytes: string, depth: number): Layer[] {
  if (bytes === '') return [];
  const size = row('length', bytes.length, { zh: '字节', en: 'bytes' });
  if (/[^\t\n\r\x20-\x7e]/.test(bytes.slice(0, 400))) return [{ name: 'DATA', depth, rows: [size] }];
  const lines = bytes.split(/\r?\n/).filter(Boolean);
  const rows = lines.slice(0, SHOWN_LINES).map((text, i) => row(String(i + 1), text));
  if (lines.length > SHOWN_LINES) rows.push(row('…', `+${lines.length - SHOWN_LINES}`));
  return [{ name: 'DATA', depth, rows: [size, ...rows] }];
}
