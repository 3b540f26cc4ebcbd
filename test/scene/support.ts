// Small journals made by hand: one request through a director that rewrites it, without a simulator behind.

import { Journal, type NewEvent } from '../../src/sim/journal.ts';
import { parseIpv4, parseMac } from '../../src/net/wire/address.ts';
import {
  TCP_ACK,
  TCP_SYN,
  type ArpPacket,
  type Frame,
  type Ipv4Packet,
  type TcpSegment,
} from '../../src/net/wire/packet.ts';
import type { Port, RouteLine } from '../../src/net/contract.ts';
import type { Topology } from '../../src/lab/topology/topology.ts';
import nat from '../../lessons/+labs/nat.json' with { type: 'json' };

export const NAT = nat as Topology;
export const ip = (text: string): number => parseIpv4(text)!;
export const mac = (text: string): number => parseMac(text)!;

let ids = 0;

export function tcp(src: string, dst: string, change: Partial<TcpSegment> & Partial<Ipv4Packet> = {}): Ipv4Packet {
  const [srcIp, srcPort] = src.split(':') as [string, string];
  const [dstIp, dstPort] = dst.split(':') as [string, string];
  const { parentId = 0, ttl = 64, ...segment } = change;
  return {
    type: 'ip',
    id: ++ids,
    parentId,
    src: ip(srcIp),
    dst: ip(dstIp),
    ttl,
    tos: 0,
    ident: 1,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    protocol: 6,
    payload: {
      type: 'tcp',
      srcPort: Number(srcPort),
      dstPort: Number(dstPort),
      seq: 1000,
      ack: 0,
      flags: TCP_SYN,
      window: 64240,
      options: { mss: 1460, windowScale: 7, sackPermitted: true, timestamp: undefined, sack: undefined },
      data: '',
      ...(segment as Partial<TcpSegment>),
    },
  };
}

export const arp = (op: 1 | 2, sender: string, target: string): ArpPacket => ({
  type: 'arp',
  id: ++ids,
  op,
  senderMac: mac('52:54:00:0a:0a:64'),
  senderIp: ip(sender),
  targetMac: 0,
  targetIp: ip(target),
});

export const port = (name: string): Port => {
  const [host, dev] = name.split('.') as [string, string];
  return { host, dev };
};

export const FLIGHT_US = 41;

export class Story {
  readonly journal = new Journal();

  add(event: NewEvent, atUs: number): number {
    return this.journal.add(event, atUs);
  }

  carry(atUs: number, from: string, to: readonly string[], payload: Frame['payload'], segment = 'outside'): number {
    const frame: Frame = { src: mac('52:54:00:0a:0a:64'), dst: mac('52:54:00:0a:0a:01'), payload };
    return this.add(
      {
        kind: 'link.carried',
        leaveUs: atUs,
        host: '',
        segment,
        from: port(from),
        to: to.map(port),
        frame,
        arriveUs: atUs + FLIGHT_US,
        flooded: to.length > 1,
      },
      atUs,
    );
  }
}

export const route = (dst: string, prefix: number, dev: string): RouteLine => ({
  dst: ip(dst),
  prefix,
  gateway: undefined,
  dev,
  source: undefined,
  scope: 'link',
  kind: 'unicast',
  proto: 'kernel',
  metric: 0,
  table: 'main',
});

/** curl's SYN through svr1 (LVS-NAT) to web2, and the SYN-ACK back as far as the client. Times are the events' own. */
export function natStory(): {
  story: Story;
  syn: Ipv4Packet;
  inside: Ipv4Packet;
  times: Readonly<Record<string, number>>;
} {
  const story = new Story();
  const syn = tcp('10.10.10.100:40001', '10.10.10.1:80');
  const inside = { ...syn, id: ++ids, parentId: syn.id, dst: ip('192.168.10.12') };
  const forwarded = { ...inside, id: ++ids, parentId: inside.id, ttl: 63 };
  story.add({ kind: 'command.typed', host: 'client', text: 'curl http://10.10.10.1/' }, 5_000_000);
  story.add({ kind: 'ip.originated', host: 'client', packet: syn }, 5_000_100);
  story.carry(5_000_100, 'client.eth0', ['svr1.eth0'], syn);
  const service = { protocol: 'tcp' as const, address: ip('10.10.10.1'), port: 80 };
  const dest = (address: string, weight: number) => ({
    address: ip(address),
    port: 80,
    weight,
    active: 0,
    inactive: 0,
    overloaded: false,
    score: undefined,
  });
  story.add(
    {
      kind: 'ipvs.scheduled',
      host: 'svr1',
      service,
      scheduler: 'wrr',
      candidates: [dest('192.168.10.12', 2), dest('192.168.10.11', 1)],
      picked: { address: ip('192.168.10.12'), port: 80 },
      because: { code: 'wrr', threshold: 2, maxThreshold: 2, gcd: 1, position: 0, wraps: 0 },
      client: { ip: ip('10.10.10.100'), port: 40001 },
      packetId: syn.id,
    },
    5_000_141,
  );
  story.add({ kind: 'packet.rewritten', host: 'svr1', before: syn, after: inside, by: 'ipvs-nat-in' }, 5_000_141);
  story.add(
    {
      kind: 'ip.routed',
      host: 'svr1',
      packet: inside,
      decision: 'forward',
      route: route('192.168.10.0', 24, 'eth1'),
      nextHop: ip('192.168.10.12'),
    },
    5_000_141,
  );
  story.add({ kind: 'packet.rewritten', host: 'svr1', before: inside, after: forwarded, by: 'forward' }, 5_000_141);
  story.carry(5_000_141, 'svr1.eth1', ['web2.eth0'], forwarded, 'inside');
  story.add({ kind: 'packet.delivered', host: 'web2', packet: forwarded, to: 'tcp' }, 5_000_182);
  const answer = tcp('192.168.10.12:80', '10.10.10.100:40001', { flags: TCP_SYN | TCP_ACK, ack: 1001, seq: 7 });
  story.add({ kind: 'ip.originated', host: 'web2', packet: answer }, 5_000_182);
  story.carry(5_000_182, 'web2.eth0', ['svr1.eth1'], answer, 'inside');
  const back = { ...answer, id: ++ids, parentId: answer.id, src: ip('10.10.10.1'), ttl: 63 };
  story.add({ kind: 'packet.rewritten', host: 'svr1', before: answer, after: back, by: 'ipvs-nat-out' }, 5_000_223);
  story.carry(5_000_223, 'svr1.eth0', ['client.eth0'], back);
  story.add({ kind: 'packet.delivered', host: 'client', packet: back, to: 'tcp' }, 5_000_264);
  return { story, syn, inside: forwarded, times: { typed: 5_000_000, syn: 5_000_100, director: 5_000_141 } };
}
