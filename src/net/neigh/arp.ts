// ARP (RFC 826) as Linux decides it (net/ipv4/arp.c): whom to answer (arp_ignore, arp_filter, proxy_arp), which source address
// to ask with (arp_announce), and what to believe (locktime, arp_accept). A key's effective value is the greater of conf/all and
// conf/DEVICE, DEVICE being the one on which the ARP packet is received or sent.

import type { Ipv4Packet, ArpPacket, Frame } from '../wire/packet.ts';
import { IPV4_ANY, isLoopback, isMulticast, MAC_BROADCAST, type Ipv4, type Mac } from '../wire/address.ts';
import type { Inet, InetDevice } from '../inet.ts';
import { onLink } from '../route/address.ts';
import { SCOPE } from '../route/fib.ts';
import type { IntRow } from '../sysctl/kinds.ts';
import type { ArpAskedBecause, ArpIgnoredBecause, NeighBecause } from './because.ts';
import type { Neighbour } from './neighbour.ts';
import type { Asker } from './table.ts';

const REQUEST = 1;
const REPLY = 2;

/** The routing decision that ARP asks for: would a packet to `dst` be this host's, or go on by another device? */
export interface ArpRouting {
  inputKind(on: InetDevice, src: Ipv4, dst: Ipv4): 'local' | 'forward' | 'none';
  outDevice(dst: Ipv4, src: Ipv4): string | undefined;
}

const greater = (all: IntRow, own: IntRow): IntRow => (all.value >= own.value && all.value !== 0 ? all : own);

export class Arp implements Asker {
  readonly #inet: Inet;
  readonly #routing: ArpRouting;

  constructor(inet: Inet, routing: ArpRouting) {
    this.#inet = inet;
    this.#routing = routing;
  }

  // ── Asking

  solicit(neighbour: Neighbour, waiting: Ipv4Packet | undefined): void {
    const on = this.#inet.device(neighbour.table.device.name);
    if (!on) return;
    const sender = this.#pickSender(on, neighbour.ip, waiting);
    const unicast = neighbour.probes < on.neighConf.unicastProbes;
    const to = unicast && neighbour.mac !== undefined ? neighbour.mac : MAC_BROADCAST;
    this.#ask(on, neighbour.ip, sender, to, unicast ? 'probe' : 'packet-waits');
  }

  /** arp_solicit: which of our addresses the question carries. */
  #pickSender(on: InetDevice, target: Ipv4, waiting: Ipv4Packet | undefined): Ipv4 {
    const announce = greater(this.#inet.conf.all.arpAnnounce, on.conf.arpAnnounce).value;
    let sender = IPV4_ANY;
    if (waiting && announce !== 2 && this.#inet.isLocal(waiting.src))
      if (announce !== 1 || onLink(on.addresses, target, waiting.src)) sender = waiting.src;
    return sender !== IPV4_ANY ? sender : this.#inet.selectAddress(on, target, SCOPE.link);
  }

  #ask(on: InetDevice, target: Ipv4, sender: Ipv4, to: Mac, because: ArpAskedBecause): void {
    const { sim, host } = this.#inet;
    sim.record({ kind: 'arp.asked', host, dev: on.name, target, sender, because });
    this.#send(on, REQUEST, sender, target, 0, to);
  }

