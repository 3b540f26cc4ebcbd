// The exercise on the page: its objectives, tried again on a copy after each command, each with what was expected, what was
// found and the event that shows it. The learner's own lab is never touched by it.

import type { CheckRun, Finding, ObjectiveResult } from '../../lab/check/check.ts';
import type { Lab } from '../../lab/contract.ts';
import type { Exercise } from '../lesson/compiled.ts';
import { attempted } from './attempted.ts';
import type { Engine } from './engine.ts';
import { breather } from './frames.ts';
import type { LabState } from './lab-state.svelte.ts';

/** Commands often come in a row (a pasted block): they are judged together. */
const SETTLE_MS = 250;

/** unknown: not yet. It becomes `failed` once something was done about it, or when it was reached before. */
export type Verdict = 'unknown' | 'passed' | 'failed';

export class ExerciseState {
  exercise: Exercise | undefined = $state.raw();
  run: CheckRun | undefined = $state.raw();
  checking = $state(false);
  problem: string | undefined = $state();
  readonly #lab: LabState;
  readonly #engine: () => Promise<Engine>;
  /** Objectives that were reached at some time since the lab's start. */
  #reached: readonly string[] = [];
  #signal: { aborted: boolean } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  #attempted: readonly string[] = $state.raw([]);

  readonly points: number = $derived(
    (this.exercise?.objectives ?? []).reduce(
      (sum, { id, points }) => sum + (this.verdict(id) === 'passed' ? points : 0),
      0,
    ),
  );
  readonly pointsMax: number = $derived((this.exercise?.objectives ?? []).reduce((sum, { points }) => sum + points, 0));
  readonly done: boolean = $derived(this.pointsMax > 0 && this.points === this.pointsMax);

  constructor(lab: LabState, engine: () => Promise<Engine>) {
    this.#lab = lab;
    this.#engine = engine;
    lab.onCommandEnded(() => this.checkSoon());
  }

  open(exercise: Exercise | undefined): void {
    if (exercise?.key === this.exercise?.key) return;
    this.cancel();
    this.exercise = exercise;
    this.run = undefined;
    this.#reached = this.#attempted = [];
    if (exercise) this.checkSoon();
  }

  result(id: string): ObjectiveResult | undefined {
    return this.run?.objectives.find((objective) => objective.id === id);
  }

  verdict(id: string): Verdict {
    const result = this.result(id);
    if (result?.passed) return 'passed';
    return result && this.#lab.touched && this.#attempted.includes(id) ? 'failed' : 'unknown';
  }

  /** The first objective that failed: the one to look at. */
  get firstFailed(): string | undefined {
    return this.exercise?.objectives.find(({ id }) => this.verdict(id) === 'failed')?.id;
  }

  /** What is wrong, each thing once. */
  findings(id: string): readonly Finding[] {
    if (this.verdict(id) !== 'failed') return [];
    const findings = this.result(id)!.results.flatMap(({ finding }) => finding ?? []);
    const key = ({ code, expected, found }: Finding) => `${code} ${expected} ${found}`;
    return findings.filter((finding, at) => findings.findIndex((other) => key(other) === key(finding)) === at);
  }

  /** What was reached once or is being worked at. */
  #nowAttempted(lab: Lab, run: CheckRun): readonly string[] {
    if (!this.#lab.touched) this.#reached = [];
    const passed = run.objectives.filter((result) => result.passed).map(({ id }) => id);
    this.#reached = [...this.#reached, ...passed.filter((id) => !this.#reached.includes(id))];
    // What the scene's start typed is not the learner's.
    const start = this.#lab.scene?.start ?? [];
    const typed = (host: string) => lab.terminal(host).history.slice(start.filter((step) => step.host === host).length);
    const { objectives = [] } = this.exercise ?? {};
    const tried = objectives.filter(({ checks }) => checks.some((check) => attempted(check, typed, lab.hosts)));
    return [...this.#reached, ...tried.map(({ id }) => id)];
  }

  checkSoon(): void {
    if (!this.exercise) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), SETTLE_MS);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    if (this.#signal) this.#signal.aborted = true;
    this.#signal = undefined;
    this.checking = false;
  }

  /** Tries all objectives now. A later call takes an earlier one's place. */
  async check(): Promise<void> {
    this.cancel();
    const { exercise } = this;
    const lab = this.#lab.live;
    if (!exercise || !lab) return;
    const signal = { aborted: false };
    this.#signal = signal;
    this.checking = true;
    this.problem = undefined;
    try {
      const engine = await this.#engine();
      const run = await engine.checkObjectives(lab.spec(), exercise.objectives, { breathe: breather(), signal });
      if (signal.aborted) return;
      this.#attempted = this.#nowAttempted(lab, run);
      this.run = run;
    } catch (error) {
      if (!signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (!signal.aborted) {
        this.checking = false;
        this.#signal = undefined;
      }
    }
  }
}
