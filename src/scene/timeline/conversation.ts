// Which packets belong together: one conversation is a TCP connection, a UDP flow or a run of echoes, the same on both sides
// of a director that rewrites addresses (packet.rewritten ties the two sides together).

import { printIpv4, type Ipv4 } from '../../net/wire/address.ts';
import {
  PROTO_ICMP,
  PROTO_TCP,
  PROTO_UDP,
  TCP_ACK,
  TCP_SYN,
  type ArpPacket,
  type Ipv4Packet,
} from '../../net/wire/packet.ts';

export interface Conversation {
  /** Counts up from 0 in the order in which conversations began. */
  readonly index: number;
  /** As the selection and the address bar carry it: 'tcp 10.10.10.100:40001 > 10.10.10.1:80 #3'. */
  readonly key: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'ip';
  readonly client: End;
  readonly server: End;
  readonly startUs: number;
}

export const COLOURS = 8;
export const PATTERNS = 5;

export const colourOf = (conversation: Conversation): number => conversation.index % COLOURS;
/** Goes round at another period than the colours, so that eight neighbours differ in both and forty in one of them. */
export const patternOf = (conversation: Conversation): number => conversation.index % PATTERNS;

interface End {
  readonly ip: Ipv4;
  readonly port: number;
}

interface Flow {
  conversation: Conversation;
  /** The initial sequence number, to tell a repeated SYN from a reused pair of ports. */
  isn: number | undefined;
}

export class Conversations {
  readonly list: Conversation[] = [];
  readonly #flows = new Map<string, Flow>();

  /** The conversation of `packet`, begun by it if need be. ARP belongs to none. */
  of(packet: Ipv4Packet | ArpPacket, atUs: number): Conversation | undefined {
    if (packet.type === 'arp') return undefined;
    const inner = innermost(packet);
    const key = flowKey(inner);
    const isn = initialSequence(inner);
    const flow = this.#flows.get(key);
    if (flow && (isn === undefined || flow.isn === undefined || flow.isn === isn)) {
      flow.isn ??= isn;
      return flow.conversation;
    }
    const conversation = begin(inner, this.list.length, atUs);
    this.list.push(conversation);
    this.#flows.set(key, { conversation, isn });
    return conversation;
  }

  /** `after` was made of `before`: what both belong to is the same. */
  tie(before: Ipv4Packet, after: Ipv4Packet, atUs: number): void {
    const conversation = this.of(before, atUs);
    const inner = innermost(after);
    const key = flowKey(inner);
    if (conversation && this.#flows.get(key)?.conversation !== conversation)
      this.#flows.set(key, { conversation, isn: initialSequence(inner) });
  }

  /** The newest conversation between two ends, if there is one. Begins nothing. */
  between(protocol: number, a: End, b: End): Conversation | undefined {
    return this.#flows.get(endsKey(protocol, a.ip, a.port, b.ip, b.port))?.conversation;
  }

  byKey(key: string): Conversation | undefined {
    const index = Number(/#(\d+)$/.exec(key)?.[1] ?? NaN);
    return this.list[index]?.key === key ? this.list[index] : undefined;
  }
}

/** What the conversation is about: inside of a tunnel, and the quoted packet of an ICMP error. */
export function innermost(packet: Ipv4Packet): Ipv4Packet {
  if (packet.payload.type === 'ip') return innermost(packet.payload);
  if (packet.payload.type === 'icmp' && packet.payload.original) return innermost(packet.payload.original);
  return packet;
}

const portsOf = (packet: Ipv4Packet): readonly [number, number] => {
  const { payload } = packet;
  if (payload.type === 'tcp' || payload.type === 'udp') return [payload.srcPort, payload.dstPort];
  if (payload.type === 'icmp') return [payload.rest >>> 16, payload.rest >>> 16];
  return [0, 0];
};

function flowKey(packet: Ipv4Packet): string {
  const [srcPort, dstPort] = portsOf(packet);
  return endsKey(packet.protocol, packet.src, srcPort, packet.dst, dstPort);
}

/** The same for both directions. */
const endsKey = (protocol: number, a: Ipv4, aPort: number, b: Ipv4, bPort: number): string =>
  a < b || (a === b && aPort <= bPort)
    ? `${protocol} ${a} ${aPort} ${b} ${bPort}`
    : `${protocol} ${b} ${bPort} ${a} ${aPort}`;

const initialSequence = (packet: Ipv4Packet): number | undefined =>
  packet.payload.type === 'tcp' && (packet.payload.flags & (TCP_SYN | TCP_ACK)) === TCP_SYN
    ? packet.payload.seq
    : undefined;

const protocolName = (protocol: number): Conversation['protocol'] =>
  protocol === PROTO_TCP ? 'tcp' : protocol === PROTO_UDP ? 'udp' : protocol === PROTO_ICMP ? 'icmp' : 'ip';

function begin(packet: Ipv4Packet, index: number, startUs: number): Conversation {
  const [srcPort, dstPort] = portsOf(packet);
  const protocol = protocolName(packet.protocol);
  const client = { ip: packet.src, port: srcPort };
  const server = { ip: packet.dst, port: dstPort };
  const print = (end: End) =>
    protocol === 'icmp' || protocol === 'ip' ? printIpv4(end.ip) : `${printIpv4(end.ip)}:${end.port}`;
  return { index, key: `${protocol} ${print(client)} > ${print(server)} #${index}`, protocol, client, server, startUs };
}
