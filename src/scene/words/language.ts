// The two languages of everything that the scene says. Both stand side by side, so that one cannot say more than the other.

export type Language = 'zh' | 'en';

/** The same thing said in both languages. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

/** How to say something about a T. */
export interface Saying<T> {
  readonly zh: (about: T) => string;
  readonly en: (about: T) => string;
}

const gap = /(?<=[\u2e80-\u9fff]) (?=[!-~])|(?<=[!-~]) (?=[\u2e80-\u9fff])/g;

/** The gap between Chinese and Latin is the style sheet's (text-autospace); in the text itself there is none. */
export const tightened = (text: string): string => text.replace(gap, '');

export const say = <T>(saying: Saying<T>, about: T, language: Language): string =>
  language === 'zh' ? tightened(saying.zh(about)) : saying.en(about);

export const pick = (said: Said, language: Language): string => (language === 'zh' ? tightened(said.zh) : said.en);
