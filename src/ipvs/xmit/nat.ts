// Masquerading, towards the server (ip_vs_nat_xmit): the destination becomes the real server; the reply is undone in reply.ts.

import type { Skb, Verdict } from '../../net/contract.ts';
import { isLoopback } from '../../net/wire/address.ts';
import type { Conn } from '../conn.ts';
import { icmpInward, withDestination } from '../rewrite.ts';
import type { IpvsState } from '../state.ts';
import { findOutRoute, sendOut } from './out-route.ts';

export function sendNat(ipvs: IpvsState, skb: Skb, conn: Conn): Verdict {
  const { ip } = ipvs;
  const before = skb.packet;
  const { dest } = conn.name;
  const route = findOutRoute(ipvs, skb, dest.ip);
  if (route === 'drop') return 'drop';
  if (route === 'local' && isLoopback(dest.ip) && skb.inDev !== undefined && skb.inDev !== 'lo') {
    ip.drop(before, 'ipvs', { code: 'ipvs-loopback-dest', address: dest.ip });
    return 'drop';
  }
  const ttl = route === 'local' ? before.ttl : before.ttl - 1;
  const isError = before.payload.type === 'icmp';
  const translate = isError ? icmpInward : withDestination;
  const after = translate(before, ip.nextPacketId(), dest, ttl);
  skb.packet = after;
  ip.sim.record({
    kind: 'packet.rewritten',
    host: ip.host,
    before,
    after,
    by: isError ? 'icmp-nat' : 'ipvs-nat-in',
    seq: 0,
    atUs: 0,
  });
  if (route !== 'local') return sendOut(ipvs, skb, route);
  skb.ipvs = true;
  return 'accept';
}
