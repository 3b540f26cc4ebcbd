// A slide's terms are buttons in compiled html: what happens to them is heard here, on the slide that they stand in.

import type { App } from '../state/app.svelte.ts';

const termOf = (event: Event): string | undefined =>
  event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.term')?.dataset.term : undefined;

/** Explains the term that is pointed at; one that was clicked stays explained until something else is. */
export function hearTerms(node: HTMLElement, app: App): () => void {
  let kept: string | undefined;
  const point = (event: Event) => (app.lesson.term = termOf(event) ?? kept);
  const keep = (event: Event) => {
    const term = termOf(event);
    if (!term) return;
    app.lesson.term = kept = term;
    if (/^[VDRC]IP$/.test(term)) app.selected.select({ kind: 'term', term });
  };
  for (const name of ['pointerover', 'focusin', 'focusout']) node.addEventListener(name, point);
  node.addEventListener('click', keep);
  return () => (app.lesson.term = undefined);
}
