// UDP (RFC 768) of one host, as Linux's sockets show it (net/ipv4/udp.c): the best match of bound and connected addresses gets
// a datagram; nobody there is answered with "port unreachable". Left out: multicast membership, corking, checksum-less sending.

import type { Bytes } from '../../base/bytes.ts';
import { errno, isErrno, type Errno } from '../../base/errno.ts';
import type { Prng } from '../../base/prng.ts';
import { WaitQueue } from '../../sim/process.ts';
import type { IpLayer, Skb, SocketInfo, SocketOwner, Transport, UdpSocket } from '../contract.ts';
import { IPV4_ANY, type Ipv4 } from '../wire/address.ts';
import {
  ICMP_UNREACHABLE,
  IPV4_HEADER,
  PROTO_UDP,
  UDP_HEADER,
  type IcmpMessage,
  type Ipv4Packet,
  type UdpDatagram,
} from '../wire/packet.ts';

const PORT_UNREACHABLE = 3;
const PROTOCOL_UNREACHABLE = 2;
const MAX_DATA = 65507;
/** net.core.rmem_default. */
const RECEIVE_BUFFER = 212_992;
/** What the kernel counts for a datagram beside its data. */
const DATAGRAM_OVERHEAD = 576;

interface Received {
  readonly data: Bytes;
  readonly ip: Ipv4;
  readonly port: number;
}

interface Endpoint {
  readonly ip: Ipv4;
  readonly port: number;
}

const NOWHERE: Endpoint = { ip: IPV4_ANY, port: 0 };

class Socket implements UdpSocket {
  readonly kind = 'udp';
  readonly changed = new WaitQueue();
  local = NOWHERE;
  remote = NOWHERE;
  bytes = 0;
  readonly #udp: Udp;
  readonly #owner: SocketOwner | undefined;
  readonly #queue: Received[] = [];
  #error: Errno | undefined;

  constructor(udp: Udp, owner: SocketOwner | undefined) {
    this.#owner = owner;
    owner?.add(this);
    this.#udp = udp;
  }

  bind(ip: Ipv4, port: number): Errno | undefined {
    if (this.local.port !== 0) return errno('EINVAL');
    const nonlocal = this.#udp.ip.sysctl.int('net/ipv4/ip_nonlocal_bind') !== 0;
    if (ip !== IPV4_ANY && !this.#udp.ip.isLocal(ip) && !nonlocal) return errno('EADDRNOTAVAIL');
    return this.#udp.bind(this, ip, port);
  }

  connect(ip: Ipv4, port: number): Errno | undefined {
    const routed = this.#udp.ip.route(ip, { src: this.local.ip });
    if (!routed.found) return routed.errno;
    if (routed.route.kind === 'broadcast') return errno('EACCES');
    if (this.local.port === 0) {
      const refused = this.#udp.bind(this, IPV4_ANY, 0);
      if (refused) return refused;
    }
    this.local = { ip: this.local.ip || routed.source, port: this.local.port };
    this.remote = { ip, port };
    return undefined;
  }

  sendTo(data: Bytes, ip: Ipv4, port: number): number | Errno {
    const pending = this.#takeError();
    if (pending) return pending;
    const to = ip === IPV4_ANY && port === 0 ? this.remote : { ip, port };
    if (to.port === 0) return errno(this.remote.port === 0 ? 'EDESTADDRREQ' : 'EINVAL');
    if (data.length > MAX_DATA) return errno('EMSGSIZE');
    if (this.local.port === 0) {
      const refused = this.#udp.bind(this, IPV4_ANY, 0);
      if (refused) return refused;
    }
    const refused = this.#udp.send(this.local, to, data);
    return refused ?? data.length;
  }

  recvFrom(): Received | Errno {
    const pending = this.#takeError();
    if (pending) return pending;
    const received = this.#queue.shift();
    if (!received) return errno('EAGAIN');
    this.bytes -= received.data.length + DATAGRAM_OVERHEAD;
    return received;
  }

  close(): void {
    this.#owner?.delete(this);
    this.#udp.close(this);
    this.changed.wake();
  }

  /** @internal False when there is no room. */
  take(received: Received): boolean {
    const size = received.data.length + DATAGRAM_OVERHEAD;
    if (this.bytes + size > RECEIVE_BUFFER) return false;
    this.bytes += size;
    this.#queue.push(received);
    this.changed.wake();
    return true;
  }

  /** @internal */
  fail(error: Errno): void {
    this.#error = error;
    this.changed.wake();
  }

  #takeError(): Errno | undefined {
    const error = this.#error;
    this.#error = undefined;
    return error;
  }

  /** How well the socket fits a datagram; −1: not at all. */
  score(src: Ipv4, srcPort: number, dst: Ipv4): number {
    let score = 0;
    if (this.local.ip !== IPV4_ANY) {
      if (this.local.ip !== dst) return -1;
      score += 4;
    }
    if (this.remote.port === 0) return score;
    return this.remote.ip === src && this.remote.port === srcPort ? score + 8 : -1;
  }

