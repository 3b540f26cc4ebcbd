// What a connection does with a segment (RFC 9293 §3.10.7 with RFC 5961, in the order of net/ipv4/tcp_input.c).

import type { Skb } from '../contract.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, type TcpSegment } from '../wire/packet.ts';
import { measure, recvAck } from './ack.ts';
import { recvFin, recvReset } from './close.ts';
import { DEFAULT_MSS, FULL_WINDOW, MIN_ATO_US, TIMESTAMP_OPTION } from './constants.ts';
import { considerAck, costOf, pushPending, receiveWindow, sendAck, transmit } from './output.ts';
import { seqAdd, seqAfter, seqBefore, seqDiff } from './seq.ts';
import type { Socket } from './socket.ts';

const endOf = (segment: TcpSegment): number =>
  seqAdd(segment.seq, segment.data.length + (segment.flags & TCP_FIN ? 1 : 0) + (segment.flags & TCP_SYN ? 1 : 0));

export function recvSegment(s: Socket, skb: Skb, segment: TcpSegment): void {
  if (s.state === 'SYN_SENT') return recvInSynSent(s, skb, segment);
  if (s.state === 'CLOSE') return;
  if (!isAcceptable(s, skb, segment)) return;
  if (!(segment.flags & TCP_ACK)) return s.tcp.drop(skb, { code: 'tcp-no-ack', state: s.state });
  if (!recvAck(s, segment)) {
    if (s.state === 'SYN_RECV') s.tcp.sendReset(skb.packet, segment);
    return s.tcp.drop(skb, { code: 'tcp-ack-unsent', ack: segment.ack, sent: s.sndNxt });
  }
  if (s.state !== 'ESTABLISHED' && !afterAck(s, skb, segment)) return;
  s.tcp.recordDelivered(skb.packet);
  if (segment.data !== '' || segment.flags & TCP_FIN) {
    if (s.orphan && segment.data !== '' && seqAfter(seqAdd(segment.seq, segment.data.length), s.rcvNxt))
      return refuseData(s, skb, segment);
    recvData(s, skb, segment);
    if ((s.state as string) === 'CLOSE') return;
  }
  if (s.sndNxt !== s.writeSeq || s.recovery !== 'open') pushPending(s);
  considerAck(s);
}

/** tcp_validate_incoming: timestamps, window, RST, SYN. What fails is answered as the RFCs say, and dropped. */
function isAcceptable(s: Socket, skb: Skb, segment: TcpSegment): boolean {
  const { flags, seq } = segment;
  const { timestamp } = segment.options;
  if (timestamp && s.timestamps && !(flags & TCP_RST)) {
    if (seqBefore(timestamp.value, s.tsRecent)) {
      answerDuplicate(s);
      s.tcp.drop(skb, { code: 'tcp-old-timestamp', value: timestamp.value, recent: s.tsRecent });
      return false;
    }
    if (!seqAfter(seq, s.rcvWup)) s.tsRecent = timestamp.value;
  }
  const window = receiveWindow(s);
  if (seqBefore(endOf(segment), s.rcvWup) || seqAfter(seq, seqAdd(s.rcvNxt, window))) {
    if (!(flags & TCP_RST)) {
      if (flags & TCP_SYN) sendAck(s);
      else answerDuplicate(s);
    }
    s.tcp.drop(skb, { code: 'tcp-out-of-window', seq, expected: s.rcvNxt, window });
    return false;
  }
  if (flags & TCP_RST) {
    if (seq === s.rcvNxt) {
      s.tcp.recordDelivered(skb.packet);
      recvReset(s);
    } else {
      sendAck(s);
      s.tcp.drop(skb, { code: 'tcp-bad-reset', seq, expected: s.rcvNxt });
    }
    return false;
  }
  if (flags & TCP_SYN) {
    sendAck(s);
    s.tcp.drop(skb, { code: 'tcp-unexpected-syn', state: s.state });
    return false;
  }
  return true;
}

/** tcp_send_dupack: the other side repeats itself, so its view is old; tell at once. */
function answerDuplicate(s: Socket): void {
  s.addQuickAcks();
  s.pingpong = false;
  s.atoUs = MIN_ATO_US;
  sendAck(s);
}

