// Persistence: the client (or its network) came before, so no scheduler was asked.

import { printIpv4, prefixOf } from '../../net/wire/address.ts';
import { printEnd } from '../words/ipvs.ts';
import { SERVER, NO_NOTE, type Decision, type Pick } from './decision.ts';

export function explainTemplate(pick: Pick): Decision {
  const { because } = pick;
  const who = because.code === 'template' ? `${printIpv4(because.client)}/${prefixOf(because.netmask) ?? '?'}` : '';
  return {
    columns: [SERVER],
    rows: [{ cells: [printEnd(pick.picked)], picked: true, out: false, note: NO_NOTE }],
    because: {
      zh: `持久连接：${who} 已有模板，仍交给 ${printEnd(pick.picked)}，没有问 ${pick.scheduler}`,
      en: `persistence: ${who} has a template, so ${printEnd(pick.picked)} again; ${pick.scheduler} was not asked`,
    },
  };
}
