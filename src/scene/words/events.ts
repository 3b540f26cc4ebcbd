// One sentence for each kind of event, in both languages, from the event's own fields. Nothing here knows a lesson. A test
// finds every kind in the sources and asks for its sentence here. IPVS's own kinds are in ipvs.ts beside this file.

import type { EventKinds, EventOf, JournalEvent } from '../../sim/journal.ts';
import type { RouteLine } from '../../net/contract.ts';
import { printIpv4, printMac } from '../../net/wire/address.ts';
import { refusedWith } from '../refusal.ts';
import { becauseText } from './because.ts';
import { ipvsEvents } from './ipvs.ts';
import { say, type Language, type Said, type Saying } from './language.ts';
import { addressed, endpoint, firstLine, nameOf, printDuration } from './numbers.ts';
import { reasonText } from './reasons.ts';

export type EventTable = { readonly [K in keyof EventKinds]?: Saying<EventOf<K>> };

const ip = printIpv4;

/** As `ip route` prints it. */
export function printRoute(route: RouteLine): string {
  const net = route.prefix === 0 ? 'default' : route.prefix === 32 ? ip(route.dst) : `${ip(route.dst)}/${route.prefix}`;
  const kind = route.kind === 'unicast' ? '' : `${route.kind} `;
  return `${kind}${net}${route.gateway === undefined ? '' : ` via ${ip(route.gateway)}`} dev ${route.dev}`;
}

const carriedTo = (event: EventOf<'link.carried'>): string => event.to.map((port) => port.host).join('、') || '—';

const carriedText = ({ frame: { payload } }: EventOf<'link.carried'>, language: Language): string => {
  const line = firstLine(payload);
  return line ? `${nameOf(payload, language)}  ${line}` : nameOf(payload, language);
};

const REWRITTEN: Readonly<Record<EventOf<'packet.rewritten'>['by'], Saying<EventOf<'packet.rewritten'>>>> = {
  forward: {
    zh: (e) => `${e.host} 转发，TTL ${e.before.ttl} → ${e.after.ttl}`,
    en: (e) => `${e.host} forwards it, TTL ${e.before.ttl} → ${e.after.ttl}`,
  },
  'ipvs-nat-in': {
    zh: (e) => `${e.host} 改写目的地址：${ip(e.before.dst)} → ${ip(e.after.dst)}`,
    en: (e) => `${e.host} rewrites the destination: ${ip(e.before.dst)} → ${ip(e.after.dst)}`,
  },
  'ipvs-nat-out': {
    zh: (e) => `${e.host} 把源地址改回 VIP：${ip(e.before.src)} → ${ip(e.after.src)}`,
    en: (e) => `${e.host} puts the VIP back as the source: ${ip(e.before.src)} → ${ip(e.after.src)}`,
  },
  'ipvs-dr': {
    zh: (e) => `${e.host} 直接路由：IP 地址不改（TTL ${e.before.ttl} → ${e.after.ttl}），只换 MAC 地址`,
    en: (e) =>
      `${e.host} routes directly: the IP addresses stay (TTL ${e.before.ttl} → ${e.after.ttl}), only the MAC addresses change`,
  },
  'ipvs-tun': {
    zh: (e) => `${e.host} 再套一层 IP 头（IPIP）：${addressed(e.after)}`,
    en: (e) => `${e.host} puts another IP header around it (IPIP): ${addressed(e.after)}`,
  },
  decapsulate: {
    zh: (e) => `${e.host} 拆掉外层 IP 头，里面是 ${nameOf(e.after, 'zh')}`,
    en: (e) => `${e.host} takes the outer IP header off; inside is ${nameOf(e.after, 'en')}`,
  },
  'icmp-nat': {
    zh: (e) => `${e.host} 改写 ICMP 差错报文和它引用的包`,
    en: (e) => `${e.host} rewrites the ICMP error and the packet that it quotes`,
  },
  mark: { zh: (e) => `${e.host} 给包打上标记`, en: (e) => `${e.host} marks the packet` },
};

