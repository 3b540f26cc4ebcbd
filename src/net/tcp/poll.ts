// Waiting for many sockets at once, as epoll(7) with EPOLLET: a socket that has news is handed out once, in the order in
// which the news came. A server with a thousand connections pays for those that have something to say.

import { WaitQueue } from '../../sim/process.ts';
import type { SocketPoll, TcpSocket } from '../contract.ts';

export class Poll implements SocketPoll {
  /** Woken when `take` has something to give. */
  readonly changed = new WaitQueue();
  #ready: TcpSocket[] = [];
  #taken = 0;
  readonly #waiting = new Set<TcpSocket>();

  add(socket: TcpSocket): void {
    if (this.#waiting.has(socket)) return;
    this.#waiting.add(socket);
    this.#ready.push(socket);
    this.changed.wake();
  }

  /** The next socket with news; undefined when there is none. */
  take(): TcpSocket | undefined {
    const socket = this.#ready[this.#taken];
    if (!socket) return undefined;
    this.#waiting.delete(socket);
    if (++this.#taken === this.#ready.length) {
      this.#ready = [];
      this.#taken = 0;
    }
    return socket;
  }
}
