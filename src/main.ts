// The page's beginning: settings, words and the first slide's text are brought, then the page is drawn; the lab follows behind.

import { mount } from 'svelte';
import './ui/style/tokens.css';
import './ui/style/base.css';
import Page from './ui/app/Page.svelte';
import { missingFeatures, showUnsupported } from './ui/app/unsupported.ts';
import { App } from './ui/state/app.svelte.ts';

const target = document.getElementById('app')!;
const missing = missingFeatures();
if (missing.length) showUnsupported(target, missing);
else {
  const app = new App();
  // For the console and for tests: the lab as every panel sees it.
  Object.assign(globalThis, { clusterDay02: { lab: () => app.lab.live } });
  await app.prepare(location.hash);
  mount(Page, { target, props: { app } });
  // For the browser's console: `clusterDay02.lab()` is the lab in sight, with its journal, its machines and its log.
  Object.assign(globalThis, { clusterDay02: { lab: () => app.lab.live } });
}
