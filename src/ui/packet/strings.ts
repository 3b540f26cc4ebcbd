// The inspector's own few words, in both languages.

import type { Said } from '../../scene/words/language.ts';
import type { LayerName } from '../../scene/headers/layers.ts';

export const STRINGS = {
  packet: { zh: '包', en: 'Packet' },
  close: { zh: '关闭（Esc）', en: 'Close (Esc)' },
  way: { zh: '它的一路', en: 'Its way' },
  changed: { zh: '改了什么', en: 'What changed here' },
  nothing: { zh: '原样，什么都没改', en: 'Nothing: it is as it was' },
  why: { zh: '为什么', en: 'Why' },
  headers: { zh: '各层首部', en: 'Headers by layer' },
  captured: { zh: 'tcpdump 这样写', en: 'As tcpdump prints it' },
  field: { zh: '字段', en: 'field' },
  before: { zh: '来时', en: 'came' },
  after: { zh: '去时', en: 'left' },
  absent: { zh: '无', en: 'none' },
  made: { zh: '在这里产生', en: 'made here' },
  ended: { zh: '到此为止', en: 'ends here' },
  route: { zh: '路由', en: 'route' },
  neighbour: { zh: '下一跳的 MAC', en: "next hop's MAC" },
  inner: { zh: '内层', en: 'inner' },
  conversation: { zh: '只看这个会话', en: 'select its conversation' },
} as const satisfies Readonly<Record<string, Said>>;

export const LAYERS: Readonly<Record<LayerName, Said>> = {
  ETH: { zh: '以太网', en: 'Ethernet' },
  ARP: { zh: 'ARP', en: 'ARP' },
  IP: { zh: 'IP', en: 'IP' },
  ICMP: { zh: 'ICMP', en: 'ICMP' },
  TCP: { zh: 'TCP', en: 'TCP' },
  UDP: { zh: 'UDP', en: 'UDP' },
  DATA: { zh: '数据', en: 'Data' },
};
