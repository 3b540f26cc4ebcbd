// How the page looks and where its panes stand; remembered, and given to the root element for the style sheets.

import type { Language } from './stage-context.ts';
import type { Store } from './store.svelte.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type PaneName = 'lesson' | 'stage' | 'terminals';

export interface Remembered {
  theme: ThemeChoice;
  language: Language;
  projector: boolean;
  /** The lesson's share of the width, and the terminals' share of the height beside it (of the width on a projector). */
  lessonShare: number;
  terminalShare: number;
  folded: Record<PaneName, boolean>;
}

export const DEFAULTS: Remembered = {
  theme: 'system',
  language: 'zh',
  projector: false,
  lessonShare: 0.36,
  terminalShare: 0.4,
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
  lessonShare = $state(DEFAULTS.lessonShare);
  terminalShare = $state(DEFAULTS.terminalShare);
  folded: Record<PaneName, boolean> = $state({ ...DEFAULTS.folded });
  reducedMotion = $state(false);
  /** Narrower than two panes can stand beside each other. */
  narrow = $state(false);
  #systemDark = $state(false);
  readonly #store: Store;

  readonly theme: 'light' | 'dark' = $derived(
    this.themeChoice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.themeChoice,
  );

  constructor(store: Store) {
    this.#store = store;
    this.#take(readRemembered(store.read(KEY)));
    this.#follow('(prefers-color-scheme: dark)', (on) => (this.#systemDark = on));
    this.#follow('(prefers-reduced-motion: reduce)', (on) => (this.reducedMotion = on));
    this.#follow('(max-width: 760px)', (on) => (this.narrow = on));
  }

  setLesson(share: number): void {
    this.lessonShare = clamp(share);
    this.save();
  }

  setTerminals(share: number): void {
    this.terminalShare = clamp(share);
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

  setLanguage(language: Language): void {
    this.language = language;
    this.save();
  }

  save(): void {
    const remembered: Remembered = {
      theme: this.themeChoice,
      language: this.language,
      projector: this.projector,
      lessonShare: this.lessonShare,
      terminalShare: this.terminalShare,
      folded: { ...this.folded },
    };
    this.#store.write(KEY, JSON.stringify(remembered));
  }

  #take(from: Remembered): void {
    this.themeChoice = from.theme;
    this.language = from.language;
    this.projector = from.projector;
    this.lessonShare = from.lessonShare;
    this.terminalShare = from.terminalShare;
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
  const { theme, language, projector, lessonShare, terminalShare, folded } = found;
  const share = (value: unknown, otherwise: number) =>
    typeof value === 'number' && Number.isFinite(value) ? clamp(value) : otherwise;
  const panes = (typeof folded === 'object' && folded !== null ? folded : {}) as Partial<Record<PaneName, unknown>>;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : DEFAULTS.theme,
    language: language === 'en' || language === 'zh' ? language : DEFAULTS.language,
    projector: projector === true,
    lessonShare: share(lessonShare, DEFAULTS.lessonShare),
    terminalShare: share(terminalShare, DEFAULTS.terminalShare),
    folded: {
      lesson: panes.lesson === true,
      stage: panes.stage === true,
      terminals: panes.terminals === true,
    },
  };
}
