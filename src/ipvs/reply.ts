// Packets on their way back (ip_vs_out_hook, 6.1): what a real server behind NAT sends gets the virtual address as its source
// again. Replies of direct routing and tunnels that happen to pass the director are only followed.

import type { Skb, Verdict } from '../net/contract.ts';
import { ICMP_UNREACHABLE, TCP_RST } from '../net/wire/packet.ts';
import { passState } from './conn-state.ts';
import { recvErrorOut } from './icmp.ts';
import { withSource } from './rewrite.ts';
import { TCP, UDP } from './service.ts';
import type { IpvsState } from './state.ts';

const PORT_UNREACHABLE = 3;

export function recvReply(ipvs: IpvsState, skb: Skb): Verdict {
  if (skb.ipvs || !ipvs.enabled) return 'accept';
  const before = skb.packet;
  const { payload, src, dst } = before;
  if (payload.type === 'icmp') return recvErrorOut(ipvs, skb) ?? 'accept';
  if (payload.type !== 'tcp' && payload.type !== 'udp') return 'accept';
  const protocol = payload.type === 'tcp' ? TCP : UDP;
  const conn = ipvs.conns.findOut(protocol, src, payload.srcPort, dst, payload.dstPort);
  if (!conn) {
    if (!ipvs.sysctl.nat_icmp_send.value || (payload.type === 'tcp' && payload.flags & TCP_RST)) return 'accept';
    return answerStray(ipvs, skb, payload.srcPort);
  }
  const { virtual } = conn.name;
  if (virtual.ip !== src || virtual.port !== payload.srcPort) {
    const after = withSource(before, ipvs.ip.nextPacketId(), virtual);
    skb.packet = after;
    const { sim, host } = ipvs.ip;
    sim.record({ kind: 'packet.rewritten', host, before, after, by: 'ipvs-nat-out', seq: 0, atUs: 0 });
  }
  ipvs.countOut(conn, skb.packet);
  passState(ipvs, conn, payload, true);
  skb.ipvs = true;
  ipvs.conns.put(conn);
  return 'accept';
}

/** vs/nat_icmp_send = 1: a real server that goes on about a connection that is no more is told so. */
function answerStray({ ip, services }: IpvsState, skb: Skb, port: number): Verdict {
  const { src } = skb.packet;
  const protocol = skb.packet.payload.type;
  for (const service of services.all()) {
    if (!('mark' in service.key) && service.key.protocol !== protocol) continue;
    const dest = service.dest(src, port);
    if (!dest || dest.forwarding !== 'nat') continue;
    ip.drop(skb.packet, 'ipvs', { code: 'ipvs-no-connection', src, port });
    ip.sendIcmpError(skb, ICMP_UNREACHABLE, PORT_UNREACHABLE);
    return 'drop';
  }
  return 'accept';
}
