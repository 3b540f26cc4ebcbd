// The IP layer of one host (net/ipv4/ip_input.c, ip_forward.c, ip_output.c): what comes in is validated, routed, and delivered or
// forwarded; what goes out is routed, fragmented where it must be, and given to the next hop; the netfilter points lie between.

import { errno, type Errno } from '../../base/errno.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Hook, IpLayer, Reason, Routed, RouteLine, SendIp, Skb, SysctlTree, Transport } from '../contract.ts';
import { Hooks, passes } from '../hook/hooks.ts';
import { IcmpErrors } from '../icmp/errors.ts';
import type { FrameInput, Inet, InetDevice } from '../inet.ts';
import { Arp, type ArpRouting } from '../neigh/arp.ts';
import type { NeighbourErrors } from '../neigh/table.ts';
import { isGroupMac, isMulticast, type Ipv4 } from '../wire/address.ts';
import {
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  IPV4_HEADER,
  PROTO_ICMP,
  PROTO_UDP,
  sizeIpv4,
  sizePayload,
  type ArpPacket,
  type Frame,
  type IcmpMessage,
  type Ipv4Packet,
} from '../wire/packet.ts';
import { RouteAdvice } from './advice.ts';
import { RouteExceptions } from './exceptions.ts';
import { fragment } from './fragment.ts';
import { Idents } from './ident.ts';
import { InputRoutes, type InputRoute } from './input-route.ts';
import { DEFAULT_MTU, OutputRoutes, type Found } from './output-route.ts';
import { Reassembly } from './reassembly.ts';
import { IpSkb } from './skb.ts';
import type { IntRow } from '../sysctl/kinds.ts';

const HOST_UNREACHABLE = 1;
const PROTOCOL_UNREACHABLE = 2;
const FRAGMENTATION_NEEDED = 4;

export class Ip implements IpLayer, FrameInput, NeighbourErrors, ArpRouting {
  readonly sim: Sim;
  readonly host: string;
  readonly sysctl: SysctlTree;
  readonly inet: Inet;
  readonly arp: Arp;
  readonly hooks = new Hooks();
  readonly exceptions: RouteExceptions;
  readonly advice: RouteAdvice;
  readonly #inputRoutes: InputRoutes;
  readonly #outputRoutes: OutputRoutes;
  readonly #errors: IcmpErrors;
  readonly #idents: Idents;
  readonly #reassembly: Reassembly;
  readonly #defaultTtl: IntRow;
  readonly #transports = new Map<number, Transport>();

  constructor(inet: Inet) {
    this.sim = inet.sim;
    this.host = inet.host;
    this.sysctl = inet.sysctl;
    this.inet = inet;
    this.arp = new Arp(inet, this);
    this.exceptions = new RouteExceptions(inet.sim);
    this.#inputRoutes = new InputRoutes(inet);
    this.#outputRoutes = new OutputRoutes(inet, this.exceptions);
    this.advice = new RouteAdvice(inet, this.#outputRoutes, this.exceptions);
    this.#errors = new IcmpErrors(this, inet);
    this.#idents = new Idents(inet.sim, inet.host);
    this.#reassembly = new Reassembly(this);
    this.#defaultTtl = inet.sysctl.row('net/ipv4/ip_default_ttl') as IntRow;
  }

  nextPacketId(): number {
    return this.inet.packetIds.next++;
  }

  // ── In

  recvFrame(on: InetDevice, frame: Frame): void {
    const payload = frame.payload;
    if (payload.type === 'arp') this.arp.recv(on, frame, payload);
    else this.recvPacket(on, payload, isGroupMac(frame.dst));
  }

  /** ip_rcv: a packet comes in by `on`; `group`: to everyone on the link. */
  recvPacket(on: InetDevice, packet: Ipv4Packet, group: boolean): void {
    const skb = new IpSkb(packet, on.name, group);
    if (!passes(this.hooks.prerouting, skb)) return;
    if (on.device.kind === 'loopback') {
      this.#recvLooped(skb);
      return;
    }
    const routed = this.#inputRoutes.find(on, skb.packet.src, skb.packet.dst);
    switch (routed.decision) {
      case 'forward':
        this.#forward(skb, routed);
        break;
      case 'refused':
        this.drop(skb.packet, 'route', routed.because!);
        if (routed.icmpCode >= 0) this.#errors.refused(skb, routed.icmpCode);
        break;
      default:
        this.#recvLocal(skb, routed.route!);
    }
  }

  /** Over loopback comes what this host routed to itself: the decision stands. */
  #recvLooped(skb: IpSkb): void {
    const { dst } = skb.packet;
    const route = this.inet.fib.lookup(dst);
    if (route && (route.kind === 'local' || route.kind === 'broadcast')) this.#recvLocal(skb, route);
    else this.drop(skb.packet, 'route', { code: 'martian-destination', dst, dev: skb.inDev! });
  }

