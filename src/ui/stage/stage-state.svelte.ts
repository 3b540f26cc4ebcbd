// What the stage knows about the lab that it shows: the index over its journal, the picture at the playhead, the live
// configuration. One is made for each lab; one call a frame (`tick`) brings it up to date.

import type { Lab } from '../../lab/contract.ts';
import { frameAt, type Frame, type StandingDrop, type Work } from '../../scene/frame.ts';
import { layOut, type Layout } from '../../scene/layout/layout.ts';
import { NORMAL, type TypeSizes } from '../../scene/layout/type-sizes.ts';
import type { Config } from '../../scene/history.ts';
import { readLive, type Live } from '../../scene/live.ts';
import { subjectOf } from '../../scene/story.ts';
import { Timeline } from '../../scene/timeline/timeline.ts';
import { Twin, type TwinFilter } from '../../scene/twin.ts';
import type { JournalEvent } from '../../sim/journal.ts';
import { Playhead } from './playhead.svelte.ts';

/** What taking new journal entries in may cost a frame, so that a burst never makes the page wait. */
const TAKE_IN_MS = 5;
const EVENTS_AT_ONCE = 500;
const LIVE_EVERY_MS = 200;
const LIST_EVERY_MS = 120;
/** Left to right is how a request is read; upright only where that is much larger. */
const MUCH = 1.15;

export class StageState {
  readonly lab: Lab;
  readonly timeline: Timeline;
  readonly playhead: Playhead;
  layout = $state.raw<Layout>()!;
  live = $state.raw<Live>()!;
  captions = $state.raw<readonly JournalEvent[]>([]);
  work = $state.raw<readonly Work[]>([]);
  drops = $state.raw<readonly StandingDrop[]>([]);
  gap = $state.raw<Frame['gap']>();
  inFlight = $state(0);
  /** No packet has ever been on a link. */
  untouched = $state(true);
  /** The playhead's time as lists follow it: not at every frame, so that rows can be read and cost little. */
  listedUs = $state(0);
  startUs = $state(0);
  endUs = $state(0);
  /** Counts up when the list of events changed. */
  listed = $state(0);
  /** The list shows some of the events only. */
  filtered = $state(false);
  twin = $state.raw<Twin>()!;
  frame: Frame | undefined;
  // Read by the frame loop alone; nothing reacts to them.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #painters = new Set<(frame: Frame) => void>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #dismissed = new Map<string, number>();
  #layouts: readonly [Layout, Layout];
  #painted = '';
  #configRead = -1;
  #configShown: Config | undefined;
  #sinceLiveMs = 0;
  #sinceListMs = 0;

  constructor(lab: Lab) {
    this.lab = lab;
    this.timeline = new Timeline(lab.journal);
    this.timeline.update();
    this.playhead = new Playhead(this.timeline, lab.nowUs);
    this.twin = new Twin(this.timeline);
    this.#layouts = bothPostures(lab, NORMAL);
    this.layout = this.#layouts[0];
    this.live = readLive(lab, this.timeline.history.at(this.playhead.tUs));
    this.tick(0, false);
  }

