// TCP of one host (RFC 9293 as Linux 6.1 does it): finds whose a segment is, hands out ports and sequence numbers, answers
// what belongs to nobody with RST, keeps what is in TIME_WAIT, and takes ICMP's errors to the sockets (net/ipv4/tcp_ipv4.c).

import { errno, type Errno } from '../../base/errno.ts';
import type { Prng } from '../../base/prng.ts';
import type { Clock, Timer } from '../../sim/clock.ts';
import type { IpLayer, Reason, Skb, SocketInfo, SocketOwner, TcpSocket, Transport } from '../contract.ts';
import { IPV4_BROADCAST, isMulticast, type Ipv4 } from '../wire/address.ts';
import {
  PROTO_TCP,
  TCP_ACK,
  TCP_FIN,
  TCP_RST,
  TCP_SYN,
  type IcmpMessage,
  type Ipv4Packet,
  type TcpSegment,
} from '../wire/packet.ts';
import { DEFAULTS, FULL_WINDOW, HEADERS, TIME_WAIT_US, WINDOW_SCALE, type TcpSysctl } from './constants.ts';
import { recvIcmpError } from './error.ts';
import { FlowTable, type Flow } from './flow.ts';
import { recvSegment } from './input.ts';
import { Listener, type Request } from './listener.ts';
import { transmit } from './output.ts';
import { Ports, type PortRange } from './ports.ts';
import './reasons.ts';
import { seqAdd } from './seq.ts';
import { Socket } from './socket.ts';
import { armResend, disarm } from './deadline.ts';
import { onSocketTimer } from './timers.ts';
import { recvInTimeWait, TimeWait } from './time-wait.ts';

type AnyFlow = Socket | Request | TimeWait;

export class Tcp implements Transport {
  readonly protocol = PROTO_TCP;
  readonly ip: IpLayer;
  readonly clock: Clock;
  readonly flows = new FlowTable<AnyFlow>();
  readonly ports: Ports;
  readonly #prng: Prng;
  readonly #secret: number;
  readonly #listeners = new Set<Socket>();
  /** Oldest first: everything in one set waits equally long. */
  readonly #waits = { TIME_WAIT: new Set<TimeWait>(), FIN_WAIT2: new Set<TimeWait>() };
  #waitTimer: Timer | undefined;
  /** ip_local_port_range as it was read last, and what it says. */
  #rangeText = '';
  #range: PortRange = { low: 32_768, high: 60_999 };

  constructor(ip: IpLayer) {
    this.ip = ip;
    this.clock = ip.sim.clock;
    this.#prng = ip.sim.prng(`${ip.host}/tcp`);
    this.#secret = this.#prng.nextU32();
    this.ports = new Ports(ip.sim.prng(`${ip.host}/tcp/ports`));
  }

  get nowUs(): number {
    return this.clock.nowUs;
  }

  socket(owner?: SocketOwner): TcpSocket {
    return new Socket(this, owner);
  }

  sysctl(path: TcpSysctl): number {
    return this.ip.sysctl.row(path) ? this.ip.sysctl.int(path) : DEFAULTS[path];
  }

  // ── what comes in

  recvPacket(skb: Skb): void {
    const { packet } = skb;
    const segment = packet.payload;
    if (segment.type !== 'tcp') return;
    if (!this.ip.isLocal(packet.dst)) return this.drop(skb, { code: 'tcp-not-unicast', dst: packet.dst });
    const flow = this.flows.find(packet.dst, segment.dstPort, packet.src, segment.srcPort);
    if (flow) {
      if (flow.what === 'socket') return recvSegment(flow, skb, segment);
      if (flow.what === 'request') return flow.listener.recvForRequest(flow, skb, segment);
      if (recvInTimeWait(this, flow, skb, segment) === 'done') return;
      if (!this.ports.listenerOn(packet.dst, segment.dstPort)) return;
      this.forgetTimeWait(flow);
    }
    const listening = this.ports.listenerOn(packet.dst, segment.dstPort);
    if (listening) return listening.listener!.recvSegment(skb, segment);
    if (segment.flags & TCP_RST) return this.drop(skb, { code: 'tcp-reset-for-nobody', port: segment.dstPort });
    const { dstPort: port, srcPort: remotePort } = segment;
    // The reason first, then what follows from it.
    if (segment.flags & TCP_SYN) this.drop(skb, { code: 'no-listener', port });
    else this.drop(skb, { code: 'tcp-no-connection', remote: packet.src, remotePort, port });
    this.sendReset(packet, segment);
  }