function recvInSynSent(s: Socket, skb: Skb, segment: TcpSegment): void {
  const { flags, ack } = segment;
  if (flags & TCP_ACK) {
    if (!seqAfter(ack, s.iss) || seqAfter(ack, s.sndNxt)) {
      if (!(flags & TCP_RST)) s.tcp.sendReset(skb.packet, segment);
      return s.tcp.drop(skb, { code: 'tcp-ack-unsent', ack, sent: s.sndNxt });
    }
    if (flags & TCP_RST) {
      s.tcp.recordDelivered(skb.packet);
      return recvReset(s);
    }
  } else if (flags & TCP_RST) return s.tcp.drop(skb, { code: 'tcp-bad-reset', seq: segment.seq, expected: s.rcvNxt });
  if (!(flags & TCP_SYN)) return s.tcp.drop(skb, { code: 'tcp-no-ack', state: s.state });
  s.tcp.recordDelivered(skb.packet);
  agree(s, segment);
  if (flags & TCP_ACK) {
    const head = s.sent[s.sentHead];
    if (head && head.retransmits === 0) measure(s, s.tcp.nowUs - head.sentUs);
    s.sent.length = 0;
    s.sentHead = 0;
    s.sndUna = ack;
    s.resendUs = -1;
    establish(s);
    sendAck(s);
    s.notify();
    pushPending(s);
  } else {
    // both sides connect at the same time
    s.setState('SYN_RECV');
    const syn = s.sent[s.sentHead];
    s.sent[s.sentHead] = { ...syn!, flags: TCP_SYN | TCP_ACK };
    transmit(s, s.iss, TCP_SYN | TCP_ACK, '');
  }
}

/** Takes over what the peer's SYN offers. */
export function agree(s: Socket, segment: TcpSegment): void {
  const { options } = segment;
  s.irs = segment.seq;
  s.rcvNxt = s.rcvWup = seqAdd(segment.seq, 1);
  s.timestamps = s.timestamps && options.timestamp !== undefined;
  if (s.timestamps) s.tsRecent = options.timestamp!.value;
  s.sackOk = s.sackOk && options.sackPermitted;
  if (s.receiveScale && options.windowScale !== undefined) s.sendScale = options.windowScale;
  else s.receiveScale = s.sendScale = 0;
  s.mss = Math.min(options.mss ?? DEFAULT_MSS, s.advertisedMss) - (s.timestamps ? TIMESTAMP_OPTION : 0);
  s.rcvMss = Math.min(s.mss, DEFAULT_MSS);
  s.sndWindow = s.maxWindow = segment.window;
  s.sndWl1 = segment.seq;
}

/** tcp_init_transfer: one segment of the buffer is kept in reserve, which is where Linux's 501 comes from. */
export function establish(s: Socket): void {
  const mss = s.advertisedMss - (s.timestamps ? TIMESTAMP_OPTION : 0);
  s.rcvSsthresh = Math.min(s.rcvSsthresh, 2 * mss < FULL_WINDOW ? FULL_WINDOW - mss : FULL_WINDOW);
  s.cwnd = s.retransmits > 0 ? 1 : 10;
  s.recovery = 'open';
  s.retransmits = s.backoff = 0;
  s.firstRetransmitUs = -1;
  s.lastReceivedUs = s.tcp.nowUs;
  s.connecting = false;
  s.setState('ESTABLISHED');
}

/** State changes that an ACK makes. False: the segment needs nothing more. */
function afterAck(s: Socket, skb: Skb, segment: TcpSegment): boolean {
  const allAcked = s.finQueued && s.sndUna === seqAdd(s.writeSeq, 1);
  switch (s.state) {
    case 'SYN_RECV':
      if (seqAfter(s.sndUna, s.iss)) {
        establish(s);
        s.sndWindow = segment.window << s.sendScale;
        s.notify();
      }
      return true;
    case 'FIN_WAIT1':
      if (!allAcked) return true;
      s.setState('FIN_WAIT2');
      if (!s.orphan) return true;
      if (segment.data !== '' && seqAfter(seqAdd(segment.seq, segment.data.length), s.rcvNxt)) {
        refuseData(s, skb, segment);
        return false;
      }
      if (segment.flags & TCP_FIN) return true;
      s.tcp.recordDelivered(skb.packet);
      s.tcp.enterTimeWait(s, 'FIN_WAIT2');
      return false;
    case 'CLOSING':
      if (!allAcked) return true;
      s.tcp.recordDelivered(skb.packet);
      s.tcp.enterTimeWait(s, 'TIME_WAIT');
      return false;
    case 'LAST_ACK':
      if (!allAcked) return true;
      s.tcp.recordDelivered(skb.packet);
      s.tcp.destroy(s);
      s.notify();
      return false;
    default:
      return true;
  }
}

