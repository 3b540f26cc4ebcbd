// How segments leave: filling the window with segments of at most one MSS (tcp_write_xmit), choosing the window to announce
// (tcp_select_window), acknowledging at once or later (tcp_send_delayed_ack), and sending again.

import { errno, isErrno } from '../../base/errno.ts';
import type { Bytes } from '../../base/bytes.ts';
import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_SYN, type TcpOptions } from '../wire/packet.ts';
import { FULL_WINDOW, MAX_DELACK_US, MIN_ATO_US, RECEIVE_BUFFER, SKB_OVERHEAD, WINDOW_SCALE } from './constants.ts';
import { seqAfter, seqBefore, seqDiff, type Seq } from './seq.ts';
import type { Sent, Socket } from './socket.ts';
import { armAfterSending, armDelack, armResend } from './deadline.ts';

type SackBlocks = TcpOptions['sack'];

export const timestampOf = (socket: Socket): number =>
  (Math.floor(socket.tcp.nowUs / 1000) + socket.timestampOffset) >>> 0;

function optionsOf(s: Socket, flags: number): TcpOptions {
  const syn = (flags & TCP_SYN) !== 0;
  const timestamp = s.timestamps ? { value: timestampOf(s), echo: s.tsRecent } : undefined;
  const sack: SackBlocks = !syn && s.outOfOrder.length > 0 && s.sackOk ? sackBlocks(s) : undefined;
  return {
    mss: syn ? s.advertisedMss : undefined,
    windowScale: syn && s.receiveScale ? WINDOW_SCALE : undefined,
    sackPermitted: syn && s.sackOk,
    timestamp,
    sack,
  };
}

/** Up to three blocks (the timestamp leaves room for no more), the newest data's block first. */
function sackBlocks(s: Socket): SackBlocks {
  const blocks: [number, number][] = [];
  for (const piece of s.outOfOrder) {
    const last = blocks[blocks.length - 1];
    if (last && last[1] === piece.seq) last[1] = piece.end;
    else blocks.push([piece.seq, piece.end]);
  }
  return blocks.slice(-3).reverse();
}

/** What is left of the window that was last announced. */
export const receiveWindow = (s: Socket): number => Math.max(0, seqDiff(s.rcvWup, s.rcvNxt) + s.rcvWindow);

/** __tcp_select_window: what the receive buffer has room for, and no more than the slow start of the window allows. */
export function roomForWindow(s: Socket): number {
  let free = (RECEIVE_BUFFER - s.bufferCost) >> 1;
  if (free < FULL_WINDOW >> 1) {
    s.quick = 0;
    if (free < FULL_WINDOW >> 4 || free < s.rcvMss) return 0;
  }
  if (free > s.rcvSsthresh) free = s.rcvSsthresh;
  return s.receiveScale ? (free + 127) & ~127 : free;
}

/** tcp_select_window: never takes back what was announced. Answers the window field. */
function selectWindow(s: Socket): number {
  const current = receiveWindow(s);
  let window = roomForWindow(s);
  if (window < current) window = s.receiveScale ? (current + 127) & ~127 : current;
  s.rcvWindow = window;
  s.rcvWup = s.rcvNxt;
  return Math.min(window >> s.receiveScale, 0xffff);
}

/** Builds one segment and gives it to IP. The caller has done the bookkeeping of what it carries. */
export function transmit(s: Socket, seq: Seq, flags: number, data: Bytes): void {
  const window = flags & TCP_SYN ? Math.min(s.rcvWindow, 0xffff) : selectWindow(s);
  const options = optionsOf(s, flags);
  if (flags & TCP_ACK) ackSent(s);
  const now = s.tcp.nowUs;
  if (data) {
    // an answer within the delayed-ACK time of what was received: a dialogue, whose ACKs can ride on the answers
    if (now - s.lastReceivedUs < s.atoUs) s.pingpong = true;
    s.lastSentUs = now;
  }
  const refused = s.tcp.ip.send({
    src: s.localIp,
    dst: s.remoteIp,
    protocol: 6,
    payload: {
      type: 'tcp',
      srcPort: s.localPort,
      dstPort: s.remotePort,
      seq,
      ack: flags & TCP_ACK ? s.rcvNxt : 0,
      flags,
      window,
      options,
      data,
    },
    dontFragment: true,
    // Linux: a SYN-ACK of a half-open connection has ident 0, everything of a socket counts up
    ident: (flags & (TCP_SYN | TCP_ACK)) === (TCP_SYN | TCP_ACK) ? 0 : nextIdent(s),
  });
  if (isErrno(refused)) s.softError = errno('EHOSTUNREACH');
}

function nextIdent(s: Socket): number {
  const ident = s.ident;
  s.ident = (ident + 1) & 0xffff;
  return ident;
}

function ackSent(s: Socket): void {
  if (s.quick > 0 && --s.quick === 0) s.atoUs = MIN_ATO_US;
  s.ackPending = s.ackPushed = s.ackPushedTwice = false;
  s.delackUs = -1;
}

export function sendAck(s: Socket): void {
  if (s.state !== 'CLOSE') transmit(s, s.sndNxt, TCP_ACK, '');
}

