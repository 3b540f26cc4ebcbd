import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BECAUSE } from '../../src/scene/words/because.ts';
import { EVENT_WORDS, eventText } from '../../src/scene/words/events.ts';
import { REASONS, reasonText } from '../../src/scene/words/reasons.ts';
import { tightened } from '../../src/scene/words/language.ts';
import { labelMeaning } from '../../src/scene/words/labels.ts';
import { nameOf } from '../../src/scene/words/numbers.ts';
import type { Ipv4Packet } from '../../src/net/wire/packet.ts';
import { natStory, tcp } from './support.ts';

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

  it.each([
    ['no-listener', 'svr1拒绝SYN', 'svr1 refuses SYN'],
    ['no-route', 'svr1丢弃SYN', 'svr1 drops SYN'],
  ] as const)('call a packet with %s what it is: refused or dropped', (code, zh, en) => {
    const because = code === 'no-route' ? { code, dst: 1 } : { code, port: 80 };
    const packet = tcp('10.10.10.100:1', '10.10.10.1:80');
    const event = { kind: 'packet.dropped', host: 'svr1', packet, where: 'tcp', because, seq: 0, atUs: 0 } as const;
    expect([eventText(event, 'zh').slice(0, zh.length), eventText(event, 'en').slice(0, en.length)]).toEqual([zh, en]);
  });

  it('say that direct routing lowers the TTL', () => {
    const before = tcp('10.10.10.100:1', '10.10.10.1:80');
    const after = { ...before, ttl: before.ttl - 1 };
    const event = { kind: 'packet.rewritten', host: 'svr1', before, after, by: 'ipvs-dr', seq: 0, atUs: 0 } as const;
    for (const language of ['zh', 'en'] as const) expect(eventText(event, language)).toMatch(/TTL ?64 → 63/);
  });

  it('say both halves of not forwarding', () => {
    const because = { code: 'forwarding-off', dst: 0x0a0a0a01, key: 'net.ipv4.ip_forward' } as const;
    expect(reasonText(because, 'zh')).toMatch(/10\.10\.10\.1不是本机的地址.*不转发.*net\.ipv4\.ip_forward = 0/);
    expect(reasonText(because, 'en')).toMatch(/not an address of this host.*does not forward/);
  });

  it('tell an ICMP error from an echo', () => {
    const packet = (icmpType: number, icmpCode: number) =>
      ({
        ...tcp('10.10.10.1:1', '10.10.10.100:1'),
        payload: { type: 'icmp', icmpType, icmpCode, rest: 0, data: '' },
      }) as Ipv4Packet;
    expect(nameOf(packet(3, 1), 'zh')).toBe('ICMP（主机不可达）10.10.10.1 → 10.10.10.100');
    expect(labelMeaning(packet(3, 1))?.en).toBe('ICMP error: host unreachable');
    expect(labelMeaning(packet(8, 0))?.en).toBe('ICMP echo request');
  });
});
