// A listening socket's two queues: requests, for which a SYN-ACK is on its way (net/ipv4/inet_connection_sock.c:
// reqsk_timer_handler, net/ipv4/tcp_minisocks.c: tcp_check_req), and connections that wait for accept(). Left out: SYN
// cookies (a full request queue drops), Fast Open.

import type { Timer } from '../../sim/clock.ts';
import type { Skb } from '../contract.ts';
import type { Ipv4 } from '../wire/address.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, type TcpSegment } from '../wire/packet.ts';
import { measure } from './ack.ts';
import { FULL_WINDOW, HEADERS, INITIAL_RTO_US, TIMESTAMP_OPTION, WINDOW_SCALE } from './constants.ts';
import type { Flow } from './flow.ts';
import { agree, establish, recvSegment } from './input.ts';
import { seqAdd, seqAfter, type Seq } from './seq.ts';
import { Socket } from './socket.ts';
import type { Tcp } from './tcp.ts';

/** A connection of which the SYN has come, and no more. */
export interface Request extends Flow {
  readonly what: 'request';
  readonly listener: Listener;
  readonly localIp: Ipv4;
  readonly remoteIp: Ipv4;
  readonly syn: TcpSegment;
  readonly iss: Seq;
  readonly advertisedMss: number;
  readonly timestamps: boolean;
  readonly timestampOffset: number;
  readonly window: number;
  readonly sentUs: number;
  tsRecent: number;
  timeouts: number;
  /** The bare ACK has come while the listener waits for data. */
  acked: boolean;
  dueUs: number;
}

export class Listener {
  readonly #tcp: Tcp;
  readonly #socket: Socket;
  readonly #requests = new Set<Request>();
  readonly #queue: Socket[] = [];
  readonly #backlog: number;
  readonly #defer: number;
  #timer: Timer | undefined;
  #timerUs = 0;

  constructor(tcp: Tcp, socket: Socket, backlog: number, deferAcceptSeconds: number) {
    this.#tcp = tcp;
    this.#socket = socket;
    this.#backlog = backlog;
    this.#defer = timeoutsIn(deferAcceptSeconds);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  take(): Socket | undefined {
    return this.#queue.shift();
  }