  #send(on: InetDevice, op: 1 | 2, senderIp: Ipv4, targetIp: Ipv4, targetMac: Mac, to: Mac): void {
    const packet: ArpPacket = {
      type: 'arp',
      id: this.#inet.packetIds.next++,
      op,
      senderMac: on.device.mac,
      senderIp,
      targetMac,
      targetIp,
    };
    on.device.transmit(packet, to);
  }

  /** arp_notify: says where each primary address is, unasked. */
  announce(on: InetDevice): void {
    const { arpNotify } = this.#inet.conf.all;
    if (Math.max(arpNotify.value, on.conf.arpNotify.value) === 0 || on.device.kind !== 'ethernet') return;
    for (const address of on.addresses)
      if (!address.secondary) this.#ask(on, address.ip, address.ip, MAC_BROADCAST, 'announce');
  }

  // ── Being asked

  /** arp_process. */
  recv(on: InetDevice, frame: Frame, arp: ArpPacket): void {
    const { senderIp, targetIp } = arp;
    if (on.device.noArp || isMulticast(targetIp)) return;
    if (isLoopback(targetIp) && !this.#either('routeLocalnet', on)) return;
    if (senderIp === targetIp && this.#either('dropGratuitousArp', on)) return;
    if (senderIp === IPV4_ANY) {
      this.#recvProbe(on, arp);
      return;
    }
    if (arp.op === REQUEST) {
      const kind = this.#routing.inputKind(on, senderIp, targetIp);
      if (kind === 'local') {
        if (this.#mayAnswer(on, arp)) this.#answer(on, arp);
        return;
      }
      if (kind === 'forward' && this.#isProxyFor(on, senderIp, targetIp)) {
        this.#answerAsProxy(on, frame, arp);
        return;
      }
    }
    this.#learn(on, frame, arp);
  }

  /** RFC 2131: somebody asks whether an address is free, without having one. */
  #recvProbe(on: InetDevice, arp: ArpPacket): void {
    if (arp.op === REQUEST && this.#inet.isLocal(arp.targetIp) && this.#mayAnswer(on, arp)) this.#reply(on, arp);
  }

  #answer(on: InetDevice, arp: ArpPacket): void {
    this.#note(on, arp.senderIp, arp.senderMac, 'overheard');
    this.#reply(on, arp);
  }

  /** neigh_event_ns: whoever asks us is known from now on, if only as STALE. */
  #note(on: InetDevice, ip: Ipv4, mac: Mac, because: NeighBecause): void {
    on.neighbours.resolve(ip, false).update(mac, 'STALE', { override: true, admin: false, because });
  }

  #reply(on: InetDevice, arp: ArpPacket): void {
    const { sim, host } = this.#inet;
    const { mac } = on.device;
    sim.record({ kind: 'arp.answered', host, dev: on.name, target: arp.targetIp, to: arp.senderIp, mac });
    this.#send(on, REPLY, arp.targetIp, arp.senderIp, arp.senderMac, arp.senderMac);
  }

  /** arp_ignore and arp_filter. What is left unanswered is told with the sysctl that says so. */
  #mayAnswer(on: InetDevice, arp: ArpPacket): boolean {
    const inet = this.#inet;
    const ignore = greater(inet.conf.all.arpIgnore, on.conf.arpIgnore);
    const { senderIp, targetIp } = arp;
    switch (ignore.value) {
      case 1:
        if (!inet.confirms(on, IPV4_ANY, targetIp)) return this.#ignored(on, arp, 'not-on-this-device', ignore);
        break;
      case 2:
        if (!inet.confirms(on, senderIp, targetIp)) {
          const here = inet.confirms(on, IPV4_ANY, targetIp);
          return this.#ignored(on, arp, here ? 'asker-in-other-subnet' : 'not-on-this-device', ignore);
        }
        break;
      case 3:
        if (!inet.confirms(undefined, IPV4_ANY, targetIp, SCOPE.link))
          return this.#ignored(on, arp, 'host-scope', ignore);
        break;
      case 8:
        return this.#ignored(on, arp, 'never', ignore);
    }
    if (!this.#either('arpFilter', on) || this.#routing.outDevice(senderIp, targetIp) === on.name) return true;
    return this.#ignored(on, arp, 'way-back-elsewhere', greater(inet.conf.all.arpFilter, on.conf.arpFilter));
  }

  #ignored(on: InetDevice, arp: ArpPacket, because: ArpIgnoredBecause, row: IntRow): false {
    const { sim, host } = this.#inet;
    sim.record({
      kind: 'arp.ignored',
      host,
      dev: on.name,
      target: arp.targetIp,
      from: arp.senderIp,
      because,
      key: row.path.replaceAll('/', '.'),
      value: row.value,
    });
    return false;
  }

  // ── Proxy ARP

  #isProxyFor(on: InetDevice, src: Ipv4, dst: Ipv4): boolean {
    return this.#either('proxyArp', on) && this.#routing.outDevice(dst, src) !== on.name;
  }

  /** A proxy lets the real owner answer first: up to proxy_delay passes, unless it was asked alone. */
  #answerAsProxy(on: InetDevice, frame: Frame, arp: ArpPacket): void {
    this.#note(on, arp.senderIp, arp.senderMac, 'overheard');
    const delayUs = on.neighConf.proxyDelayUs;
    if (frame.dst === on.device.mac || delayUs === 0) this.#reply(on, arp);
    else {
      this.#prng ??= this.#inet.sim.prng(`${this.#inet.host}/proxy-arp`);
      this.#inet.sim.clock.after(this.#prng.below(delayUs), () => {
        if (on.device.running) this.#reply(on, arp);
      });
    }
  }

  #prng: ReturnType<Inet['sim']['prng']> | undefined;

  // ── Learning

  /** What is heard updates an entry that is there; a new one is made only where arp_accept says so. */
  #learn(on: InetDevice, frame: Frame, arp: ArpPacket): void {
    const { conf, sim } = this.#inet;
    const { senderIp, senderMac } = arp;
    const accept = Math.max(conf.all.arpAccept.value, on.conf.arpAccept.value);
    const known = on.neighbours.get(senderIp);
    if (!known && !this.#accepts(on, senderIp, accept)) return;
    const unicast = this.#inet.kindOf(senderIp) === 'unicast';
    const gratuitous = senderIp === arp.targetIp && (arp.op === REQUEST || arp.targetMac === senderMac) && unicast;
    if (!known && !gratuitous && !(arp.op === REPLY && unicast)) return;
    const neighbour = known ?? on.neighbours.resolve(senderIp, false);
    const answered = arp.op === REPLY && frame.dst === on.device.mac;
    neighbour.update(senderMac, answered ? 'REACHABLE' : 'STALE', {
      override: gratuitous || sim.nowUs > neighbour.updatedUs + on.neighConf.locktimeUs,
      admin: false,
      because: gratuitous ? 'gratuitous' : answered ? 'answer' : 'overheard',
    });
  }

  #accepts(on: InetDevice, senderIp: Ipv4, accept: number): boolean {
    if (accept === 2) return onLink(on.addresses, senderIp, senderIp);
    return accept !== 0;
  }

  #either(key: 'arpFilter' | 'dropGratuitousArp' | 'proxyArp' | 'routeLocalnet', on: InetDevice): boolean {
    return this.#inet.conf.all[key].value !== 0 || on.conf[key].value !== 0;
  }
}
