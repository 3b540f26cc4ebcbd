import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/sim/journal.ts';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { strideFrom } from '../../src/scene/timeline/steps.ts';
import { FLIGHT_US, ip, natStory, Story, tcp } from './support.ts';

function indexed(journal: Journal): Timeline {
  const timeline = new Timeline(journal);
  timeline.update();
  return timeline;
}

describe('Timeline', () => {
  it('has a flight under way from its departure to its arrival, both included', () => {
    const { story } = natStory();
    const timeline = indexed(story.journal);
    expect(timeline.flightsAt(5_000_099)).toHaveLength(0);
    expect(timeline.flightsAt(5_000_100)).toHaveLength(1);
    expect(timeline.flightsAt(5_000_100 + FLIGHT_US)).toHaveLength(2);
  });

  it('follows a conversation through the director that rewrites its addresses', () => {
    const { story } = natStory();
    const timeline = indexed(story.journal);
    expect(timeline.flights).toHaveLength(4);
    expect(new Set(timeline.flights.map((flight) => flight.conversation))).toEqual(
      new Set([timeline.conversations.list[0]]),
    );
    expect(timeline.conversations.list).toHaveLength(1);
  });

  it('begins another conversation when a pair of ports is used again', () => {
    const story = new Story();
    story.carry(0, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:40001', '10.10.10.1:80', { seq: 1 }));
    story.carry(900, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:40001', '10.10.10.1:80', { seq: 1 }));
    story.carry(5_000, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:40001', '10.10.10.1:80', { seq: 99 }));
    const timeline = indexed(story.journal);
    expect(timeline.flights.map((flight) => flight.conversation?.index)).toEqual([0, 0, 1]);
  });

  it('knows to which conversation an old event belonged when its ports have long been used again', () => {
    const story = new Story();
    for (const seq of [1, 2])
      story.carry(seq * 1_000, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:40001', '10.10.10.1:80', { seq }));
    const timeline = indexed(story.journal);
    expect([0, 1, 0].map((seq) => timeline.conversationOf(story.journal.at(seq)!)?.index)).toEqual([0, 1, 0]);
    expect(timeline.conversations.list).toHaveLength(2);
  });

  it("gives the scheduler's pick to the conversation that it was made for", () => {
    const { story } = natStory();
    const pick = [...story.journal.since()].find((event) => event.kind === 'ipvs.scheduled')!;
    expect(indexed(story.journal).conversationOf(pick)?.index).toBe(0);
  });

  it('visits each moment once when stepping forth, and the same ones when stepping back', () => {
    const { story } = natStory();
    const timeline = indexed(story.journal);
    const forth: number[] = [];
    for (let t = timeline.startUs; t < timeline.endUs;) forth.push((t = strideFrom(timeline, t, 'moment', 1)));
    const back: number[] = [];
    for (let t = timeline.endUs; t > timeline.startUs;) back.push((t = strideFrom(timeline, t, 'moment', -1)));
    expect(forth).toEqual([5_000_100, 5_000_141, 5_000_182, 5_000_223, 5_000_264]);
    expect(back).toEqual([5_000_223, 5_000_182, 5_000_141, 5_000_100, 5_000_000]);
  });

  it('takes in no more than its budget at a call', () => {
    const { story } = natStory();
    const timeline = new Timeline(story.journal);
    expect(timeline.update(3)).toBe(true);
    expect(timeline.seqs).toHaveLength(3);
    expect(timeline.update()).toBe(false);
  });

  it('forgets what the journal forgot', () => {
    const journal = new Journal(16_384);
    const timeline = new Timeline(journal);
    for (let i = 0; i < 60_000; i++) {
      journal.add({ kind: 'config.changed', host: 'svr1', area: 'route', what: String(i) }, i * 10);
      if (i % 1000 === 0) timeline.update();
    }
    timeline.update();
    expect(timeline.seqs[0]).toBeGreaterThanOrEqual(journal.firstSeq - 8192);
    expect(timeline.timesUs).toHaveLength(timeline.seqs.length);
    expect(timeline.momentsUs[0]).toBeGreaterThanOrEqual(timeline.timesUs[0]!);
  });

  it('indexes 300,000 events in well under a second and finds flights among them at once', () => {
    const story = new Story();
    const packet = tcp('10.10.10.100:40001', '10.10.10.1:80');
    for (let i = 0; i < 300_000; i++) story.carry(i * 7, 'client.eth0', ['svr1.eth0'], packet);
    const startMs = performance.now();
    const timeline = indexed(story.journal);
    for (let i = 0; i < 1000; i++) timeline.flightsAt(timeline.startUs + i * 700);
    expect(performance.now() - startMs).toBeLessThan(3_000);
  });

  it('says which flight brought a packet that was dropped', () => {
    const story = new Story();
    const syn = tcp('10.10.10.100:40001', '10.10.10.1:80');
    const flight = story.carry(0, 'client.eth0', ['svr1.eth0'], syn);
    story.add(
      {
        kind: 'packet.dropped',
        host: 'svr1',
        packet: syn,
        where: 'route',
        because: { code: 'no-route', dst: ip('10.10.10.1') },
      },
      FLIGHT_US,
    );
    expect(indexed(story.journal).drops[0]?.broughtBy?.seq).toBe(flight);
  });
});
