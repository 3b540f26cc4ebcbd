// The stage's keys, for the handler and for the page's `?` map. They count when the focus is neither in a terminal nor in a
// field; Space and the arrows stay a focused button's, slider's or list's own.

import type { Said } from '../../scene/words/language.ts';
import type { StageState } from './stage-state.svelte.ts';

export interface StageKey {
  readonly keys: readonly string[];
  readonly text: Said;
}

export const STAGE_KEYS: readonly StageKey[] = [
  { keys: ['Space'], text: { zh: '播放 / 暂停', en: 'play, pause' } },
  { keys: ['→', '←'], text: { zh: '下一步 / 上一步', en: 'step forth, back' } },
  { keys: ['Shift →', 'Shift ←'], text: { zh: '下一跳 / 上一跳', en: 'next, previous hop' } },
  { keys: [']', '['], text: { zh: '下一条 / 上一条命令', en: 'next, previous command' } },
  { keys: ['Home', 'End'], text: { zh: '开头 / 最新', en: 'beginning, newest' } },
  { keys: ['+', '−'], text: { zh: '快 / 慢', en: 'faster, slower' } },
  {
    keys: ['Enter'],
    text: {
      zh: '打开途中的包或眼前的事件（再按换下一个）',
      en: 'open a packet under way or what happens (again: the next)',
    },
  },
  { keys: ['/'], text: { zh: '在事件中查找', en: 'search the events' } },
  { keys: ['F'], text: { zh: '跟随新命令', en: 'follow new commands' } },
  { keys: ['Esc'], text: { zh: '关闭详情；离开查找', en: 'close the details; leave the search' } },
];

/** What a key may ask for beside the stage's own state. */
export interface Acting {
  readonly root: HTMLElement;
  readonly selectedSeq: number | undefined;
  readonly pick: (seq: number) => void;
}
type Action = (state: StageState, acting: Acting) => void;

const ACTIONS: Readonly<Record<string, Action>> = {
  ' ': ({ playhead }) => playhead.toggle(),
  ArrowRight: ({ playhead }) => playhead.step('moment', 1),
  ArrowLeft: ({ playhead }) => playhead.step('moment', -1),
  'Shift+ArrowRight': ({ playhead }) => playhead.step('hop', 1),
  'Shift+ArrowLeft': ({ playhead }) => playhead.step('hop', -1),
  ']': ({ playhead }) => playhead.toCommand(1),
  '[': ({ playhead }) => playhead.toCommand(-1),
  Home: ({ playhead, timeline }) => playhead.seek(timeline.beginUs),
  End: ({ playhead }) => playhead.skipToEnd(),
  '+': ({ playhead }) => playhead.changeSpeed(1),
  '=': ({ playhead }) => playhead.changeSpeed(1),
  '-': ({ playhead }) => playhead.changeSpeed(-1),
  '/': (_, { root }) => root.querySelector<HTMLElement>('input[type=search]')?.focus(),
  Enter: (state, { selectedSeq, pick }) => {
    const seq = state.nextToOpen(selectedSeq);
    if (seq !== undefined) pick(seq);
  },
  f: ({ playhead }) => (playhead.following = !playhead.following),
};

const FIELDS = '.xterm, input:not([type=checkbox]), textarea, select, [contenteditable], [role=textbox]';
const OWN_KEYS =
  'button, a, input, summary, [role=button], [role=slider], [role=listbox], [role=separator], [role=tab]';
const OWNED = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);

/** Whether a key typed there belongs to what it is typed into: a terminal, a field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;

export function actionFor(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return undefined;
  const target = event.target instanceof Element ? event.target : undefined;
  if (isTyping(event.target)) return undefined;
  if (OWNED.has(event.key) && target?.closest(OWN_KEYS)) return undefined;
  const name = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key;
  return ACTIONS[name] ?? ACTIONS[name.toLowerCase()];
}