  /** Takes the posture that fills a picture of this size better. */
  fit(width: number, height: number, type: TypeSizes): void {
    if (type !== this.#layouts[0].type) this.#layouts = bothPostures(this.lab, type);
    const scaleOf = ({ bounds }: Layout) => Math.min(width / bounds.width, height / bounds.height);
    const [wide, tall] = this.#layouts;
    this.layout = scaleOf(tall) > scaleOf(wide) * MUCH ? tall : wide;
  }

  /** Something was selected elsewhere (a check's evidence, a link): the picture goes to where it can be seen. */
  reveal(seq: number): void {
    const event = this.lab.journal.at(seq);
    const inSight =
      this.frame?.packets.some((packet) => packet.seq === seq) || this.captions.some((own) => own.seq === seq);
    if (event && !inSight) this.playhead.seek(event.atUs);
  }

  /** What Enter opens: the packets under way one after the other, or what happens at this moment. */
  nextToOpen(selectedSeq: number | undefined): number | undefined {
    const packets = this.frame?.packets ?? [];
    const seqs = packets.length ? packets.map((packet) => packet.seq) : this.captions.map((event) => event.seq);
    const known = seqs.filter((seq) => {
      const event = this.lab.journal.at(seq);
      return event && subjectOf(this.lab.journal, event);
    });
    return known[(known.indexOf(selectedSeq ?? -1) + 1) % known.length];
  }

  filter(filter: TwinFilter): void {
    this.filtered = isNarrowed(filter);
    this.twin = new Twin(this.timeline, filter);
    this.#takeIn();
    this.listed++;
  }

  dismiss(drop: StandingDrop): void {
    this.#dismissed.set(drop.key, drop.seq);
    this.#painted = '';
  }

  dismissAll(): void {
    for (const drop of this.drops) this.dismiss(drop);
  }

  /** `paint` is called with each new picture, once a frame at the most. */
  onPaint(paint: (frame: Frame) => void): () => void {
    this.#painters.add(paint);
    if (this.frame) paint(this.frame);
    return () => this.#painters.delete(paint);
  }

  tick(deltaMs: number, reducedMotion: boolean): void {
    const { timeline, playhead } = this;
    this.#takeIn();
    this.startUs = timeline.beginUs;
    this.endUs = timeline.endUs;
    this.untouched = timeline.flights.length === 0;
    playhead.tick(deltaMs, reducedMotion);
    this.#sinceListMs += deltaMs;
    if (!playhead.playing || this.#sinceListMs >= LIST_EVERY_MS) {
      this.#sinceListMs = 0;
      this.listedUs = playhead.tUs;
    }
    this.#readLive(deltaMs);
    const { posture, bounds } = this.layout;
    const painted = `${playhead.tUs} ${timeline.seqs.at(-1)} ${this.#dismissed.size} ${posture} ${bounds.width}`;
    if (painted === this.#painted) return;
    this.#painted = painted;
    this.#paint(frameAt(timeline, this.layout, playhead.tUs, { dismissed: this.#dismissed }));
  }

  #takeIn(): void {
    const untilMs = performance.now() + TAKE_IN_MS;
    let more = true;
    let grew = false;
    while (more && performance.now() < untilMs) {
      more = this.timeline.update(EVENTS_AT_ONCE);
      grew = this.twin.update(2 * EVENTS_AT_ONCE) || grew;
      more ||= this.twin.behind;
    }
    this.timeline.forget();
    if (this.twin.update(0) || grew) this.listed++;
  }

  #paint(frame: Frame): void {
    const before = this.frame;
    this.frame = frame;
    for (const paint of this.#painters) paint(frame);
    if (keysOf(before?.captions) !== keysOf(frame.captions)) {
      this.captions = frame.captions;
      this.work = frame.work;
    }
    if (dropKeys(before?.drops) !== dropKeys(frame.drops)) this.drops = frame.drops;
    if (before?.gap?.fromUs !== frame.gap?.fromUs) this.gap = frame.gap;
    this.inFlight = frame.packets.length;
  }

  #readLive(deltaMs: number): void {
    const { history, configRevision } = this.timeline;
    const config = history.at(this.playhead.tUs);
    this.#sinceLiveMs += deltaMs;
    const isDue = configRevision !== this.#configRead && this.#sinceLiveMs >= LIVE_EVERY_MS;
    if (config === this.#configShown && !isDue) return;
    this.#configShown = config;
    this.#configRead = configRevision;
    this.#sinceLiveMs = 0;
    this.live = readLive(this.lab, config);
  }
}

const isNarrowed = ({ host, protocol, conversation, dropsOnly, matches }: TwinFilter): boolean =>
  Boolean(host ?? protocol ?? conversation ?? matches ?? (dropsOnly || undefined));

const bothPostures = ({ topology }: Lab, type: TypeSizes): readonly [Layout, Layout] => [
  layOut(topology, 'wide', type),
  layOut(topology, 'tall', type),
];

const keysOf = (events: readonly JournalEvent[] | undefined): string =>
  events ? events.map((event) => event.seq).join() : '-';

const dropKeys = (drops: readonly StandingDrop[] | undefined): string =>
  drops ? drops.map((drop) => `${drop.key}${drop.count}${drop.x},${drop.y}`).join() : '-';
