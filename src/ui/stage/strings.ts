// The stage's own few words, in both languages.

import { printDuration } from '../../scene/words/numbers.ts';
import type { Language, Said } from '../../scene/words/language.ts';

export const STRINGS = {
  stage: { zh: '舞台：网络与包', en: 'Stage: the network and its packets' },
  picture: { zh: '网络图', en: 'The network' },
  play: { zh: '播放', en: 'Play' },
  pause: { zh: '暂停', en: 'Pause' },
  replay: { zh: '重放上一条命令', en: 'Replay the last command' },
  stepBack: { zh: '上一步', en: 'Step back' },
  step: { zh: '下一步', en: 'Step' },
  hopBack: { zh: '上一跳', en: 'Previous hop' },
  hop: { zh: '下一跳', en: 'Next hop' },
  slower: { zh: '慢一点', en: 'Slower' },
  faster: { zh: '快一点', en: 'Faster' },
  follow: { zh: '跟随', en: 'Follow' },
  followHint: {
    zh: '跟随：有新命令时，画面跳到它开始的时刻并播放',
    en: 'Follow: when a command is typed, go to where it begins and play',
  },
  toEnd: { zh: '跳到最新', en: 'Skip to the end' },
  time: { zh: '时间', en: 'Time' },
  empty: { zh: '还没有包', en: 'No packet yet' },
  loading: { zh: '正在启动主机……', en: 'Switching the hosts on…' },
  failed: { zh: '模拟器没能启动', en: 'The simulator could not start' },
  evidence: { zh: '检查时的副本', en: 'the copy that was checked' },
  dismiss: { zh: '知道了，移走', en: 'Dismiss' },
  dismissAll: { zh: '移走所有丢弃标记', en: 'Dismiss all drops' },
  dropped: { zh: '丢弃', en: 'dropped' },
  refused: { zh: '拒绝', en: 'refused' },
  events: { zh: '事件', en: 'Events' },
  search: { zh: '查找', en: 'search' },
  nothingYet: { zh: '还没有事件', en: 'No event yet' },
  noEvents: { zh: '没有符合条件的事件', en: 'No event matches' },
  allHosts: { zh: '所有主机', en: 'all hosts' },
  allProtocols: { zh: '所有协议', en: 'all protocols' },
  allConversations: { zh: '所有会话', en: 'all conversations' },
  dropsOnly: { zh: '只看丢弃', en: 'drops only' },
  details: { zh: '细节', en: 'details' },
  forgotten: { zh: '更早的事件已不再保存', en: 'older events are no longer kept' },
  inFlight: { zh: '个包在途', en: 'packets under way' },
  fit: { zh: '还原视图', en: 'Reset the view' },
  more: { zh: '更多', en: 'more' },
  down: { zh: '已停用', en: 'down' },
  forwards: { zh: '转发', en: 'forwards' },
  openPacket: { zh: '打开这个包', en: 'Open this packet' },
  quiet: { zh: '网络安静', en: 'The network is quiet' },
} as const satisfies Readonly<Record<string, Said>>;

export const passes = (duration: string, language: Language): string =>
  language === 'zh' ? `${duration} 内无事发生` : `nothing happens for ${duration}`;

export const runOn = (host: string, language: Language): string =>
  language === 'zh' ? `在 ${host} 上运行` : `Run on ${host}:`;

/** What ×1/n means. */
export const slownessHint = (slowness: number, language: Language): string => {
  if (slowness === 1) return language === 'zh' ? '与模拟时间同速' : 'as fast as simulated time';
  const shown = printDuration(1_000_000 / slowness);
  return language === 'zh'
    ? `画面慢放 ${slowness} 倍：看 1 秒，模拟里过 ${shown}`
    : `slowed ${slowness} times: one second here shows ${shown} of simulated time`;
};

const ROLES: Readonly<Record<string, Said>> = {
  client: { zh: '客户端', en: 'client' },
  director: { zh: '调度器', en: 'director' },
  'real-server': { zh: '真实服务器', en: 'real server' },
  router: { zh: '路由器', en: 'router' },
};

export const roleName = (role: string): Said => ROLES[role] ?? { zh: role, en: role };
