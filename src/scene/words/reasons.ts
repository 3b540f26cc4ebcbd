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
    zh: (r) => `目的地址 ${ip(r.dst)} 不是本机的地址，而本机又不转发（${r.key} = 0）`,
    en: (r) => `the destination ${ip(r.dst)} is not an address of this host, and it does not forward (${r.key} = 0)`,
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
    zh: (r) => `源地址 ${ip(r.src)} 不可能从 ${r.dev} 进来（${r.key}）`,
    en: (r) => `the source ${ip(r.src)} cannot come in by ${r.dev} (${r.key})`,
  },
  'martian-destination': {
    zh: (r) => `目的地址 ${ip(r.dst)} 不可能从 ${r.dev} 进来`,
    en: (r) => `a packet for ${ip(r.dst)} cannot come in by ${r.dev}`,
  },
  'reverse-path': {
    zh: (r) => `${r.key}：回 ${ip(r.src)} 的路不走 ${r.dev}，反向路径检查不通过`,
    en: (r) => `${r.key}: the way back to ${ip(r.src)} does not lead through ${r.dev}, so the reverse path check fails`,
  },
  'route-refuses': {
    zh: (r) => `去 ${ip(r.dst)} 的路由是 ${r.kind}`,
    en: (r) => `the route to ${ip(r.dst)} is of kind ${r.kind}`,
  },
  'no-protocol': {
    zh: (r) => `本机不认识 IP 协议号 ${r.protocol}`,
    en: (r) => `this host knows no IP protocol ${r.protocol}`,
  },
  'told-to-ignore': { zh: (r) => `${r.key} 要求不答`, en: (r) => `${r.key} says not to answer` },
  'fragments-missing': {
    zh: (r) => `标识为 ${r.ident} 的包还缺分片，等不到了`,
    en: (r) => `fragments of packet ${r.ident} never came`,
  },
  'receive-buffer-full': {
    zh: (r) => `端口 ${r.port} 的接收缓冲区已满`,
    en: (r) => `the receive buffer of port ${r.port} is full`,
  },
  malformed: {
    zh: (r) => `内容不是它自称的协议（${r.protocol}）`,
    en: (r) => `it is not the protocol that it claims to be (${r.protocol})`,
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