  /** A segment that belongs to no connection, for a port on which somebody listens. */
  recvSegment(skb: Skb, segment: TcpSegment): void {
    const { flags } = segment;
    const tcp = this.#tcp;
    const port = segment.dstPort;
    if (flags & TCP_RST) return tcp.drop(skb, { code: 'tcp-reset-for-nobody', port });
    if (flags & TCP_ACK || !(flags & TCP_SYN) || flags & TCP_FIN) {
      if (flags & TCP_ACK) tcp.sendReset(skb.packet, segment);
      const { src } = skb.packet;
      return tcp.drop(skb, { code: 'tcp-no-connection', remote: src, remotePort: segment.srcPort, port });
    }
    if (this.#isFull())
      return tcp.drop(skb, {
        code: 'tcp-accept-queue-full',
        port,
        length: this.#queue.length,
        limit: this.#backlog,
      });
    const limit = Math.max(this.#backlog, tcp.sysctl('net/ipv4/tcp_max_syn_backlog'));
    if (this.#requests.size >= limit) return tcp.drop(skb, { code: 'tcp-syn-queue-full', port, limit });
    const { dst, src } = skb.packet;
    const routed = tcp.ip.route(src, { src: dst });
    if (!routed.found) return tcp.drop(skb, { code: 'no-route', dst: src });
    tcp.recordDelivered(skb.packet);
    this.#open(dst, src, segment, tcp.ip.pathMtu(src));
  }

  #isFull(): boolean {
    return this.#queue.length > this.#backlog;
  }

  #open(localIp: Ipv4, remoteIp: Ipv4, syn: TcpSegment, mtu: number): void {
    const tcp = this.#tcp;
    const timestamps = syn.options.timestamp !== undefined && tcp.sysctl('net/ipv4/tcp_timestamps') > 0;
    const advertisedMss = mtu - HEADERS;
    const mss = advertisedMss - (timestamps ? TIMESTAMP_OPTION : 0);
    const request: Request = {
      what: 'request',
      nextFlow: undefined,
      listener: this,
      localIp,
      localPort: syn.dstPort,
      remoteIp,
      remotePort: syn.srcPort,
      syn,
      iss: tcp.nextIss(localIp, syn.dstPort, remoteIp, syn.srcPort),
      advertisedMss,
      timestamps,
      timestampOffset: tcp.timestampOffset(localIp, remoteIp),
      window: Math.floor(FULL_WINDOW / mss) * mss,
      sentUs: tcp.nowUs,
      tsRecent: syn.options.timestamp?.value ?? 0,
      timeouts: 0,
      acked: false,
      dueUs: tcp.nowUs + INITIAL_RTO_US,
    };
    this.#requests.add(request);
    tcp.flows.add(request);
    tcp.recordState(request, 'LISTEN', 'SYN_RECV');
    this.#sendSynAck(request);
    this.#arm(request.dueUs);
  }

  #sendSynAck(request: Request): void {
    const { syn } = request;
    const sackOk = syn.options.sackPermitted && this.#tcp.sysctl('net/ipv4/tcp_sack') > 0;
    const scaled = syn.options.windowScale !== undefined && this.#tcp.sysctl('net/ipv4/tcp_window_scaling') > 0;
    const value = (Math.floor(this.#tcp.nowUs / 1000) + request.timestampOffset) >>> 0;
    this.#tcp.ip.send({
      src: request.localIp,
      dst: request.remoteIp,
      protocol: 6,
      payload: {
        type: 'tcp',
        srcPort: request.localPort,
        dstPort: request.remotePort,
        seq: request.iss,
        ack: seqAdd(syn.seq, 1),
        flags: TCP_SYN | TCP_ACK,
        window: Math.min(request.window, 0xffff),
        options: {
          mss: request.advertisedMss,
          windowScale: scaled ? WINDOW_SCALE : undefined,
          sackPermitted: sackOk,
          timestamp: request.timestamps ? { value, echo: request.tsRecent } : undefined,
          sack: undefined,
        },
        data: '',
      },
      dontFragment: true,
      ident: 0,
    });
  }

  /** A segment for one of the requests. */
  recvForRequest(request: Request, skb: Skb, segment: TcpSegment): void {
    const { flags } = segment;
    const tcp = this.#tcp;
    const expected = seqAdd(request.syn.seq, 1);
    if (flags & TCP_RST) {
      if (segment.seq !== expected) return tcp.drop(skb, { code: 'tcp-bad-reset', seq: segment.seq, expected });
      tcp.recordDelivered(skb.packet);
      return this.#forget(request);
    }
    if (flags & TCP_SYN && segment.seq === request.syn.seq) {
      tcp.recordDelivered(skb.packet);
      return this.#sendSynAck(request);
    }
    if (!(flags & TCP_ACK)) return tcp.drop(skb, { code: 'tcp-no-ack', state: 'SYN_RECV' });
    if (segment.ack !== seqAdd(request.iss, 1)) {
      tcp.sendReset(skb.packet, segment);
      return tcp.drop(skb, { code: 'tcp-ack-unsent', ack: segment.ack, sent: seqAdd(request.iss, 1) });
    }
    if (seqAfter(segment.seq, seqAdd(expected, request.window)))
      return tcp.drop(skb, { code: 'tcp-out-of-window', seq: segment.seq, expected, window: request.window });
    const bare = segment.data === '' && !(flags & TCP_FIN);
    if (bare && request.timeouts < this.#defer) {
      tcp.recordDelivered(skb.packet);
      request.acked = true;
      return;
    }
    if (this.#isFull()) {
      request.acked = true;
      return tcp.drop(skb, {
        code: 'tcp-accept-queue-full',
        port: segment.dstPort,
        length: this.#queue.length,
        limit: this.#backlog,
      });
    }
    this.#accept(request, skb, segment);
  }

