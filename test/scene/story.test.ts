import { describe, expect, it } from 'vitest';
import { storyOf } from '../../src/scene/story.ts';
import { arp, ip, mac, natStory, Story } from './support.ts';

describe('storyOf', () => {
  it('leads from the host that made the packet through the director to the real server, from any of its events', () => {
    const { story } = natStory();
    const [first, second] = [...story.journal.since()].filter((event) => event.kind === 'link.carried');
    for (const seq of [first!.seq, second!.seq])
      expect(storyOf(story.journal, seq)?.stops.map((stop) => stop.host)).toEqual(['client', 'svr1', 'web2']);
    expect(storyOf(story.journal, second!.seq)?.at).toBe(1);
  });

  it('says what the director changed, over its two rewrites together', () => {
    const { story } = natStory();
    const flight = [...story.journal.since()].find((event) => event.kind === 'link.carried')!;
    const changes = storyOf(story.journal, flight.seq)!.stops[1]!.changes;
    expect(changes.map(({ layer, field, before, after }) => [layer, field, before, after])).toEqual([
      ['IP', 'dst', '10.10.10.1', '192.168.10.12'],
      ['IP', 'ttl', '64', '63'],
    ]);
  });

  it('gathers the decisions of the stop: the pick, the rewrite, the route', () => {
    const { story } = natStory();
    const flight = [...story.journal.since()].find((event) => event.kind === 'link.carried')!;
    expect(storyOf(story.journal, flight.seq)!.stops[1]!.events.map((event) => event.kind)).toEqual([
      'ipvs.scheduled',
      'packet.rewritten',
      'ip.routed',
      'packet.rewritten',
    ]);
  });

  it('tells of an ARP question who answered and who did not', () => {
    const story = new Story();
    const question = arp(1, '10.10.10.100', '10.10.10.1');
    const seq = story.carry(0, 'client.eth0', ['svr1.eth0', 'web1.eth0'], question);
    const target = ip('10.10.10.1');
    const to = ip('10.10.10.100');
    story.add({ kind: 'arp.ignored', host: 'web1', dev: 'eth0', target, from: to, because: 'not-on-this-device' }, 41);
    story.add({ kind: 'arp.answered', host: 'svr1', dev: 'eth0', target, to, mac: mac('52:54:00:0a:0a:01') }, 41);
    expect(
      storyOf(story.journal, seq)?.stops.map((stop) => [stop.host, stop.events.map((event) => event.kind)]),
    ).toEqual([
      ['client', []],
      ['web1', ['arp.ignored']],
      ['svr1', ['arp.answered']],
    ]);
  });

  it('is nothing for an event without a packet', () => {
    const story = new Story();
    const seq = story.add({ kind: 'command.typed', host: 'client', text: 'ls' }, 0);
    expect(storyOf(story.journal, seq)).toBeUndefined();
  });
});
