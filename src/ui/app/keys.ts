// The page's own keys, outside of terminals and fields. The stage's (Space, arrows, Home, End, + −, /) are the stage's.

import type { App } from '../state/app.svelte.ts';

/** Whether a key typed here belongs to what it is typed into. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('.xterm, input, textarea, select, [contenteditable="true"]') !== null
  );
}

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
      if (app.lesson.term) return () => (app.lesson.term = undefined);
      return app.lab.showing === 'evidence' ? () => app.showLive() : undefined;
    case 'p':
    case 'P':
      return () => app.settings.toggleProjector();
    case '`':
      return () => app.focusTerminal();
    case 't':
    case 'T':
      return () => app.hurry();
    case 'j':
    case 'J':
      return () => void app.jump();
    case 'PageUp':
      return () => app.lesson.go(app.lesson.index - 1);
    case 'PageDown':
      return () => app.lesson.go(app.lesson.index + 1);
    default:
      return undefined;
  }
}
