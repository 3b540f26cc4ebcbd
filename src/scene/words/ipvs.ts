// Sentences for what IPVS records.

import type { ServiceKey } from '../../ipvs/control.ts';
import type { Candidate, ConnName } from '../../ipvs/events.ts';
import type { EventOf } from '../../sim/journal.ts';
import type { EventTable } from './events.ts';
import type { Saying } from './language.ts';
import { endpoint, printDuration } from './numbers.ts';

export const printServiceKey = (key: ServiceKey): string =>
  'mark' in key ? `FWM ${key.mark}` : `${key.protocol.toUpperCase()} ${endpoint(key.address, key.port)}`;

export const printEnd = (end: { readonly ip?: number; readonly address?: number; readonly port: number }): string =>
  endpoint(end.address ?? end.ip ?? 0, end.port);

const printConn = (conn: ConnName): string =>
  `${conn.protocol.toUpperCase()} ${printEnd(conn.client)} → ${printEnd(conn.virtual)} → ${printEnd(conn.dest)}`;

const usable = (candidates: readonly Candidate[]): number =>
  candidates.filter((one) => one.weight > 0 && !one.overloaded).length;

type Changed = EventOf<'ipvs.config.changed'>;

const subject = (e: Changed): string =>
  [e.service && printServiceKey(e.service), e.dest && printEnd(e.dest)].filter(Boolean).join(' → ');

const CHANGED: Readonly<Record<Changed['what'], Saying<Changed>>> = {
  'add-service': { zh: (e) => `添加虚拟服务 ${subject(e)}`, en: (e) => `virtual service ${subject(e)} added` },
  'edit-service': { zh: (e) => `修改虚拟服务 ${subject(e)}`, en: (e) => `virtual service ${subject(e)} changed` },
  'del-service': { zh: (e) => `删除虚拟服务 ${subject(e)}`, en: (e) => `virtual service ${subject(e)} deleted` },
  flush: { zh: () => '清空 IPVS 表', en: () => 'the IPVS table is cleared' },
  'add-dest': { zh: (e) => `添加真实服务器 ${subject(e)}`, en: (e) => `real server ${subject(e)} added` },
  'edit-dest': { zh: (e) => `修改真实服务器 ${subject(e)}`, en: (e) => `real server ${subject(e)} changed` },
  'del-dest': { zh: (e) => `删除真实服务器 ${subject(e)}`, en: (e) => `real server ${subject(e)} deleted` },
};

export const ipvsEvents: EventTable = {
  'ipvs.scheduled': {
    zh: (e) =>
      e.because.code === 'template'
        ? `${e.host} 按持久连接模板把 ${printEnd(e.client)} 交给 ${printEnd(e.picked)}`
        : `${e.host} 的 ${e.scheduler} 在 ${e.candidates.length} 台真实服务器中为 ${printEnd(e.client)} 选中 ${printEnd(e.picked)}`,
    en: (e) =>
      e.because.code === 'template'
        ? `${e.host} gives ${printEnd(e.client)} to ${printEnd(e.picked)} by its persistence template`
        : `${e.scheduler} on ${e.host} picks ${printEnd(e.picked)} of ${e.candidates.length} real servers for ${printEnd(e.client)}`,
  },
  'ipvs.refused': {
    zh: (e) =>
      `${e.host} 没有可用的真实服务器给 ${printEnd(e.client)}（${e.candidates.length} 台中 ${usable(e.candidates)} 台可用）`,
    en: (e) =>
      `${e.host} has no real server for ${printEnd(e.client)} (${usable(e.candidates)} of ${e.candidates.length} usable)`,
  },
  'ipvs.conn.created': {
    zh: (e) =>
      `${e.host} 新建${e.conn.template ? '持久模板' : '连接条目'} ${printConn(e.conn)}，${printDuration(e.timeoutUs)} 后过期`,
    en: (e) =>
      `${e.host} makes a ${e.conn.template ? 'persistence template' : 'connection entry'} ${printConn(e.conn)}, to expire in ${printDuration(e.timeoutUs)}`,
  },
  'ipvs.conn.state': {
    zh: (e) =>
      `${e.host} 的连接条目 ${printConn(e.conn)}：${e.before} → ${e.after}，${printDuration(e.timeoutUs)} 后过期`,
    en: (e) =>
      `${e.host}'s connection entry ${printConn(e.conn)}: ${e.before} → ${e.after}, to expire in ${printDuration(e.timeoutUs)}`,
  },
  'ipvs.conn.expired': {
    zh: (e) => `${e.host} 的连接条目 ${printConn(e.conn)} 过期（${e.state}）`,
    en: (e) => `${e.host}'s connection entry ${printConn(e.conn)} expires (${e.state})`,
  },
  'ipvs.config.changed': {
    zh: (e) => `${e.host}：${CHANGED[e.what].zh(e)}`,
    en: (e) => `${e.host}: ${CHANGED[e.what].en(e)}`,
  },
};
