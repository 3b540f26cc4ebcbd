import { describe, expect, it, vi } from 'vitest';
import type { CheckRun, Objective } from '../../../src/lab/check/check.ts';
import type { Engine } from '../../../src/ui/state/engine.ts';
import { ExerciseState } from '../../../src/ui/state/exercise.svelte.ts';
import { LabState } from '../../../src/ui/state/lab-state.svelte.ts';
import type { Exercise } from '../../../src/ui/lesson/compiled.ts';
import { createLab } from '../support/lab-double.ts';
import { storeDouble } from '../support/store-double.ts';

const objective = (id: string, points: number): Objective => ({
  id,
  text: { zh: id, en: id },
  points,
  checks: [{ kind: 'sysctl', host: 'svr1', key: 'net.ipv4.ip_forward', value: 1 }],
});
const exercise: Exercise = { key: 'a/01', objectives: [objective('one', 10), objective('two', 20)], solve: [] };
const topology = { title: 't', segments: ['lan'], hosts: [{ name: 'svr1', role: 'director', interfaces: [] }] };

/** An engine whose checks answer when told to. */
function make() {
  const asked: ((passed: readonly boolean[]) => void)[] = [];
  const engine = {
    createLab,
    checkObjectives: (_world: unknown, objectives: readonly Objective[]) =>
      new Promise<CheckRun>((resolve) =>
        asked.push((passed) =>
          resolve({
            objectives: objectives.map(({ id }, index) => ({ id, passed: passed[index]!, results: [] })),
            copy: createLab({ topology, seed: 1, log: [] }),
          }),
        ),
      ),
  } as unknown as Engine;
  const load = () => Promise.resolve(engine);
  const lab = new LabState(storeDouble().store, load);
  return { lab, state: new ExerciseState(lab, load), asked };
}

async function opened() {
  vi.useFakeTimers();
  const made = make();
  await made.lab.open({ key: 'a/start', topology, start: [], fingerprint: 'f' });
  made.state.open(exercise);
  await vi.runAllTimersAsync();
  return made;
}

describe('an exercise', () => {
  it('is checked when it is opened', async () => {
    const { state, asked } = await opened();
    expect([asked.length, state.checking, state.verdict('one')]).toEqual([1, true, 'unknown']);
  });

  it('counts the points of what is reached', async () => {
    const { state, asked } = await opened();
    asked[0]!([true, false]);
    await vi.runAllTimersAsync();
    expect([state.points, state.pointsMax, state.done]).toEqual([10, 30, false]);
    expect([state.verdict('one'), state.verdict('two')]).toEqual(['passed', 'unknown']);
  });

  /** A command, and the check after it. */
  async function command({ lab, asked }: Awaited<ReturnType<typeof opened>>, line: string, passed: boolean[]) {
    lab.type('svr1', `${line}\r`);
    await vi.runAllTimersAsync();
    asked.at(-1)!(passed);
    await vi.runAllTimersAsync();
  }

  it('is not failed by a command that has nothing to do with it', async () => {
    const made = await opened();
    await command(made, 'curl http://10.10.10.1/', [false, false]);
    expect([made.state.verdict('one'), made.state.firstFailed]).toEqual(['unknown', undefined]);
  });

  it('is failed once something was done about it', async () => {
    const made = await opened();
    await command(made, 'sysctl -p', [true, false]);
    expect([made.state.verdict('two'), made.state.firstFailed]).toEqual(['failed', 'two']);
  });

  it('is failed when it was reached before', async () => {
    const made = await opened();
    await command(made, 'true', [true, false]);
    await command(made, 'reboot', [false, false]);
    expect([made.state.verdict('one'), made.state.verdict('two')]).toEqual(['failed', 'unknown']);
  });

  it('is checked again after a command, once for a row of them', async () => {
    const { lab, asked } = await opened();
    lab.type('svr1', 'one\rtwo\rthree\r');
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(2);
  });

  it('forgets an answer that a later check has overtaken', async () => {
    const { lab, state, asked } = await opened();
    lab.type('svr1', 'x\r');
    await vi.runAllTimersAsync();
    asked[1]!([true, true]);
    asked[0]!([false, false]);
    await vi.runAllTimersAsync();
    expect(state.done).toBe(true);
    expect(state.checking).toBe(false);
  });
});
