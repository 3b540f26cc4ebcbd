// ICMP errors that a host sends (__icmp_send in net/ipv4/icmp.c): never about an ICMP error, a broadcast or a fragment but the
// first (RFC 1122, 3.2.2); limited per destination (icmp_ratelimit) and for the whole host (icmp_msgs_per_sec).

import { MS, SECOND } from '../../base/time.ts';
import type { IpLayer, Skb } from '../contract.ts';
import type { Inet } from '../inet.ts';
import { SCOPE } from '../route/fib.ts';
import { IPV4_BROADCAST, isMulticast, type Ipv4 } from '../wire/address.ts';
import {
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  PROTO_ICMP,
  type IcmpMessage,
  type Ipv4Packet,
} from '../wire/packet.ts';

const SOURCE_QUENCH = 4;
const PARAMETER_PROBLEM = 12;
const FRAGMENTATION_NEEDED = 4;
const REDIRECT_HOST = 1;

const ERRORS: ReadonlySet<number> = new Set([
  ICMP_UNREACHABLE,
  SOURCE_QUENCH,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  PARAMETER_PROBLEM,
]);
export const isIcmpError = (icmpType: number): boolean => ERRORS.has(icmpType);

/** IPTOS_PREC_INTERNETCONTROL: errors travel as network control. */
const TOS_CONTROL = 0xc0;
const RATE_BURST = 6;
const ROUTE_ERROR_COST_US = SECOND;
const ROUTE_ERROR_BURST_US = 5 * SECOND;
const REDIRECT_LOAD_US = 20 * MS;
const REDIRECT_NUMBER = 9;
const REDIRECT_SILENCE_US = REDIRECT_LOAD_US << (REDIRECT_NUMBER + 1);

/** What the kernel remembers of a host that it sends errors to (inet_peer). */
class Peer {
  /** Microseconds of credit. */
  tokensUs = 0;
  lastUs: number;
  redirects = 0;

  constructor(nowUs: number) {
    this.lastUs = nowUs - 60 * SECOND;
  }
}

export class IcmpErrors {
  readonly #ip: IpLayer;
  readonly #inet: Inet;
  readonly #peers = new Map<Ipv4, Peer>();
  #globalCredit = 0;
  #globalStampUs = -SECOND;

  constructor(ip: IpLayer, inet: Inet) {
    this.#ip = ip;
    this.#inet = inet;
  }

  /** Tells the sender of `skb.packet`. `source` 0: the address that the packet was for if it is ours, else by route. */
  send(skb: Skb, icmpType: number, icmpCode: number, rest = 0, source: Ipv4 = 0): void {
    const { packet } = skb;
    if (!this.#mayTell(skb) || (skb.inDev !== 'lo' && !this.#globalAllows(icmpType, icmpCode))) return;
    const routed = this.#ip.route(packet.src, { src: source || this.#pickSource(skb) });
    if (!routed.found) return;
    if (routed.route.kind !== 'local' && !this.#peerAllows(packet.src, icmpType, icmpCode)) return;
    const payload: IcmpMessage = { type: 'icmp', icmpType, icmpCode, rest, data: '', original: packet };
    this.#ip.send({
      src: routed.source,
      dst: packet.src,
      protocol: PROTO_ICMP,
      payload,
      tos: (packet.tos & 0x1e) | TOS_CONTROL,
      mark: 0,
    });
  }

  /** ip_error: no route. Its own limit: five at once, then one a second. */
  refused(skb: Skb, icmpCode: number): void {
    const nowUs = this.#ip.sim.nowUs;
    const peer = this.#peer(skb.packet.src);
    peer.tokensUs = Math.min(peer.tokensUs + nowUs - peer.lastUs, ROUTE_ERROR_BURST_US);
    peer.lastUs = nowUs;
    if (peer.tokensUs < ROUTE_ERROR_COST_US) return;
    peer.tokensUs -= ROUTE_ERROR_COST_US;
    this.send(skb, ICMP_UNREACHABLE, icmpCode);
  }

