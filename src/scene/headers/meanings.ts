// What numbers in headers mean, in both languages.

import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  PROTO_ICMP,
  PROTO_IPIP,
  PROTO_TCP,
  PROTO_UDP,
  TCP_ACK,
  TCP_FIN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
  type IcmpMessage,
} from '../../net/wire/packet.ts';
import type { Said } from '../words/language.ts';

const same = (text: string): Said => ({ zh: text, en: text });

const PROTOCOLS: Readonly<Record<number, Said>> = {
  [PROTO_ICMP]: same('ICMP'),
  [PROTO_IPIP]: { zh: 'IPIP：里面还是一个 IP 包', en: 'IPIP: inside is another IP packet' },
  [PROTO_TCP]: same('TCP'),
  [PROTO_UDP]: same('UDP'),
};

export const protocolMeaning = (protocol: number): Said | undefined => PROTOCOLS[protocol];

const FLAGS: readonly (readonly [number, string])[] = [
  [TCP_SYN, 'SYN'],
  [TCP_FIN, 'FIN'],
  [TCP_RST, 'RST'],
  [TCP_PSH, 'PSH'],
  [TCP_ACK, 'ACK'],
  [TCP_URG, 'URG'],
];

export const tcpFlagNames = (flags: number): string =>
  FLAGS.filter(([bit]) => flags & bit)
    .map(([, name]) => name)
    .join(' ') || '—';

/** RFC 792 and RFC 1812's codes for destination unreachable. */
const UNREACHABLE: Readonly<Record<number, Said>> = {
  0: { zh: '网络不可达', en: 'network unreachable' },
  1: { zh: '主机不可达', en: 'host unreachable' },
  2: { zh: '协议不可达', en: 'protocol unreachable' },
  3: { zh: '端口不可达', en: 'port unreachable' },
  4: { zh: '需要分片，但 DF 已置位', en: 'fragmentation needed, but DF is set' },
  13: { zh: '被管理策略禁止', en: 'administratively prohibited' },
};

export function icmpMeaning(message: IcmpMessage): Said {
  switch (message.icmpType) {
    case ICMP_ECHO:
      return { zh: '回显请求', en: 'echo request' };
    case ICMP_ECHO_REPLY:
      return { zh: '回显应答', en: 'echo reply' };
    case ICMP_UNREACHABLE:
      return UNREACHABLE[message.icmpCode] ?? { zh: '目的不可达', en: 'destination unreachable' };
    case ICMP_REDIRECT:
      return { zh: '重定向：另有更近的网关', en: 'redirect: another gateway is nearer' };
    case ICMP_TIME_EXCEEDED:
      return { zh: '超时：TTL 用完', en: 'time exceeded: the TTL ran out' };
    default:
      return same(String(message.icmpType));
  }
}
