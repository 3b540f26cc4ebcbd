import { describe, expect, it } from 'vitest';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { Twin, type TwinFilter } from '../../src/scene/twin.ts';
import { natStory } from './support.ts';

function kinds(filter?: TwinFilter): string[] {
  const { story } = natStory();
  const timeline = new Timeline(story.journal);
  timeline.update();
  const twin = new Twin(timeline, filter);
  twin.update();
  return twin.seqs.map((seq) => story.journal.at(seq)!.kind);
}

describe('Twin', () => {
  it('tells the story without its details', () => {
    expect(kinds()).not.toContain('ip.routed');
    expect(kinds({ details: true })).toContain('ip.routed');
  });

  it('can be asked for one host, with what comes to it and leaves it', () => {
    expect(kinds({ host: 'web2' })).toEqual(['link.carried', 'link.carried']);
  });

  it('can be asked for a protocol', () => {
    expect(kinds({ protocol: 'ipvs' })).toEqual(['ipvs.scheduled', 'packet.rewritten', 'packet.rewritten']);
    expect(kinds({ protocol: 'arp' })).toEqual([]);
  });

  it('can be asked for one conversation', () => {
    expect(kinds({ conversation: 'tcp 10.10.10.100:40001 > 10.10.10.1:80 #0' }).length).toBeGreaterThan(4);
    expect(kinds({ conversation: 'tcp 1.1.1.1:1 > 2.2.2.2:2 #9' })).toEqual([]);
  });

  it('can be asked for drops only', () => {
    expect(kinds({ dropsOnly: true })).toEqual([]);
  });

  it('gives the same list whether it grew event by event or was made at once', () => {
    const { story } = natStory();
    const timeline = new Timeline(story.journal);
    const growing = new Twin(timeline);
    while (timeline.update(1)) growing.update(1);
    growing.update();
    expect(growing.seqs.map((seq) => story.journal.at(seq)!.kind)).toEqual(kinds());
    expect(growing.rowAt(0)).toBe(-1);
    expect(growing.rowOf(growing.seqs[2]!)).toBe(2);
  });
});