  /** ip_rt_send_redirect: ever more rarely, until the sender has been silent for a while. */
  redirect(skb: Skb, gateway: Ipv4): void {
    const nowUs = this.#ip.sim.nowUs;
    const peer = this.#peer(skb.packet.src);
    if (nowUs > peer.lastUs + REDIRECT_SILENCE_US) peer.redirects = 0;
    if (peer.redirects >= REDIRECT_NUMBER) {
      peer.lastUs = nowUs;
      return;
    }
    if (peer.redirects > 0 && nowUs <= peer.lastUs + (REDIRECT_LOAD_US << peer.redirects)) return;
    this.send(skb, ICMP_REDIRECT, REDIRECT_HOST, gateway);
    peer.lastUs = nowUs;
    peer.redirects++;
  }

  #mayTell(skb: Skb): boolean {
    const { packet } = skb;
    if ('group' in skb && skb.group === true) return false;
    if (packet.fragmentOffset > 0 || packet.src === 0 || packet.src === IPV4_BROADCAST) return false;
    if (isMulticast(packet.dst) || isMulticast(packet.src) || this.#inet.kindOf(packet.dst) === 'broadcast')
      return false;
    return !isAboutError(packet);
  }

  #pickSource(skb: Skb): Ipv4 {
    const { packet, inDev } = skb;
    if (this.#inet.isLocal(packet.dst)) return packet.dst;
    const on = inDev === undefined ? undefined : this.#inet.device(inDev);
    if (!on || this.#inet.sysctl.int('net/ipv4/icmp_errors_use_inbound_ifaddr') === 0) return 0;
    return this.#inet.selectAddress(on, packet.src, SCOPE.link);
  }

  #limited(icmpType: number, icmpCode: number): boolean {
    if (icmpType === ICMP_UNREACHABLE && icmpCode === FRAGMENTATION_NEEDED) return false;
    return ((1 << icmpType) & this.#inet.sysctl.int('net/ipv4/icmp_ratemask')) !== 0;
  }

  /** icmpv4_global_allow. */
  #globalAllows(icmpType: number, icmpCode: number): boolean {
    if (!this.#limited(icmpType, icmpCode)) return true;
    const nowUs = this.#ip.sim.nowUs;
    const sinceUs = Math.min(nowUs - this.#globalStampUs, SECOND);
    if (sinceUs >= SECOND / 50) {
      const fresh = Math.floor((this.#inet.sysctl.int('net/ipv4/icmp_msgs_per_sec') * sinceUs) / SECOND);
      if (fresh > 0) this.#globalStampUs = nowUs;
      this.#globalCredit = Math.min(this.#globalCredit + fresh, this.#inet.sysctl.int('net/ipv4/icmp_msgs_burst'));
    }
    if (this.#globalCredit <= 0) return false;
    this.#globalCredit--;
    return true;
  }

  /** icmpv4_xrlim_allow: a token bucket of six for each destination. */
  #peerAllows(dst: Ipv4, icmpType: number, icmpCode: number): boolean {
    if (!this.#limited(icmpType, icmpCode)) return true;
    const costUs = this.#inet.sysctl.int('net/ipv4/icmp_ratelimit') * MS;
    const nowUs = this.#ip.sim.nowUs;
    const peer = this.#peer(dst);
    peer.tokensUs = Math.min(peer.tokensUs + nowUs - peer.lastUs, RATE_BURST * costUs);
    peer.lastUs = nowUs;
    if (peer.tokensUs < costUs) return false;
    peer.tokensUs -= costUs;
    return true;
  }

  #peer(ip: Ipv4): Peer {
    let peer = this.#peers.get(ip);
    if (!peer) this.#peers.set(ip, (peer = new Peer(this.#ip.sim.nowUs)));
    return peer;
  }
}

/** An ICMP error, or an ICMP message of a type that we do not know. */
function isAboutError(packet: Ipv4Packet): boolean {
  if (packet.protocol !== PROTO_ICMP || packet.payload.type !== 'icmp') return false;
  return packet.payload.icmpType > 18 || isIcmpError(packet.payload.icmpType);
}
