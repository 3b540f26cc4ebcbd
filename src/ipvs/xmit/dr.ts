// Direct routing (ip_vs_dr_xmit): the packet stays addressed to the virtual address; only its next hop is the real server's.

import type { Skb, Verdict } from '../../net/contract.ts';
import type { Conn } from '../conn.ts';
import { aged } from '../rewrite.ts';
import type { IpvsState } from '../state.ts';
import { findOutRoute, sendOut } from './out-route.ts';

export function sendDirect(ipvs: IpvsState, skb: Skb, conn: Conn): Verdict {
  const { ip } = ipvs;
  const before = skb.packet;
  const route = findOutRoute(ipvs, skb, conn.name.dest.ip);
  if (route === 'drop') return 'drop';
  if (route === 'local') {
    skb.ipvs = true;
    return 'accept';
  }
  const after = aged(before, ip.nextPacketId());
  skb.packet = after;
  ip.sim.record({ kind: 'packet.rewritten', host: ip.host, before, after, by: 'ipvs-dr', seq: 0, atUs: 0 });
  return sendOut(ipvs, skb, route);
}
