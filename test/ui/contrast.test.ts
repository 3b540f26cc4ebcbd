// The promise of tokens.css, measured: text, accent, red, green and every conversation's colour against every ground.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/ui/style/tokens.css', 'utf8');
const block = (selector: string): Map<string, string> => {
  const at = css.indexOf(`${selector} {`);
  const body = css.slice(at, css.indexOf('\n}', at));
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
};
const light = block(':root');
const themes = {
  light,
  dark: new Map([...light, ...block(":root[data-theme='dark']")]),
  'light projector': new Map([...light, ...block(":root[data-projector='true']")]),
  'dark projector': new Map([
    ...light,
    ...block(":root[data-theme='dark']"),
    ...block(":root[data-projector='true'][data-theme='dark']"),
  ]),
};

const resolve = (theme: Map<string, string>, name: string): string => {
  const value = theme.get(name)!;
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  return other ? resolve(theme, other) : value;
};

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const INKS = [
  'text',
  'text-2',
  'text-3',
  'accent',
  'drop',
  'reached',
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `conv-${n}`),
];

describe.each(Object.entries(themes))('contrast in the %s theme is at least 4.5', (_, theme) => {
  it.each(['ground', 'surface', 'raised', 'terminal-ground'])('on %s', (ground) => {
    for (const ink of INKS)
      expect(contrast(resolve(theme, ink), resolve(theme, ground)), ink).toBeGreaterThanOrEqual(4.5);
  });

  it('on filled marks', () => {
    for (let n = 1; n <= 8; n++)
      expect(contrast(resolve(theme, 'on-conv'), resolve(theme, `conv-${n}`)), `conv-${n}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(resolve(theme, 'on-accent'), resolve(theme, 'accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(resolve(theme, 'drop'), resolve(theme, 'drop-soft'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(resolve(theme, 'reached'), resolve(theme, 'reached-soft'))).toBeGreaterThanOrEqual(4.5);
  });
});