  /** tcp_v4_syn_recv_sock: the request becomes a connection, which then takes the segment. */
  #accept(request: Request, skb: Skb, segment: TcpSegment): void {
    const tcp = this.#tcp;
    this.#requests.delete(request);
    tcp.flows.remove(request);
    const child = new Socket(tcp);
    child.child = true;
    child.localIp = request.localIp;
    child.localPort = request.localPort;
    child.remoteIp = request.remoteIp;
    child.remotePort = request.remotePort;
    tcp.prepare(child, request.advertisedMss, request.timestampOffset);
    child.rcvWindow = child.rcvSsthresh = request.window;
    agree(child, request.syn);
    child.tsRecent = request.tsRecent;
    child.iss = request.iss;
    child.sndUna = child.sndNxt = child.writeSeq = child.bufferSeq = seqAdd(request.iss, 1);
    child.state = 'SYN_RECV';
    if (request.timeouts === 0) measure(child, tcp.nowUs - request.sentUs);
    tcp.flows.add(child);
    establish(child);
    child.sndWindow = child.maxWindow = segment.window << child.sendScale;
    child.lastReceivedUs = 0;
    this.#queue.push(child);
    recvSegment(child, skb, segment);
    this.#socket.notify();
  }

  #forget(request: Request): void {
    this.#requests.delete(request);
    this.#tcp.flows.remove(request);
    this.#tcp.recordState(request, 'SYN_RECV', 'CLOSE');
  }

  /** An ICMP error about the SYN-ACK: host or net unreachable end the request. */
  recvError(request: Request): void {
    this.#forget(request);
  }

  #arm(dueUs: number): void {
    if (this.#timer) {
      if (this.#timerUs <= dueUs) return;
      this.#timer.cancel();
    }
    this.#timerUs = dueUs;
    this.#timer = this.#tcp.clock.at(dueUs, () => this.#timeout());
  }

  #timeout(): void {
    this.#timer = undefined;
    const now = this.#tcp.nowUs;
    let next = Infinity;
    for (const request of this.#requests) {
      if (request.dueUs <= now) this.#requestTimeout(request, now);
      if (this.#requests.has(request) && request.dueUs < next) next = request.dueUs;
    }
    if (next < Infinity) this.#arm(next);
  }

  /** reqsk_timer_handler with syn_ack_recalc. */
  #requestTimeout(request: Request, now: number): void {
    const tries = this.#tcp.sysctl('net/ipv4/tcp_synack_retries');
    const waits = request.acked && request.timeouts < this.#defer - 1;
    if (request.timeouts >= tries && (!request.acked || request.timeouts >= this.#defer)) return this.#forget(request);
    request.timeouts++;
    if (!waits) {
      this.#tcp.recordRetransmit(request, request.iss, request.timeouts);
      this.#sendSynAck(request);
    }
    request.dueUs = now + Math.min(INITIAL_RTO_US * 2 ** request.timeouts, 120_000_000);
  }

  abandon(): void {
    this.#timer?.cancel();
  }

  /** Connections that nobody accepted are reset. */
  close(): void {
    this.abandon();
    for (const request of this.#requests) this.#forget(request);
    for (const child of this.#queue.splice(0)) child.close(true);
  }

  get requests(): ReadonlySet<Request> {
    return this.#requests;
  }
}

/** secs_to_retrans: how many SYN-ACK timeouts that time is. */
function timeoutsIn(seconds: number): number {
  if (seconds <= 0) return 0;
  let timeouts = 1;
  for (let period = 1, timeout = 1; seconds > period; timeouts++) {
    timeout = Math.min(timeout * 2, 120);
    period += timeout;
  }
  return timeouts;
}