  info(): SocketInfo {
    const { local, remote, bytes } = this;
    const state = remote.port === 0 ? 'UNCONN' : 'ESTAB';
    return { kind: 'udp', state, local, remote, recvQueue: bytes, sendQueue: 0 };
  }
}

export class Udp implements Transport {
  readonly protocol = PROTO_UDP;
  readonly ip: IpLayer;
  readonly #prng: Prng;
  readonly #byPort = new Map<number, Socket[]>();

  constructor(ip: IpLayer) {
    this.ip = ip;
    this.#prng = ip.sim.prng(`${ip.host}/udp-port`);
  }

  socket(owner?: SocketOwner): UdpSocket {
    return new Socket(this, owner);
  }

  list(): readonly SocketInfo[] {
    return [...this.#byPort.values()].flat().map((socket) => socket.info());
  }

  bind(socket: Socket, ip: Ipv4, port: number): Errno | undefined {
    const chosen = port === 0 ? this.#freePort(ip) : port;
    if (isErrno(chosen)) return chosen;
    if (port !== 0 && this.#taken(ip, port)) return errno('EADDRINUSE');
    socket.local = { ip, port: chosen };
    const others = this.#byPort.get(chosen);
    if (others) others.push(socket);
    else this.#byPort.set(chosen, [socket]);
    return undefined;
  }

  close(socket: Socket): void {
    const { port } = socket.local;
    const rest = (this.#byPort.get(port) ?? []).filter((other) => other !== socket);
    if (rest.length > 0) this.#byPort.set(port, rest);
    else this.#byPort.delete(port);
  }

  #taken(ip: Ipv4, port: number): boolean {
    const there = this.#byPort.get(port) ?? [];
    return there.some((other) => ip === IPV4_ANY || other.local.ip === IPV4_ANY || other.local.ip === ip);
  }

  #freePort(ip: Ipv4): number | Errno {
    const [low, high] = (this.ip.sysctl.row('net/ipv4/ip_local_port_range')?.read() ?? '32768 60999').split(/\s+/);
    const first = Number(low);
    const count = Number(high) - first + 1;
    const start = this.#prng.below(count);
    for (let i = 0; i < count; i++) {
      const port = first + ((start + i) % count);
      if (!this.#taken(ip, port)) return port;
    }
    return errno('EAGAIN');
  }

  send(from: Endpoint, to: Endpoint, data: Bytes): Errno | undefined {
    const routed = this.ip.route(to.ip, { src: from.ip });
    if (!routed.found) return routed.errno;
    if (routed.route.kind === 'broadcast') return errno('EACCES');
    const payload: UdpDatagram = { type: 'udp', srcPort: from.port, dstPort: to.port, data };
    const fits = IPV4_HEADER + UDP_HEADER + data.length <= this.ip.pathMtu(to.ip);
    return this.ip.send({ src: from.ip, dst: to.ip, protocol: PROTO_UDP, payload, dontFragment: fits });
  }

  recvPacket(skb: Skb): void {
    const { packet } = skb;
    const datagram = packet.payload;
    if (datagram.type !== 'udp') {
      this.ip.drop(packet, 'udp', { code: 'malformed', protocol: PROTO_UDP });
      return;
    }
    const socket = this.#find(packet.src, datagram.srcPort, packet.dst, datagram.dstPort);
    if (!socket) {
      this.ip.drop(packet, 'udp', { code: 'no-listener', port: datagram.dstPort });
      this.ip.sendIcmpError(skb, ICMP_UNREACHABLE, PORT_UNREACHABLE);
      return;
    }
    if (!socket.take({ data: datagram.data, ip: packet.src, port: datagram.srcPort }))
      this.ip.drop(packet, 'udp', { code: 'receive-buffer-full', port: datagram.dstPort });
  }

  #find(src: Ipv4, srcPort: number, dst: Ipv4, dstPort: number): Socket | undefined {
    let best: Socket | undefined;
    let bestScore = -1;
    for (const socket of this.#byPort.get(dstPort) ?? []) {
      const score = socket.score(src, srcPort, dst);
      if (score > bestScore) {
        best = socket;
        bestScore = score;
      }
    }
    return best;
  }

  /** Only a connected socket hears of errors, and only of those that say "nobody there" for good. */
  recvError(error: IcmpMessage, about: Ipv4Packet): void {
    if (error.icmpType !== ICMP_UNREACHABLE || about.payload.type !== 'udp') return;
    const socket = this.#find(about.dst, about.payload.dstPort, about.src, about.payload.srcPort);
    if (!socket || socket.remote.port === 0) return;
    if (error.icmpCode === PORT_UNREACHABLE) socket.fail(errno('ECONNREFUSED'));
    else if (error.icmpCode === PROTOCOL_UNREACHABLE) socket.fail(errno('ENOPROTOOPT'));
  }
}
