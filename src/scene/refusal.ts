// A refusal is no silent drop: the host takes the packet and says no, with RST (RFC 9293, 3.10.7.1) or, for UDP, with ICMP
// port unreachable (RFC 1122, 4.1.3.1).

import type { EventOf } from '../sim/journal.ts';

export function refusedWith({ because, packet }: EventOf<'packet.dropped'>): 'RST' | 'ICMP' | undefined {
  if (because.code === 'tcp-no-connection') return 'RST';
  if (because.code !== 'no-listener' || packet.type !== 'ip') return undefined;
  return packet.payload.type === 'tcp' ? 'RST' : 'ICMP';
}
