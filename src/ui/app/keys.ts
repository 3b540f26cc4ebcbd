// The page's own keys, outside of terminals and fields; the stage's are in stage/keys.ts. PAGE_KEYS is what the `?` map says of them.

import type { App } from '../state/app.svelte.ts';
import { isTyping } from '../stage/keys.ts';
import type { Words } from '../words/zh.ts';

type Rows = readonly (readonly [keys: readonly string[], row: keyof Words['keyMap']['rows']])[];

export const PAGE_KEYS: Rows = [
  [['PgUp', 'PgDn'], 'slides'],
  [['1', '…', '9'], 'host'],
  [['`'], 'swap'],
  [['T'], 'hurry'],
  [['J'], 'jump'],
  [['P'], 'projector'],
  [['L'], 'language'],
  [['D'], 'theme'],
  [['?'], 'map'],
];

export const TERMINAL_KEYS: Rows = [
  [['Ctrl+`'], 'leave'],
  [['Ctrl+Enter'], 'jump'],
  [['Ctrl+C'], 'interrupt'],
  [['Ctrl+V'], 'paste'],
];

export function handleKey(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = pickAction(app, event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function pickAction(app: App, key: string): (() => void) | undefined {
  if (/^[1-9]$/.test(key)) {
    const host = app.lab.live?.hosts[Number(key) - 1];
    return host === undefined ? undefined : () => app.show(host);
  }
  switch (key) {
    case '?':
      return () => (app.keyMapOpen = !app.keyMapOpen);
    case 'Escape':
      if (app.keyMapOpen) return () => (app.keyMapOpen = false);
      if (app.lesson.contentsOpen) return () => (app.lesson.contentsOpen = false);
      if (app.lesson.term) return () => (app.lesson.term = undefined);
      return app.lab.showing === 'evidence' ? () => app.showLive() : undefined;
    case 'p':
    case 'P':
      return () => app.settings.toggleProjector();
    case '/':
      // The list of events that is searched has no room on a projector.
      return app.settings.posture === 'projector' ? () => void app.search() : undefined;
    case '`':
      return () => app.focusTerminal();
    case 't':
    case 'T':
      return () => app.hurry();
    case 'j':
    case 'J':
      return () => void app.jump();
    case 'l':
    case 'L':
      return () => app.settings.setLanguage(app.settings.language === 'zh' ? 'en' : 'zh');
    case 'd':
    case 'D':
      return () => app.settings.cycleTheme();
    // As a clicker for slides sends them: first through the slide, then to the next.
    case 'PageUp':
      return () => app.lesson.scroll(-1) || app.lesson.go(app.lesson.index - 1);
    case 'PageDown':
      return () => app.lesson.scroll(1) || app.lesson.go(app.lesson.index + 1);
    default:
      return undefined;
  }
}
