// A TCP socket: the state of RFC 9293 §3.3.1 (the TCB), Linux's bookkeeping of acknowledgements, and the calls that programs
// make. What happens when segments come is in input.ts, how they leave in output.ts, what time does in timers.ts.
// Left out: urgent data, Nagle's wait (the programs here all set TCP_NODELAY), keepalives, receive-window auto-tuning.

import { errno, type Errno } from '../../base/errno.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Timer } from '../../sim/clock.ts';
import { WaitQueue } from '../../sim/process.ts';
import type { SocketOwner, SocketPoll, TcpSocket } from '../contract.ts';
import type { Ipv4 } from '../wire/address.ts';
import { DEFAULT_MSS, INITIAL_CWND, INITIAL_RTO_US, MAX_QUICKACKS, SEND_BUFFER, SKB_OVERHEAD } from './constants.ts';
import { closeSocket, shutdownSocket } from './close.ts';
import type { Flow } from './flow.ts';
import type { Listener } from './listener.ts';
import { afterRead, pushPending } from './output.ts';
import type { Seq } from './seq.ts';
import type { Tcp } from './tcp.ts';

/** As netstat(8) spells them. */
export type TcpState =
  | 'CLOSE'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT';

/** A segment that is sent and not yet acknowledged. */
export interface Sent {
  readonly seq: Seq;
  readonly end: Seq;
  readonly flags: number;
  sentUs: number;
  retransmits: number;
  /** The receiver has it (RFC 2018). */
  sacked: boolean;
  /** Believed lost, and not sent again since. */
  lost: boolean;
}

/** Data that came before what stands between it and `rcvNxt`. */
export interface OutOfOrder {
  readonly seq: Seq;
  readonly end: Seq;
  readonly data: Bytes;
  readonly fin: boolean;
}

export class Socket implements TcpSocket, Flow {
  readonly kind = 'tcp';
  readonly what = 'socket';
  readonly changed = new WaitQueue();
  readonly tcp: Tcp;
  #owner: SocketOwner | undefined;
  poll: SocketPoll | undefined;
  nextFlow: Flow | undefined;
  listener: Listener | undefined;

  state: TcpState = 'CLOSE';
  localIp: Ipv4 = 0;
  localPort = 0;
  remoteIp: Ipv4 = 0;
  remotePort = 0;
  /** What bind() asked for; the port is held in tcp.ports. */
  bound = false;
  /** Accepted from a listener: shares its port. */
  child = false;
  error: Errno | undefined;
  /** An ICMP error that matters only if nothing better comes (RFC 1122 §4.2.3.9). */
  softError: Errno | undefined;
  /** connect() was called and its end not yet told. */
  connecting = false;
  /** The program has closed it. */
  orphan = false;

  // what was agreed on
  mss = DEFAULT_MSS;
  advertisedMss = 0;
  timestamps = false;
  sackOk = false;
  sendScale = 0;
  receiveScale = 0;
  timestampOffset = 0;
  ident = 0;

  // sending
  iss: Seq = 0;
  sndUna: Seq = 0;
  sndNxt: Seq = 0;
  /** The end of what the program has given. */
  writeSeq: Seq = 0;
  sndWindow = 0;
  sndWl1: Seq = 0;
  maxWindow = 0;
  sendBuffer: Bytes = '';
  /** The sequence number of the buffer's first byte. */
  bufferSeq: Seq = 0;
  finQueued = false;
  /** A send found no room: tell when there is some. */
  wantsRoom = false;
  sent: Sent[] = [];
  sentHead = 0;

  // congestion control and round-trip time
  cwnd = INITIAL_CWND;
  ssthresh = 0x7fff_ffff;
  cwndCount = 0;
  dupAcks = 0;
  recovery: 'open' | 'recovery' | 'loss' = 'open';
  /** Recovery ends when this is acknowledged. */
  highSeq: Seq = 0;
  srttUs = 0;
  rttVarUs = 0;
  rtoUs = INITIAL_RTO_US;
  backoff = 0;
  retransmits = 0;
  firstRetransmitUs = -1;
  lastSentUs = 0;

  // receiving
  irs: Seq = 0;
  rcvNxt: Seq = 0;
  /** rcvNxt when the window was last announced, and that window. */
  rcvWup: Seq = 0;
  rcvWindow = 0;
  rcvSsthresh = 0;
  tsRecent = 0;
  receiveBuffer: Bytes = '';
  bufferCost = 0;
  finReceived = false;
  outOfOrder: OutOfOrder[] = [];

  // acknowledging (struct inet_connection_sock.icsk_ack)
  ackPending = false;
  ackPushed = false;
  ackPushedTwice = false;
  quick = 0;
  pingpong = false;
  atoUs = 0;
  lastReceivedUs = 0;
  rcvMss = DEFAULT_MSS;
  lastSegmentSize = 0;

