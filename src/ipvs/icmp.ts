// ICMP errors about packets of our connections (ip_vs_in_icmp, ip_vs_out_icmp). Errors quote the packet that caused them, so
// they are matched by what they quote, the other way round. Other ICMP is not ours: undefined.

import type { Skb, Verdict } from '../net/contract.ts';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, IPV4_HEADER, type Ipv4Packet } from '../net/wire/packet.ts';
import type { Conn } from './conn.ts';
import { icmpOutward } from './rewrite.ts';
import { TCP, UDP } from './service.ts';
import type { IpvsState } from './state.ts';
import { TRANSMIT } from './xmit/index.ts';

const SOURCE_QUENCH = 4;
const FRAGMENTATION_NEEDED = 4;

function quotedBy(packet: Ipv4Packet): Ipv4Packet | undefined {
  if (packet.payload.type !== 'icmp') return undefined;
  const { icmpType, original } = packet.payload;
  const isError = icmpType === ICMP_UNREACHABLE || icmpType === SOURCE_QUENCH || icmpType === ICMP_TIME_EXCEEDED;
  return isError ? original : undefined;
}

/** From the server's side, about a request that was sent there: on its way out to the client. */
export function recvErrorOut(ipvs: IpvsState, skb: Skb): Verdict | undefined {
  const before = skb.packet;
  const quoted = quotedBy(before);
  if (!quoted || (quoted.payload.type !== 'tcp' && quoted.payload.type !== 'udp')) return undefined;
  const { srcPort, dstPort, type } = quoted.payload;
  const conn = ipvs.conns.findOut(type === 'tcp' ? TCP : UDP, quoted.dst, dstPort, quoted.src, srcPort);
  if (!conn) return undefined;
  const after = icmpOutward(before, ipvs.ip.nextPacketId(), conn.name.virtual);
  skb.packet = after;
  ipvs.ip.sim.record({ kind: 'packet.rewritten', host: ipvs.ip.host, before, after, by: 'icmp-nat' });
  ipvs.countOut(conn, after);
  skb.ipvs = true;
  return 'accept';
}

/** From the client's side, about a reply: on to the server. Or about a packet that we ourselves put into a tunnel. */
export function recvErrorIn(ipvs: IpvsState, skb: Skb): Verdict | undefined {
  if (skb.ipvs || !ipvs.enabled) return undefined;
  const quoted = quotedBy(skb.packet);
  if (!quoted) return undefined;
  if (quoted.payload.type === 'ip') return recvTunnelError(ipvs, skb, quoted, quoted.payload);
  const conn = findQuoted(ipvs, quoted, true);
  if (!conn) return undefined;
  ipvs.countIn(conn, skb.packet);
  return TRANSMIT[conn.name.forwarding](ipvs, skb, conn);
}

/** `inverse`: the quoted packet is a reply (server → client); otherwise a request. */
function findQuoted({ conns }: IpvsState, quoted: Ipv4Packet, inverse: boolean): Conn | undefined {
  if (quoted.payload.type !== 'tcp' && quoted.payload.type !== 'udp') return undefined;
  const protocol = quoted.payload.type === 'tcp' ? TCP : UDP;
  const { srcPort, dstPort } = quoted.payload;
  return inverse
    ? conns.findIn(protocol, quoted.src, srcPort, quoted.dst, dstPort)
    : conns.findIn(protocol, quoted.dst, dstPort, quoted.src, srcPort);
}

/** The client hears of it as an error about its own packet, from the virtual address. */
function recvTunnelError(ipvs: IpvsState, skb: Skb, outer: Ipv4Packet, request: Ipv4Packet): Verdict | undefined {
  const { ip } = ipvs;
  const conn = findQuoted(ipvs, request, false);
  if (!conn || skb.packet.payload.type !== 'icmp') return undefined;
  const { icmpType, icmpCode, rest } = skb.packet.payload;
  let info = rest;
  if (icmpType === ICMP_UNREACHABLE && icmpCode === FRAGMENTATION_NEEDED) {
    if (!outer.dontFragment) return 'stolen';
    info = rest - IPV4_HEADER;
  }
  const about: Skb = { packet: request, inDev: skb.inDev, outDev: undefined, mark: skb.mark, ipvs: false };
  ip.sendIcmpError(about, icmpType, icmpCode, info, conn.name.virtual.ip);
  ipvs.countOut(conn, skb.packet);
  return 'stolen';
}
