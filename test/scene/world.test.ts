// The scene over real worlds: whatever the simulator records can be shown and said.
import { beforeAll, describe, expect, it } from 'vitest';
import { createLab } from '../../src/lab/lab.ts';
import type { Lab } from '../../src/lab/contract.ts';
import { frameAt } from '../../src/scene/frame.ts';
import { layOut } from '../../src/scene/layout/layout.ts';
import { readLive } from '../../src/scene/live.ts';
import { storyOf } from '../../src/scene/story.ts';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { explain } from '../../src/scene/decision/index.ts';
import { eventText } from '../../src/scene/words/events.ts';
import { NAT } from './support.ts';

function run(lab: Lab, host: string, command: string, ms = 1_000): void {
  lab.type(host, `${command}\r`);
  lab.advance(lab.nowUs + ms * 1_000);
}

function cluster(forwarding: 0 | 1): Lab {
  const lab = createLab({ topology: NAT, seed: 1, log: [] });
  if (forwarding) run(lab, 'svr1', 'sysctl -w net.ipv4.ip_forward=1');
  run(lab, 'svr1', 'ipvsadm -A -t 10.10.10.1:80 -s wrr');
  run(lab, 'svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m -w 1');
  run(lab, 'svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2');
  run(lab, 'client', 'for i in 1 2 3; do curl -s -m 1 http://10.10.10.1/; done', 4_000);
  return lab;
}

function indexed(lab: Lab): Timeline {
  const timeline = new Timeline(lab.journal);
  timeline.update();
  return timeline;
}

describe('the scene over a real NAT cluster', () => {
  let lab: Lab;
  let timeline: Timeline;
  beforeAll(() => {
    lab = cluster(1);
    timeline = indexed(lab);
  });

  it('says every event in both languages', () => {
    for (const event of lab.journal.since())
      for (const language of ['zh', 'en'] as const)
        expect(eventText(event, language)).not.toMatch(/undefined|NaN|\[object|\d{9,}/);
  });

  it('has one conversation for each request', () => {
    expect(timeline.conversations.list.map((one) => one.server.port)).toEqual([80, 80, 80]);
  });

  it('leads each SYN from the client through the director to a real server, its destination rewritten', () => {
    const syns = timeline.flights.filter(
      ({ event }) =>
        event.from.host === 'client' &&
        event.frame.payload.type === 'ip' &&
        event.frame.payload.payload.type === 'tcp' &&
        event.frame.payload.payload.flags === 2,
    );
    const stories = syns.map(({ event }) => storyOf(lab.journal, event.seq)!);
    for (const story of stories)
      expect(story.stops.map((stop) => stop.host).join(' ')).toMatch(/^client svr1 web[12]$/);
    for (const { stops } of stories) {
      expect(stops[1]!.changes.map((change) => `${change.layer} ${change.field}`)).toEqual(
        expect.arrayContaining(['ETH dst', 'ETH src', 'IP dst']),
      );
      const pick = stops[1]!.events.find((event) => event.kind === 'ipvs.scheduled')!;
      expect(explain(pick).rows.filter((row) => row.picked)).toHaveLength(1);
    }
  });

  it('opens the packet that a decision was about, at the host that decided', () => {
    const kinds = ['ipvs.scheduled', 'ipvs.conn.created', 'arp.asked', 'arp.answered', 'http.served'];
    for (const kind of kinds) {
      const event = [...lab.journal.since()].find((one) => one.kind === kind)!;
      const story = storyOf(lab.journal, event.seq);
      expect([kind, story?.stops[story.at]?.host]).toEqual([kind, event.host]);
      if (kind.startsWith('ipvs.')) expect(story!.stops[story!.at]!.events).toContain(event);
    }
  });

  it('has every packet of every moment within the picture', () => {
    const layout = layOut(lab.topology);
    const { x, y, width, height } = layout.bounds;
    for (const us of timeline.momentsUs)
      for (const packet of frameAt(timeline, layout, us).packets) {
        expect(packet.x > x && packet.x < x + width).toBe(true);
        expect(packet.y > y - 40 && packet.y < y + height + 40).toBe(true);
      }
  });

  it('marks the VIP where it sits and shows the service with its real servers', () => {
    const live = readLive(lab);
    const svr1 = live.hosts.get('svr1')!;
    expect(svr1.nics.map((nic) => [nic.address?.text, nic.address?.vip])).toEqual([
      ['10.10.10.1/24', true],
      ['192.168.10.1/24', false],
    ]);
    expect(svr1.services.map((service) => [service.key, service.scheduler, service.dests.length])).toEqual([
      ['tcp 10.10.10.1:80', 'wrr', 2],
    ]);
    expect([svr1.forwards, live.hosts.get('web1')!.forwards]).toEqual([true, false]);
    expect(live.hosts.get('web1')!.listening).toContain(80);
  });

  it('reads the configuration without loading what was not loaded', () => {
    const bare = createLab({ topology: NAT, seed: 1, log: [] });
    const loaded = () => bare.hosts.map((host) => bare.sys(host).modules.list().length);
    const before = [loaded(), bare.journal.nextSeq];
    readLive(bare);
    expect([loaded(), bare.journal.nextSeq]).toEqual(before);
  });
});

describe('the scene over a director that does not forward', () => {
  it('has the answers fall at its inside interface, with the reason', () => {
    const lab = cluster(0);
    const timeline = indexed(lab);
    const { drops } = frameAt(timeline, layOut(lab.topology), timeline.endUs);
    expect(drops.map((drop) => [drop.host, drop.because.code, drop.label])).toContainEqual([
      'svr1',
      'forwarding-off',
      'S+ACK',
    ]);
  });
});