  #recvLocal(skb: IpSkb, route: RouteLine): void {
    this.#recordRouted(skb.packet, 'local', route, skb.packet.dst);
    if (skb.packet.moreFragments || skb.packet.fragmentOffset > 0) {
      const whole = this.#reassembly.recv(skb);
      if (!whole) return;
      skb.packet = whole;
    }
    if (passes(this.hooks.input, skb)) this.deliver(skb);
  }

  deliver(skb: Skb): void {
    const { packet } = skb;
    const transport = this.#transports.get(packet.protocol);
    if (!transport) {
      this.drop(packet, 'input', { code: 'no-protocol', protocol: packet.protocol });
      this.sendIcmpError(skb, ICMP_UNREACHABLE, PROTOCOL_UNREACHABLE);
      return;
    }
    const to = DELIVERED[packet.protocol];
    if (to) this.sim.record({ kind: 'packet.delivered', host: this.host, packet, to, seq: 0, atUs: 0 });
    transport.recvPacket(skb);
  }

  /** What ICMP was told about a packet that this host sent goes to the protocol that sent it. */
  recvIcmpError(error: IcmpMessage, about: Ipv4Packet, from: Ipv4): void {
    this.#transports.get(about.protocol)?.recvError(error, about, from);
  }

  // ── Through

  /** ip_forward. */
  #forward(skb: IpSkb, routed: InputRoute): void {
    const { packet } = skb;
    if (packet.ttl <= 1) {
      this.drop(packet, 'forward', { code: 'ttl-expired', ttl: packet.ttl });
      this.#errors.send(skb, ICMP_TIME_EXCEEDED, 0);
      return;
    }
    if (skb.group) {
      this.drop(packet, 'forward', { code: 'not-for-us', dst: packet.dst });
      return;
    }
    const out = routed.out!;
    const { mtu } = out.device;
    if (packet.dontFragment && sizeIpv4(packet) > mtu) {
      this.drop(packet, 'forward', { code: 'needs-fragmenting', mtu, size: sizeIpv4(packet) });
      this.#errors.send(skb, ICMP_UNREACHABLE, FRAGMENTATION_NEEDED, mtu);
      return;
    }
    this.#recordRouted(packet, 'forward', routed.route!, routed.nextHop);
    const after = aged(packet, this.inet.packetIds.next++);
    skb.packet = after;
    skb.outDev = out.name;
    this.#recordForwarded(packet, after);
    if (routed.redirect) this.#errors.redirect(skb, routed.nextHop);
    if (!passes(this.hooks.forward, skb)) return;
    this.#finish(skb, routed.route!, routed.nextHop, out);
  }

  // ── Out

  route(dst: Ipv4, how?: { readonly src?: Ipv4; readonly oif?: string | undefined; readonly mark?: number }): Routed {
    return this.#outputRoutes.find(dst, how?.src ?? 0, how?.oif);
  }

  send(asked: SendIp): Errno | undefined {
    const routed = this.#outputRoutes.find(asked.dst, asked.src, asked.oif);
    if (!routed.found) return routed.errno;
    const { payload, protocol } = asked;
    const dontFragment = asked.dontFragment ?? false;
    const dst = asked.dst === 0 ? routed.nextHop : asked.dst;
    const packet: Ipv4Packet = {
      type: 'ip',
      id: this.inet.packetIds.next++,
      parentId: 0,
      src: routed.source,
      dst,
      ttl: asked.ttl ?? (isMulticast(dst) ? 1 : this.#defaultTtl.value),
      tos: asked.tos ?? 0,
      ident: asked.ident ?? this.#idents.next(routed.source, dst, protocol),
      dontFragment,
      moreFragments: false,
      fragmentOffset: 0,
      protocol,
      payload,
    };
    if (dontFragment && IPV4_HEADER + sizePayload(payload) > this.#outputRoutes.mtu(dst, routed))
      return errno('EMSGSIZE');
    this.sim.record({ kind: 'ip.originated', host: this.host, packet, seq: 0, atUs: 0 });
    const skb = new IpSkb(packet, undefined, false);
    skb.mark = asked.mark ?? 0;
    this.sendRouted(skb, routed);
    return undefined;
  }

  sendRouted(skb: Skb, routed: Found): void {
    const { route } = routed;
    this.#recordRouted(skb.packet, 'output', route, routed.nextHop);
    const { dst } = skb.packet;
    const out = route.kind === 'local' ? this.inet.loopback : this.inet.device(route.dev);
    if (!out) {
      this.drop(skb.packet, 'output', { code: 'link-down', dev: route.dev });
      return;
    }
    skb.outDev = out.name;
    if (this.hooks.output.length > 0) {
      if (!passes(this.hooks.output, skb)) return;
      if (skb.packet.dst !== dst) {
        this.#reroute(skb);
        return;
      }
    }
    this.#finish(skb, route, routed.nextHop, out);
  }

  /** ip_route_me_harder: an output hook has changed where the packet goes. */
  #reroute(skb: Skb): void {
    const routed = this.#outputRoutes.find(
      skb.packet.dst,
      this.isLocal(skb.packet.src) ? skb.packet.src : 0,
      undefined,
    );
    if (!routed.found) {
      this.drop(skb.packet, 'output', { code: 'no-route', dst: skb.packet.dst });
      return;
    }
    const out = routed.route.kind === 'local' ? this.inet.loopback : this.inet.device(routed.route.dev)!;
    skb.outDev = out.name;
    this.#finish(skb, routed.route, routed.nextHop, out);
  }

  /** Postrouting, MTU, neighbour, device (ip_output). */
  #finish(skb: Skb, route: RouteLine, nextHop: Ipv4, out: InetDevice): void {
    if (this.hooks.postrouting.length > 0 && !passes(this.hooks.postrouting, skb)) return;
    const { packet } = skb;
    const size = sizeIpv4(packet);
    if (size > out.device.mtu) {
      this.#sendInPieces(skb, route, nextHop, out, size);
      return;
    }
    this.#toNeighbour(skb, route, nextHop, out);
  }

  #sendInPieces(skb: Skb, route: RouteLine, nextHop: Ipv4, out: InetDevice, size: number): void {
    const { packet } = skb;
    const { mtu } = out.device;
    if (packet.dontFragment) {
      this.drop(packet, 'output', { code: 'needs-fragmenting', mtu, size });
      this.sendIcmpError(skb, ICMP_UNREACHABLE, FRAGMENTATION_NEEDED, mtu);
      return;
    }
    for (const piece of fragment(packet, mtu, () => this.nextPacketId())) {
      const part = new IpSkb(piece, skb.inDev, false);
      part.outDev = skb.outDev;
      part.mark = skb.mark;
      this.#toNeighbour(part, route, nextHop, out);
    }
  }

  #toNeighbour(skb: Skb, route: RouteLine, nextHop: Ipv4, out: InetDevice): void {
    if (!out.device.running) {
      this.drop(skb.packet, 'link', { code: 'link-down', dev: out.name });
      return;
    }
    out.neighbours.resolve(nextHop, route.kind === 'broadcast').send(skb);
  }

  // ── About neighbours

  recvUnreachable(skb: Skb, nextHop: Ipv4, dev: string, tries: number): void {
    this.drop(skb.packet, 'neigh', { code: 'no-arp-answer', nextHop, dev, tries });
    this.sendIcmpError(skb, ICMP_UNREACHABLE, HOST_UNREACHABLE);
  }

  recvQueueOverflow(skb: Skb, nextHop: Ipv4): void {
    this.drop(skb.packet, 'neigh', { code: 'neighbour-queue-full', nextHop });
  }

  confirmNeighbour(dst: Ipv4): void {
    const routed = this.#outputRoutes.find(dst, 0, undefined);
    if (!routed.found || routed.route.kind === 'local') return;
    const neighbour = this.inet.device(routed.route.dev)?.neighbours.get(routed.nextHop);
    if (neighbour) neighbour.confirmedUs = this.sim.nowUs;
  }

  inputKind(on: InetDevice, src: Ipv4, dst: Ipv4): 'local' | 'forward' | 'none' {
    const { decision } = this.#inputRoutes.find(on, src, dst);
    return decision === 'local' || decision === 'forward' ? decision : 'none';
  }

  outDevice(dst: Ipv4, src: Ipv4): string | undefined {
    const routed = this.#outputRoutes.find(dst, this.inet.owns(src) ? src : 0, undefined);
    return routed.found ? routed.route.dev : undefined;
  }

  // ── Beside

  isLocal(ip: Ipv4): boolean {
    return this.inet.isLocal(ip);
  }

  pathMtu(dst: Ipv4): number {
    const routed = this.#outputRoutes.find(dst, 0, undefined);
    return routed.found ? this.#outputRoutes.mtu(dst, routed) : DEFAULT_MTU;
  }

  /** The machine is switched off. */
  abandon(): void {
    this.#reassembly.abandon();
    this.exceptions.clear();
    this.inet.fib.flush(() => true);
  }

  sendIcmpError(skb: Skb, icmpType: number, icmpCode: number, rest = 0, source: Ipv4 = 0): void {
    this.#errors.send(skb, icmpType, icmpCode, rest, source);
  }

  addHook(hook: Hook): void {
    this.hooks.add(hook);
  }

  removeHook(hook: Hook): void {
    this.hooks.remove(hook);
  }

  addTransport(transport: Transport): void {
    this.#transports.set(transport.protocol, transport);
  }

  drop(packet: Ipv4Packet | ArpPacket, where: string, because: Reason): void {
    this.sim.record({ kind: 'packet.dropped', host: this.host, packet, where, because });
  }

  #recordRouted(packet: Ipv4Packet, decision: 'local' | 'forward' | 'output', route: RouteLine, nextHop: Ipv4): void {
    this.sim.record({ kind: 'ip.routed', host: this.host, packet, decision, route, nextHop, seq: 0, atUs: 0 });
  }

  #recordForwarded(before: Ipv4Packet, after: Ipv4Packet): void {
    this.sim.record({ kind: 'packet.rewritten', host: this.host, before, after, by: 'forward', seq: 0, atUs: 0 });
  }
}

/** Whose deliveries are recorded here. TCP records its own: it alone knows which segments it accepts. */
const DELIVERED: Readonly<Record<number, 'udp' | 'icmp'>> = {
  [PROTO_UDP]: 'udp',
  [PROTO_ICMP]: 'icmp',
};

/** The packet after one more router: written out field by field, because it is made for every hop. */
const aged = (packet: Ipv4Packet, id: number): Ipv4Packet => ({
  type: 'ip',
  id,
  parentId: packet.id,
  src: packet.src,
  dst: packet.dst,
  ttl: packet.ttl - 1,
  tos: packet.tos,
  ident: packet.ident,
  dontFragment: packet.dontFragment,
  moreFragments: packet.moreFragments,
  fragmentOffset: packet.fragmentOffset,
  protocol: packet.protocol,
  payload: packet.payload,
});
