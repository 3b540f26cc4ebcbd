// Every scheduler, by the name that is typed after -s: one import and one word each. A test compares this list with the folder.

import { dh } from './dh.ts';
import { fo } from './fo.ts';
import { lblc } from './lblc.ts';
import { lblcr } from './lblcr.ts';
import { lc } from './lc.ts';
import { mh } from './mh.ts';
import { nq } from './nq.ts';
import { ovf } from './ovf.ts';
import { rr } from './rr.ts';
import type { Scheduler } from './scheduler.ts';
import { sed } from './sed.ts';
import { sh } from './sh.ts';
import { wlc } from './wlc.ts';
import { wrr } from './wrr.ts';

/** In the order of ipvsadm's help. */
const ALL: readonly Scheduler[] = [rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, fo, ovf, mh];

export const SCHEDULERS: ReadonlyMap<string, Scheduler> = new Map(ALL.map((scheduler) => [scheduler.name, scheduler]));
