import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { zh } from '../../src/ui/words/zh.ts';

/** Every string of a dictionary, functions called with placeholders. */
function strings(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return [String((words as (...args: string[]) => string)('x', 'x'))];
  return Object.values(words as object).flatMap(strings);
}

/** Chinese is set with full-width marks, and with no typed blank between Chinese and Latin (the style sheet sets the gap). */
const WRONG = [/[一-鿿][,;:?!]/, /[一-鿿] +[A-Za-z0-9]/, /[A-Za-z0-9] +[一-鿿]/, /[一-鿿]\s*\.\.\./, /[一-鿿]\(/];

const prose = (text: string): string[] =>
  text
    .replace(/```[^]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\[\[[^\]]*\]\]/g, '')
    .split('\n');

describe('Chinese is written with Chinese marks', () => {
  it('in the page’s words', () => {
    for (const text of strings(zh)) for (const wrong of WRONG) expect(text).not.toMatch(wrong);
  });

  const files = readdirSync('lessons', { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.zh.md'));
  it.each(files)('in lessons/%s', (file) => {
    for (const line of prose(readFileSync(`lessons/${file}`, 'utf8')))
      if (!line.startsWith('#')) for (const wrong of WRONG) expect(line).not.toMatch(wrong);
  });

  it('in glossary and objectives', () => {
    const json = readdirSync('lessons', { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('checks.json') || file.endsWith('+glossary.json'));
    for (const file of json)
      for (const [, text] of readFileSync(`lessons/${file}`, 'utf8').matchAll(/"([^"]*[一-鿿][^"]*)"/g))
        for (const wrong of WRONG) expect(text).not.toMatch(wrong);
  });
});