/** tcp_write_xmit: as many new segments as the congestion window and the receiver's window let pass, then the FIN. */
export function pushPending(s: Socket): void {
  const end = s.finQueued ? (s.writeSeq + 1) >>> 0 : s.writeSeq;
  if (s.sndNxt === end) return;
  if (s.recovery !== 'open') resendLost(s);
  restartAfterIdle(s);
  let room = s.cwnd - inFlight(s);
  const windowEnd = (s.sndUna + s.sndWindow) >>> 0;
  let some = false;
  while (room > 0 && s.sndNxt !== end) {
    const unsent = seqDiff(s.writeSeq, s.sndNxt);
    let size = unsent > s.mss ? s.mss : unsent;
    const allowed = seqDiff(windowEnd, s.sndNxt);
    if (size > 0 && allowed <= 0) break;
    if (size > allowed) size = Math.max(0, allowed);
    const last = size === unsent;
    let flags = TCP_ACK;
    if (last && size > 0) flags |= TCP_PSH;
    if (last && s.finQueued) flags |= TCP_FIN;
    if (size === 0 && !(flags & TCP_FIN)) break;
    sendNew(s, size, flags);
    some = true;
    room--;
  }
  if (some) armAfterSending(s);
  else if (s.sentCount === 0 && s.resendUs < 0) armResend(s, 'probe', s.rtoUs);
}

function sendNew(s: Socket, size: number, flags: number): void {
  const seq = s.sndNxt;
  const data = size > 0 ? dataAt(s, seq, size) : '';
  const end = (seq + size + (flags & TCP_FIN ? 1 : 0)) >>> 0;
  s.sndNxt = end;
  s.sent.push({ seq, end, flags, sentUs: s.tcp.nowUs, retransmits: 0, sacked: false, lost: false });
  transmit(s, seq, flags, data);
}

function dataAt(s: Socket, seq: Seq, size: number): Bytes {
  const from = seqDiff(seq, s.bufferSeq);
  return from === 0 && size === s.sendBuffer.length ? s.sendBuffer : s.sendBuffer.slice(from, from + size);
}

/** After a pause the old congestion window says nothing (tcp_slow_start_after_idle). */
function restartAfterIdle(s: Socket): void {
  if (s.sentCount === 0 && s.lastSentUs > 0 && s.cwnd > 10 && s.tcp.nowUs - s.lastSentUs > s.rtoUs) s.cwnd = 10;
}

/** Segments believed to be on their way (tcp_packets_in_flight). */
export function inFlight(s: Socket): number {
  if (s.recovery === 'open') return s.sentCount;
  let count = 0;
  for (let i = s.sentHead; i < s.sent.length; i++) {
    const segment = s.sent[i]!;
    if (!segment.sacked && !segment.lost) count++;
  }
  return count;
}

/** Sends one segment again. */
export function resend(s: Socket, segment: Sent): void {
  const syn = segment.flags & TCP_SYN ? 1 : 0;
  const from = seqBefore(segment.seq, s.sndUna) && !syn ? s.sndUna : segment.seq;
  const size = seqDiff(segment.end, from) - syn - (segment.flags & TCP_FIN ? 1 : 0);
  segment.retransmits++;
  segment.lost = false;
  segment.sentUs = s.tcp.nowUs;
  if (s.firstRetransmitUs < 0) s.firstRetransmitUs = s.tcp.nowUs;
  s.tcp.recordRetransmit(s, from, segment.retransmits);
  transmit(s, from, segment.flags, size > 0 ? dataAt(s, from, size) : '');
}

/** Sends what is believed lost, as far as the congestion window goes (tcp_xmit_retransmit_queue). */
export function resendLost(s: Socket): void {
  let room = s.cwnd - inFlight(s);
  for (let i = s.sentHead; i < s.sent.length && room > 0; i++) {
    const segment = s.sent[i]!;
    if (!segment.lost) continue;
    resend(s, segment);
    room--;
  }
}

/** tcp_ack_snd_check: now, when there is a reason, or when the delayed-ACK time is over. */
export function considerAck(s: Socket): void {
  if (!s.ackPending) return;
  const unannounced = seqDiff(s.rcvNxt, s.rcvWup);
  if (
    (unannounced > s.rcvMss && roomForWindow(s) >= receiveWindow(s)) ||
    (s.quick > 0 && !s.pingpong) ||
    s.outOfOrder.length > 0
  )
    sendAck(s);
  else delayAck(s);
}

function delayAck(s: Socket): void {
  let ato = s.atoUs || MIN_ATO_US;
  if (ato > MIN_ATO_US) {
    let most = s.pingpong || s.ackPushed ? MAX_DELACK_US : 500_000;
    if (s.srttUs) most = Math.min(most, Math.max(s.srttUs, MIN_ATO_US));
    ato = Math.min(ato, most);
  }
  armDelack(s, Math.min(ato, MAX_DELACK_US));
}

/** tcp_cleanup_rbuf: the program has read; is an ACK (or news of a wider window) due? */
export function afterRead(s: Socket, copied: number): void {
  if (s.state === 'CLOSE' || s.state === 'LISTEN') return;
  if (s.ackPending) {
    const drained = s.receiveBuffer === '' && (s.ackPushedTwice || (s.ackPushed && !s.pingpong));
    if (seqDiff(s.rcvNxt, s.rcvWup) > s.rcvMss || drained) return sendAck(s);
  }
  if (copied > 0 && !s.finReceived) {
    const now = receiveWindow(s);
    if (2 * now <= FULL_WINDOW && roomForWindow(s) >= Math.max(1, 2 * now)) sendAck(s);
  }
}

/** The buffer forgets what is acknowledged. */
export function trimSendBuffer(s: Socket): void {
  const bufferEnd = s.writeSeq;
  if (!seqBefore(s.sndUna, bufferEnd)) {
    s.sendBuffer = '';
    s.bufferSeq = bufferEnd;
  } else if (seqAfter(s.sndUna, s.bufferSeq) && seqDiff(s.sndUna, s.bufferSeq) > 32_768) {
    s.sendBuffer = s.sendBuffer.slice(seqDiff(s.sndUna, s.bufferSeq));
    s.bufferSeq = s.sndUna;
  }
}

/** What data of this length costs in the receive buffer. */
export const costOf = (length: number): number => SKB_OVERHEAD + length;
