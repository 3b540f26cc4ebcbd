// The benchmark itself: so many connections at a time, each asking as soon as it may (ab.c: start_connect, write_request,
// read_connection, close_connection). It starts with one connection; the others follow its first answer.

import { errno, isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import { Poll } from '../../../net/tcp/poll.ts';
import type { TcpSocket } from '../../../net/contract.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import type { Config } from './config.ts';
import { newTally } from './results.ts';

/** A fatal error: what failed, and how. */
export interface Fatal {
  readonly call: string;
  readonly words: string;
  readonly number: number;
  readonly aborted?: boolean;
}

interface Connection {
  socket: TcpSocket | undefined;
  state: 'unconnected' | 'connecting' | 'connected' | 'reading';
  head: Bytes;
  gotHeader: boolean;
  keepAlive: boolean;
  length: number;
  read: number;
  bodyRead: number;
  /** What of the request has not been taken yet; '' when all has. */
  unsent: Bytes;
  startUs: number;
  connectUs: number;
  endWriteUs: number;
  beginReadUs: number;
}

const ERRNO_NUMBERS: Partial<Record<Errno['errno'], number>> = {
  EPIPE: 32,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ENETUNREACH: 101,
  ECONNRESET: 104,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
};
/** Descriptors that are left for sockets of the usual 1024. */
const SOCKETS = 1020;
const READ_SIZE = 8192;

const fatal = (call: string, refusal: Errno): Fatal => ({
  call,
  words: strerror(refusal),
  number: ERRNO_NUMBERS[refusal.errno] ?? 5,
});

export class Bench {
  readonly tally = newTally();
  readonly startUs: number;
  lastUs: number;
  /** What -v and the heartbeat say, in the order in which it was said: ['out' | 'err', text]. */
  readonly said: (readonly ['out' | 'err', string])[] = [];
  readonly #sys: Sys;
  readonly #config: Config;
  readonly #ip: number;
  readonly #bindIp: number;
  readonly #poll = new Poll();
  readonly #bySocket = new Map<TcpSocket, Connection>();
  readonly #connections: Connection[] = [];
  #started = 0;
  #first = true;
  #failed: Fatal | undefined;

  constructor(sys: Sys, config: Config, ip: number, bindIp: number) {
    this.#sys = sys;
    this.#config = config;
    this.#ip = ip;
    this.#bindIp = bindIp;
    this.startUs = this.lastUs = sys.nowUs;
  }

  /** Runs to the end; `flush` writes what was said meanwhile. */
  *run(flush: () => Program): Program<Fatal | undefined> {
    const { requests, limitSeconds, timeoutUs } = this.#config;
    const stopUs = limitSeconds > 0 ? this.startUs + limitSeconds * 1_000_000 : Infinity;
    this.#open();
    while (this.lastUs < stopUs && this.tally.done < requests && !this.#failed) {
      let socket = this.#poll.take();
      if (!socket) {
        const untilUs = this.#sys.nowUs + timeoutUs;
        yield { wait: 'queues', queues: [this.#poll.changed], untilUs };
        socket = this.#poll.take();
        if (!socket && this.#sys.nowUs >= untilUs) {
          this.#failed = { call: 'apr_pollset_poll', words: 'The timeout specified has expired', number: 70_007 };
          break;
        }
      }
      for (; socket && !this.#failed; socket = this.#poll.take()) {
        const connection = this.#bySocket.get(socket);
        if (connection) this.#handle(connection, socket);
      }
      if (this.said.length > 0) yield* flush();
    }
    return this.#failed;
  }

  closeAll(): void {
    for (const { socket } of this.#connections) socket?.close();
  }

  #open(): void {
    const connection: Connection = {
      socket: undefined,
      state: 'unconnected',
      head: '',
      gotHeader: false,
      keepAlive: false,
      length: 0,
      read: 0,
      bodyRead: 0,
      unsent: '',
      startUs: 0,
      connectUs: 0,
      endWriteUs: 0,
      beginReadUs: 0,
    };
    this.#connections.push(connection);
    this.#start(connection);
  }

  #start(c: Connection): void {
    while (this.#started < this.#config.requests && !this.#failed) {
      c.read = c.bodyRead = 0;
      c.keepAlive = c.gotHeader = false;
      c.head = c.unsent = '';
      if (this.#bySocket.size >= SOCKETS) {
        this.#failed = { call: 'socket', words: 'Too many open files', number: 24 };
        return;
      }
      const socket = this.#sys.sockets.tcp();
      if (this.#bindIp) {
        const refused = socket.bind(this.#bindIp, 0);
        if (refused) {
          socket.close();
          this.#failed = fatal('bind', refused);
          return;
        }
      }
      c.startUs = this.lastUs = this.#sys.nowUs;
      const begun = socket.connect(this.#ip, this.#config.port);
      if (begun === errno('EINPROGRESS')) {
        c.socket = socket;
        c.state = 'connecting';
        this.#bySocket.set(socket, c);
        socket.pollWith(this.#poll);
        return;
      }
      socket.close();
      c.state = 'unconnected';
      this.#connectFailed(begun);
    }
  }

  #connectFailed(refusal: Errno): void {
    this.tally.connectErrors++;
    if (this.tally.bad++ > 10) this.#failed = { ...fatal('apr_socket_connect()', refusal), aborted: true };
  }

  #handle(c: Connection, socket: TcpSocket): void {
    if (c.state === 'connecting') {
      const ended = socket.connected();
      if (ended === undefined) return;
      if (ended === 'ok') {
        c.state = 'connected';
        this.#write(c);
      } else {
        // the poll says error: ab lets recv find out which
        this.#receiveFailed(c, ended);
        if (this.#failed) return;
        this.tally.bad++;
        this.tally.exceptions++;
      }
      return;
    }
    if (c.unsent !== '') this.#write(c);
    while (c.socket === socket && c.state === 'reading') if (!this.#read(c, socket)) return;
  }

  #write(c: Connection): void {
    if (this.#started >= this.#config.requests) return;
    const now = (this.lastUs = this.#sys.nowUs);
    if (c.unsent === '') {
      c.connectUs = now;
      c.unsent = this.#config.request;
    }
    while (c.unsent !== '') {
      const taken = c.socket!.send(c.unsent);
      if (typeof taken === 'number') {
        this.tally.totalSent += taken;
        c.unsent = taken === c.unsent.length ? '' : c.unsent.slice(taken);
        continue;
      }
      if (taken.errno === 'EAGAIN') return;
      this.tally.writeErrors++;
      this.said.push(['out', 'Send request failed!\n']);
      return this.#close(c);
    }
    c.endWriteUs = this.lastUs = this.#sys.nowUs;
    this.#started++;
    c.state = 'reading';
  }

  /** One recv; false when there is no more for now. */
  #read(c: Connection, socket: TcpSocket): boolean {
    const data = socket.recv(READ_SIZE);
    if (isErrno(data)) {
      if (data.errno !== 'EAGAIN') this.#receiveFailed(c, data);
      return false;
    }
    if (data === '') {
      this.tally.good++;
      this.#close(c);
      return false;
    }
    this.tally.totalRead += data.length;
    if (c.read === 0) c.beginReadUs = this.#sys.nowUs;
    c.read += data.length;
    if (c.gotHeader) {
      c.bodyRead += data.length;
      this.tally.bodyRead += data.length;
    } else if (!this.#readHeader(c, data)) return true;
    if (c.keepAlive && c.bodyRead >= c.length) this.#again(c);
    return true;
  }

  #receiveFailed(c: Connection, refusal: Errno): void {
    const failure = fatal('apr_socket_recv', refusal);
    if (!this.#config.recvErrorsOk) {
      this.#failed = failure;
      return;
    }
    this.tally.receiveErrors++;
    this.tally.bad++;
    if (this.#config.verbosity >= 1) this.said.push(['err', `${failure.call}: ${failure.words} (${failure.number})\n`]);
    this.#close(c);
  }

  #readHeader(c: Connection, data: Bytes): boolean {
    const { config, tally } = { config: this.#config, tally: this.tally };
    c.head = c.head === '' ? data : c.head + data;
    if (config.verbosity >= 2) this.said.push(['out', `LOG: header received:\n${c.head}\n`]);
    let end = c.head.indexOf('\r\n\r\n');
    let skip = 4;
    if (end < 0) {
      end = c.head.indexOf('\n\n');
      skip = 2;
    }
    if (end < 0) return false;
    if (tally.good === 0) tally.serverName = /^server:[ ]?([^\s]*)/im.exec(c.head)?.[1] ?? '';
    const at = c.head.indexOf('HTTP');
    const code = at >= 0 ? c.head.slice(at + 9, at + 12) : '500';
    if (code[0] !== '2') {
      tally.non2xx++;
      if (config.verbosity >= 2) this.said.push(['out', `WARNING: Response code not 2xx (${code})\n`]);
    } else if (config.verbosity >= 3) this.said.push(['out', `LOG: Response code = ${code}\n`]);
    c.gotHeader = true;
    if (config.keepAlive && /keep-alive/i.test(c.head.slice(0, end))) {
      c.keepAlive = true;
      const length = /content-length:\s*(\d+)/i.exec(c.head.slice(0, end));
      c.length = length && config.method !== 'HEAD' ? Number(length[1]) : 0;
    }
    const body = c.head.length - end - skip;
    c.bodyRead += body;
    tally.bodyRead += body;
    c.head = '';
    if (this.#first) {
      this.#first = false;
      while (this.#connections.length < config.concurrency && !this.#failed) this.#open();
    }
    return true;
  }

  #account(c: Connection): void {
    const { tally } = this;
    if (tally.good === 1) tally.documentLength = c.bodyRead;
    else if (c.bodyRead !== tally.documentLength && !this.#config.variableLength) {
      tally.bad++;
      tally.lengthErrors++;
    }
    if (tally.done >= this.#config.requests) return;
    tally.done++;
    const now = this.#sys.nowUs;
    tally.samples.push({
      startedUs: c.startUs,
      connectUs: Math.max(0, c.connectUs - c.startUs),
      totalUs: Math.max(0, now - c.startUs),
      waitUs: Math.max(0, c.beginReadUs - c.endWriteUs),
    });
    const { heartbeat } = this.#config;
    if (heartbeat && tally.done % heartbeat === 0) this.said.push(['err', `Completed ${tally.done} requests\n`]);
  }

  /** A kept connection asks again. */
  #again(c: Connection): void {
    this.tally.good++;
    this.tally.keptAlive++;
    this.#account(c);
    c.keepAlive = c.gotHeader = false;
    c.length = c.read = c.bodyRead = 0;
    c.state = 'connected';
    c.startUs = c.connectUs = this.lastUs = this.#sys.nowUs;
    this.#write(c);
  }

  #close(c: Connection): void {
    // a server may shut an idle kept connection: that was no request
    if (c.read === 0 && c.keepAlive) this.tally.good -= this.tally.good > 0 ? 1 : 0;
    else {
      this.lastUs = this.#sys.nowUs;
      this.#account(c);
    }
    c.state = 'unconnected';
    this.#bySocket.delete(c.socket!);
    c.socket!.close();
    c.socket = undefined;
    this.#start(c);
  }
}
