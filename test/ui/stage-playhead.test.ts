import { describe, expect, it } from 'vitest';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { Playhead } from '../../src/ui/stage/playhead.svelte.ts';
import { natStory, Story, tcp } from '../scene/support.ts';

const FRAME_MS = 16;

function make(story: Story = natStory().story): { timeline: Timeline; playhead: Playhead; story: Story } {
  const timeline = new Timeline(story.journal);
  timeline.update();
  return { timeline, playhead: new Playhead(timeline, timeline.endUs + 60_000_000), story };
}

/** Plays to the end; how many seconds of wall time it took. */
function play(playhead: Playhead, timeline: Timeline, reducedMotion = false): number {
  let frames = 0;
  while (playhead.tUs < timeline.endUs && frames++ < 10_000) playhead.tick(FRAME_MS, reducedMotion);
  return (frames * FRAME_MS) / 1_000;
}

describe('the playhead', () => {
  it('begins at the newest moment of a journal that it finds', () => {
    const { timeline, playhead } = make();
    expect(playhead.tUs).toBe(timeline.endUs);
  });

  it('begins with a command that was typed just now', () => {
    const { timeline } = make();
    expect(new Playhead(timeline, timeline.endUs + 1_000).tUs).toBe(5_000_000);
  });

  it('plays from the start to the end, never backwards', () => {
    const { timeline, playhead } = make();
    playhead.seek(timeline.startUs);
    playhead.toggle();
    let before = playhead.tUs;
    while (playhead.tUs < timeline.endUs) {
      playhead.tick(FRAME_MS, false);
      expect(playhead.tUs).toBeGreaterThanOrEqual(before);
      before = playhead.tUs;
    }
    expect(playhead.playing).toBe(true);
  });

  it('takes a second or so for a hop, and dwells where the director works', () => {
    const { timeline, playhead } = make();
    playhead.seek(timeline.startUs);
    playhead.toggle();
    const seconds = play(playhead, timeline);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(6);
  });

  it('does not wait through three idle seconds', () => {
    const story = new Story();
    story.carry(0, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80'));
    story.carry(3_000_000, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80'));
    const { timeline, playhead } = make(story);
    playhead.seek(0);
    playhead.toggle();
    expect(play(playhead, timeline)).toBeLessThan(3);
  });

  it('follows a new command to its start and plays it', () => {
    const { timeline, playhead, story } = make();
    playhead.seek(timeline.startUs);
    story.add({ kind: 'command.typed', host: 'client', text: 'ping 10.10.10.1' }, 9_000_000);
    story.carry(9_000_100, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:9', '10.10.10.1:80'));
    timeline.update();
    playhead.tick(0, false);
    expect([playhead.tUs, playhead.playing]).toEqual([9_000_000, true]);
  });

  it('stays where it is when it is not to follow', () => {
    const { timeline, playhead, story } = make();
    playhead.following = false;
    playhead.seek(timeline.startUs);
    story.add({ kind: 'command.typed', host: 'client', text: 'ls' }, 9_000_000);
    timeline.update();
    playhead.tick(FRAME_MS, false);
    expect([playhead.tUs, playhead.playing]).toEqual([timeline.startUs, false]);
  });

  it('steps forth and back over the same moments, and stops playing for it', () => {
    const { timeline, playhead } = make();
    playhead.seek(timeline.startUs);
    playhead.step('moment', 1);
    const first = playhead.tUs;
    playhead.step('moment', 1);
    playhead.step('moment', -1);
    expect([playhead.tUs, playhead.playing]).toEqual([first, false]);
  });

  it('steps instead of travelling when motion is reduced', () => {
    const { timeline, playhead } = make();
    playhead.seek(timeline.startUs);
    playhead.toggle();
    const stood = new Set<number>();
    while (playhead.tUs < timeline.endUs) {
      playhead.tick(FRAME_MS, true);
      stood.add(playhead.tUs);
    }
    expect([...stood].every((us) => us === timeline.startUs || timeline.momentsUs.includes(us))).toBe(true);
  });

  it('replays the last command when asked to play at the end', () => {
    const { playhead } = make();
    playhead.toggle();
    expect(playhead.tUs).toBe(5_000_000);
  });

  it('keeps its speed within what can be shown', () => {
    const { playhead } = make();
    for (let i = 0; i < 20; i++) playhead.changeSpeed(1);
    expect(playhead.slowness).toBe(1);
    for (let i = 0; i < 20; i++) playhead.changeSpeed(-1);
    expect(playhead.slowness).toBe(20_000);
  });

  it('begins at the first command, not at what hosts did when they were switched on', () => {
    const story = new Story();
    story.add({ kind: 'config.changed', host: 'svr1', area: 'link', what: 'lo up' }, 10);
    story.add({ kind: 'command.typed', host: 'client', text: 'ls' }, 400_000);
    story.add({ kind: 'config.changed', host: 'svr1', area: 'link', what: 'lo down' }, 500_000);
    const { playhead } = make(story);
    playhead.seek(0);
    expect(playhead.tUs).toBe(400_000);
    playhead.step('moment', -1);
    expect(playhead.tUs).toBe(400_000);
  });

  it('plays a burst of two thousand packets in half a minute, and one request as slowly as asked', () => {
    const story = new Story();
    story.add({ kind: 'command.typed', host: 'client', text: 'ab' }, 0);
    for (let i = 0; i < 2_000; i++)
      story.carry(i * 20, 'client.eth0', ['svr1.eth0'], tcp(`10.10.10.100:${i + 1}`, '10.10.10.1:80'));
    const { timeline, playhead } = make(story);
    playhead.seek(0);
    playhead.toggle();
    expect(play(playhead, timeline)).toBeLessThan(35);
    expect(playhead.pace).toBeLessThan(1_000);
    const one = make();
    one.playhead.seek(0);
    one.playhead.toggle();
    one.playhead.tick(FRAME_MS, false);
    expect(one.playhead.pace).toBe(10_000);
  });
});
