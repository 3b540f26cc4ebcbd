// A scheduler's pick as a table: every candidate as the scheduler saw it, what it compared, and one sentence why. One file a
// scheduler; `index.ts` finds the one for a pick.

import type { EventOf } from '../../sim/journal.ts';
import type { Candidate } from '../../ipvs/events.ts';
import type { Said } from '../words/language.ts';

export type Pick = EventOf<'ipvs.scheduled'>;

export interface DecisionRow {
  readonly cells: readonly string[];
  readonly picked: boolean;
  /** Was not eligible at all: weight 0 or over its limit. */
  readonly out: boolean;
  readonly note: Said;
}

export interface Decision {
  readonly columns: readonly Said[];
  readonly rows: readonly DecisionRow[];
  readonly because: Said;
}

export type Explain = (pick: Pick) => Decision;

export const isPicked = (pick: Pick, candidate: Candidate): boolean =>
  candidate.address === pick.picked.address && candidate.port === pick.picked.port;

export const isOut = (candidate: Candidate): boolean => candidate.weight === 0 || candidate.overloaded;

export const NO_NOTE: Said = { zh: '', en: '' };

export function outNote(candidate: Candidate): Said {
  if (candidate.overloaded) return { zh: '超过连接上限', en: 'over its connection limit' };
  return candidate.weight === 0 ? { zh: '权重 0：不接新连接', en: 'weight 0: takes no new connection' } : NO_NOTE;
}

export const SERVER: Said = { zh: '真实服务器', en: 'real server' };
export const WEIGHT: Said = { zh: '权重', en: 'weight' };
export const ACTIVE: Said = { zh: '活动', en: 'active' };
export const INACTIVE: Said = { zh: '非活动', en: 'inactive' };
