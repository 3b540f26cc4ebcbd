// Any scheduler without a table of its own: the candidates with their connections and, where it compares, their scores.

import { printEnd } from '../words/ipvs.ts';
import { ACTIVE, INACTIVE, isOut, isPicked, outNote, SERVER, WEIGHT, type Decision, type Pick } from './decision.ts';

export function explainGeneric(pick: Pick): Decision {
  const scored = pick.candidates.some((one) => one.score !== undefined);
  return {
    columns: [SERVER, WEIGHT, ACTIVE, INACTIVE, ...(scored ? [{ zh: '得分', en: 'score' }] : [])],
    rows: pick.candidates.map((one) => ({
      cells: [
        printEnd(one),
        String(one.weight),
        String(one.active),
        String(one.inactive),
        ...(scored ? [one.score === undefined ? '—' : String(one.score)] : []),
      ],
      picked: isPicked(pick, one),
      out: isOut(one),
      note: outNote(one),
    })),
    because: {
      zh: `${pick.scheduler} 选中 ${printEnd(pick.picked)}`,
      en: `${pick.scheduler} picks ${printEnd(pick.picked)}`,
    },
  };
}
