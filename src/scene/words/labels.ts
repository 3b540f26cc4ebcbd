// What the few letters on a capsule mean, for whoever opens it.

import type { ArpPacket, Ipv4Packet } from '../../net/wire/packet.ts';
import { icmpMeaning } from '../headers/meanings.ts';
import { labelOf } from '../timeline/kind.ts';
import type { Said } from './language.ts';

const MEANINGS: Readonly<Record<string, Said>> = {
  'ARP?': { zh: 'ARP 询问：这个 IP 地址的 MAC 是多少', en: 'ARP question: which MAC has this IP address' },
  'ARP!': { zh: 'ARP 应答：这个 IP 地址在我这里', en: 'ARP answer: this IP address is mine' },
  SYN: { zh: '请求建立 TCP 连接（三次握手之一）', en: 'asks for a TCP connection (first of three)' },
  'S+ACK': { zh: 'SYN+ACK：同意建立连接（三次握手之二）', en: 'SYN+ACK: agrees to it (second of three)' },
  ACK: { zh: '只是确认，没有数据', en: 'acknowledges, carries no data' },
  PSH: { zh: '带着数据，请对方立即交给程序', en: 'carries data, to be handed to the program at once' },
  DATA: { zh: '带着数据', en: 'carries data' },
  FIN: { zh: '这一端发完了，要关闭连接', en: 'this end has sent all and closes' },
  RST: { zh: '拒绝或中止连接', en: 'refuses or aborts the connection' },
  UDP: { zh: 'UDP 数据报', en: 'a UDP datagram' },
  FRAG: { zh: 'IP 分片', en: 'an IP fragment' },
};

export function labelMeaning(packet: Ipv4Packet | ArpPacket): Said | undefined {
  if (packet.type === 'arp' || packet.payload.type !== 'icmp') return MEANINGS[labelOf(packet)];
  const said = icmpMeaning(packet.payload);
  if (labelOf(packet) === 'ICMP') return { zh: `ICMP ${said.zh}`, en: `ICMP ${said.en}` };
  return { zh: `ICMP 差错报文：${said.zh}`, en: `ICMP error: ${said.en}` };
}
