// Where on the timeline the picture stands, and how it moves: playing at a speed, stepping, scrubbing both ways, following
// the newest command. Wall time only ever comes in by `tick`; the picture itself is a function of `tUs` alone.

import { isWork } from '../../scene/timeline/rank.ts';
import { lastAtOrBefore } from '../../scene/timeline/search.ts';
import { strideFrom, type Stride } from '../../scene/timeline/steps.ts';
import type { Timeline } from '../../scene/timeline/timeline.ts';

/** Virtual seconds for each second on the wall, as 1/n. */
export const SLOWNESS = [20_000, 10_000, 5_000, 2_000, 1_000, 300, 100, 10, 1] as const;
const DEFAULT_SLOWNESS = 10_000;
/** Playing stops for so long where a device decides or rewrites something, so that the eye can follow. */
const DWELL_MS = 420;
/** Faster than this nobody could read anyway. */
const DWELL_FROM_SLOWNESS = 2_000;
/** One step in the place of travel, when motion is reduced. */
const STEP_MS = 1_100;
/** At the default speed one command's traffic is played in so long, however much it is. */
const MOST_S = 30;
/** So much faster than asked for, nothing is dwelt upon. */
const HURRY = 3;
const JUST_NOW_US = 2_000_000;

const same = (value: number): number => value;

export class Playhead {
  tUs = $state(0);
  playing = $state(true);
  following = $state(true);
  #speed = $state(SLOWNESS.indexOf(DEFAULT_SLOWNESS));
  #hurry = $state(1);
  readonly #timeline: Timeline;
  #dwellMs = 0;
  #dwelledAtUs = -1;
  #sinceStepMs = 0;
  #commandsSeen: number;

  /** Begins with the last command if that was just typed at `nowUs`, else at the newest moment. */
  constructor(timeline: Timeline, nowUs: number) {
    this.#timeline = timeline;
    const last = timeline.commands.at(-1)?.event;
    this.#commandsSeen = last?.seq ?? -1;
    this.tUs = last && nowUs - last.atUs < JUST_NOW_US ? last.atUs : timeline.endUs;
  }

  get slowness(): number {
    return SLOWNESS[this.#speed]!;
  }

  /** How slowly it really plays: a long burst is hurried through. */
  get pace(): number {
    return Math.max(1, Math.round(this.slowness / this.#hurry));
  }

  get atEnd(): boolean {
    return this.tUs >= this.#timeline.endUs;
  }

  /** Slower (−1) or faster (+1). */
  changeSpeed(by: number): void {
    this.#speed = Math.max(0, Math.min(SLOWNESS.length - 1, this.#speed + by));
  }

  toggle(): void {
    if (this.playing && !this.atEnd) this.playing = false;
    else {
      // At the end there is nothing left to play: show the last command again.
      if (this.atEnd) this.tUs = this.#timeline.commands.at(-1)?.event.atUs ?? this.#timeline.beginUs;
      this.#dwelledAtUs = -1;
      this.playing = true;
    }
  }

  /** Puts the picture at a time and leaves it there. */
  seek(tUs: number): void {
    this.playing = false;
    this.tUs = Math.max(this.#timeline.beginUs, Math.min(this.#timeline.endUs, tUs));
    this.#dwellMs = 0;
    this.#dwelledAtUs = this.tUs;
  }

  step(stride: Stride, direction: 1 | -1): void {
    this.seek(strideFrom(this.#timeline, this.tUs, stride, direction));
  }

  /** To the previous or next command's start. */
  toCommand(direction: 1 | -1): void {
    const { commands } = this.#timeline;
    const at = lastAtOrBefore(commands, direction === 1 ? this.tUs : this.tUs - 1, (mark) => mark.event.atUs);
    this.seek(
      commands[direction === 1 ? at + 1 : at]?.event.atUs ??
        (direction === 1 ? this.#timeline.endUs : this.#timeline.beginUs),
    );
  }

  /** To the newest moment, and on from there as it grows. */
  skipToEnd(): void {
    this.tUs = this.#timeline.endUs;
    this.playing = true;
  }

  tick(deltaMs: number, reducedMotion: boolean): void {
    this.#follow();
    // The journal keeps so much and no more: what is forgotten cannot be looked at.
    if (this.tUs < this.#timeline.beginUs) this.tUs = this.#timeline.beginUs;
    if (!this.playing || this.atEnd) return;
    if (reducedMotion) this.#stepInPlaceOfTravel(deltaMs);
    else this.#travel(deltaMs);
  }

  /** A new command takes the playhead to where it begins. */
  #follow(): void {
    const newest = this.#timeline.commands.at(-1)?.event;
    if (!newest || newest.seq <= this.#commandsSeen) return;
    this.#commandsSeen = newest.seq;
    if (!this.following) return;
    this.tUs = newest.atUs;
    this.playing = true;
    this.#dwellMs = 0;
  }

  #stepInPlaceOfTravel(deltaMs: number): void {
    this.#sinceStepMs += deltaMs;
    if (this.#sinceStepMs < STEP_MS) return;
    this.#sinceStepMs = 0;
    this.tUs = strideFrom(this.#timeline, this.tUs, 'moment', 1);
  }

  #travel(deltaMs: number): void {
    if (this.#dwellMs > 0) {
      this.#dwellMs -= deltaMs;
      return;
    }
    const { time, endUs } = this.#timeline;
    const hurry = this.#hurryAt(this.tUs);
    if (Math.abs(hurry - this.#hurry) > 0.05 * this.#hurry) this.#hurry = hurry;
    const target = time.toDisplay(this.tUs) + (Math.min(deltaMs, 100) * 1_000 * hurry) / this.slowness;
    const nextUs = Math.min(time.toVirtual(target), endUs);
    const workUs =
      this.slowness >= DWELL_FROM_SLOWNESS && hurry < HURRY ? this.#workBetween(this.tUs, nextUs) : undefined;
    if (workUs !== undefined) {
      this.#dwellMs = DWELL_MS;
      this.#dwelledAtUs = workUs;
    }
    this.tUs = workUs ?? nextUs;
  }

  /** How many times faster than asked for, that the command at `tUs` does not take for ever. */
  #hurryAt(tUs: number): number {
    const { commands, time, beginUs, endUs } = this.#timeline;
    const at = lastAtOrBefore(commands, tUs, (mark) => mark.event.atUs);
    const fromUs = commands[at]?.event.atUs ?? beginUs;
    const toUs = commands[at + 1]?.event.atUs ?? endUs;
    const wholeUs = time.toDisplay(toUs) - time.toDisplay(fromUs);
    return Math.max(1, wholeUs / ((MOST_S * 1_000_000) / DEFAULT_SLOWNESS));
  }

  /** The first moment in (from, to] at which a device does something worth stopping at. */
  #workBetween(fromUs: number, toUs: number): number | undefined {
    const { momentsUs } = this.#timeline;
    for (let i = lastAtOrBefore(momentsUs, fromUs, same) + 1; (momentsUs[i] ?? Infinity) <= toUs; i++) {
      const atUs = momentsUs[i]!;
      if (atUs > this.#dwelledAtUs && this.#timeline.eventsAt(atUs).some((event) => isWork(event.kind))) return atUs;
    }
    return undefined;
  }
}
