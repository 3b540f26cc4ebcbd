// One line for a packet, as `tcpdump -nn` words it. Sequence numbers are as on the wire (tcpdump -S); Conversations makes them
// relative as tcpdump does by default, which takes knowing the packets before.

import type { Bytes } from '../../base/bytes.ts';
import { printIpv4, printMac, type Ipv4 } from './address.ts';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  PROTO_TCP,
  PROTO_UDP,
  sizeFrame,
  sizeIpv4,
  sizePayload,
  TCP_ACK,
  TCP_FIN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
  type ArpPacket,
  type Frame,
  type IcmpMessage,
  type Ipv4Packet,
  type RawPayload,
  type TcpOptions,
  type TcpSegment,
} from './packet.ts';

/** What to take off a segment's numbers before they are printed. */
export interface Base {
  readonly seq: number;
  readonly ack: number;
}
type BaseOf = (packet: Ipv4Packet, segment: TcpSegment) => Base;

const ABSOLUTE: Base = { seq: 0, ack: 0 };
const absolute: BaseOf = () => ABSOLUTE;

/** What `tcpdump -nn` prints behind the time. */
export function printPacket(packet: Ipv4Packet | ArpPacket, baseOf: BaseOf = absolute): string {
  return packet.type === 'arp' ? `ARP, ${printArp(packet)}, length 28` : `IP ${printIp(packet, baseOf)}`;
}

/** What `tcpdump -e -nn` prints behind the time. */
export function printFrame(frame: Frame, baseOf: BaseOf = absolute): string {
  const { payload } = frame;
  const type = payload.type === 'arp' ? 'ARP (0x0806)' : 'IPv4 (0x0800)';
  const head = `${printMac(frame.src)} > ${printMac(frame.dst)}, ethertype ${type}, length ${sizeFrame(frame)}: `;
  return head + (payload.type === 'arp' ? `${printArp(payload)}, length 28` : printIp(payload, baseOf));
}

function printArp(arp: ArpPacket): string {
  if (arp.op === 2) return `Reply ${printIpv4(arp.senderIp)} is-at ${printMac(arp.senderMac)}`;
  const mac = arp.targetMac === 0 ? '' : ` (${printMac(arp.targetMac)})`;
  return `Request who-has ${printIpv4(arp.targetIp)}${mac} tell ${printIpv4(arp.senderIp)}`;
}

function printIp(packet: Ipv4Packet, baseOf: BaseOf): string {
  const { payload } = packet;
  const src = printIpv4(packet.src);
  const dst = printIpv4(packet.dst);
  switch (payload.type) {
    case 'tcp':
      return `${src}.${payload.srcPort} > ${dst}.${payload.dstPort}: ${printTcp(payload, baseOf(packet, payload))}`;
    case 'udp':
      return `${src}.${payload.srcPort} > ${dst}.${payload.dstPort}: UDP, length ${payload.data.length}`;
    case 'icmp':
      return `${src} > ${dst}: ICMP ${printIcmp(payload)}, length ${sizePayload(payload)}`;
    case 'ip':
      return `${src} > ${dst}: IP ${printIp(payload, baseOf)}`;
    case 'raw':
      return printRaw(packet, payload, src, dst);
  }
}

/** A fragment: of the first one, tcpdump reads the header that it holds. */
function printRaw(packet: Ipv4Packet, raw: RawPayload, src: string, dst: string): string {
  const { data } = raw;
  if (packet.fragmentOffset > 0 || data.length < 8) return `${src} > ${dst}: ip-proto-${packet.protocol}`;
  const at = (i: number): number => data.charCodeAt(i) * 256 + data.charCodeAt(i + 1);
  if (packet.protocol === PROTO_UDP) return `${src}.${at(0)} > ${dst}.${at(2)}: UDP, length ${at(4) - 8}`;
  const type = data.charCodeAt(0);
  if (packet.protocol !== 1 || (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY))
    return `${src} > ${dst}: ip-proto-${packet.protocol}`;
  const kind = type === ICMP_ECHO ? 'request' : 'reply';
  return `${src} > ${dst}: ICMP echo ${kind}, id ${at(4)}, seq ${at(6)}, length ${data.length}`;
}

const FLAGS: readonly (readonly [number, string])[] = [
  [TCP_FIN, 'F'],
  [TCP_SYN, 'S'],
  [TCP_RST, 'R'],
  [TCP_PSH, 'P'],
  [TCP_ACK, '.'],
  [TCP_URG, 'U'],
];

export const printFlags = (flags: number): string =>
  FLAGS.filter(([flag]) => (flags & flag) !== 0)
    .map(([, letter]) => letter)
    .join('') || 'none';

