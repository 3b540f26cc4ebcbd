// The learner's lab on the page: made of a scene, stepped by the frame loop, saved after what was typed, reset and brought back.
// Everything that shows the lab reads `revision`, which counts up when there is something new to show.

import type { Lab, WorldSpec } from '../../lab/contract.ts';
import type { JournalEvent } from '../../sim/journal.ts';
import type { Scene, Step } from '../lesson/compiled.ts';
import type { Engine } from './engine.ts';
import { breather, turn } from './frames.ts';
import { runSteps } from './run-steps.ts';
import { Running } from './running.svelte.ts';
import { readSavedLab, SAVED_VERSION, type SavedLab, type SavedTrouble } from './saved-lab.ts';
import type { LabPhase } from './stage-context.ts';
import type { Store } from './store.svelte.ts';

/** Real time that one frame may spend on stepping: less while frames come late, for then drawing needs the time. */
const STEP_MS_MIN = 3;
const STEP_MS_MAX = 9;
const LATE_MS = 25;
/** The piece of work between two looks at the clock. */
const STEP_BUDGET = 300;
/** How much virtual and real time a key gets before its echo is drawn; the rest follows in the next frames. */
const ECHO_US = 1_000;
const ECHO_MS = 6;
/** How long time may lag before it is said. */
const BUSY_SAID_MS = 1500;
/** How far ahead one jump looks for the prompt: more than TCP takes to give a connection up (127 s). */
const JUMP_US = 600_000_000;
/** Times real time: what the learner may choose while a program runs. */
export const RATES = [1, 10, 100] as const;
const SAVE_AFTER_MS = 800;
const SEED = 1;

export type CommandEnded = Extract<JournalEvent, { kind: 'command.ended' }>;

export class LabState {
  phase: LabPhase = $state('loading');
  problem: string | undefined = $state();
  scene: Scene | undefined = $state.raw();
  /** The learner's own. */
  live: Lab | undefined = $state.raw();
  /** A check's copy that is being looked at. */
  evidence: Lab | undefined = $state.raw();
  revision = $state(0);
  /** Virtual time for each real one. More than 1 lasts until the host for which it was chosen is at its prompt. */
  rate = $state(1);
  /** The host whose next prompt time is hurrying to. */
  jumping: string | undefined = $state();
  readonly running = new Running();
  /** Saved data that could not be used; it lies untouched until the learner starts afresh. */
  savedTrouble: SavedTrouble | undefined = $state();
  canUndoReset = $state(false);
  /** Something was typed that a reset would undo. */
  touched = $state(false);
  /** Virtual time has lagged behind for a while because there is more to compute than frames can hold. */
  busyLong = $state(false);

  readonly #store: Store;
  readonly #engine: () => Promise<Engine>;
  #ended: readonly ((event: CommandEnded) => void)[] = [];
  #scannedSeq = 0;
  #shownUs = -1;
  #settling = false;
  #busyMs = 0;
  #stepMs = STEP_MS_MAX;
  /** The scene that is to be shown, once it is ready. */
  #wanted: Scene | undefined;
  #opening = 0;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #undo: SavedLab | undefined;
  /** Commands that wait for their turn, and when the last keys were typed. */
  #queue: readonly Step[] = [];
  #typedUs = -1;
  #hurried: string | undefined;
  #jumpUntilUs = 0;

  constructor(store: Store, engine: () => Promise<Engine>) {
    this.#store = store;
    this.#engine = engine;
  }

  get shown(): Lab | undefined {
    return this.evidence ?? this.live;
  }

  get showing(): 'live' | 'evidence' {
    return this.evidence ? 'evidence' : 'live';
  }

