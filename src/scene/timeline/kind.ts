// What a packet is called on its capsule: two to five letters.

import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  TCP_ACK,
  TCP_FIN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  type ArpPacket,
  type Ipv4Packet,
} from '../../net/wire/packet.ts';

export type PacketKind = 'arp' | 'tcp' | 'udp' | 'icmp' | 'ipip' | 'ip';

export function kindOf(packet: Ipv4Packet | ArpPacket): PacketKind {
  if (packet.type === 'arp') return 'arp';
  return packet.payload.type === 'ip' ? 'ipip' : packet.payload.type === 'raw' ? 'ip' : packet.payload.type;
}

export function labelOf(packet: Ipv4Packet | ArpPacket): string {
  if (packet.type === 'arp') return packet.op === 1 ? 'ARP?' : 'ARP!';
  const { payload } = packet;
  switch (payload.type) {
    case 'tcp':
      return tcpLabel(payload.flags, payload.data.length);
    case 'udp':
      return 'UDP';
    case 'icmp':
      return payload.icmpType === ICMP_ECHO || payload.icmpType === ICMP_ECHO_REPLY ? 'ICMP' : 'ICMP!';
    case 'ip':
      return labelOf(payload);
    case 'raw':
      return packet.fragmentOffset > 0 ? 'FRAG' : 'IP';
  }
}

/** RFC 9293's control bits; the one that says most wins. */
function tcpLabel(flags: number, size: number): string {
  if (flags & TCP_RST) return 'RST';
  if (flags & TCP_SYN) return flags & TCP_ACK ? 'S+ACK' : 'SYN';
  if (flags & TCP_FIN) return 'FIN';
  if (flags & TCP_PSH) return 'PSH';
  return size > 0 ? 'DATA' : 'ACK';
}
