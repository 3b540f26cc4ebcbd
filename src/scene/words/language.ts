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

const THIN_GAP = '\u2009';
const HAN = '\u2e80-\u9fff';
const LATIN = 'A-Za-z0-9<>/.:~+=-';
const hanThenLatin = new RegExp(`([${HAN}])([${LATIN}])`, 'g');
const latinThenHan = new RegExp(`([${LATIN}])([${HAN}])`, 'g');

/** Chinese is set with a thin gap between it and Latin letters or figures. */
export const gapped = (text: string): string =>
  text.replace(hanThenLatin, `$1${THIN_GAP}$2`).replace(latinThenHan, `$1${THIN_GAP}$2`);

export const say = <T>(saying: Saying<T>, about: T, language: Language): string =>
  language === 'zh' ? gapped(saying.zh(about)) : saying.en(about);

export const pick = (said: Said, language: Language): string => (language === 'zh' ? gapped(said.zh) : said.en);
