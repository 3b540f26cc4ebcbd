// What an acknowledgement does (net/ipv4/tcp_input.c: tcp_ack): it opens the window, measures the round trip (RFC 6298 as
// Linux rounds it), lets the congestion window grow (RFC 5681), and tells what got lost: three duplicates or SACK blocks
// (RFC 6675) start a fast retransmit. Left out: reordering detection, undo, CUBIC's curve (Reno's line stands for it, with
// CUBIC's factor 0.7), ECN.

import type { TcpSegment } from '../wire/packet.ts';
import { DUP_ACK_THRESHOLD, INITIAL_RTO_US, MAX_RTO_US, MIN_RTO_US } from './constants.ts';
import { inFlight, resendLost, trimSendBuffer } from './output.ts';
import { seqAfter, seqBefore, type Seq } from './seq.ts';
import type { Socket } from './socket.ts';
import { armAfterSending, armResend } from './deadline.ts';

/** Handles the ACK side of a segment; false when it acknowledges what was never sent (the segment is to be dropped). */
export function recvAck(s: Socket, segment: TcpSegment): boolean {
  const { ack } = segment;
  if (seqAfter(ack, s.sndNxt)) return false;
  if (seqBefore(ack, s.sndUna)) return true;
  const windowChanged = updateWindow(s, segment);
  const outstanding = s.sentCount;
  if (segment.options.sack && outstanding > 0) markSacked(s, segment.options.sack);
  if (ack === s.sndUna) {
    if (outstanding > 0 && !windowChanged && segment.data === '' && (segment.flags & 3) === 0) s.dupAcks++;
    if (outstanding > 0 && (s.dupAcks > 0 || segment.options.sack)) findLost(s);
    return true;
  }
  const acked = forgetAcked(s, ack, segment);
  s.sndUna = ack;
  s.dupAcks = 0;
  s.retransmits = s.backoff = 0;
  s.firstRetransmitUs = -1;
  trimSendBuffer(s);
  s.tcp.ip.confirmNeighbour(s.remoteIp);
  afterProgress(s, acked, outstanding);
  if (s.sentCount === 0) s.resendUs = -1;
  else if (s.recovery === 'open') armAfterSending(s);
  else armResend(s, 'rto', s.rtoUs);
  if (s.wantsRoom && s.sendRoom() > 0) {
    s.wantsRoom = false;
    s.notify();
  }
  return true;
}

/** tcp_ack_update_window; true when the window is another one. */
function updateWindow(s: Socket, segment: TcpSegment): boolean {
  const window = segment.window << s.sendScale;
  if (!seqAfter(segment.ack, s.sndUna) && !seqAfter(segment.seq, s.sndWl1))
    if (segment.seq !== s.sndWl1 || (window <= s.sndWindow && window !== 0)) return false;
  s.sndWl1 = segment.seq;
  if (window === s.sndWindow) return false;
  s.sndWindow = window;
  if (window > s.maxWindow) s.maxWindow = window;
  if (window > 0 && s.resendKind === 'probe') {
    s.resendUs = -1;
    s.retransmits = s.backoff = 0;
    s.firstRetransmitUs = -1;
  }
  return true;
}

/** tcp_clean_rtx_queue: how many segments are acknowledged; the newest that was sent once gives a round-trip time. */
function forgetAcked(s: Socket, ack: Seq, segment: TcpSegment): number {
  const sent = s.sent;
  let head = s.sentHead;
  let sampleUs = -1;
  let resent = false;
  while (head < sent.length && !seqAfter(sent[head]!.end, ack)) {
    const one = sent[head]!;
    if (one.retransmits > 0) resent = true;
    else sampleUs = s.tcp.nowUs - one.sentUs;
    head++;
  }
  const acked = head - s.sentHead;
  if (head === sent.length) {
    sent.length = 0;
    s.sentHead = 0;
  } else s.sentHead = head;
  if (sampleUs >= 0 && !resent) measure(s, sampleUs);
  else if (resent && segment.options.timestamp && s.timestamps) {
    // the echoed timestamp says which of the copies was answered (RFC 7323), in milliseconds
    const nowMs = (Math.floor(s.tcp.nowUs / 1000) + s.timestampOffset) >>> 0;
    measure(s, Math.max(1, (nowMs - segment.options.timestamp.echo) | 0) * 1000);
  }
  return acked;
}

