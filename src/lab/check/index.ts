// Tries an exercise's objectives on a copy of the lab: the copy is a replay, so nothing that a check sends or waits for ever
// reaches the learner's own machines, counters or clocks.

import type { Program } from '../../sim/process.ts';
import type { Sys } from '../../host/sys.ts';
import type { Lab, WorldSpec } from '../contract.ts';
import { Cancelled, replay } from '../lab.ts';
import type { CheckRun, CheckWorld, Objective, ObjectiveResult } from './check.ts';
import { tryCheck } from './kinds.ts';

/** How much virtual time one program of a check may take before it counts as hanging. */
const PROGRAM_US_MAX = 120_000_000;
/** Clock calls between two looks at whether the page needs its thread back. */
const STEP_BUDGET = 5_000;

export interface CheckOptions {
  /** Called between pieces of work; the page returns a promise of its next free moment, tests nothing. */
  readonly breathe?: () => Promise<void> | undefined;
  /** Ends the run early: the promise is rejected with its reason. */
  readonly signal?: { readonly aborted: boolean };
}

/** All objectives, tried one after another on one fresh copy of the world. */
export async function checkObjectives(
  world: WorldSpec,
  objectives: readonly Objective[],
  options: CheckOptions = {},
): Promise<CheckRun> {
  const copy = await replay(world, { ...options, record: false });
  const on: CheckWorld = {
    copy,
    sys: (host) => copy.sys(host),
    run: (host, main) => runOn(copy, host, main, options),
  };
  const results: ObjectiveResult[] = [];
  for (const { id, checks } of objectives) {
    const outcomes = [];
    for (const check of checks) {
      const finding = await tryCheck(check, on);
      outcomes.push({ check, passed: finding === undefined, finding });
    }
    results.push({ id, passed: outcomes.every((outcome) => outcome.passed), results: outcomes });
  }
  return { objectives: results, copy };
}

/** Runs a program as a root process of a host until it ends, letting the copy's time pass. */
async function runOn<T>(lab: Lab, host: string, main: (sys: Sys) => Program<T>, options: CheckOptions): Promise<T> {
  let done: { readonly value: T } | undefined;
  let thrown: { readonly error: unknown } | undefined;
  lab.sys(host).fork({
    argv: ['check'],
    *main(sys) {
      try {
        done = { value: yield* main(sys) };
      } catch (error) {
        thrown = { error };
      }
      return 0;
    },
  });
  const deadlineUs = lab.nowUs + PROGRAM_US_MAX;
  while (!done && !thrown && lab.nowUs < deadlineUs) {
    if (options.signal?.aborted) throw new Cancelled();
    const due = lab.nextDueUs();
    if (due === undefined && !lab.held) break;
    if (lab.advance(Math.min(due ?? lab.nowUs, deadlineUs), STEP_BUDGET) === 'held') await lab.settle();
    const pause = options.breathe?.();
    if (pause) await pause;
  }
  if (thrown) throw thrown.error;
  if (!done) throw new Error(`${host}: a check's program did not end within ${PROGRAM_US_MAX} µs`);
  return done.value;
}
