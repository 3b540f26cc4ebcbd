// What all transmitters begin with (__ip_vs_get_out_rt, 6.1): the route to the real server, whether that is this host itself,
// the time to live, and the errors that go back to the client if it cannot be. Errors come from the virtual address, since
// they are about the packet as it arrived.

import type { Routed, Skb, Verdict } from '../../net/contract.ts';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../../net/wire/packet.ts';
import { isLoopback, type Ipv4 } from '../../net/wire/address.ts';
import type { IpvsState } from '../state.ts';

export type OutRoute = Extract<Routed, { found: true }>;

const HOST_UNREACHABLE = 1;

/** 'local': the packet stays here. 'drop': it is gone, and the client may have been told. */
export function findOutRoute({ ip }: IpvsState, skb: Skb, to: Ipv4): OutRoute | 'local' | 'drop' {
  const { packet } = skb;
  const routed = ip.route(to, { mark: skb.mark });
  if (!routed.found) {
    ip.sendIcmpError(skb, ICMP_UNREACHABLE, HOST_UNREACHABLE);
    ip.drop(packet, 'ipvs', { code: 'no-route', dst: to });
    return 'drop';
  }
  if (routed.route.kind === 'local') return 'local';
  if (isLoopback(packet.src)) {
    ip.drop(packet, 'ipvs', { code: 'ipvs-loopback-source', src: packet.src });
    return 'drop';
  }
  if (packet.ttl <= 1) {
    ip.sendIcmpError(skb, ICMP_TIME_EXCEEDED, 0);
    ip.drop(packet, 'ipvs', { code: 'ttl-expired', ttl: packet.ttl });
    return 'drop';
  }
  return routed;
}

/** Past IPVS's own hooks, out by that route. */
export function sendOut({ ip }: IpvsState, skb: Skb, route: OutRoute): Verdict {
  skb.ipvs = true;
  skb.outDev = route.route.dev;
  ip.sendRouted(skb, route);
  return 'stolen';
}