  recvError(error: IcmpMessage, about: Ipv4Packet, _from: Ipv4): void {
    recvIcmpError(this, error, about);
  }

  /** tcp_v4_send_reset: no options, no window, ident 0. */
  sendReset(packet: Ipv4Packet, segment: TcpSegment): void {
    if (segment.flags & TCP_RST) return;
    const acked = (segment.flags & TCP_ACK) !== 0;
    const length = segment.data.length + (segment.flags & TCP_SYN ? 1 : 0) + (segment.flags & TCP_FIN ? 1 : 0);
    this.ip.send({
      src: packet.dst,
      dst: packet.src,
      protocol: PROTO_TCP,
      payload: {
        type: 'tcp',
        srcPort: segment.dstPort,
        dstPort: segment.srcPort,
        seq: acked ? segment.ack : 0,
        ack: acked ? 0 : seqAdd(segment.seq, length),
        flags: acked ? TCP_RST : TCP_RST | TCP_ACK,
        window: 0,
        options: {
          mss: undefined,
          windowScale: undefined,
          sackPermitted: false,
          timestamp: undefined,
          sack: undefined,
        },
        data: '',
      },
      dontFragment: true,
      ident: 0,
    });
  }

  // ── what sockets ask for

  bind(s: Socket, ip: Ipv4, port: number): Errno | undefined {
    if (ip !== 0 && !this.ip.isLocal(ip) && !this.sysctl('net/ipv4/ip_nonlocal_bind')) return errno('EADDRNOTAVAIL');
    const range = this.#portRange();
    const chosen = port || this.ports.pickForBind(ip, range.low, range.high);
    if (!chosen || (port && this.ports.isTaken(ip, port))) return errno('EADDRINUSE');
    s.localIp = ip;
    s.localPort = chosen;
    s.bound = true;
    this.ports.hold(s);
    return undefined;
  }

  listen(s: Socket, backlog: number, deferAcceptSeconds: number): Errno | undefined {
    if (s.listener) return undefined;
    if (!s.localPort) {
      const refused = this.bind(s, 0, 0);
      if (refused) return refused;
    } else if (this.ports.isTaken(s.localIp, s.localPort, s)) return errno('EADDRINUSE');
    const limit = Math.min(backlog, this.sysctl('net/core/somaxconn'));
    s.listener = new Listener(this, s, limit, deferAcceptSeconds);
    s.setState('LISTEN');
    this.#listeners.add(s);
    return undefined;
  }

