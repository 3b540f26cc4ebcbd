// ICMP of one host (net/ipv4/icmp.c): answers echo requests, hands errors to the protocol whose packet they are about, and
// shows everything to sockets that listen (what ping is). Left out: timestamps, router discovery.

import { errno, type Errno } from '../../base/errno.ts';
import { WaitQueue } from '../../sim/process.ts';
import type { IcmpSocket, Skb, SocketOwner, Transport } from '../contract.ts';
import type { Ip } from '../ip/ip.ts';
import type { Ipv4 } from '../wire/address.ts';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_REDIRECT,
  ICMP_UNREACHABLE,
  IPV4_HEADER,
  PROTO_ICMP,
  PROTO_TCP,
  sizePayload,
  type IcmpMessage,
  type Ipv4Packet,
} from '../wire/packet.ts';
import { isIcmpError } from './errors.ts';

const FRAGMENTATION_NEEDED = 4;
/** What a socket keeps for a program that does not read. */
const QUEUE_PACKETS = 256;
const EAGAIN = errno('EAGAIN');

interface Received {
  readonly packet: Ipv4Packet;
  readonly atUs: number;
}

class RawIcmpSocket implements IcmpSocket {
  readonly kind = 'icmp';
  readonly changed = new WaitQueue();
  readonly #icmp: Icmp;
  readonly #owner: SocketOwner | undefined;
  readonly #queue: Received[] = [];

  constructor(icmp: Icmp, owner: SocketOwner | undefined) {
    this.#owner = owner;
    owner?.add(this);
    this.#icmp = icmp;
  }

  send(
    message: IcmpMessage,
    dst: Ipv4,
    how: { readonly src?: Ipv4; readonly ttl?: number; readonly oif?: string; readonly dontFragment?: boolean } = {},
  ): Errno | undefined {
    // Unless told otherwise, Linux forbids fragmenting what fits and lets the rest be cut (IP_PMTUDISC_WANT).
    const fits = IPV4_HEADER + sizePayload(message) <= this.#icmp.ip.pathMtu(dst);
    return this.#icmp.ip.send({
      src: how.src ?? 0,
      dst,
      protocol: PROTO_ICMP,
      payload: message,
      ttl: how.ttl,
      oif: how.oif,
      dontFragment: how.dontFragment ?? fits,
    });
  }

  recv(): Received | Errno {
    return this.#queue.shift() ?? EAGAIN;
  }

  /** @internal */
  take(received: Received): void {
    if (this.#queue.length >= QUEUE_PACKETS) return;
    this.#queue.push(received);
    this.changed.wake();
  }

  close(): void {
    this.#owner?.delete(this);
    this.#icmp.sockets.delete(this);
  }
}

export class Icmp implements Transport {
  readonly protocol = PROTO_ICMP;
  readonly ip: Ip;
  readonly sockets = new Set<RawIcmpSocket>();

  constructor(ip: Ip) {
    this.ip = ip;
  }

  socket(owner?: SocketOwner): IcmpSocket {
    const socket = new RawIcmpSocket(this, owner);
    this.sockets.add(socket);
    return socket;
  }

  recvPacket(skb: Skb): void {
    const { packet } = skb;
    if (this.sockets.size > 0) {
      const received = { packet, atUs: this.ip.sim.nowUs };
      for (const socket of this.sockets) socket.take(received);
    }
    const message = packet.payload;
    if (message.type !== 'icmp') this.ip.drop(packet, 'icmp', { code: 'malformed', protocol: PROTO_ICMP });
    else if (message.icmpType === ICMP_ECHO) this.#recvEcho(packet, message);
    else if (isIcmpError(message.icmpType)) this.#recvError(packet, message);
  }

  #recvEcho(packet: Ipv4Packet, message: IcmpMessage): void {
    if (this.ip.sysctl.int('net/ipv4/icmp_echo_ignore_all') !== 0) {
      this.ip.drop(packet, 'icmp', { code: 'told-to-ignore', key: 'net.ipv4.icmp_echo_ignore_all' });
      return;
    }
    const own = this.ip.isLocal(packet.dst);
    if (!own && this.ip.sysctl.int('net/ipv4/icmp_echo_ignore_broadcasts') !== 0) {
      this.ip.drop(packet, 'icmp', { code: 'told-to-ignore', key: 'net.ipv4.icmp_echo_ignore_broadcasts' });
      return;
    }
    this.ip.send({
      src: own ? packet.dst : 0,
      dst: packet.src,
      protocol: PROTO_ICMP,
      tos: packet.tos,
      payload: { ...message, icmpType: ICMP_ECHO_REPLY },
    });
  }

  /** The quoted packet must be one that we sent; what it says about the way there is remembered for that destination. */
  #recvError(packet: Ipv4Packet, error: IcmpMessage): void {
    const about = error.original;
    if (!about || !this.ip.isLocal(about.src)) return;
    if (error.icmpType === ICMP_UNREACHABLE && error.icmpCode === FRAGMENTATION_NEEDED)
      this.ip.advice.takeMtu(about.dst, error.rest & 0xffff);
    // TCP asks for itself: only a connection that is past its handshake believes a redirect.
    if (error.icmpType === ICMP_REDIRECT && about.protocol !== PROTO_TCP)
      this.ip.advice.takeRedirect(error.rest, about, packet.src);
    this.ip.recvIcmpError(error, about, packet.src);
  }

  /** Errors about our own pings reach ping as packets. */
  recvError(): void {}
}
