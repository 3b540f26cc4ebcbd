// Standard input to the network and the network to standard output, until both are done (readwrite() of netcat.c).

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { TcpSocket, UdpSocket } from '../../../net/contract.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program, WaitQueue } from '../../../sim/process.ts';
import { out } from '../../command.ts';

/** What nc needs of a connection, TCP's or UDP's. */
export interface Channel {
  readonly changed: WaitQueue;
  /** '' is the end. */
  recv(): Bytes | Errno;
  send(data: Bytes): number | Errno;
  shutdown(): void;
  close(): void;
}

const SIZE = 16_384;

export const tcpChannel = (socket: TcpSocket): Channel => ({
  changed: socket.changed,
  recv: () => socket.recv(SIZE),
  send: (data) => socket.send(data),
  shutdown: () => socket.shutdownWrite(),
  close: () => socket.close(),
});

export function udpChannel(socket: UdpSocket, ip: number, port: number): Channel {
  return {
    changed: socket.changed,
    recv() {
      const got = socket.recvFrom();
      return isErrno(got) ? got : got.data;
    },
    send: (data) => socket.sendTo(data, ip, port),
    shutdown() {},
    close: () => socket.close(),
  };
}

export interface RelayOptions {
  readonly readsInput: boolean;
  readonly listening: boolean;
  readonly shutsDown: boolean;
  readonly crlf: boolean;
  readonly idleUs: number | undefined;
  /** -q: how long after the end of input; undefined: for ever. */
  readonly quitUs: number | undefined;
  readonly receiveLimit: number;
  /** -i: between lines. */
  readonly intervalUs: number;
}

export function* relay(sys: Sys, channel: Channel, how: RelayOptions): Program {
  let input = how.readsInput;
  let network = true;
  let sending = true;
  let toSend: Bytes = '';
  let received = 0;
  let quitAtUs: number | undefined;
  const readable = sys.readable(0);
  for (;;) {
    if (!input && !network && toSend === '') return;
    if (how.listening && !network && toSend === '') return;
    if (!sending && !network) return;
    let moved = false;
    if (network) {
      const data = channel.recv();
      if (typeof data === 'string') {
        moved = true;
        if (data === '') network = false;
        else {
          yield* out(sys, data);
          if (++received === how.receiveLimit) return;
        }
      } else if (data.errno !== 'EAGAIN') network = false;
    }
    if (input && toSend === '') {
      const data = sys.readNow(0, SIZE);
      if (typeof data === 'string') {
        moved = true;
        if (data === '') input = false;
        else toSend = how.crlf ? data.replace(/\r?\n/g, '\r\n') : data;
      } else if (data.errno !== 'EAGAIN') input = false;
      if (!input) {
        if (how.shutsDown) {
          channel.shutdown();
          sending = false;
        }
        if (how.quitUs !== undefined) quitAtUs = sys.nowUs + how.quitUs;
      }
    }
    while (toSend !== '' && sending) {
      const taken = channel.send(toSend);
      if (typeof taken === 'number') {
        moved = true;
        toSend = toSend.slice(taken);
        if (how.intervalUs > 0) yield { wait: 'until', atUs: sys.nowUs + how.intervalUs };
      } else {
        if (taken.errno !== 'EAGAIN') sending = input = false;
        break;
      }
    }
    if (!sending) toSend = '';
    if (moved) continue;
    if (quitAtUs !== undefined && sys.nowUs >= quitAtUs) return;
    const idleAtUs = how.idleUs === undefined ? undefined : sys.nowUs + how.idleUs;
    const untilUs = quitAtUs === undefined ? idleAtUs : Math.min(quitAtUs, idleAtUs ?? quitAtUs);
    const queues = input && toSend === '' && !isErrno(readable) ? [channel.changed, readable] : [channel.changed];
    const beforeUs = sys.nowUs;
    yield { wait: 'queues', queues, untilUs };
    if (idleAtUs !== undefined && sys.nowUs >= idleAtUs && sys.nowUs > beforeUs) return;
  }
}
