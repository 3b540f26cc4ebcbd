// How the page looks and where its panes stand; remembered, and given to the root element for the style sheets.

import type { Language } from './stage-context.ts';
import type { Store } from './store.svelte.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type PaneName = 'lesson' | 'stage' | 'terminals';

/** How the panes stand: beside each other, for a projector, or one above the other. */
export type Posture = 'study' | 'projector' | 'phone';

/** The lesson's and the terminals' share of the page, across or down as the posture has it (ui/app/layout.ts). */
export interface Shares {
  lesson: number;
  terminals: number;
}

export interface Remembered {
  theme: ThemeChoice;
  language: Language;
  projector: boolean;
  /** Terminals keep a copy of their rows for screen readers. Not without being asked: it doubles what a flood of output costs. */
  screenReader: boolean;
  shares: Record<Posture, Shares>;
  folded: Record<PaneName, boolean>;
}

export const DEFAULTS: Remembered = {
  theme: 'system',
  language: 'zh',
  projector: false,
  screenReader: false,
  shares: {
    study: { lesson: 0.385, terminals: 0.31 },
    projector: { lesson: 0.4, terminals: 0.46 },
    phone: { lesson: 0.34, terminals: 0.27 },
  },
  folded: { lesson: false, stage: false, terminals: false },
};
export const SHARE_MIN = 0.18;
export const SHARE_MAX = 0.7;

const KEY = 'settings';

const query = (media: string): MediaQueryList | undefined =>
  typeof matchMedia === 'function' ? matchMedia(media) : undefined;

export class Settings {
  themeChoice: ThemeChoice = $state(DEFAULTS.theme);
  language: Language = $state(DEFAULTS.language);
  projector = $state(DEFAULTS.projector);
  screenReader = $state(DEFAULTS.screenReader);
  shares: Record<Posture, Shares> = $state(structuredClone(DEFAULTS.shares));
  folded: Record<PaneName, boolean> = $state({ ...DEFAULTS.folded });
  reducedMotion = $state(false);
  /** Narrower than two panes can stand beside each other. */
  narrow = $state(false);
  /** Fingers, not a mouse: keys to tap are of use. */
  touch = $state(false);
  #systemDark = $state(false);
  readonly #store: Store;

  readonly theme: 'light' | 'dark' = $derived(
    this.themeChoice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.themeChoice,
  );

  readonly posture: Posture = $derived(this.narrow ? 'phone' : this.projector ? 'projector' : 'study');

  constructor(store: Store) {
    this.#store = store;
    this.#take(readRemembered(store.read(KEY)));
    this.#follow('(prefers-color-scheme: dark)', (on) => (this.#systemDark = on));
    this.#follow('(prefers-reduced-motion: reduce)', (on) => (this.reducedMotion = on));
    this.#follow('(pointer: coarse)', (on) => (this.touch = on));
    this.#follow('(max-width: 760px)', (on) => (this.narrow = on));
  }

  setShare(of: keyof Shares, share: number): void {
    this.shares[this.posture][of] = clamp(share);
    this.save();
  }

  /** Folds a pane to a strip, or unfolds it. The last one that is open stays open. */
  fold(pane: PaneName, folded = !this.folded[pane]): void {
    const open = (Object.keys(this.folded) as PaneName[]).filter((name) => !this.folded[name]);
    if (folded && open.length === 1 && open[0] === pane) return;
    this.folded[pane] = folded;
    this.save();
  }

  cycleTheme(): void {
    const next: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
    this.themeChoice = next[this.themeChoice];
    this.save();
  }

  toggleProjector(): void {
    this.projector = !this.projector;
    this.save();
  }

  toggleScreenReader(): void {
    this.screenReader = !this.screenReader;
    this.save();
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.save();
  }

  save(): void {
    const remembered: Remembered = {
      theme: this.themeChoice,
      language: this.language,
      projector: this.projector,
      screenReader: this.screenReader,
      shares: $state.snapshot(this.shares),
      folded: { ...this.folded },
    };
    this.#store.write(KEY, JSON.stringify(remembered));
  }

  #take(from: Remembered): void {
    this.themeChoice = from.theme;
    this.language = from.language;
    this.projector = from.projector;
    this.screenReader = from.screenReader;
    this.shares = from.shares;
    this.folded = { ...from.folded };
  }

  #follow(media: string, take: (on: boolean) => void): void {
    const list = query(media);
    if (!list) return;
    take(list.matches);
    list.addEventListener('change', () => take(list.matches));
  }
}

const clamp = (share: number): number => Math.min(SHARE_MAX, Math.max(SHARE_MIN, share));

/** Takes what fits and leaves the rest at its default: a settings file of another version does no harm. */
export function readRemembered(text: string | undefined): Remembered {
  let found: Partial<Record<keyof Remembered, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) found = parsed;
  } catch {
    // Broken settings are no settings.
  }
  const { theme, language, projector, screenReader, shares, folded } = found;
  const share = (value: unknown, otherwise: number) =>
    typeof value === 'number' && Number.isFinite(value) ? clamp(value) : otherwise;
  const given = (typeof shares === 'object' && shares !== null ? shares : {}) as Partial<
    Record<Posture, Partial<Shares>>
  >;
  const sharesOf = (posture: Posture): Shares => ({
    lesson: share(given[posture]?.lesson, DEFAULTS.shares[posture].lesson),
    terminals: share(given[posture]?.terminals, DEFAULTS.shares[posture].terminals),
  });
  const panes = (typeof folded === 'object' && folded !== null ? folded : {}) as Partial<Record<PaneName, unknown>>;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : DEFAULTS.theme,
    language: language === 'en' || language === 'zh' ? language : DEFAULTS.language,
    projector: projector === true,
    screenReader: screenReader === true,
    shares: { study: sharesOf('study'), projector: sharesOf('projector'), phone: sharesOf('phone') },
    folded: {
      lesson: panes.lesson === true,
      stage: panes.stage === true,
      terminals: panes.terminals === true,
    },
  };
}
