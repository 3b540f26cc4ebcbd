// How a connection ends: the program's close() and shutdown() (tcp_close, tcp_shutdown), the peer's FIN (tcp_fin), resets
// (tcp_reset), and the minute in TIME_WAIT that follows.

import { errno } from '../../base/errno.ts';
import { TCP_ACK, TCP_RST } from '../wire/packet.ts';
import { pushPending, transmit } from './output.ts';
import type { Socket } from './socket.ts';

function queueFin(s: Socket): void {
  if (s.finQueued) return;
  s.finQueued = true;
  pushPending(s);
}

export function shutdownSocket(s: Socket): void {
  if (s.state === 'ESTABLISHED' || s.state === 'SYN_RECV') s.setState('FIN_WAIT1');
  else if (s.state === 'CLOSE_WAIT') s.setState('LAST_ACK');
  else return;
  queueFin(s);
}

export function closeSocket(s: Socket, abort: boolean): void {
  s.orphan = true;
  s.poll = undefined;
  if (s.listener) {
    s.listener.close();
    s.listener = undefined;
    s.tcp.destroy(s);
    return;
  }
  const unread = s.receiveBuffer !== '';
  s.receiveBuffer = '';
  s.bufferCost = 0;
  switch (s.state) {
    case 'CLOSE':
    case 'SYN_SENT':
      return s.tcp.destroy(s);
    case 'FIN_WAIT2':
      return s.tcp.enterTimeWait(s, 'FIN_WAIT2');
    default:
      if (abort || unread) {
        transmit(s, s.sndNxt, TCP_RST | TCP_ACK, '');
        return s.tcp.destroy(s);
      }
      shutdownSocket(s);
  }
}

/** The peer's FIN has come, in order: nothing more will. */
export function recvFin(s: Socket): void {
  s.finReceived = true;
  s.ackPending = true;
  s.outOfOrder = [];
  switch (s.state) {
    case 'SYN_RECV':
    case 'ESTABLISHED':
      s.setState('CLOSE_WAIT');
      s.pingpong = true;
      break;
    case 'FIN_WAIT1':
      // both close at the same time
      transmit(s, s.sndNxt, TCP_ACK, '');
      s.setState('CLOSING');
      break;
    case 'FIN_WAIT2':
      transmit(s, s.sndNxt, TCP_ACK, '');
      s.tcp.enterTimeWait(s, 'TIME_WAIT');
  }
  s.notify();
}

/** A valid RST has come. */
export function recvReset(s: Socket): void {
  const error =
    s.state === 'SYN_SENT' ? errno('ECONNREFUSED') : s.state === 'CLOSE_WAIT' ? errno('EPIPE') : errno('ECONNRESET');
  s.fail(error);
}
