// How a packet is handed to its real server, by forwarding method.

import type { Skb, Verdict } from '../../net/contract.ts';
import type { Conn } from '../conn.ts';
import type { Forwarding } from '../control.ts';
import type { IpvsState } from '../state.ts';
import { sendDirect } from './dr.ts';
import { sendLocal } from './local.ts';
import { sendNat } from './nat.ts';
import { sendTunnel } from './tun.ts';

export const TRANSMIT: Readonly<Record<Forwarding, (ipvs: IpvsState, skb: Skb, conn: Conn) => Verdict>> = {
  nat: sendNat,
  dr: sendDirect,
  tun: sendTunnel,
  local: sendLocal,
};
