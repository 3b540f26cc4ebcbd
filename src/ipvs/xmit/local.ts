// The local node (ip_vs_null_xmit): the packet goes on to this host's own sockets unchanged.

import type { Skb, Verdict } from '../../net/contract.ts';
import type { Conn } from '../conn.ts';
import type { IpvsState } from '../state.ts';

export function sendLocal(_ipvs: IpvsState, skb: Skb, _conn: Conn): Verdict {
  skb.ipvs = true;
  return 'accept';
}