/** tcp_rtt_estimator and tcp_set_rto. */
export function measure(s: Socket, sampleUs: number): void {
  const sample = Math.max(1, sampleUs);
  if (s.srttUs === 0) {
    s.srttUs = sample;
    s.rttVarUs = sample << 1;
  } else {
    const error = Math.abs(sample - s.srttUs);
    s.srttUs += (sample - s.srttUs) / 8;
    s.rttVarUs += (4 * error - s.rttVarUs) / 4;
  }
  s.rtoUs = Math.min(Math.ceil(s.srttUs + Math.max(s.rttVarUs, MIN_RTO_US)), MAX_RTO_US);
}

export function resetRto(s: Socket): void {
  s.rtoUs = s.srttUs ? Math.ceil(s.srttUs + Math.max(s.rttVarUs, MIN_RTO_US)) : INITIAL_RTO_US;
}

function markSacked(s: Socket, blocks: readonly (readonly [number, number])[]): void {
  for (let i = s.sentHead; i < s.sent.length; i++) {
    const one = s.sent[i]!;
    if (one.sacked) continue;
    for (const [left, right] of blocks)
      if (!seqBefore(one.seq, left) && !seqAfter(one.end, right)) {
        one.sacked = true;
        one.lost = false;
      }
  }
}

/** Is something lost? Three duplicates, or three sacked segments above a hole. */
function findLost(s: Socket): void {
  let sackedAbove = 0;
  let found = false;
  for (let i = s.sent.length - 1; i >= s.sentHead; i--) {
    const one = s.sent[i]!;
    if (one.sacked) sackedAbove++;
    else if (one.retransmits === 0 && (sackedAbove >= DUP_ACK_THRESHOLD || isHeadOfDuplicates(s, i))) {
      one.lost = true;
      found = true;
    }
  }
  if (found && s.recovery === 'open') {
    s.recovery = 'recovery';
    s.highSeq = s.sndNxt;
    s.ssthresh = Math.max(Math.floor(s.cwnd * 0.7), 2);
    s.cwnd = s.ssthresh;
  }
  if (s.recovery !== 'open') {
    resendLost(s);
    if (found) armResend(s, 'rto', s.rtoUs);
  }
}

const isHeadOfDuplicates = (s: Socket, i: number): boolean =>
  i === s.sentHead && s.dupAcks >= DUP_ACK_THRESHOLD && s.recovery === 'open';

/** The congestion window after `acked` segments are off the network; ends recovery, or goes on with it. */
function afterProgress(s: Socket, acked: number, outstanding: number): void {
  if (s.recovery !== 'open') {
    if (!seqBefore(s.sndUna, s.highSeq)) {
      s.recovery = 'open';
      if (s.cwnd > s.ssthresh) s.cwnd = s.ssthresh;
      for (let i = s.sentHead; i < s.sent.length; i++) s.sent[i]!.lost = false;
    } else if (s.recovery === 'recovery') {
      // a partial ACK: the next hole (RFC 6582)
      const head = s.sent[s.sentHead];
      if (head && !head.sacked && head.retransmits === 0) head.lost = true;
      return resendLost(s);
    }
  }
  resetRto(s);
  if (s.cwnd >= 2 * outstanding) return;
  if (s.cwnd < s.ssthresh) s.cwnd += acked;
  else if ((s.cwndCount += acked) >= s.cwnd) {
    s.cwndCount -= s.cwnd;
    s.cwnd++;
  }
  if (s.recovery === 'loss' && inFlight(s) < s.cwnd) resendLost(s);
}
