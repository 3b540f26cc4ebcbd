// IP in IP (ip_vs_tunnel_xmit, RFC 2003): the client's packet, whole, inside one from the director to the real server. A packet
// that may not be fragmented and is too long with its new header goes back as "fragmentation needed" (vs/pmtu_disc = 1).

import type { Skb, Verdict } from '../../net/contract.ts';
import { ICMP_UNREACHABLE, IPV4_HEADER, PROTO_IPIP, sizeIpv4, type Ipv4Packet } from '../../net/wire/packet.ts';
import type { Conn } from '../conn.ts';
import { aged } from '../rewrite.ts';
import type { IpvsState } from '../state.ts';
import { findOutRoute, sendOut } from './out-route.ts';

const FRAGMENTATION_NEEDED = 4;

export function sendTunnel(ipvs: IpvsState, skb: Skb, conn: Conn): Verdict {
  const { ip } = ipvs;
  const before = skb.packet;
  const route = findOutRoute(ipvs, skb, conn.name.dest.ip);
  if (route === 'drop') return 'drop';
  if (route === 'local') {
    skb.ipvs = true;
    return 'accept';
  }
  const dontFragment = before.dontFragment && ipvs.sysctl.pmtu_disc.value !== 0;
  const mtu = ip.pathMtu(conn.name.dest.ip) - IPV4_HEADER;
  const size = sizeIpv4(before);
  if (dontFragment && size > mtu) {
    ip.sendIcmpError(skb, ICMP_UNREACHABLE, FRAGMENTATION_NEEDED, mtu);
    ip.drop(before, 'ipvs', { code: 'needs-fragmenting', mtu, size });
    return 'drop';
  }
  const inner = aged(before, ip.nextPacketId());
  const after: Ipv4Packet = {
    type: 'ip',
    id: ip.nextPacketId(),
    parentId: before.id,
    src: route.source,
    dst: conn.name.dest.ip,
    ttl: inner.ttl,
    tos: inner.tos,
    ident: dontFragment ? 0 : inner.ident,
    dontFragment,
    moreFragments: false,
    fragmentOffset: 0,
    protocol: PROTO_IPIP,
    payload: inner,
  };
  skb.packet = after;
  ip.sim.record({ kind: 'packet.rewritten', host: ip.host, before, after, by: 'ipvs-tun', seq: 0, atUs: 0 });
  return sendOut(ipvs, skb, route);
}
