// Where a step, a hop, or a jump to a command takes the playhead.

import { lastAtOrBefore } from './search.ts';
import type { Timeline } from './timeline.ts';

export type Stride = 'moment' | 'hop';

const same = (value: number): number => value;

/** The next moment (hop) after `tUs`, or the one before it; the ends of the timeline when there is no further one. */
export function strideFrom(timeline: Timeline, tUs: number, stride: Stride, direction: 1 | -1): number {
  const list = stride === 'moment' ? timeline.momentsUs : timeline.hopsUs;
  const at = lastAtOrBefore(list, tUs, same);
  if (direction === 1) return list[at + 1] ?? timeline.endUs;
  const before = list[at] === tUs ? at - 1 : at;
  return Math.max(list[before] ?? timeline.beginUs, timeline.beginUs);
}
