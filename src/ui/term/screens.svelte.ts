// All the terminals of the page: a screen a host, made when it is first shown, all of one size, each catching up with its
// host's output. The component says where they are drawn and which is in front.

import { SvelteMap } from 'svelte/reactivity';
import { printIpv4 } from '../../net/wire/address.ts';
import type { App } from '../state/app.svelte.ts';
import type { Screen } from './screen.ts';
import { vipMarker } from './vip-mark.ts';

/** A size is told to the lab when the dragging is over. */
const RESIZE_AFTER_MS = 120;
/** How often the hidden terminals are asked for news, in revisions. */
const NEWS_EVERY = 12;

export class Screens {
  /** xterm is there. */
  loaded = $state(false);
  /** Ctrl was tapped and is waiting for its letter. */
  control = $state(false);
  readonly #app: App;
  readonly #elements = new SvelteMap<string, HTMLElement>();
  readonly #screens = new SvelteMap<string, Screen>();
  readonly #seen: Record<string, number> = {};
  #Screen: typeof Screen | undefined;
  #dress = vipMarker([]);
  #sized = '';
  /** The size has changed: what shells print now is their lines again, and no news. */
  #redrawn = false;
  #resizing: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    this.#Screen = (await import('./screen.ts')).Screen;
    this.loaded = true;
  }

  /** Where a host's screen is drawn, until what is returned is called: a host that goes takes its screen along. */
  place(host: string, element: HTMLElement): () => void {
    this.#elements.set(host, element);
    return () => {
      this.#elements.delete(host);
      this.#screens.get(host)?.dispose();
      this.#screens.delete(host);
    };
  }

  /** The host's screen, showing the present lab. Undefined while something of it is not there yet. */
  of(host: string): Screen | undefined {
    const { lab } = this.#app;
    const element = this.#elements.get(host);
    if (!this.loaded || !this.#Screen || !element || !lab.live) return undefined;
    let screen = this.#screens.get(host);
    if (!screen) {
      screen = new this.#Screen(element, this.#label(host), {
        type: (text) => this.type(host, text),
        resize: (columns, rows) => this.#resize(columns, rows),
        leave: () => this.#app.focusStage(),
        hurry: () => this.#app.jump(host),
      });
      screen.dress = this.#dress;
      screen.screenReader = this.#app.settings.screenReader;
      this.#screens.set(host, screen);
      screen.fit();
    }
    screen.attach(lab.live, host);
    return screen;
  }

  /** What a screen reader says of it, with the way out: Tab is the terminal's own. */
  #label(host: string): string {
    const { words } = this.#app;
    return `${words.terminal(host)} (${words.leaveTerminal})`;
  }

  type(host: string, text: string): void {
    const letter = this.control && text.length === 1 ? text.toUpperCase().charCodeAt(0) : 0;
    this.control = false;
    this.#app.lab.type(host, letter >= 64 && letter < 96 ? String.fromCharCode(letter - 64) : text);
    this.#screens.get(host)?.update();
  }

  /** Another lab: the host in front must be one of its hosts, and nothing of it is news. */
  attachAll(): void {
    const { live } = this.#app.lab;
    if (!live) return;
    this.#sized = '';
    if (!live.hosts.includes(this.#app.host)) this.#app.host = live.hosts[0]!;
    for (const host of live.hosts) this.#seen[host] = live.terminal(host).outputLength;
    for (const host of this.#screens.keys()) if (live.hosts.includes(host)) this.of(host);
    void this.findVips();
  }

  /** Catches up with the lab; now and then, asks who else has printed something. */
  update(revision: number): void {
    const { lab, host: front, news } = this.#app;
    this.#screens.get(front)?.update();
    if (!lab.live || revision % NEWS_EVERY) return;
    for (const host of lab.live.hosts) {
      const { outputLength } = lab.live.terminal(host);
      if (host !== front && outputLength !== this.#seen[host] && !this.#redrawn) news.add(host);
      this.#seen[host] = outputLength;
    }
    this.#redrawn = false;
  }

  /** The VIPs may have changed: they are marked in what is printed from now on. */
  async findVips(): Promise<void> {
    const { readLive } = await import('../../scene/live.ts');
    const { live } = this.#app.lab;
    if (!live) return;
    this.#dress = vipMarker([...readLive(live).vips].map(printIpv4));
    for (const screen of this.#screens.values()) screen.dress = this.#dress;
  }

  fit(): void {
    this.#screens.get(this.#app.host)?.fit();
  }

  restyle(): void {
    for (const [host, screen] of this.#screens) {
      screen.restyle();
      screen.label = this.#label(host);
      screen.screenReader = this.#app.settings.screenReader;
    }
  }

  /** All hosts have the size of the one that is shown. */
  #resize(columns: number, rows: number): void {
    clearTimeout(this.#resizing);
    this.#resizing = setTimeout(() => {
      const { lab } = this.#app;
      const size = `${columns}×${rows}`;
      if (size === this.#sized || !lab.live) return;
      this.#sized = size;
      this.#redrawn = true;
      for (const host of lab.live.hosts) lab.resize(host, columns, rows);
    }, RESIZE_AFTER_MS);
  }
}
