// Every scheduler, by the name that is typed after -s: one import and one word each. A test compares this list with the folder.

import type { Scheduler } from './scheduler.ts';
import { rr } from './rr.ts';
import { wrr } from './wrr.ts';

export const SCHEDULERS: ReadonlyMap<string, Scheduler> = new Map(
  [rr, wrr].map((scheduler): [string, Scheduler] => [scheduler.name, scheduler as Scheduler]),
);
