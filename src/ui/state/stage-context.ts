// What the stage and the packet inspector are given by the page, and all that they may ask of it. Types only: an object of
// this shape (with runes behind its getters) is passed to `stage/Stage.svelte` as its one property `context`.

import type { Lab } from '../../lab/contract.ts';

/** One selection for the whole app: whatever view shows the thing, shows it selected. The address bar carries it. */
export type Selection =
  /** A journal event of the lab that is shown (`StageContext.lab`), and with it its packet. */
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'host'; readonly host: string }
  /** A network interface: 'eth0', 'eth0:1'. */
  | { readonly kind: 'device'; readonly host: string; readonly device: string }
  | { readonly kind: 'segment'; readonly segment: string }
  /** An IPVS service as the tools print it: 'tcp 10.10.10.1:80'. */
  | { readonly kind: 'service'; readonly host: string; readonly service: string }
  /** A conversation, as the scene keys it. */
  | { readonly kind: 'connection'; readonly key: string }
  /** An address that means something: 'VIP', 'DIP', 'RIP', 'CIP' (a glossary term lights it up on the stage). */
  | { readonly kind: 'term'; readonly term: string };

export type Language = 'zh' | 'en';

/** How far the page has come: the stage designs a state for each. */
export type LabPhase =
  /** The simulator is still being loaded. */
  | 'loading'
  | 'ready'
  /** It could not be loaded or broke; `StageContext.problem` says why. */
  | 'failed';

export interface StageContext {
  readonly phase: LabPhase;
  readonly problem: string | undefined;
  /** The lab to draw; undefined until it is loaded. Reactive: a reset, an undo or a look at a check's copy swaps it. */
  readonly lab: Lab | undefined;
  /** 'live': the learner's own lab. 'evidence': the copy on which a check failed, standing still (the page says so beside the stage). */
  readonly showing: 'live' | 'evidence';
  /** Reactive; counts up at most once a frame when the lab's journal grew or its time moved on. */
  readonly revision: number;
  readonly selection: Selection | undefined;
  select(selection: Selection | undefined): void;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly projector: boolean;
  readonly reducedMotion: boolean;
  /** Virtual microseconds the live lab goes on for each real one (1 = real time; 0 = it stands). The stage's own playback is its own affair. */
  rate: number;
  /** The page's one frame loop: called once a frame, with the frame's time and the time since the last (ms). */
  onFrame(call: (nowMs: number, deltaMs: number) => void): () => void;
  /** Types `command` and Enter into `host`'s terminal and shows that terminal (what the empty stage's button does). */
  run(host: string, command: string): void;
  /** Tells screen readers something (the text twin of what just happened). */
  announce(text: string): void;
}
