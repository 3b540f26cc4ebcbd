// Why ARP asked, kept silent, or changed an entry: words for the codes of net/neigh/because.ts.

import type { ArpAskedBecause, ArpIgnoredBecause, NeighBecause } from '../../net/neigh/because.ts';
import { pick, type Language, type Said } from './language.ts';

type Code = ArpAskedBecause | ArpIgnoredBecause | NeighBecause;

export const BECAUSE: Readonly<Record<Code, Said>> = {
  'packet-waits': { zh: '有包在等', en: 'a packet waits for it' },
  probe: { zh: '确认它还在不在', en: 'to see whether it is still there' },
  announce: { zh: '主动告知', en: 'announcing itself' },
  'not-on-this-device': {
    zh: 'arp_ignore=1，这个地址不在收到询问的网卡上',
    en: 'arp_ignore=1 and the address is not on the interface that heard the question',
  },
  'asker-in-other-subnet': {
    zh: 'arp_ignore=2，询问者不在同一子网',
    en: 'arp_ignore=2 and the asker is not in the same subnet',
  },
  'host-scope': { zh: 'arp_ignore=3，这个地址只在本机有效', en: 'arp_ignore=3 and the address is for this host only' },
  never: { zh: 'arp_ignore=8，一概不答', en: 'arp_ignore=8: it never answers' },
  'way-back-elsewhere': {
    zh: 'arp_filter=1，回去的路走另一块网卡',
    en: 'arp_filter=1 and the way back leads through another interface',
  },
  answer: { zh: '收到应答', en: 'it answered' },
  overheard: { zh: '从对方的询问得知', en: 'learnt from its own question' },
  gratuitous: { zh: '对方主动告知', en: 'it announced itself' },
  'grew-old': { zh: '太久没有确认', en: 'not confirmed for a while' },
  used: { zh: '旧条目又被用到', en: 'an old entry is in use again' },
  confirmed: { zh: '通信正常，得到确认', en: 'traffic confirms it' },
  'no-answer': { zh: '没有应答', en: 'no answer' },
  'set-by-hand': { zh: '手工设置', en: 'set by hand' },
  flushed: { zh: '被清除', en: 'flushed' },
  'link-down': { zh: '网卡停用', en: 'the interface went down' },
  'mac-changed': { zh: 'MAC 变了', en: 'the MAC changed' },
};

export function becauseText(code: string, language: Language): string {
  const said = (BECAUSE as Readonly<Record<string, Said>>)[code];
  return said ? pick(said, language) : code;
}
