// When a connection wants to be called: its deadlines, and the one clock timer that stands for all of them. The timer is not
// moved when a deadline moves back; when it fires it looks at the deadlines (timers.ts), since most of them are gone by then.

import { MAX_RTO_US, MIN_RTO_US } from './constants.ts';
import type { Socket } from './socket.ts';

export function armResend(s: Socket, kind: Socket['resendKind'], delayUs: number): void {
  s.resendKind = kind;
  s.resendUs = s.tcp.nowUs + Math.min(Math.ceil(delayUs), MAX_RTO_US);
  arm(s, s.resendUs);
}

export function armDelack(s: Socket, delayUs: number): void {
  const dueUs = s.tcp.nowUs + Math.ceil(delayUs);
  if (s.delackUs >= 0 && s.delackUs <= dueUs) return;
  s.delackUs = dueUs;
  arm(s, dueUs);
}

export function arm(s: Socket, dueUs: number): void {
  if (s.timer) {
    if (s.timerUs <= dueUs) return;
    s.timer.cancel();
  }
  s.timerUs = dueUs;
  s.timer = s.tcp.clock.at(dueUs, s.onTimer);
}

export function disarm(s: Socket): void {
  s.resendUs = s.delackUs = -1;
  s.timer?.cancel();
  s.timer = undefined;
}

/** tcp_schedule_loss_probe: the last segment is sent again after two round trips, before the retransmission timeout. */
export function armAfterSending(s: Socket): void {
  if (s.recovery !== 'open' || !s.sackOk || s.state === 'SYN_SENT' || s.backoff > 0)
    return armResend(s, 'rto', s.rtoUs);
  const probeUs = 2 * s.srttUs + (s.sentCount === 1 ? MIN_RTO_US : 8_000);
  armResend(s, 'tail', Math.min(probeUs, s.rtoUs));
}
