// The simulator as the page loads it: one module behind the first paint.

import type { CheckOptions } from '../../lab/check/index.ts';
import type { CheckRun, Finding, Objective } from '../../lab/check/check.ts';
import type { Lab, WorldSpec } from '../../lab/contract.ts';
import type { JournalEvent } from '../../sim/journal.ts';
import type { Language } from './stage-context.ts';

export interface Engine {
  createLab(world: WorldSpec): Lab;
  replay(world: WorldSpec, options?: CheckOptions): Promise<Lab>;
  checkObjectives(world: WorldSpec, objectives: readonly Objective[], options?: CheckOptions): Promise<CheckRun>;
  describeFinding(finding: Finding, language: Language): string;
  /** `expected` or `found` of a finding, as people read it. */
  describeValue(value: string, language: Language): string;
  /** An event's sentence, as the stage says it. */
  eventText(event: JournalEvent, language: Language): string;
}

export async function loadEngine(): Promise<Engine> {
  const { engine } = await import('./engine-parts.ts');
  return engine;
}
