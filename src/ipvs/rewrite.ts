// Address translation as new packet records: the client's packet gets the real server as its destination, the server's reply
// the virtual address as its source; an ICMP error is translated together with the packet that it quotes (ip_vs_nat_icmp).

import type { IcmpMessage, Ipv4Packet } from '../net/wire/packet.ts';
import type { Endpoint } from './control.ts';

/** `packet` with the given end as its destination. Its time to live is what the caller says. */
export function withDestination(packet: Ipv4Packet, id: number, to: Endpoint, ttl: number): Ipv4Packet {
  return { ...packet, id, parentId: packet.id, dst: to.ip, ttl, payload: withPort(packet.payload, 'dstPort', to.port) };
}

export function withSource(packet: Ipv4Packet, id: number, from: Endpoint): Ipv4Packet {
  return { ...packet, id, parentId: packet.id, src: from.ip, payload: withPort(packet.payload, 'srcPort', from.port) };
}

/** An error from the server's side on its way out: it comes from the virtual address, about a packet sent there. */
export function icmpOutward(packet: Ipv4Packet, id: number, virtual: Endpoint): Ipv4Packet {
  return {
    ...packet,
    id,
    parentId: packet.id,
    src: virtual.ip,
    payload: requote(packet, (quoted) => ({
      ...quoted,
      dst: virtual.ip,
      payload: withPort(quoted.payload, 'dstPort', virtual.port),
    })),
  };
}

/** An error from the client's side about a reply: it goes to the server, about the packet as the server sent it. */
export function icmpInward(packet: Ipv4Packet, id: number, dest: Endpoint, ttl: number): Ipv4Packet {
  return {
    ...packet,
    id,
    parentId: packet.id,
    dst: dest.ip,
    ttl,
    payload: requote(packet, (quoted) => ({
      ...quoted,
      src: dest.ip,
      payload: withPort(quoted.payload, 'srcPort', dest.port),
    })),
  };
}

function requote(packet: Ipv4Packet, change: (quoted: Ipv4Packet) => Ipv4Packet): Ipv4Packet['payload'] {
  const message = packet.payload as IcmpMessage;
  return message.original ? { ...message, original: change(message.original) } : message;
}

/** What carries no ports (anything but TCP and UDP) stays as it is. */
function withPort(payload: Ipv4Packet['payload'], which: 'srcPort' | 'dstPort', port: number): Ipv4Packet['payload'] {
  return payload.type === 'tcp' || payload.type === 'udp' ? { ...payload, [which]: port } : payload;
}