function refuseData(s: Socket, skb: Skb, segment: TcpSegment): void {
  s.tcp.drop(skb, { code: 'tcp-data-after-close', state: s.state });
  s.tcp.sendReset(skb.packet, segment);
  s.tcp.destroy(s);
}

/** tcp_data_queue. */
function recvData(s: Socket, skb: Skb, segment: TcpSegment): void {
  const end = endOf(segment);
  const fin = (segment.flags & TCP_FIN) !== 0;
  if (s.finReceived) {
    s.ackPending = true;
    return;
  }
  if (!seqAfter(end, s.rcvNxt)) {
    // an old copy
    s.addQuickAcks();
    s.pingpong = false;
    s.ackPending = true;
    return sendAck(s);
  }
  const window = receiveWindow(s);
  if (window === 0 && segment.data !== '') {
    s.addQuickAcks();
    sendAck(s);
    return s.tcp.drop(skb, { code: 'tcp-zero-window', port: s.localPort });
  }
  const known = seqDiff(s.rcvNxt, segment.seq);
  if (known < 0) {
    keepForLater(s, segment, end, fin);
    return;
  }
  takeData(s, known > 0 ? segment.data.slice(known) : segment.data, segment.flags);
  s.rcvNxt = end;
  if (fin) return recvFin(s);
  if (s.outOfOrder.length > 0) takeKept(s);
  s.notify();
}

/** tcp_event_data_recv: the data is the program's to read; how soon is it to be acknowledged? */
function takeData(s: Socket, data: string, flags: number): void {
  if (data === '') return;
  s.receiveBuffer = s.receiveBuffer === '' ? data : s.receiveBuffer + data;
  s.bufferCost += costOf(data.length);
  s.ackPending = true;
  measureSegment(s, data.length, flags);
  const now = s.tcp.nowUs;
  const gap = now - s.lastReceivedUs;
  if (s.atoUs === 0) {
    s.addQuickAcks();
    s.atoUs = MIN_ATO_US;
  } else if (gap <= MIN_ATO_US / 2) s.atoUs = s.atoUs / 2 + MIN_ATO_US / 2;
  else if (gap < s.atoUs) s.atoUs = Math.min(s.atoUs / 2 + gap, s.rtoUs);
  else if (gap > s.rtoUs) s.addQuickAcks();
  s.lastReceivedUs = now;
}

/** tcp_measure_rcv_mss: how large full segments are here; a small one is the end of something. */
function measureSegment(s: Socket, length: number, flags: number): void {
  if (length >= s.rcvMss) s.rcvMss = Math.min(length, s.advertisedMss);
  else {
    const same = length === s.lastSegmentSize;
    s.lastSegmentSize = length >= DEFAULT_MSS || (length >= 88 && !(flags & 8)) ? length : s.lastSegmentSize;
    if (same) {
      s.rcvMss = Math.max(length, 88);
      return;
    }
    if (s.ackPushed) s.ackPushedTwice = true;
    s.ackPushed = true;
  }
}

function keepForLater(s: Socket, segment: TcpSegment, end: number, fin: boolean): void {
  s.ackPending = true;
  const { seq, data } = segment;
  let at = s.outOfOrder.length;
  while (at > 0 && seqAfter(s.outOfOrder[at - 1]!.seq, seq)) at--;
  const before = s.outOfOrder[at - 1];
  if (!(before && !seqAfter(end, before.end))) s.outOfOrder.splice(at, 0, { seq, end, data, fin });
}

/** The hole is closed: what was kept follows. */
function takeKept(s: Socket): void {
  while (s.outOfOrder.length > 0) {
    const piece = s.outOfOrder[0]!;
    const known = seqDiff(s.rcvNxt, piece.seq);
    if (known < 0) return;
    s.outOfOrder.shift();
    if (!seqAfter(piece.end, s.rcvNxt)) continue;
    takeData(s, piece.data.slice(known), 0);
    s.rcvNxt = piece.end;
    if (piece.fin) return recvFin(s);
  }
  // the sender is in recovery and wants to know at once (tcp_data_queue: "one quick ACK")
  s.quick = Math.max(s.quick, 1);
  s.pingpong = false;
}
