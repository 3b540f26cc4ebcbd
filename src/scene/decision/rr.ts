// rr: from the one picked last, walk on through the list; the first that may be used is it. Weights are not compared.

import { printEnd } from '../words/ipvs.ts';
import type { Candidate } from '../../ipvs/events.ts';
import { isOut, isPicked, NO_NOTE, outNote, SERVER, WEIGHT, type Decision, type Pick } from './decision.ts';
import type {} from '../../ipvs/sched/rr.ts';

export function explainRr(pick: Pick): Decision {
  const { candidates, because } = pick;
  const previous = because.code === 'rr' ? because.previous : undefined;
  const isPrevious = (one: Candidate) => one.address === previous?.address && one.port === previous.port;
  const from = candidates.findIndex(isPrevious);
  const turnOf = (i: number) => ((i - from - 1 + candidates.length) % candidates.length) + 1;
  return {
    columns: [{ zh: '轮到', en: 'turn' }, SERVER, WEIGHT],
    rows: candidates.map((one, i) => ({
      cells: [String(turnOf(i)), printEnd(one), String(one.weight)],
      picked: isPicked(pick, one),
      out: isOut(one),
      note: isPrevious(one) ? { zh: '上一次选的', en: 'picked last time' } : isOut(one) ? outNote(one) : NO_NOTE,
    })),
    because: previous
      ? {
          zh: `rr 从上一次选的 ${printEnd(previous)} 往下走，下一台可用的就是它；rr 不比较权重`,
          en: `rr walks on from ${printEnd(previous)}, picked last time, to the next usable one; it does not compare weights`,
        }
      : {
          zh: 'rr 从列表头开始，第一台可用的就是它；rr 不比较权重',
          en: 'rr starts at the head of the list and takes the first usable one; it does not compare weights',
        },
  };
}
