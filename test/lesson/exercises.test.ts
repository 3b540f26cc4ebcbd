// Every exercise of every lesson, played on the real simulator: its start fails, its solution passes, each known wrong answer
// fails, and no line of the solution is superfluous.

import { describe, expect, it } from 'vitest';
import { checkObjectives } from '../../src/lab/check/index.ts';
import { createLab } from '../../src/lab/lab.ts';
import { loadLessons } from '../../src/lesson-plugin/load.ts';
import { runSteps } from '../../src/ui/state/run-steps.ts';
import type { Step } from '../../src/ui/lesson/compiled.ts';

const { exercises, scenes } = await loadLessons('lessons');

describe.each([...exercises.values()])('the exercise $key', ({ scene, objectives, solve, wrong }) => {
  const { topology, start } = scenes.get(scene)!;

  /** The ids of the objectives that hold after `steps`. */
  async function reached(steps: readonly Step[]): Promise<string[]> {
    const lab = createLab({ topology, seed: 1, log: [] });
    await runSteps(lab, [...start, ...steps]);
    const run = await checkObjectives(lab.spec(), objectives);
    return run.objectives.filter(({ passed }) => passed).map(({ id }) => id);
  }
  const all = objectives.map(({ id }) => id);

  it('is not done at its start', async () => expect(await reached([])).toEqual([]));
  it('is done by its solution', async () => expect(await reached(solve)).toEqual(all));
  it.each(wrong)('is not done by $name', async ({ steps }) => expect(await reached(steps)).not.toEqual(all));
  it.each(solve.map((step, index) => ({ line: `[${step.host}]# ${step.command}`, index })))(
    'needs $line',
    async ({ index }) => expect(await reached(solve.toSpliced(index, 1))).not.toEqual(all),
  );
});