  // time: −1 is "not armed". One clock timer stands for all; it looks at these when it fires.
  resendUs = -1;
  resendKind: 'rto' | 'probe' | 'tail' = 'rto';
  delackUs = -1;
  timer: Timer | undefined;
  timerUs = -1;
  readonly onTimer: () => void;

  constructor(tcp: Tcp, owner?: SocketOwner) {
    this.tcp = tcp;
    this.ownBy(owner);
    this.onTimer = () => tcp.timerFired(this);
  }

  get local(): { readonly ip: Ipv4; readonly port: number } {
    return { ip: this.localIp, port: this.localPort };
  }

  get remote(): { readonly ip: Ipv4; readonly port: number } {
    return { ip: this.remoteIp, port: this.remotePort };
  }

  bind(ip: Ipv4, port: number): Errno | undefined {
    if (this.state !== 'CLOSE' || this.localPort) return errno('EINVAL');
    return this.tcp.bind(this, ip, port);
  }

  listen(backlog: number, deferAcceptSeconds = 0): Errno | undefined {
    if (this.state !== 'CLOSE' && this.state !== 'LISTEN') return errno('EINVAL');
    return this.tcp.listen(this, backlog, deferAcceptSeconds);
  }

  accept(): TcpSocket | Errno {
    if (!this.listener) return errno('EINVAL');
    const accepted = this.listener.take();
    accepted?.ownBy(this.#owner);
    return accepted ?? errno('EAGAIN');
  }

  connect(ip: Ipv4, port: number): Errno {
    if (this.state === 'SYN_SENT' || this.state === 'SYN_RECV') return errno('EALREADY');
    if (this.state !== 'CLOSE') return errno('EISCONN');
    return this.tcp.connect(this, ip, port);
  }

  connected(): 'ok' | Errno | undefined {
    if (this.error) return this.takeError();
    if (this.state === 'SYN_SENT' || this.state === 'SYN_RECV') return undefined;
    return this.remotePort ? 'ok' : errno('ENOTCONN');
  }

  send(data: Bytes): number | Errno {
    if (this.error) return this.takeError();
    if (this.connecting) return errno('EAGAIN');
    if (this.finQueued || (this.state !== 'ESTABLISHED' && this.state !== 'CLOSE_WAIT')) return errno('EPIPE');
    const room = this.sendRoom();
    this.wantsRoom = room < data.length;
    if (room <= 0) return errno('EAGAIN');
    const taken = data.length <= room ? data : data.slice(0, room);
    this.sendBuffer += taken;
    this.writeSeq = (this.writeSeq + taken.length) >>> 0;
    pushPending(this);
    return taken.length;
  }

  recv(max: number): Bytes | Errno {
    const all = this.receiveBuffer;
    if (all) {
      const data = all.length <= max ? all : all.slice(0, max);
      this.bufferCost = data.length === all.length ? 0 : this.bufferCost * (1 - data.length / all.length);
      this.receiveBuffer = data.length === all.length ? '' : all.slice(data.length);
      afterRead(this, data.length);
      return data;
    }
    if (this.finReceived) return '';
    if (this.error) return this.takeError();
    if (this.state === 'CLOSE') return this.remotePort ? '' : errno('ENOTCONN');
    return this.state === 'LISTEN' ? errno('ENOTCONN') : errno('EAGAIN');
  }

  shutdownWrite(): void {
    shutdownSocket(this);
  }

  ownBy(owner: SocketOwner | undefined): void {
    this.#owner = owner;
    owner?.add(this);
  }

  close(abort = false): void {
    this.#owner?.delete(this);
    if (!this.orphan) closeSocket(this, abort);
  }

  pollWith(poll: SocketPoll | undefined): void {
    this.poll = poll;
    poll?.add(this);
  }

  // ── for the other files of this folder

  /** Grows with the congestion window, as sk_sndbuf does (tcp_sndbuf_expand). */
  sendRoom(): number {
    return Math.max(SEND_BUFFER, 2 * this.cwnd * (this.mss + SKB_OVERHEAD)) - ((this.writeSeq - this.sndUna) | 0);
  }

  takeError(): Errno {
    const error = this.error!;
    this.error = undefined;
    this.connecting = false;
    return error;
  }

  /** Tells whoever waits that a repeated call may answer otherwise. */
  notify(): void {
    this.changed.wake();
    if (this.poll && !this.orphan) this.poll.add(this);
  }

  setState(state: TcpState): void {
    const before = this.state;
    if (before === state) return;
    this.state = state;
    this.tcp.recordState(this, before, state);
  }

  /** Wants `more` immediate ACKs (tcp_incr_quickack). */
  addQuickAcks(): void {
    const quick = Math.max(2, Math.floor(this.rcvWindow / (2 * this.rcvMss)));
    this.quick = Math.max(this.quick, Math.min(quick, MAX_QUICKACKS));
  }

  /** Ends it: nothing is sent any more, and every call says so. */
  fail(error: Errno | undefined): void {
    this.error = error;
    this.tcp.destroy(this);
    this.notify();
  }

  get sentCount(): number {
    return this.sent.length - this.sentHead;
  }
}
