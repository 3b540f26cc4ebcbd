import { describe, expect, it } from 'vitest';
import { frameAt } from '../../src/scene/frame.ts';
import { layOut, nicPlace, dockOf } from '../../src/scene/layout/layout.ts';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { arp, FLIGHT_US, ip, NAT, natStory, Story, tcp } from './support.ts';

const layout = layOut(NAT);

function timelineOf(story: Story): Timeline {
  const timeline = new Timeline(story.journal);
  timeline.update();
  return timeline;
}

describe('frameAt', () => {
  it('is the same for the same time, whichever way it was come to', () => {
    const timeline = timelineOf(natStory().story);
    const once = frameAt(timeline, layout, 5_000_120);
    frameAt(timeline, layout, 5_000_260);
    expect(frameAt(timeline, layout, 5_000_120)).toEqual(once);
  });

  it('has a packet stand beside the interface that it leaves, and at the other one when it arrives', () => {
    const timeline = timelineOf(natStory().story);
    const at = (tUs: number) => frameAt(timeline, layout, tUs).packets[0]!;
    const dock = (host: string) => dockOf(layout, nicPlace(layout, host, 'eth0')!);
    expect(at(5_000_100)).toMatchObject({ ...dock('client'), label: 'SYN' });
    expect(at(5_000_141)).toMatchObject(dock('svr1'));
  });

  it('shows the packet as it came and as it left while the director is at work', () => {
    const frame = frameAt(timelineOf(natStory().story), layout, 5_000_141);
    expect(frame.packets.map((packet) => packet.to)).toEqual(['svr1', 'web2']);
    expect(frame.packets[0]!.colour).toBe(frame.packets[1]!.colour);
    expect(frame.work.map((work) => [work.host, work.lead.kind])).toEqual([['svr1', 'ipvs.scheduled']]);
  });

  it('spreads an ARP question as an outline to everyone and brings its answer back filled', () => {
    const story = new Story();
    story.carry(0, 'svr1.eth1', ['web2.eth0', 'web1.eth0'], arp(1, '192.168.10.1', '192.168.10.12'), 'inside');
    story.carry(FLIGHT_US, 'web2.eth0', ['svr1.eth1'], arp(2, '192.168.10.12', '192.168.10.1'), 'inside');
    const timeline = timelineOf(story);
    expect(frameAt(timeline, layout, 20).packets.map(({ outline, to }) => [outline, to])).toEqual([
      [true, 'web2'],
      [true, 'web1'],
    ]);
    expect(frameAt(timeline, layout, FLIGHT_US + 5).packets).toMatchObject([{ label: 'ARP!', outline: false }]);
  });

  it('leaves drops standing where they fell, counted by cause, until they are dismissed', () => {
    const story = new Story();
    for (let i = 0; i < 3; i++) {
      const syn = tcp('10.10.10.100:40001', '192.168.10.11:80');
      story.carry(i * 1_000_000, 'client.eth0', ['svr1.eth0'], syn);
      const because = { code: 'forwarding-off', dst: syn.dst, key: 'net.ipv4.ip_forward' } as const;
      story.add(
        { kind: 'packet.dropped', host: 'svr1', packet: syn, where: 'forward', because },
        i * 1_000_000 + FLIGHT_US,
      );
    }
    const timeline = timelineOf(story);
    const drops = frameAt(timeline, layout, timeline.endUs).drops;
    expect(drops).toMatchObject([
      { host: 'svr1', count: 3, label: 'SYN', ...dockOf(layout, nicPlace(layout, 'svr1', 'eth0')!) },
    ]);
    expect(frameAt(timeline, layout, 10).drops).toEqual([]);
    const dismissed = new Map([[drops[0]!.key, drops[0]!.seq]]);
    expect(frameAt(timeline, layout, timeline.endUs, { dismissed }).drops).toEqual([]);
  });

  it('says when it passes over an idle stretch', () => {
    const story = new Story();
    story.carry(0, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80'));
    story.carry(3_000_000, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80'));
    expect(frameAt(timelineOf(story), layout, 1_000_000).gap).toEqual({ fromUs: FLIGHT_US, toUs: 3_000_000 });
  });

  it('keeps packets that run close behind each other apart', () => {
    const story = new Story();
    for (const seq of [1, 2])
      story.carry(seq, 'client.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80', { seq }));
    const [ahead, behind] = frameAt(timelineOf(story), layout, 20).packets;
    expect(behind!.y - ahead!.y).toBeGreaterThan(20);
  });

  it('draws nothing for a packet between hosts that are not on the stage', () => {
    const story = new Story();
    story.carry(0, 'other.eth0', ['svr1.eth0'], tcp('10.10.10.100:1', '10.10.10.1:80'));
    expect(frameAt(timelineOf(story), layout, 10).packets).toEqual([]);
    expect(ip('10.10.10.1')).toBeGreaterThan(0);
  });

  it('leaves the drops of earlier commands to the past, and shows them there', () => {
    const story = new Story();
    const syn = tcp('10.10.10.100:40001', '10.10.10.1:80');
    const because = { code: 'no-route', dst: syn.dst } as const;
    story.add({ kind: 'packet.dropped', host: 'svr1', packet: syn, where: 'input', because }, 100);
    story.add({ kind: 'command.typed', host: 'client', text: 'curl' }, 2_000);
    const timeline = timelineOf(story);
    expect([1_000, 2_000].map((us) => frameAt(timeline, layout, us).drops.length)).toEqual([1, 0]);
  });

  it('makes one counted capsule of many packets of a kind that run close behind each other', () => {
    const story = new Story();
    for (let i = 0; i < 9; i++)
      story.carry(i, 'client.eth0', ['svr1.eth0'], tcp(`10.10.10.100:${40_001 + i}`, '10.10.10.1:80'));
    const { packets } = frameAt(timelineOf(story), layout, 20);
    expect(packets.map((packet) => packet.count).reduce((sum, count) => sum + count)).toBe(9);
    expect(packets.length).toBeLessThan(3);
  });

  it('leaves a few packets apart', () => {
    const story = new Story();
    for (let i = 0; i < 3; i++)
      story.carry(i, 'client.eth0', ['svr1.eth0'], tcp(`10.10.10.100:${40_001 + i}`, '10.10.10.1:80'));
    expect(frameAt(timelineOf(story), layout, 20).packets.map((packet) => packet.count)).toEqual([1, 1, 1]);
  });
});