function printTcp(segment: TcpSegment, base: Base): string {
  const { flags, data } = segment;
  const seq = (segment.seq - base.seq) >>> 0;
  const parts = [`Flags [${printFlags(flags)}]`];
  if (data.length > 0) parts.push(`seq ${seq}:${(seq + data.length) >>> 0}`);
  else if ((flags & (TCP_SYN | TCP_FIN | TCP_RST)) !== 0) parts.push(`seq ${seq}`);
  if ((flags & TCP_ACK) !== 0) parts.push(`ack ${(segment.ack - base.ack) >>> 0}`);
  parts.push(`win ${segment.window}`);
  const options = printOptions(segment.options, base);
  if (options !== '') parts.push(`options [${options}]`);
  parts.push(`length ${data.length}`);
  const http = data.length > 0 && (segment.srcPort === 80 || segment.dstPort === 80);
  return parts.join(', ') + (http ? `: HTTP${printHttp(data)}` : '');
}

function printHttp(data: Bytes): string {
  const line = data.slice(0, data.search(/[\r\n]|$/));
  return /^(HTTP\/|[A-Z]+ )/.test(line) ? `: ${line}` : '';
}

function printOptions(options: TcpOptions, base: Base): string {
  const { mss, timestamp, sackPermitted, windowScale, sack } = options;
  const parts: string[] = [];
  if (mss !== undefined) parts.push(`mss ${mss}`);
  if (sackPermitted) parts.push(...(timestamp ? ['sackOK'] : ['nop', 'nop', 'sackOK']));
  if (timestamp) {
    if (!sackPermitted) parts.push('nop', 'nop');
    parts.push(`TS val ${timestamp.value} ecr ${timestamp.echo}`);
  }
  if (windowScale !== undefined) parts.push('nop', `wscale ${windowScale}`);
  if (sack?.length) {
    const relative = (edge: number): number => (edge - base.ack) >>> 0;
    const blocks = sack.map(([left, right]) => `{${relative(left)}:${relative(right)}}`).join('');
    parts.push('nop', 'nop', `sack ${sack.length} ${blocks}`);
  }
  return parts.join(',');
}

function printIcmp(message: IcmpMessage): string {
  const { icmpType, icmpCode, rest, original } = message;
  switch (icmpType) {
    case ICMP_ECHO:
    case ICMP_ECHO_REPLY:
      return `echo ${icmpType === ICMP_ECHO ? 'request' : 'reply'}, id ${rest >>> 16}, seq ${rest & 0xffff}`;
    case ICMP_UNREACHABLE:
      return original ? printUnreachable(icmpCode, rest, original) : `type-${icmpType}-code-${icmpCode}`;
    case ICMP_REDIRECT:
      return `redirect ${original ? printIpv4(original.dst) : '?'} to ${icmpCode === 0 ? 'net' : 'host'} ${printIpv4(rest)}`;
    case ICMP_TIME_EXCEEDED:
      return icmpCode === 0 ? 'time exceeded in-transit' : 'ip reassembly time exceeded';
    default:
      return `type-#${icmpType}`;
  }
}

function printUnreachable(code: number, rest: number, original: Ipv4Packet): string {
  const dst = printIpv4(original.dst);
  switch (code) {
    case 0:
      return `net ${dst} unreachable`;
    case 1:
      return `host ${dst} unreachable`;
    case 2:
      return `${dst} protocol ${original.protocol} unreachable`;
    case 3:
      return `${dst} ${printPort(original)} unreachable`;
    case 4:
      return `${dst} unreachable - need to frag (mtu ${rest & 0xffff})`;
    case 9:
      return `net ${dst} unreachable - admin prohibited`;
    case 10:
      return `host ${dst} unreachable - admin prohibited`;
    case 13:
      return `host ${dst} unreachable - admin prohibited filter`;
    default:
      return `${dst} unreachable - #${code}`;
  }
}

/** For a protocol that tcpdump does not know ports of, it prints the two bytes where a port would be. */
function printPort({ protocol, payload }: Ipv4Packet): string {
  if (payload.type === 'tcp' || payload.type === 'udp') return `${payload.type} port ${payload.dstPort}`;
  const word = payload.type === 'ip' ? sizeIpv4(payload) : 0;
  return `${protocol === PROTO_TCP ? 'tcp' : protocol === PROTO_UDP ? 'udp' : `protocol ${protocol}`} port ${word}`;
}

interface Known {
  seq: number;
  ack: number;
}

/** Remembers where each connection's numbers began, as tcpdump does: from the first packet with an ACK that it sees. */
export class Conversations {
  readonly #known = new Map<string, Known>();

  readonly baseOf = (packet: Ipv4Packet, segment: TcpSegment): Base => {
    if ((segment.flags & TCP_ACK) === 0) return ABSOLUTE;
    const reverse = packet.src > packet.dst || (packet.src === packet.dst && segment.srcPort > segment.dstPort);
    const near = end(packet.src, segment.srcPort);
    const far = end(packet.dst, segment.dstPort);
    const key = reverse ? `${far} ${near}` : `${near} ${far}`;
    const known = this.#known.get(key);
    if (!known || (segment.flags & TCP_SYN) !== 0) {
      const { seq, ack } = segment;
      this.#known.set(key, reverse ? { ack: seq, seq: ack - 1 } : { seq, ack: ack - 1 });
      return ABSOLUTE;
    }
    return reverse ? { seq: known.ack, ack: known.seq } : known;
  };
}

const end = (ip: Ipv4, port: number): string => `${ip}:${port}`;
