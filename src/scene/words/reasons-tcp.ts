// Reasons of TCP, in both languages.

import { printIpv4 } from '../../net/wire/address.ts';
import type {} from '../../net/tcp/reasons.ts';
import type { ReasonTable } from './reasons.ts';
import { endpoint } from './numbers.ts';

export const tcpReasons: ReasonTable = {
  'tcp-out-of-window': {
    zh: (r) => `序号 ${r.seq} 在接收窗口之外（期待 ${r.expected}，窗口 ${r.window}）：多半是旧的副本`,
    en: (r) =>
      `sequence number ${r.seq} lies outside of the window (expected ${r.expected}, window ${r.window}): most likely an old copy`,
  },
  'tcp-old-timestamp': {
    zh: (r) => `时间戳 ${r.value} 早于最近的 ${r.recent}（PAWS）`,
    en: (r) => `its timestamp ${r.value} is older than the last one, ${r.recent} (PAWS)`,
  },
  'tcp-ack-unsent': {
    zh: (r) => `它确认到 ${r.ack}，而本机只发到 ${r.sent}`,
    en: (r) => `it acknowledges up to ${r.ack}, but only ${r.sent} was ever sent`,
  },
  'tcp-no-ack': {
    zh: (r) => `连接处于 ${r.state}，报文段却没有 ACK`,
    en: (r) => `the connection is in ${r.state} and the segment has no ACK`,
  },
  'tcp-bad-reset': {
    zh: (r) => `RST 的序号 ${r.seq} 不等于期待的 ${r.expected}（RFC 5961）`,
    en: (r) => `the reset's sequence number ${r.seq} is not the expected ${r.expected} (RFC 5961)`,
  },
  'tcp-unexpected-syn': {
    zh: (r) => `连接处于 ${r.state}，不该再来 SYN（RFC 5961）`,
    en: (r) => `a SYN in the middle of a connection in ${r.state} (RFC 5961)`,
  },
  'tcp-no-connection': {
    zh: (r) => `端口 ${r.port} 上没有与 ${endpoint(r.remote, r.remotePort)} 的连接`,
    en: (r) => `port ${r.port} has no connection with ${endpoint(r.remote, r.remotePort)}`,
  },
  'tcp-reset-for-nobody': {
    zh: (r) => `端口 ${r.port} 上没有这个连接，RST 没有可关的东西`,
    en: (r) => `port ${r.port} has no such connection: nothing to reset`,
  },
  'tcp-accept-queue-full': {
    zh: (r) => `端口 ${r.port} 等待 accept 的队列已满（${r.length} / ${r.limit}）`,
    en: (r) => `port ${r.port}'s accept queue is full (${r.length} of ${r.limit})`,
  },
  'tcp-syn-queue-full': {
    zh: (r) => `端口 ${r.port} 的半连接队列已满（${r.limit}）`,
    en: (r) => `port ${r.port}'s queue of half-open connections is full (${r.limit})`,
  },
  'tcp-data-after-close': {
    zh: (r) => `程序已关闭连接（${r.state}），数据没人要了，回 RST`,
    en: (r) => `the program has closed (${r.state}): nobody wants the data`,
  },
  'tcp-zero-window': {
    zh: (r) => `端口 ${r.port} 的接收窗口已关，数据放不下`,
    en: (r) => `port ${r.port}'s receive window is closed: the data cannot be kept`,
  },
  'tcp-time-wait': {
    zh: (r) => `端口 ${r.port} 的旧连接还在 TIME_WAIT`,
    en: (r) => `port ${r.port}'s old connection is still in TIME_WAIT`,
  },
  'tcp-not-unicast': {
    zh: (r) => `TCP 不接受发往 ${printIpv4(r.dst)} 的广播或组播`,
    en: (r) => `TCP takes nothing that is sent to the broadcast or multicast address ${printIpv4(r.dst)}`,
  },
};
