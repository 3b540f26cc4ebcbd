// What time does to a connection (net/ipv4/tcp_timer.c): retransmission with exponential backoff, the tail loss probe
// (RFC 8985 §7), zero-window probes, delayed ACKs.

import { errno } from '../../base/errno.ts';
import { TCP_ACK } from '../wire/packet.ts';
import { MAX_RTO_US, MIN_ATO_US, MIN_RTO_US } from './constants.ts';
import { arm, armResend } from './deadline.ts';
import { inFlight, pushPending, resend, sendAck, transmit } from './output.ts';
import { seqAdd, seqDiff } from './seq.ts';
import type { Socket } from './socket.ts';

/** The clock timer of a socket has fired. */
export function onSocketTimer(s: Socket): void {
  const now = s.tcp.nowUs;
  s.timer = undefined;
  if (s.delackUs >= 0 && s.delackUs <= now) delackTimeout(s);
  if (s.resendUs >= 0 && s.resendUs <= now) {
    s.resendUs = -1;
    if (s.resendKind === 'rto') resendTimeout(s);
    else if (s.resendKind === 'tail') tailProbe(s);
    else windowProbe(s);
  }
  if (s.state === 'CLOSE') return;
  const next =
    s.delackUs < 0 ? s.resendUs : s.resendUs < 0 ? s.delackUs : s.delackUs < s.resendUs ? s.delackUs : s.resendUs;
  if (next >= 0) arm(s, next);
}

function delackTimeout(s: Socket): void {
  s.delackUs = -1;
  if (!s.ackPending) return;
  if (s.pingpong) {
    s.pingpong = false;
    s.atoUs = MIN_ATO_US;
  } else s.atoUs = Math.min(s.atoUs * 2, s.rtoUs);
  sendAck(s);
}

function tailProbe(s: Socket): void {
  const last = s.sent[s.sent.length - 1];
  if (!last || s.sentCount === 0) return;
  const unsent = seqDiff(s.writeSeq, s.sndNxt);
  if (unsent > 0 && inFlight(s) >= s.cwnd && seqDiff(seqAdd(s.sndUna, s.sndWindow), s.sndNxt) > 0) {
    s.cwnd++;
    pushPending(s);
  } else resend(s, last);
  armResend(s, 'rto', s.rtoUs);
}

/** tcp_retransmit_timer. */
function resendTimeout(s: Socket): void {
  const head = s.sent[s.sentHead];
  if (!head || s.sentCount === 0) return;
  if (isHopeless(s)) return s.fail(s.softError ?? errno('ETIMEDOUT'));
  if (s.state !== 'SYN_SENT' && s.state !== 'SYN_RECV' && s.recovery !== 'loss') {
    s.ssthresh = Math.max(Math.floor(inFlight(s) * 0.7), 2);
    s.highSeq = s.sndNxt;
    s.recovery = 'loss';
  }
  s.cwnd = 1;
  s.cwndCount = 0;
  for (let i = s.sentHead; i < s.sent.length; i++) {
    const segment = s.sent[i]!;
    if (!segment.sacked) segment.lost = true;
  }
  s.retransmits++;
  s.backoff++;
  resend(s, head);
  s.rtoUs = Math.min(s.rtoUs * 2, MAX_RTO_US);
  if (s.resendUs < 0 || s.resendKind !== 'rto') armResend(s, 'rto', s.rtoUs);
}

/** tcp_write_timeout: so many tries for a SYN; else as long as that many backed-off timeouts of 200 ms would take. */
function isHopeless(s: Socket): boolean {
  if (s.state === 'SYN_SENT') return s.retransmits >= s.tcp.sysctl('net/ipv4/tcp_syn_retries');
  if (s.state === 'SYN_RECV') return s.retransmits >= s.tcp.sysctl('net/ipv4/tcp_synack_retries');
  if (s.retransmits === 0) return false;
  const tries = s.orphan ? s.tcp.sysctl('net/ipv4/tcp_orphan_retries') || 8 : s.tcp.sysctl('net/ipv4/tcp_retries2');
  return s.tcp.nowUs - s.firstRetransmitUs >= timeoutOf(tries);
}

/** tcp_model_timeout. */
function timeoutOf(tries: number): number {
  const doublings = 9; // log2(TCP_RTO_MAX / TCP_RTO_MIN)
  return tries <= doublings
    ? (2 ** (tries + 1) - 1) * MIN_RTO_US
    : (2 ** (doublings + 1) - 1) * MIN_RTO_US + (tries - doublings) * MAX_RTO_US;
}

/** tcp_probe_timer: is the receiver's window still closed? An old byte makes it answer. */
function windowProbe(s: Socket): void {
  if (s.sentCount > 0 || (s.sndNxt === s.writeSeq && !s.finQueued)) return;
  s.retransmits++;
  const tries = s.orphan ? 8 : s.tcp.sysctl('net/ipv4/tcp_retries2');
  if (s.firstRetransmitUs < 0) s.firstRetransmitUs = s.tcp.nowUs;
  if (s.retransmits > tries) return s.fail(s.softError ?? errno('ETIMEDOUT'));
  if (seqDiff(seqAdd(s.sndUna, s.sndWindow), s.sndNxt) > 0) pushPending(s);
  else transmit(s, seqAdd(s.sndUna, -1), TCP_ACK, '');
  s.backoff++;
  if (s.sentCount === 0) armResend(s, 'probe', Math.min(s.rtoUs * 2 ** Math.min(s.backoff, 10), MAX_RTO_US));
}
