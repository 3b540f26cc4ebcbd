// wrr: walk the list and take who reaches the threshold; each time the list ends, the threshold sinks by the weights' gcd.

import { printEnd } from '../words/ipvs.ts';
import { isOut, isPicked, outNote, SERVER, WEIGHT, type Decision, type Pick } from './decision.ts';
import { explainGeneric } from './generic.ts';
import type {} from '../../ipvs/sched/wrr.ts';

export function explainWrr(pick: Pick): Decision {
  const { candidates, because } = pick;
  if (because.code !== 'wrr') return explainGeneric(pick);
  const { threshold, maxThreshold, gcd, wraps } = because;
  return {
    columns: [{ zh: '位置', en: 'place' }, SERVER, WEIGHT, { zh: '阈值', en: 'threshold' }],
    rows: candidates.map((one, i) => ({
      cells: [String(i + 1), printEnd(one), String(one.weight), `${one.weight >= threshold ? '≥' : '<'} ${threshold}`],
      picked: isPicked(pick, one),
      out: isOut(one),
      note: isOut(one)
        ? outNote(one)
        : one.weight < threshold
          ? { zh: '未达阈值', en: 'below the threshold' }
          : { zh: '', en: '' },
    })),
    because: {
      zh: `wrr 现在的阈值是 ${threshold}（从 ${maxThreshold} 起，每走完一圈减 ${gcd}${wraps ? `，这次走完 ${wraps} 圈` : ''}），接着往下第一台权重 ≥ ${threshold} 的是 ${printEnd(pick.picked)}`,
      en: `wrr's threshold is ${threshold} now (from ${maxThreshold}, less ${gcd} at each end of the list${wraps ? `, ${wraps} reached this time` : ''}); the next one whose weight is ≥ ${threshold} is ${printEnd(pick.picked)}`,
    },
  };
}
