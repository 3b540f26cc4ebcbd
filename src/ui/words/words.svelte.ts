// The page's words in the chosen language; each dictionary is loaded when it is wanted.

import type { Language } from '../state/stage-context.ts';
import type { Words } from './zh.ts';

const LOADERS: Readonly<Record<Language, () => Promise<Words>>> = {
  zh: async () => (await import('./zh.ts')).zh,
  en: async () => (await import('./en.ts')).en,
};

export class Dictionary {
  current: Words = $state.raw()!;

  async load(language: Language): Promise<void> {
    this.current = await LOADERS[language]();
  }
}
