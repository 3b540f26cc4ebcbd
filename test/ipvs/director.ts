// A director for tests of IPVS alone: an IP layer of a few lines (connected networks, hooks, what was sent), and a client who
// sends segments through its hooks.

import type { Errno } from '../../src/base/errno.ts';
import { errno } from '../../src/base/errno.ts';
import type {
  Hook,
  HookPoint,
  IpLayer,
  Reason,
  Routed,
  RouteLine,
  SendIp,
  Skb,
  Transport,
} from '../../src/net/contract.ts';
import { Sysctls } from '../../src/net/sysctl.ts';
import { inNetwork, networkOf, parseIpv4, type Ipv4 } from '../../src/net/wire/address.ts';
import {
  PROTO_TCP,
  PROTO_UDP,
  TCP_ACK,
  TCP_FIN,
  TCP_RST,
  TCP_SYN,
  type ArpPacket,
  type Ipv4Packet,
  type TcpSegment,
} from '../../src/net/wire/packet.ts';
import type { DestConfig, ServiceConfig, ServiceKey } from '../../src/ipvs/control.ts';
import { createIpvs, type IpvsModule } from '../../src/ipvs/module.ts';
import { Sim } from '../../src/sim/sim.ts';
import type { EventKinds, EventOf } from '../../src/sim/journal.ts';

export const ip = (text: string): Ipv4 => parseIpv4(text)!;
export const SYN = TCP_SYN;
export const ACK = TCP_ACK;
export const FIN = TCP_FIN | TCP_ACK;
export const RST = TCP_RST;

export const VIP = ip('10.10.10.1');
export const CLIENT = ip('10.10.10.100');

const NO_OPTIONS = {
  mss: undefined,
  windowScale: undefined,
  sackPermitted: false,
  timestamp: undefined,
  sack: undefined,
};

const OUTSIDE = ip('10.10.10.0');
const INSIDE = ip('192.168.10.0');
const INNER = ip('192.168.10.1');

export interface SentError {
  readonly about: Ipv4Packet;
  readonly icmpType: number;
  readonly icmpCode: number;
  readonly rest: number;
}

/** eth0 10.10.10.1/24, eth1 192.168.10.1/24, and whatever local addresses a test adds. */
export class FakeIp implements IpLayer {
  readonly sim: Sim;
  readonly host = 'svr1';
  readonly sysctl: Sysctls;
  readonly hooks: Hook[] = [];
  readonly sent: Ipv4Packet[] = [];
  readonly delivered: Ipv4Packet[] = [];
  readonly errors: SentError[] = [];
  readonly dropped: Reason[] = [];
  readonly local = new Set<Ipv4>([VIP, INNER, ip('127.0.0.1')]);
  mtu = 1500;
  #packetId = 0;

  constructor(sim: Sim) {
    this.sim = sim;
    this.sysctl = new Sysctls(sim, this.host);
  }

  nextPacketId(): number {
    return ++this.#packetId;
  }

  send(_packet: SendIp): Errno | undefined {
    return undefined;
  }

  sendRouted(skb: Skb): void {
    this.sent.push(skb.packet);
  }

  deliver(skb: Skb): void {
    this.delivered.push(skb.packet);
  }

  route(dst: Ipv4): Routed {
    const line = (kind: RouteLine['kind'], dev: string, source: Ipv4): Routed => ({
      found: true,
      nextHop: dst,
      source,
      route: {
        dst: networkOf(dst, 24),
        prefix: 24,
        gateway: undefined,
        dev,
        source,
        scope: 'link',
        kind,
        proto: 'kernel',
        metric: 0,
        table: kind === 'unicast' ? 'main' : 'local',
      },
    });
    if (this.local.has(dst)) return line('local', 'lo', dst);
    if (dst === OUTSIDE + 255 || dst === INSIDE + 255) return line('broadcast', 'eth0', VIP);
    if (inNetwork(dst, OUTSIDE, 24)) return line('unicast', 'eth0', VIP);
    if (inNetwork(dst, INSIDE, 24)) return line('unicast', 'eth1', INNER);
    return { found: false, errno: errno('ENETUNREACH') };
  }

  isLocal(address: Ipv4): boolean {
    return this.local.has(address);
  }

  pathMtu(): number {
    return this.mtu;
  }

  confirmNeighbour(): void {}

  sendIcmpError(skb: Skb, icmpType: number, icmpCode: number, rest = 0): void {
    this.errors.push({ about: skb.packet, icmpType, icmpCode, rest });
  }

  addHook(hook: Hook): void {
    this.hooks.push(hook);
    this.hooks.sort((a, b) => a.priority - b.priority);
  }

  removeHook(hook: Hook): void {
    this.hooks.splice(this.hooks.indexOf(hook), 1);
  }

  addTransport(_transport: Transport): void {}

  drop(_packet: Ipv4Packet | ArpPacket, _where: string, because: Reason): void {
    this.dropped.push(because);
  }

  /** Runs a point's hooks over a packet; the packet as they left it, or undefined when it did not get through. */
  pass(point: HookPoint, packet: Ipv4Packet, mark = 0): Ipv4Packet | undefined {
    const inDev = point === 'output' ? undefined : 'eth0';
    const skb: Skb = { packet, inDev, outDev: undefined, mark, ipvs: false };
    for (const hook of this.hooks) {
      if (hook.point === point && hook.handle(skb) !== 'accept') return undefined;
    }
    return skb.packet;
  }
}