  /** tcp_v4_connect. */
  connect(s: Socket, ip: Ipv4, port: number): Errno {
    const dst = ip === 0 ? 0x7f00_0001 : ip;
    if (isMulticast(dst) || dst === IPV4_BROADCAST) return errno('ENETUNREACH');
    const boundIp = s.localIp;
    const routed = this.ip.route(dst, boundIp ? { src: boundIp } : {});
    if (!routed.found) return routed.errno;
    if (routed.route.kind === 'broadcast') return errno('ENETUNREACH');
    const src = boundIp || routed.source;
    const isFree = (localPort: number) => !this.flows.find(src, localPort, dst, port);
    if (!s.localPort) {
      const picked = this.ports.pickForConnect(src, dst, port, this.#portRange(), isFree);
      if (!picked) return errno('EADDRNOTAVAIL');
      s.localPort = picked;
      s.localIp = src;
      this.ports.hold(s);
    } else if (!isFree(s.localPort)) return errno('EADDRNOTAVAIL');
    s.localIp = src;
    s.remoteIp = dst;
    s.remotePort = port;
    const mss = this.ip.pathMtu(dst) - HEADERS;
    this.prepare(s, mss, this.timestampOffset(src, dst));
    s.rcvWindow = s.rcvSsthresh = Math.floor(FULL_WINDOW / mss) * mss;
    s.iss = s.sndUna = this.nextIss(src, s.localPort, dst, port);
    s.sndNxt = s.writeSeq = s.bufferSeq = seqAdd(s.iss, 1);
    s.connecting = true;
    this.flows.add(s);
    s.setState('SYN_SENT');
    s.sent.push({
      seq: s.iss,
      end: s.sndNxt,
      flags: TCP_SYN,
      sentUs: this.nowUs,
      retransmits: 0,
      sacked: false,
      lost: false,
    });
    armResend(s, 'rto', s.rtoUs);
    transmit(s, s.iss, TCP_SYN, '');
    return errno('EINPROGRESS');
  }

  /** What is the same for both sides of a connection. */
  prepare(s: Socket, advertisedMss: number, timestampOffset: number): void {
    s.advertisedMss = advertisedMss;
    s.timestamps = this.sysctl('net/ipv4/tcp_timestamps') > 0;
    s.sackOk = this.sysctl('net/ipv4/tcp_sack') > 0;
    s.receiveScale = this.sysctl('net/ipv4/tcp_window_scaling') > 0 ? WINDOW_SCALE : 0;
    s.timestampOffset = timestampOffset;
    s.ident = this.#prng.nextU32() & 0xffff;
  }

  /** Like secure_tcp_seq: a hash of the four addresses, and a clock of 64 ns that keeps later connections ahead. */
  nextIss(localIp: Ipv4, localPort: number, remoteIp: Ipv4, remotePort: number): number {
    const hash = this.#mix(localIp, remoteIp, (localPort << 16) | remotePort);
    return (hash + Math.floor(this.nowUs * 15.625)) >>> 0;
  }

  timestampOffset(localIp: Ipv4, remoteIp: Ipv4): number {
    return this.#mix(localIp, remoteIp, 0);
  }

  #mix(a: number, b: number, c: number): number {
    let h = this.#secret ^ a;
    h = Math.imul(h ^ (h >>> 16), 0x7feb352d) ^ b;
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b) ^ c;
    h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
    return (h ^ (h >>> 15)) >>> 0;
  }

  #portRange(): PortRange {
    const text = this.ip.sysctl.row('net/ipv4/ip_local_port_range')?.read() ?? '32768 60999';
    if (text !== this.#rangeText) {
      const [low, high] = text.trim().split(/\s+/).map(Number);
      this.#range = { low: low!, high: high! };
      this.#rangeText = text;
    }
    return this.#range;
  }

  timerFired(s: Socket): void {
    onSocketTimer(s);
  }

  // ── ends

  /** The socket holds nothing any more. */
  destroy(s: Socket): void {
    disarm(s);
    if (s.state !== 'CLOSE') {
      if (s.state === 'LISTEN') this.#listeners.delete(s);
      else this.flows.remove(s);
      s.setState('CLOSE');
    }
    if (s.localPort && !s.child) this.ports.release(s);
    s.connecting = false;
    s.sendBuffer = '';
    s.sent.length = s.sentHead = 0;
    s.outOfOrder = [];
  }

  enterTimeWait(s: Socket, state: 'FIN_WAIT2' | 'TIME_WAIT'): void {
    const tw = new TimeWait(s, state);
    disarm(s);
    this.flows.remove(s);
    if (s.state !== state) this.recordState(s, s.state, state);
    s.state = 'CLOSE';
    if (s.localPort && !s.child) this.ports.release(s);
    s.sendBuffer = '';
    this.flows.add(tw);
    this.scheduleTimeWait(tw);
    s.notify();
  }

  /** (Re)starts the minute. */
  scheduleTimeWait(tw: TimeWait): void {
    this.#waits.FIN_WAIT2.delete(tw);
    this.#waits.TIME_WAIT.delete(tw);
    this.#waits[tw.state].add(tw);
    const finTimeoutUs = this.sysctl('net/ipv4/tcp_fin_timeout') * 1_000_000;
    tw.dueUs = this.nowUs + (tw.state === 'FIN_WAIT2' ? Math.min(finTimeoutUs, TIME_WAIT_US) : TIME_WAIT_US);
    if (this.#waitTimer && this.#waitTimer.dueUs <= tw.dueUs) return;
    this.#waitTimer?.cancel();
    this.#waitTimer = this.clock.at(tw.dueUs, this.#expireWaits);
  }

  forgetTimeWait(tw: TimeWait): void {
    this.#waits[tw.state].delete(tw);
    this.flows.remove(tw);
    this.recordState(tw, tw.state, 'CLOSE');
  }

  readonly #expireWaits = (): void => {
    this.#waitTimer = undefined;
    let next = Infinity;
    for (const waiting of [this.#waits.FIN_WAIT2, this.#waits.TIME_WAIT])
      for (const tw of waiting) {
        if (tw.dueUs > this.nowUs) {
          next = Math.min(next, tw.dueUs);
          break;
        }
        this.forgetTimeWait(tw);
      }
    if (next < Infinity) this.#waitTimer = this.clock.at(next, this.#expireWaits);
  };

  /** The machine goes dark: no timer is left. */
  abandon(): void {
    for (const flow of this.flows.all()) if (flow.what === 'socket') disarm(flow);
    for (const { listener } of this.#listeners) listener?.abandon();
    this.#waitTimer?.cancel();
  }

  // ── what others read

  list(): readonly SocketInfo[] {
    const rows: SocketInfo[] = [];
    for (const s of this.#listeners) rows.push(describe(s, 'LISTEN', s.listener!.waiting, 0));
    for (const flow of this.flows.all()) {
      if (flow.what === 'socket')
        rows.push(
          describe(flow, flow.state, flow.receiveBuffer.length, (seqAdd(flow.writeSeq, -flow.sndUna) | 0) & 0x7fffffff),
        );
      else if (flow.what === 'request') rows.push(describe(flow, 'SYN_RECV', 0, 0));
      else rows.push(describe(flow, flow.state, 0, 0));
    }
    return rows;
  }

  drop(skb: Skb, because: Reason): void {
    this.ip.drop(skb.packet, 'tcp', because);
  }

  recordDelivered(packet: Ipv4Packet): void {
    this.ip.sim.record({ kind: 'packet.delivered', host: this.ip.host, packet, to: 'tcp', seq: 0, atUs: 0 });
  }

  recordState(flow: Flow, before: string, after: string): void {
    this.ip.sim.record({
      kind: 'tcp.state',
      host: this.ip.host,
      local: flow.localIp,
      localPort: flow.localPort,
      remote: flow.remoteIp,
      remotePort: flow.remotePort,
      before,
      after,
      seq: 0,
      atUs: 0,
    });
  }

  recordRetransmit(flow: Flow, packetSeq: number, tries: number): void {
    const rtoUs = flow.what === 'socket' ? (flow as Socket).rtoUs : 1_000_000 * 2 ** (tries - 1);
    this.ip.sim.record({
      kind: 'tcp.retransmitted',
      host: this.ip.host,
      packetSeq,
      tries,
      rtoUs,
      remote: flow.remoteIp,
      remotePort: flow.remotePort,
    });
  }
}

function describe(flow: Flow, state: string, recvQueue: number, sendQueue: number): SocketInfo {
  return {
    kind: 'tcp',
    state,
    local: { ip: flow.localIp, port: flow.localPort },
    remote: { ip: flow.remoteIp, port: flow.remotePort },
    recvQueue,
    sendQueue,
  };
}