  /** Calls `call` whenever a command line has ended in the live lab. */
  onCommandEnded(call: (event: CommandEnded) => void): () => void {
    this.#ended = [...this.#ended, call];
    return () => (this.#ended = this.#ended.filter((each) => each !== call));
  }

  /** Shows `scene`: as it was left, or from its start. What was shown before stays until it is ready. */
  async open(scene: Scene): Promise<void> {
    if (this.#wanted?.key === scene.key) return;
    this.#wanted = scene;
    // Brought while storage is asked; what goes wrong is said where it is used.
    this.#engine().catch(() => undefined);
    await this.save();
    const reading = readSavedLab(await this.#store.readLarge(labKey(scene)), scene.key, scene.fingerprint);
    await this.#make(scene, reading.kind === 'saved' ? reading.saved : undefined, () => {
      this.savedTrouble = reading.kind === 'trouble' ? reading.trouble : undefined;
      this.#undo = undefined;
      this.canUndoReset = false;
    });
  }

  /** From the scene's start again. What was there can be brought back until the scene is left. */
  async reset(): Promise<void> {
    const { scene } = this;
    const undo = this.#saved();
    if (!scene || !undo) return;
    await this.#make(scene, undefined, () => {
      this.#undo = undo;
      this.canUndoReset = true;
    });
    await this.forgetSaved();
  }

  /** Gives up saved data that could not be used: from now on the lab is kept in its place. */
  async forgetSaved(): Promise<void> {
    this.savedTrouble = undefined;
    if (this.scene) await this.#store.removeLarge(labKey(this.scene));
  }

  async undoReset(): Promise<void> {
    const { scene } = this;
    const saved = this.#undo;
    if (!scene || !saved) return;
    await this.#make(scene, saved, () => {
      this.#undo = undefined;
      this.canUndoReset = false;
    });
    await this.save();
  }

  type(host: string, text: string): void {
    if (!this.live) return;
    this.evidence = undefined;
    this.#queue = [];
    this.jumping = undefined;
    this.#typedUs = this.live.nowUs;
    this.live.type(host, text);
    this.#edited();
    this.#advance(this.live, this.live.nowUs + ECHO_US, ECHO_MS);
    this.#look();
  }

  /** Types commands, each when the one before has ended. A program that runs there is waited for; a half-typed line goes. */
  run(host: string, ...commands: readonly string[]): void {
    if (!this.live) return;
    const { atPrompt, line } = this.live.terminal(host);
    if (!this.running.has(host) && (!atPrompt || line)) this.type(host, '\x03');
    this.#queue = commands.map((command) => ({ host, command }));
    this.#typeQueued();
  }

  /** Types the next of the waiting commands once its shell is at the prompt and has read what was typed before. */
  #typeQueued(): void {
    const next = this.#queue[0];
    const lab = this.live;
    if (!next || !lab || lab.nowUs <= this.#typedUs + 1 || !lab.terminal(next.host).atPrompt) return;
    const rest = this.#queue.slice(1);
    this.type(next.host, `${next.command.replaceAll('\n', '\r')}\r`);
    this.#queue = rest;
  }

  /** Lets time pass faster (×10, ×100) or as it does (×1), for `host`'s program. */
  hurry(host: string, rate: number): void {
    this.rate = rate;
    this.#hurried = rate > 1 ? host : undefined;
  }

  /** Lets time run as fast as it can be computed, until `host` is at its prompt; a second time: no longer. */
  jump(host: string): void {
    if (!this.live || this.jumping === host) this.jumping = undefined;
    else {
      this.jumping = host;
      this.#jumpUntilUs = this.live.nowUs + JUMP_US;
    }
  }

  resize(host: string, columns: number, rows: number): void {
    this.live?.resize(host, columns, rows);
  }

  showEvidence(copy: Lab): void {
    this.evidence = copy;
    this.revision++;
  }

  showLive(): void {
    this.evidence = undefined;
    this.revision++;
  }

  /** One frame: virtual time goes on by `deltaMs` × rate, as far as the frame's time allows. */
  step(deltaMs: number): void {
    const lab = this.live;
    if (!lab || this.phase !== 'ready') return;
    if (this.rate > 0 && !this.#settling) {
      this.#stepMs =
        deltaMs > LATE_MS ? Math.max(STEP_MS_MIN, this.#stepMs - 1) : Math.min(STEP_MS_MAX, this.#stepMs + 1);
      const kept = this.jumping
        ? this.#hurryTo(lab, this.jumping, this.#stepMs)
        : this.#advance(lab, lab.nowUs + Math.round(deltaMs * 1000 * this.rate), this.#stepMs);
      this.#busyMs = kept ? 0 : this.#busyMs + deltaMs;
      this.busyLong = this.#busyMs > BUSY_SAID_MS;
    }
    this.#typeQueued();
    this.#look();
    this.running.step(lab, deltaMs);
    if (this.#hurried && lab.terminal(this.#hurried).atPrompt) this.hurry(this.#hurried, 1);
  }

  /** From one thing that happens to the next, until the prompt is there, nothing is due or a frame's time is up. */
  #hurryTo(lab: Lab, host: string, limitMs: number): boolean {
    const startMs = performance.now();
    while (performance.now() - startMs < limitMs) {
      const dueUs = lab.nextDueUs();
      if (lab.terminal(host).atPrompt || dueUs === undefined || lab.nowUs >= this.#jumpUntilUs) {
        this.jumping = undefined;
        return true;
      }
      if (lab.advance(Math.min(Math.max(dueUs, lab.nowUs), this.#jumpUntilUs), STEP_BUDGET) !== 'held') continue;
      this.#settle(lab);
      return true;
    }
    return true;
  }

  /** Whether `untilUs` was reached before the time was up. */
  #advance(lab: Lab, untilUs: number, limitMs: number): boolean {
    const startMs = performance.now();
    for (;;) {
      const how = lab.advance(untilUs, STEP_BUDGET);
      if (how === 'reached') return true;
      if (how === 'held') {
        this.#settle(lab);
        return true;
      }
      if (performance.now() - startMs > limitMs) return false;
    }
  }

  #settle(lab: Lab): void {
    if (this.#settling) return;
    this.#settling = true;
    lab
      .settle()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#settling = false;
      });
  }

  /** Tells whoever shows the lab that there is something new, and scans the journal for ended commands. */
  #look(): void {
    const lab = this.live;
    if (!lab) return;
    if (lab.nowUs !== this.#shownUs || lab.journal.nextSeq !== this.#scannedSeq) {
      this.#shownUs = lab.nowUs;
      this.revision++;
    }
    if (lab.journal.nextSeq === this.#scannedSeq) return;
    const ended: CommandEnded[] = [];
    for (let seq = Math.max(this.#scannedSeq, lab.journal.firstSeq); seq < lab.journal.nextSeq; seq++) {
      const event = lab.journal.at(seq);
      if (event) this.running.hear(event);
      if (event?.kind === 'command.ended') ended.push(event);
    }
    this.#scannedSeq = lab.journal.nextSeq;
    for (const event of ended) for (const call of this.#ended) call(event);
  }

  /** `taken` is called when the new lab takes the old one's place. */
  async #make(scene: Scene, saved: SavedLab | undefined, taken: () => void): Promise<void> {
    const opening = ++this.#opening;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const engine = await this.#engine();
      // Evaluating the simulator, switching four hosts on and drawing them are a task each.
      await turn();
      const breathe = breather();
      let lab: Lab;
      if (saved) {
        const { seed, log, untilUs } = saved;
        lab = await engine.replay({ topology: scene.topology, seed, log, untilUs }, { breathe });
      } else {
        lab = engine.createLab({ topology: scene.topology, seed: SEED, log: [] });
        await runSteps(lab, scene.start, breathe);
      }
      await turn();
      if (opening !== this.#opening) return;
      this.scene = scene;
      this.live = lab;
      this.evidence = undefined;
      this.touched = saved !== undefined;
      this.#scannedSeq = lab.journal.nextSeq;
      this.running.clear();
      for (const event of lab.journal.since()) this.running.hear(event);
      this.jumping = undefined;
      this.hurry('', 1);
      this.#shownUs = -1;
      this.#typedUs = -1;
      this.#queue = [];
      this.problem = undefined;
      this.phase = 'ready';
      this.revision++;
      taken();
    } catch (error) {
      if (opening === this.#opening) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    console.error(error);
    this.problem = error instanceof Error ? error.message : String(error);
    this.phase = 'failed';
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    const scene = this.#wanted;
    if (!scene) return;
    this.#wanted = undefined;
    await this.open(scene);
  }

  #edited(): void {
    this.touched = true;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  #saved(): SavedLab | undefined {
    if (!this.scene || !this.live) return undefined;
    const spec: WorldSpec = this.live.spec();
    return {
      version: SAVED_VERSION,
      scene: this.scene.key,
      fingerprint: this.scene.fingerprint,
      seed: spec.seed,
      log: spec.log,
      untilUs: this.live.nowUs,
    };
  }

  /** Keeps the lab as it is now, unless nothing was typed or what lies there could not be read. */
  async save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    if (!this.touched || this.savedTrouble || this.phase !== 'ready') return;
    const saved = this.#saved();
    if (saved) await this.#store.writeLarge(labKey(this.scene!), JSON.stringify(saved));
  }
}

export const labKey = (scene: Scene): string => `lab/${scene.key}`;