export const TCP_80: ServiceKey = { protocol: 'tcp', address: VIP, port: 80 };

export const serviceConfig = (scheduler: string, more: Partial<ServiceConfig> = {}): ServiceConfig => ({
  scheduler,
  persistentSeconds: 0,
  netmask: 0xffff_ffff,
  onePacket: false,
  flags: 0,
  ...more,
});

export const destConfig = (weight = 1, more: Partial<DestConfig> = {}): DestConfig => ({
  forwarding: 'nat',
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  ...more,
});

/** Real server N of a test: 192.168.10.(10+N). */
export const server = (n: number): Ipv4 => INSIDE + 10 + n;

export class Director {
  readonly sim = new Sim({ seed: 1, journalCapacity: 1 << 12 });
  readonly ip = new FakeIp(this.sim);
  readonly ipvs: IpvsModule = createIpvs(this.ip);
  #port = 20000;

  /** A service on VIP:80 with real servers 1, 2, … of these weights, added in this order. */
  serve(scheduler: string, weights: readonly number[], more: Partial<ServiceConfig> = {}): this {
    this.ipvs.control.addService(TCP_80, serviceConfig(scheduler, more));
    weights.forEach((weight, i) => this.add(i + 1, weight));
    return this;
  }

  add(n: number, weight = 1, more: Partial<DestConfig> = {}): void {
    this.ipvs.control.addDest(TCP_80, { address: server(n), port: 80 }, destConfig(weight, more));
  }

  edit(n: number, weight: number, more: Partial<DestConfig> = {}): void {
    this.ipvs.control.editDest(TCP_80, { address: server(n), port: 80 }, destConfig(weight, more));
  }

  delete(n: number): void {
    this.ipvs.control.delDest(TCP_80, { address: server(n), port: 80 });
  }

  use(scheduler: string): void {
    this.ipvs.control.editService(TCP_80, serviceConfig(scheduler));
  }

  tcp(flags: number, src: Ipv4, srcPort: number, dst: Ipv4, dstPort: number, ttl = 64): Ipv4Packet {
    const payload: TcpSegment = {
      type: 'tcp',
      srcPort,
      dstPort,
      seq: 1,
      ack: 0,
      flags,
      window: 65535,
      options: NO_OPTIONS,
      data: '',
    };
    return this.packet(PROTO_TCP, payload, src, dst, ttl);
  }

  udp(data: string, src: Ipv4, srcPort: number, dst: Ipv4, dstPort: number): Ipv4Packet {
    return this.packet(PROTO_UDP, { type: 'udp', srcPort, dstPort, data }, src, dst, 64);
  }

  packet(protocol: number, payload: Ipv4Packet['payload'], src: Ipv4, dst: Ipv4, ttl = 64): Ipv4Packet {
    return {
      type: 'ip',
      id: this.ip.nextPacketId(),
      parentId: 0,
      src,
      dst,
      ttl,
      tos: 0,
      ident: 7,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      protocol,
      payload,
    };
  }

  /** A client's segment to VIP:80; what left the director for it. */
  send(flags: number, clientPort: number, client: Ipv4 = CLIENT): Ipv4Packet | undefined {
    const count = this.ip.sent.length;
    this.ip.pass('input', this.tcp(flags, client, clientPort, VIP, 80));
    return this.ip.sent.length > count ? this.ip.sent.at(-1) : undefined;
  }

  /** A real server's segment to the client, through the director; what the client gets. */
  reply(flags: number, n: number, clientPort: number, client: Ipv4 = CLIENT): Ipv4Packet | undefined {
    return this.ip.pass('forward', this.tcp(flags, server(n), 80, client, clientPort));
  }

  /** A new connection's handshake; the number of the server that got it, or undefined when nobody did. */
  open(clientPort = ++this.#port, client: Ipv4 = CLIENT): number | undefined {
    const sent = this.send(SYN, clientPort, client);
    if (!sent) return undefined;
    const n = sent.dst - server(0);
    this.reply(SYN | ACK, n, clientPort, client);
    this.send(ACK, clientPort, client);
    return n;
  }

  /** Opens and closes, client first: TIME_WAIT. */
  visit(clientPort = ++this.#port, client: Ipv4 = CLIENT): number | undefined {
    const n = this.open(clientPort, client);
    if (n === undefined) return undefined;
    this.send(FIN, clientPort, client);
    this.reply(FIN, n, clientPort, client);
    this.send(ACK, clientPort, client);
    return n;
  }

  /** Which servers the next `count` connections get, each closed before the next: '2 1 2', x for none. */
  visits(count: number): string {
    return Array.from({ length: count }, () => this.visit() ?? 'x').join(' ');
  }

  /** As `visits`, but left open. */
  opens(count: number): string {
    return Array.from({ length: count }, () => this.open() ?? 'x').join(' ');
  }

  events<K extends keyof EventKinds>(kind: K): EventOf<K>[] {
    return [...this.sim.journal.since()].filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** Weight, active, inactive of each server by its number. */
  counts(): Record<number, [active: number, inactive: number]> {
    const dests = this.ipvs.control.service(TCP_80)?.dests ?? [];
    return Object.fromEntries(dests.map((dest) => [dest.address - server(0), [dest.active, dest.inactive]]));
  }
}