const ROUTED: Readonly<Record<EventOf<'ip.routed'>['decision'], Saying<EventOf<'ip.routed'>>>> = {
  local: {
    zh: (e) => `${e.host}：目的地址 ${ip(e.packet.dst)} 是本机，交给上层`,
    en: (e) => `${e.host}: the destination ${ip(e.packet.dst)} is this host; the packet goes up`,
  },
  forward: {
    zh: (e) => `${e.host} 查路由：${printRoute(e.route)}，下一跳 ${ip(e.nextHop)}`,
    en: (e) => `${e.host} looks up the route: ${printRoute(e.route)}, next hop ${ip(e.nextHop)}`,
  },
  output: {
    zh: (e) => `${e.host} 查路由：${printRoute(e.route)}，下一跳 ${ip(e.nextHop)}`,
    en: (e) => `${e.host} looks up the route: ${printRoute(e.route)}, next hop ${ip(e.nextHop)}`,
  },
};

const REFUSED: Readonly<Record<string, Said>> = {
  RST: { zh: 'RST', en: 'RST' },
  ICMP: { zh: 'ICMP 端口不可达', en: 'ICMP port unreachable' },
};

const EVENTS: EventTable = {
  'journal.gap': {
    zh: (e) => `更早的 ${e.dropped} 条记录已不再保存`,
    en: (e) => `${e.dropped} older entries are no longer kept`,
  },
  'link.carried': {
    zh: (e) => `${e.from.host} → ${carriedTo(e)}${e.flooded ? '（全网段）' : ''}：${carriedText(e, 'zh')}`,
    en: (e) =>
      `${e.from.host} → ${carriedTo(e).replaceAll('、', ', ')}${e.flooded ? ' (everyone)' : ''}: ${carriedText(e, 'en')}`,
  },
  'ip.originated': {
    zh: (e) => `${e.host} 发出 ${nameOf(e.packet, 'zh')}`,
    en: (e) => `${e.host} makes ${nameOf(e.packet, 'en')}`,
  },
  'ip.routed': { zh: (e) => ROUTED[e.decision].zh(e), en: (e) => ROUTED[e.decision].en(e) },
  'packet.rewritten': { zh: (e) => REWRITTEN[e.by].zh(e), en: (e) => REWRITTEN[e.by].en(e) },
  'packet.dropped': {
    zh: (e) => {
      const answer = REFUSED[refusedWith(e) ?? ''];
      const how = answer ? `拒绝 ${nameOf(e.packet, 'zh')}，回 ${answer.zh}` : `丢弃 ${nameOf(e.packet, 'zh')}`;
      return `${e.host} ${how}：${reasonText(e.because, 'zh')}`;
    },
    en: (e) => {
      const answer = REFUSED[refusedWith(e) ?? ''];
      const how = answer ? `refuses ${nameOf(e.packet, 'en')} with ${answer.en}` : `drops ${nameOf(e.packet, 'en')}`;
      return `${e.host} ${how}: ${reasonText(e.because, 'en')}`;
    },
  },
  'packet.delivered': {
    zh: (e) => `${e.host} 收到 ${nameOf(e.packet, 'zh')}，交给 ${e.to.toUpperCase()}`,
    en: (e) => `${e.host} receives ${nameOf(e.packet, 'en')} and hands it to ${e.to.toUpperCase()}`,
  },
  'arp.asked': {
    zh: (e) =>
      `${e.host} 在 ${e.dev} 上问：谁是 ${ip(e.target)}？请告诉 ${ip(e.sender)}（${becauseText(e.because, 'zh')}）`,
    en: (e) =>
      `${e.host} asks on ${e.dev}: who has ${ip(e.target)}? Tell ${ip(e.sender)} (${becauseText(e.because, 'en')})`,
  },
  'arp.answered': {
    zh: (e) => `${e.host} 应答 ${ip(e.to)}：${ip(e.target)} 在 ${printMac(e.mac)}`,
    en: (e) => `${e.host} answers ${ip(e.to)}: ${ip(e.target)} is at ${printMac(e.mac)}`,
  },
  'arp.ignored': {
    zh: (e) => `${e.host} 不应答对 ${ip(e.target)} 的 ARP 询问：${becauseText(e.because, 'zh')}`,
    en: (e) => `${e.host} leaves the ARP question for ${ip(e.target)} unanswered: ${becauseText(e.because, 'en')}`,
  },
  'neigh.changed': {
    zh: (e) =>
      `${e.host} 的 ARP 缓存（${e.dev}）：${ip(e.ip)}${e.mac === undefined ? '' : ` ${printMac(e.mac)}`}，${e.before ?? '无'} → ${e.state}（${becauseText(e.because, 'zh')}）`,
    en: (e) =>
      `${e.host}'s ARP cache (${e.dev}): ${ip(e.ip)}${e.mac === undefined ? '' : ` ${printMac(e.mac)}`}, ${e.before ?? 'none'} → ${e.state} (${becauseText(e.because, 'en')})`,
  },
  'config.changed': { zh: (e) => `${e.host} 的配置变了：${e.what}`, en: (e) => `${e.host} is configured: ${e.what}` },
  'tcp.state': {
    zh: (e) =>
      `${e.host} 的连接 ${endpoint(e.local, e.localPort)} ↔ ${endpoint(e.remote, e.remotePort)}：${e.before} → ${e.after}`,
    en: (e) =>
      `${e.host}'s connection ${endpoint(e.local, e.localPort)} ↔ ${endpoint(e.remote, e.remotePort)}: ${e.before} → ${e.after}`,
  },
  'tcp.retransmitted': {
    zh: (e) =>
      `${e.host} 等了 ${printDuration(e.rtoUs)} 没有确认，第 ${e.tries} 次重传给 ${endpoint(e.remote, e.remotePort)}`,
    en: (e) =>
      `${e.host} waited ${printDuration(e.rtoUs)} without an acknowledgement and sends again (try ${e.tries}) to ${endpoint(e.remote, e.remotePort)}`,
  },
  'command.typed': { zh: (e) => `在 ${e.host} 上输入：${e.text}`, en: (e) => `typed on ${e.host}: ${e.text}` },
  'command.ended': {
    zh: (e) => `${e.host} 上的命令结束，状态 ${e.status}：${e.text}`,
    en: (e) => `the command on ${e.host} ended with status ${e.status}: ${e.text}`,
  },
  'process.started': {
    zh: (e) => `${e.host} 启动进程 ${e.pid}：${e.argv.join(' ')}`,
    en: (e) => `${e.host} starts process ${e.pid}: ${e.argv.join(' ')}`,
  },
  'process.ended': {
    zh: (e) => `${e.host} 的进程 ${e.pid} 结束，状态 ${e.status}`,
    en: (e) => `process ${e.pid} on ${e.host} ended with status ${e.status}`,
  },
  'process.crashed': {
    zh: (e) => `模拟器自身的错误：${e.host} 上的 ${e.argv.join(' ')} 中断（${e.error}）`,
    en: (e) => `a fault of the simulator itself: ${e.argv.join(' ')} on ${e.host} broke off (${e.error})`,
  },
  'machine.power': {
    zh: (e) => `${e.host} ${e.power === 'on' ? '开机' : '关机'}`,
    en: (e) => `${e.host} is switched ${e.power}`,
  },
  'http.served': {
    zh: (e) => `${e.host} 的 httpd 答复 ${endpoint(e.client, e.clientPort)}：${e.path} ${e.status}`,
    en: (e) => `httpd on ${e.host} answers ${endpoint(e.client, e.clientPort)}: ${e.path} ${e.status}`,
  },
  'file.changed': {
    zh: (e) => `${e.host} 上的文件变了：${e.path}`,
    en: (e) => `a file changed on ${e.host}: ${e.path}`,
  },
  'unit.changed': {
    zh: (e) => `${e.host} 的服务 ${e.unit}：${e.state}`,
    en: (e) => `service ${e.unit} on ${e.host}: ${e.state}`,
  },
};

export const EVENT_WORDS: EventTable = { ...EVENTS, ...ipvsEvents };

/** What happened, as one sentence without a full stop. */
export function eventText(event: JournalEvent, language: Language): string {
  const saying = EVENT_WORDS[event.kind] as Saying<JournalEvent> | undefined;
  if (saying) return say(saying, event, language);
  return language === 'zh' ? `${event.host}：${event.kind}` : `${event.host}: ${event.kind}`;
}
