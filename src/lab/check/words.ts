// The words for a finding, in both languages: what is wrong and where to look, from the finding's data alone.
// `{name}` is a fact of the finding; {expected} and {found} are always there. Where an event is the evidence, the scene
// adds its own sentence (what happened to that packet), so the words here need not guess at causes.

import type { Finding, Text } from './check.ts';

const WORDS: Readonly<Record<string, Text>> = {
  'service-missing': {
    zh: '{host} 上没有虚拟服务 {service}（现有：{found}）。用 ipvsadm -A 添加。',
    en: '{host} has no virtual service {service} (it has: {found}). Add it with ipvsadm -A.',
  },
  'scheduler-rr': {
    zh: '{service} 的调度算法是 rr：rr 从不看权重。需要 {expected}，用 ipvsadm -E 修改。',
    en: '{service} is scheduled by rr, which never looks at weights. It should be {expected}: change it with ipvsadm -E.',
  },
  scheduler: {
    zh: '{service} 的调度算法是 {found}，应为 {expected}。用 ipvsadm -E 修改。',
    en: '{service} is scheduled by {found}; it should be {expected}. Change it with ipvsadm -E.',
  },
  'persistence-missing': {
    zh: '{service} 没有持久连接（-p）：同一客户端可能每次分到不同的服务器。',
    en: '{service} is not persistent (-p): one client may get another server each time.',
  },
  'persistence-left': {
    zh: '{service} 带有持久连接（{found}）：同一客户端总分到同一台，看不出调度。',
    en: '{service} is persistent ({found}): one client always gets the same server, which hides the scheduling.',
  },
  'destination-missing': {
    zh: '{service} 里没有真实服务器 {expected}（现有：{found}）。用 ipvsadm -a 添加。',
    en: '{service} has no real server {expected} (it has: {found}). Add it with ipvsadm -a.',
  },
  'destination-port': {
    zh: '真实服务器的端口是 {found}，应为 {expected}。',
    en: 'The real server is {found}; it should be {expected}.',
  },
  forwarding: {
    zh: '{address} 的转发方式是 {found}，应为 {expected}。ipvsadm 的 -a 和 -e 不写 -m 就是 -g，即直接路由。',
    en: '{address} is forwarded by {found}; it should be {expected}. Without -m, ipvsadm -a and -e mean -g: direct routing.',
  },
  weight: {
    zh: '{address} 的权重是 {found}，应为 {expected}。用 ipvsadm -e … -w {expected} 修改。',
    en: '{address} has weight {found}; it should be {expected}. Change it with ipvsadm -e … -w {expected}.',
  },
  sysctl: {
    zh: '{host} 上 {found}，应为 {expected}。',
    en: 'On {host}, {found}; it should be {expected}.',
  },
  'sysctl-unknown': {
    zh: '{host} 上没有内核参数 {key}。',
    en: '{host} has no kernel parameter {key}.',
  },
  'unknown-host': { zh: '{from} 不认识 {url} 里的主机名。', en: '{from} does not know the host name in {url}.' },
  refused: {
    zh: '{from} 访问 {url}：连接被拒绝或无法到达。',
    en: '{from} asked {url}: refused, or no way there.',
  },
  'no-answer': {
    zh: '{from} 访问 {url}：一直没有回答，超时。',
    en: '{from} asked {url}: no answer until the time was up.',
  },
  'empty-answer': {
    zh: '{from} 访问 {url}：连接被关闭，没有内容。',
    en: '{from} asked {url}: closed without an answer.',
  },
  reset: { zh: '{from} 访问 {url}：连接中途被重置。', en: '{from} asked {url}: the connection was reset.' },
  'request-failed': {
    zh: '{from} 上的 curl 以状态 {exit} 结束。',
    en: 'curl on {from} ended with status {exit}.',
  },
  'http-status': {
    zh: '{url} 回答状态 {found}，应为 {expected}。',
    en: '{url} answered status {found}; it should be {expected}.',
  },
  'http-body': {
    zh: '{url} 回答“{found}”，应为“{expected}”。',
    en: '{url} answered “{found}”; it should be “{expected}”.',
  },
  'spread-rr': {
    zh: '{requests} 次请求得到 {found}，应为 {expected}。选择服务器的是 rr：它轮流，不看权重。',
    en: '{requests} requests got {found}; it should be {expected}. rr chose the servers: it takes turns and never looks at weights.',
  },
  spread: {
    zh: '{requests} 次请求得到 {found}，应为 {expected}。',
    en: '{requests} requests got {found}; it should be {expected}.',
  },
  'path-request': {
    zh: '请求走过 {found}，应为 {expected}。',
    en: 'The request went {found}; it should go {expected}.',
  },
  'path-reply': {
    zh: '回答走过 {found}，应为 {expected}。',
    en: 'The reply went {found}; it should go {expected}.',
  },
  'saved-missing': {
    zh: '{host} 上没有 {expected}：重启后规则就没了。用 ipvsadm-save -n > {expected} 保存。',
    en: '{host} has no {expected}: the rules would be gone after a reboot. Save them: ipvsadm-save -n > {expected}.',
  },
  'saved-differs': {
    zh: '{host} 上 {file} 里的规则与现在的不同，请重新保存。',
    en: 'What {file} holds on {host} is not what the rules are now: save them again.',
  },
  'saved-nothing': {
    zh: '{host} 上还没有任何规则可保存。',
    en: '{host} has no rules to save yet.',
  },
};

/** Values that are not the same in both languages: what a request came to, and that there is nothing. */
const VALUES: Readonly<Record<string, Text>> = {
  'curl 6': { zh: '不认识的主机名（curl 6）', en: 'unknown host name (curl 6)' },
  'curl 7': { zh: '连接不上（curl 7）', en: 'no connection (curl 7)' },
  'curl 28': { zh: '一直没有回答（curl 28）', en: 'no answer in time (curl 28)' },
  'curl 52': { zh: '没有内容（curl 52）', en: 'an empty answer (curl 52)' },
  'curl 56': { zh: '连接被重置（curl 56）', en: 'a reset connection (curl 56)' },
  '–': { zh: '无', en: 'none' },
  'no -p': { zh: '没有 -p', en: 'no -p' },
};

/** `expected` or `found` of a finding, as people read it. */
export const describeValue = (value: string, language: keyof Text): string =>
  VALUES[value]?.[language] ?? value.replaceAll('|', language === 'zh' ? ' 或 ' : ' or ');

/** One or two sentences. A code without words of its own takes those of its family (`scheduler-wlc` → `scheduler`). */
export function describeFinding({ code, expected, found, facts }: Finding, language: keyof Text): string {
  const words = WORDS[code] ?? WORDS[code.split('-')[0]!];
  if (!words) throw new Error(`no words for the finding ${code}`);
  const all: Record<string, string | number> = {
    ...facts,
    expected: describeValue(expected, language),
    found: describeValue(found, language),
  };
  return words[language].replace(/\{(\w+)\}/g, (_, name: string) => String(all[name] ?? `{${name}}`));
}
