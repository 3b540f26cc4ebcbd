// What a device does, in the few letters that fit into its box: 'dst 10.10.10.1 → 192.168.10.11'.

import { printIpv4, printMac } from '../../net/wire/address.ts';
import type { JournalEvent } from '../../sim/journal.ts';
import { refusedWith } from '../refusal.ts';
import { labelOf } from '../timeline/kind.ts';
import { printEnd } from './ipvs.ts';
import type { Language } from './language.ts';

const ip = printIpv4;

export function workLine(event: JournalEvent, language: Language): string | undefined {
  const zh = language === 'zh';
  switch (event.kind) {
    case 'packet.rewritten':
      return rewriteLine(event, zh);
    case 'packet.dropped':
      return refusedLine(event, zh);
    case 'ipvs.scheduled':
      return `${event.scheduler} → ${printEnd(event.picked)}`;
    case 'arp.asked':
      return zh ? `谁是 ${ip(event.target)}？` : `who has ${ip(event.target)}?`;
    case 'arp.answered':
      return `${ip(event.target)} = …${printMac(event.mac).slice(-8)}`;
    case 'arp.ignored':
      return zh ? `不答 ARP ${ip(event.target)}` : `no answer: ${ip(event.target)}`;
    case 'http.served':
      return `HTTP ${event.status} ${event.path}`;
    case 'tcp.retransmitted':
      return zh ? `第 ${event.tries} 次重传` : `sends again (${event.tries})`;
    default:
      return undefined;
  }
}

function refusedLine(event: Extract<JournalEvent, { kind: 'packet.dropped' }>, zh: boolean): string {
  const answer = refusedWith(event);
  if (!answer) return `✕ ${labelOf(event.packet)}`;
  return zh ? `拒绝 ${labelOf(event.packet)}，回 ${answer}` : `refuses ${labelOf(event.packet)}: ${answer}`;
}

function rewriteLine(event: Extract<JournalEvent, { kind: 'packet.rewritten' }>, zh: boolean): string | undefined {
  const { before, after } = event;
  if (event.by === 'ipvs-dr') return zh ? '只换 MAC 地址' : 'new MAC, same IPs';
  if (event.by === 'ipvs-tun') return `+IPIP ${ip(after.dst)}`;
  if (event.by === 'decapsulate') return `−IPIP ${ip(before.dst)}`;
  if (before.dst !== after.dst) return `dst ${ip(before.dst)} → ${ip(after.dst)}`;
  if (before.src !== after.src) return `src ${ip(before.src)} → ${ip(after.src)}`;
  if (before.ttl !== after.ttl) return `TTL ${before.ttl} → ${after.ttl}`;
  return undefined;
}
