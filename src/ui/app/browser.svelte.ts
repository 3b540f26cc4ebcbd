// What ties the page's state to the browser: root element, title, texts, address, storage, network, frames. Called once, while
// the page's component is being made.

import { onMount, untrack } from 'svelte';
import type { App } from '../state/app.svelte.ts';

export function tieToBrowser(app: App): void {
  const { settings, lesson, lab } = app;

  $effect.pre(() => {
    const root = document.documentElement;
    root.dataset.theme = settings.theme;
    root.dataset.projector = String(settings.posture === 'projector');
    root.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
  });
  $effect(() => {
    document.title = `${lesson.head.title[settings.language]} · CLUSTER DAY02`;
  });
  $effect(() => {
    void lesson.lesson;
    const { language } = settings;
    untrack(() => void Promise.all([app.dictionary.load(language), lesson.loadText(language)]));
  });
  $effect(() => {
    void lesson.head;
    untrack(() => void lesson.loadWorkbench());
  });
  // What was selected in one lab means nothing in another.
  let sceneBefore: string | undefined;
  $effect(() => {
    const key = lab.scene?.key;
    if (sceneBefore !== undefined && key !== sceneBefore) untrack(() => app.selected.select(undefined));
    sceneBefore = key;
  });
  $effect(() => showAddress(app.address));

  onMount(() => {
    app.frames.start();
    const follow = () => app.follow(location.hash);
    const save = () => void lab.save();
    const network = () => (app.offline = !navigator.onLine);
    const listeners = [
      [window, 'popstate', follow],
      [window, 'hashchange', follow],
      [window, 'pagehide', save],
      [document, 'visibilitychange', save],
      [window, 'online', network],
      [window, 'offline', network],
    ] as const;
    network();
    for (const [target, name, call] of listeners) target.addEventListener(name, call);
    return () => {
      for (const [target, name, call] of listeners) target.removeEventListener(name, call);
      app.frames.stop();
    };
  });
}

/** Another slide is a step that the browser's Back undoes; another selection is not. */
function showAddress(address: string): void {
  const { hash } = location;
  if (hash === address) return;
  const samePlace = hash.split('?')[0] === address.split('?')[0];
  history[samePlace || !hash ? 'replaceState' : 'pushState'](undefined, '', address);
}
