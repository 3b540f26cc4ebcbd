// Cutting a packet to the MTU (ip_do_fragment): every piece but the last carries a multiple of eight bytes.

import { encodePayload } from '../wire/encode.ts';
import { IPV4_HEADER, type Ipv4Packet } from '../wire/packet.ts';

export function fragment(packet: Ipv4Packet, mtu: number, nextId: () => number): Ipv4Packet[] {
  const data = encodePayload(packet);
  const room = (mtu - IPV4_HEADER) & ~7;
  const pieces: Ipv4Packet[] = [];
  for (let at = 0; at < data.length; at += room) {
    pieces.push({
      ...packet,
      id: nextId(),
      parentId: packet.id,
      moreFragments: packet.moreFragments || at + room < data.length,
      fragmentOffset: packet.fragmentOffset + at,
      payload: { type: 'raw', data: data.slice(at, at + room) },
    });
  }
  return pieces;
}
