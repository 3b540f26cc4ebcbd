// What a browser must have, and the page for one that has it not. Both languages, since no dictionary can be loaded there.

const NEEDED: readonly (readonly [name: string, has: () => boolean])[] = [
  ['ResizeObserver', () => 'ResizeObserver' in globalThis],
  ['CSS :has()', () => globalThis.CSS?.supports('selector(:has(a))') === true],
  ['CSS container queries', () => globalThis.CSS?.supports('container-type: inline-size') === true],
  ['Array.prototype.findLast', () => 'findLast' in Array.prototype],
];

export const missingFeatures = (): string[] => NEEDED.filter(([, has]) => !has()).map(([name]) => name);

export function showUnsupported(target: HTMLElement, missing: readonly string[]): void {
  const box = document.createElement('main');
  box.style.cssText = 'max-width:36em;margin:15vh auto;padding:0 1.5em;font:1rem/1.7 sans-serif';
  for (const [lang, text] of [
    ['zh-CN', `这个浏览器太旧，缺少：${missing.join('、')}。请用2023年以后的Chrome、Edge、Firefox或Safari打开。`],
    [
      'en',
      `This browser is too old; it lacks: ${missing.join(', ')}. Use a Chrome, Edge, Firefox or Safari from 2023 or later.`,
    ],
  ] as const) {
    const paragraph = document.createElement('p');
    paragraph.lang = lang;
    paragraph.textContent = text;
    box.append(paragraph);
  }
  target.replaceChildren(box);
}
