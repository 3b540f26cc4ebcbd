// Everything the page knows, one object a concern, made once in main.ts and found by components through Svelte's context.

import { getContext, setContext, tick } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Lab } from '../../lab/contract.ts';
import { Dictionary } from '../words/words.svelte.ts';
import type { Words } from '../words/zh.ts';
import { loadEngine, type Engine } from './engine.ts';
import { ExerciseState } from './exercise.svelte.ts';
import { Frames } from './frames.ts';
import { LabState, RATES } from './lab-state.svelte.ts';
import { LessonState } from './lesson.svelte.ts';
import { parseAddress, printAddress, Selected } from './place.svelte.ts';
import { Settings } from './settings.svelte.ts';
import type { StageContext } from './stage-context.ts';
import { Store } from './store.svelte.ts';

export class App {
  readonly frames = new Frames();
  readonly store: Store;
  readonly settings: Settings;
  readonly dictionary = new Dictionary();
  readonly selected = new Selected();
  readonly lab: LabState;
  readonly exercise: ExerciseState;
  readonly lesson: LessonState;
  readonly stage: StageContext;
  readonly engine: () => Promise<Engine>;
  /** The host whose terminal is in front. */
  host = $state('client');
  /** Hosts whose terminals have printed something that was not seen yet. */
  readonly news = new SvelteSet<string>();
  /** What was said to screen readers last. */
  announced = $state('');
  keyMapOpen = $state(false);
  offline = $state(false);
  wrongLink: string | undefined = $state();
  resetSaid = $state(false);
  /** Puts the focus into the terminal in front; set by it. */
  focusTerminal: () => void = () => undefined;
  focusStage: () => void = () => undefined;
  focusSearch: () => void = () => undefined;

  constructor(store = new Store(), engine: () => Promise<Engine> = loadEngine) {
    this.store = store;
    this.engine = engine;
    this.settings = new Settings(store);
    this.lab = new LabState(store, engine);
    this.exercise = new ExerciseState(this.lab, engine);
    this.lesson = new LessonState(store, this.lab, this.exercise);
    this.stage = this.#stageContext();
    this.frames.after((_, deltaMs) => this.lab.step(deltaMs));
  }

  get words(): Words {
    return this.dictionary.current;
  }

  /** What is needed before anything can be drawn. */
  async prepare(hash: string): Promise<void> {
    this.follow(hash);
    const { lesson, settings } = this;
    await Promise.all([
      this.dictionary.load(settings.language),
      lesson.loadText(settings.language),
      lesson.loadScene(),
    ]);
  }

  /** Goes where an address leads. */
  follow(hash: string): void {
    const address = parseAddress(hash);
    this.wrongLink = this.lesson.find(address.lesson, address.slide);
    this.selected.select(this.wrongLink === undefined ? address.selection : undefined);
  }

  get address(): string {
    return printAddress({
      lesson: this.lesson.lesson.slug,
      slide: this.lesson.head.id,
      selection: this.lab.showing === 'live' ? this.selected.current : undefined,
    });
  }

  /** Types commands into a host's terminal, one after another, and shows it. */
  run(host: string, ...commands: readonly string[]): void {
    this.show(host);
    this.lab.run(host, ...commands);
  }

  show(host: string): void {
    this.host = host;
    if (this.settings.folded.terminals) this.settings.fold('terminals', false);
  }

  /** Hurries to a host's next prompt. Whether anything runs there. */
  jump(host = this.host): boolean {
    const runs = this.lab.running.has(host);
    if (runs) this.lab.jump(host);
    return runs;
  }

  /** The next of the speeds that time can have while a program runs. */
  hurry(): void {
    const { lab, host } = this;
    if (lab.running.has(host)) lab.hurry(host, RATES[(RATES.indexOf(lab.rate as 1) + 1) % RATES.length]!);
  }

  /** Leaves the projector's posture for the list of events, and its field for searching. */
  async search(): Promise<void> {
    this.settings.projector = false;
    await tick();
    this.focusSearch();
  }

  /** Puts an event of a check's copy before the reader's eyes. */
  showEvidence(copy: Lab, seq: number): void {
    this.lab.showEvidence(copy);
    this.settings.fold('stage', false);
    this.selected.select({ kind: 'event', seq });
  }

  showLive(): void {
    this.lab.showLive();
    this.selected.select(undefined);
  }

  async reset(): Promise<void> {
    this.selected.select(undefined);
    await this.lab.reset();
    this.resetSaid = true;
    this.exercise.checkSoon();
  }

  async undoReset(): Promise<void> {
    this.resetSaid = false;
    this.selected.select(undefined);
    await this.lab.undoReset();
    this.exercise.checkSoon();
  }

  #stageContext(): StageContext {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const app = this;
    return {
      get phase() {
        return app.lab.phase;
      },
      get problem() {
        return app.lab.problem;
      },
      get lab() {
        return app.lab.shown;
      },
      get showing() {
        return app.lab.showing;
      },
      get revision() {
        return app.lab.revision;
      },
      get selection() {
        return app.selected.current;
      },
      select: (selection) => app.selected.select(selection),
      get language() {
        return app.settings.language;
      },
      get theme() {
        return app.settings.theme;
      },
      get projector() {
        return app.settings.projector;
      },
      get reducedMotion() {
        return app.settings.reducedMotion;
      },
      get rate() {
        return app.lab.rate;
      },
      set rate(rate) {
        app.lab.rate = rate;
      },
      onFrame: (call) => app.frames.on(call),
      run: (host, command) => app.run(host, command),
      announce: (text) => (app.announced = text),
    };
  }
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
