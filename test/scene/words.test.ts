import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BECAUSE } from '../../src/scene/words/because.ts';
import { EVENT_WORDS, eventText } from '../../src/scene/words/events.ts';
import { REASONS, reasonText } from '../../src/scene/words/reasons.ts';
import { tightened } from '../../src/scene/words/language.ts';
import { natStory } from './support.ts';

const SRC = new URL('../../src/', import.meta.url);
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('scene/'))
  .map((path) => readFileSync(new URL(path, SRC), 'utf8'));

/** The members of every `interface NAME { … }` in the sources, by bracket counting. */
function membersOf(name: string): string[] {
  return sources.flatMap((text) =>
    [...text.matchAll(new RegExp(`^[ ]*(?:export )?interface ${name} \\{\\n`, 'gm'))].flatMap((match) => {
      const members: string[] = [];
      let depth = 1;
      for (const line of text.slice(match.index + match[0].length).split('\n')) {
        const code = line.replace(/\/\/.*|\/?\*.*/, '');
        const member = depth === 1 ? /^\s*'?([\w.-]+)'?:/.exec(code)?.[1] : undefined;
        if (member !== undefined) members.push(member);
        depth += (code.match(/\{/g)?.length ?? 0) - (code.match(/\}/g)?.length ?? 0);
        if (depth === 0) break;
      }
      return members;
    }),
  );
}

describe('words', () => {
  it.each(membersOf('EventKinds'))('say what happened in a %s, in both languages', (kind) => {
    expect(EVENT_WORDS[kind as keyof typeof EVENT_WORDS]).toMatchObject({
      zh: expect.any(Function) as unknown,
      en: expect.any(Function) as unknown,
    });
  });

  it.each(membersOf('Reasons'))('say why for the reason %s, in both languages', (code) => {
    expect(REASONS[code as keyof typeof REASONS]).toMatchObject({
      zh: expect.any(Function) as unknown,
      en: expect.any(Function) as unknown,
    });
  });

  it('find the kinds and codes in the sources at all', () => {
    expect(membersOf('EventKinds').length).toBeGreaterThan(20);
    expect(membersOf('Reasons')).toContain('forwarding-off');
  });

  it('never leave a value unsaid in a whole story', () => {
    for (const event of natStory().story.journal.since())
      for (const language of ['zh', 'en'] as const) {
        const text = eventText(event, language);
        expect(text).not.toMatch(/undefined|NaN|\[object/);
        expect(text.length).toBeGreaterThan(5);
      }
  });

  it('give the facts of a reason', () => {
    const reason = { code: 'no-route', dst: 0x0a0a0a01 } as const;
    expect(reasonText(reason, 'en')).toBe('the routing table has no route to 10.10.10.1');
    expect(reasonText(reason, 'zh')).toBe('路由表里没有去10.10.10.1的路由');
  });

  it('have both languages for each code of ARP', () => {
    for (const said of Object.values(BECAUSE)) expect([said.zh, said.en].every((text) => text.length > 1)).toBe(true);
  });

  it('leave the gap between Chinese and Latin to the style sheet', () => {
    expect(tightened('在 svr1 上 curl')).toBe('在svr1上curl');
    expect(tightened('curl -s http')).toBe('curl -s http');
  });
});
