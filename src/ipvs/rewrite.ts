// Address translation as new packet records: the client's packet gets the real server as its destination, the server's reply
// the virtual address as its source; an ICMP error is translated together with the packet that it quotes (ip_vs_nat_icmp).

import type { IcmpMessage, Ipv4Packet } from '../net/wire/packet.ts';
import type { Ipv4 } from '../net/wire/address.ts';
import type { Endpoint } from './control.ts';

/** `packet` with the given end as its destination. Its time to live is what the caller says. */
export const withDestination = (packet: Ipv4Packet, id: number, to: Endpoint, ttl: number): Ipv4Packet =>
  changed(packet, id, packet.src, to.ip, ttl, withPorts(packet.payload, undefined, to.port));

export const withSource = (packet: Ipv4Packet, id: number, from: Endpoint): Ipv4Packet =>
  changed(packet, id, from.ip, packet.dst, packet.ttl, withPorts(packet.payload, from.port, undefined));

/** The same packet one hop further (direct routing), or inside of a tunnel. */
export const aged = (packet: Ipv4Packet, id: number): Ipv4Packet =>
  changed(packet, id, packet.src, packet.dst, packet.ttl - 1, packet.payload);

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
      payload: withPorts(quoted.payload, undefined, virtual.port),
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
      payload: withPorts(quoted.payload, dest.port, undefined),
    })),
  };
}

function requote(packet: Ipv4Packet, change: (quoted: Ipv4Packet) => Ipv4Packet): Ipv4Packet['payload'] {
  const message = packet.payload as IcmpMessage;
  return message.original ? { ...message, original: change(message.original) } : message;
}

/** Written out field by field, here and below, because it is made for every packet. */
const changed = (
  packet: Ipv4Packet,
  id: number,
  src: Ipv4,
  dst: Ipv4,
  ttl: number,
  payload: Ipv4Packet['payload'],
): Ipv4Packet => ({
  type: 'ip',
  id,
  parentId: packet.id,
  src,
  dst,
  ttl,
  tos: packet.tos,
  ident: packet.ident,
  dontFragment: packet.dontFragment,
  moreFragments: packet.moreFragments,
  fragmentOffset: packet.fragmentOffset,
  protocol: packet.protocol,
  payload,
});

/** What carries no ports (anything but TCP and UDP) stays as it is. */
function withPorts(
  payload: Ipv4Packet['payload'],
  srcPort: number | undefined,
  dstPort: number | undefined,
): Ipv4Packet['payload'] {
  if (payload.type === 'tcp') {
    return {
      type: 'tcp',
      srcPort: srcPort ?? payload.srcPort,
      dstPort: dstPort ?? payload.dstPort,
      seq: payload.seq,
      ack: payload.ack,
      flags: payload.flags,
      window: payload.window,
      options: payload.options,
      data: payload.data,
    };
  }
  if (payload.type !== 'udp') return payload;
  return {
    type: 'udp',
    srcPort: srcPort ?? payload.srcPort,
    dstPort: dstPort ?? payload.dstPort,
    data: payload.data,
  };
}
