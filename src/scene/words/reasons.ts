// Why a packet was dropped, in both languages, from the reason's own facts. A test finds every code in the sources and asks
// for its words here.

import type { Reason, Reasons } from '../../net/contract.ts';
import { printIpv4, printMac } from '../../net/wire/address.ts';
import { ipvsReasons } from './reasons-ipvs.ts';
import { tcpReasons } from './reasons-tcp.ts';
import { say, type Language, type Saying } from './language.ts';

export type ReasonTable = { readonly [C in keyof Reasons]?: Saying<Extract<Reason, { code: C }>> };

const ip = printIpv4;

const BASIC: ReasonTable = {
  'not-for-us': {
    zh: (r) => `目的地址 ${ip(r.dst)} 不是本机地址`,
    en: (r) => `the destination ${ip(r.dst)} is not one of this host's addresses`,
  },
  'no-route': {
    zh: (r) => `路由表里没有去 ${ip(r.dst)} 的路由`,
    en: (r) => `the routing table has no route to ${ip(r.dst)}`,
  },
  'forwarding-off': {
    zh: (r) => `${r.key} = 0，本机不转发去 ${ip(r.dst)} 的包`,
    en: (r) => `${r.key} = 0, so this host does not forward to ${ip(r.dst)}`,
  },
  'ttl-expired': {
    zh: (r) => `TTL 为 ${r.ttl}，不能再转发`,
    en: (r) => `its TTL is ${r.ttl}: it may not be forwarded again`,
  },
  'no-arp-answer': {
    zh: (r) => `在 ${r.dev} 上问了 ${r.tries} 次 ${ip(r.nextHop)} 的 MAC，无人应答`,
    en: (r) => `asked ${r.tries} times on ${r.dev} who has ${ip(r.nextHop)}; nobody answered`,
  },
  'martian-source': {
    zh: (r) => `${r.key} 开启：源地址 ${ip(r.src)} 不该从 ${r.dev} 进来（反向路径检查）`,
    en: (r) => `${r.key} is on: the source ${ip(r.src)} should not come in by ${r.dev} (reverse path check)`,
  },
  'link-down': { zh: (r) => `网卡 ${r.dev} 没有启用`, en: (r) => `interface ${r.dev} is down` },
  'nobody-there': {
    zh: (r) => `网段上没有 MAC 为 ${printMac(r.mac)} 的网卡`,
    en: (r) => `no interface on the segment has the MAC ${printMac(r.mac)}`,
  },
  'no-listener': {
    zh: (r) => `没有程序在端口 ${r.port} 上监听`,
    en: (r) => `nothing listens on port ${r.port}`,
  },
  'needs-fragmenting': {
    zh: (r) => `${r.size} 字节大于 MTU ${r.mtu}，而包不允许分片（DF）`,
    en: (r) => `${r.size} bytes exceed the MTU of ${r.mtu} and the packet says don't fragment (DF)`,
  },
  'neighbour-queue-full': {
    zh: (r) => `等待 ${ip(r.nextHop)} 的 MAC 的队列已满`,
    en: (r) => `too many packets already wait for the MAC of ${ip(r.nextHop)}`,
  },
  'hook-dropped': { zh: (r) => `被 ${r.hook} 丢弃`, en: (r) => `dropped by ${r.hook}` },
};

export const REASONS: ReasonTable = { ...BASIC, ...tcpReasons, ...ipvsReasons };

/** One clause, without a full stop: why. */
export function reasonText(reason: Reason, language: Language): string {
  const saying = REASONS[reason.code] as Saying<Reason> | undefined;
  return saying ? say(saying, reason, language) : reason.code;
}
