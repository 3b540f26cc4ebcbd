// Reasons of IPVS, in both languages.

import { printIpv4 } from '../../net/wire/address.ts';
import type {} from '../../ipvs/events.ts';
import type { ReasonTable } from './reasons.ts';
import { endpoint } from './numbers.ts';

export const ipvsReasons: ReasonTable = {
  'ipvs-no-destination': {
    zh: (r) =>
      `${r.scheduler} 选不出真实服务器：共 ${r.dests} 台，权重为 0 的 ${r.quiesced} 台，超过上限的 ${r.overloaded} 台`,
    en: (r) =>
      `${r.scheduler} finds no real server: ${r.dests} in all, ${r.quiesced} with weight 0, ${r.overloaded} over their limit`,
  },
  'ipvs-dest-gone': {
    zh: (r) => `连接所用的真实服务器 ${endpoint(r.address, r.port)} 已被删除`,
    en: (r) => `the connection's real server ${endpoint(r.address, r.port)} was deleted`,
  },
  'ipvs-loopback-dest': {
    zh: (r) => `外来的包不能送往回环地址 ${printIpv4(r.address)}`,
    en: (r) => `a packet from outside may not go to the loopback address ${printIpv4(r.address)}`,
  },
  'ipvs-loopback-source': {
    zh: (r) => `源是回环地址 ${printIpv4(r.src)}，不能送往别的主机`,
    en: (r) => `its source ${printIpv4(r.src)} is a loopback address: it may not go to another host`,
  },
  'ipvs-no-connection': {
    zh: (r) => `真实服务器 ${endpoint(r.src, r.port)} 的包不属于任何 IPVS 连接`,
    en: (r) => `the packet from real server ${endpoint(r.src, r.port)} belongs to no IPVS connection`,
  },
};
