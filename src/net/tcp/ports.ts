// Local ports: who holds which, and choosing one (net/ipv4/inet_hashtables.c: __inet_hash_connect takes the parity of the
// range's start and walks on from where a hash of the destination points; net/ipv4/inet_connection_sock.c:
// inet_csk_find_open_port takes the other parity for bind to port 0).
// Servers here all set SO_REUSEADDR: what is in TIME_WAIT or accepted does not stand in the way of listening.

import type { Prng } from '../../base/prng.ts';
import type { Ipv4 } from '../wire/address.ts';
import type { Socket } from './socket.ts';

const overlap = (a: Ipv4, b: Ipv4): boolean => a === 0 || b === 0 || a === b;

export class Ports {
  /** Sockets that hold a port by themselves: listening, bound, or connected from it. */
  readonly #holders = new Map<number, Socket[]>();
  readonly #prng: Prng;
  readonly #secret: number;
  /** Where the next search for a destination starts (table_perturb). */
  readonly #perturb = new Map<number, number>();

  constructor(prng: Prng) {
    this.#prng = prng;
    this.#secret = prng.nextU32();
  }

  hold(socket: Socket): void {
    const holders = this.#holders.get(socket.localPort);
    if (holders) holders.push(socket);
    else this.#holders.set(socket.localPort, [socket]);
  }

  release(socket: Socket): void {
    const holders = this.#holders.get(socket.localPort);
    const at = holders ? holders.indexOf(socket) : -1;
    if (at < 0) return;
    if (holders!.length === 1) this.#holders.delete(socket.localPort);
    else holders!.splice(at, 1);
  }

  isTaken(ip: Ipv4, port: number, but?: Socket): boolean {
    return this.#holders.get(port)?.some((other) => other !== but && overlap(other.localIp, ip)) ?? false;
  }

  listenerOn(ip: Ipv4, port: number): Socket | undefined {
    const holders = this.#holders.get(port);
    if (!holders) return undefined;
    let any: Socket | undefined;
    for (const holder of holders) {
      if (holder.state !== 'LISTEN') continue;
      if (holder.localIp === ip) return holder;
      if (holder.localIp === 0) any = holder;
    }
    return any;
  }

  /** A free port for bind(ip, 0): a random one of the parity that connect does not prefer. */
  pickForBind(ip: Ipv4, low: number, high: number): number | undefined {
    const count = (high - low + 1) & ~1;
    if (count <= 0) return this.isTaken(ip, low) ? undefined : low;
    const offset = this.#prng.below(count) | 1;
    for (let pass = 0; pass < 2; pass++)
      for (let i = 0; i < count; i += 2) {
        const port = low + ((offset - pass + i) % count);
        if (!this.isTaken(ip, port)) return port;
      }
    return undefined;
  }

  /** A port for connect: `isFree` says whether the four addresses make an unused connection. */
  pickForConnect(src: Ipv4, dst: Ipv4, dstPort: number, range: PortRange, isFree: (port: number) => boolean) {
    const { low } = range;
    const count = Math.max(1, (range.high - low + 1) & ~1);
    const key = this.#hash(src, dst, dstPort);
    const perturb = this.#perturb.get(key) ?? this.#prng.below(0x1_0000);
    const offset = (((key >>> 8) + perturb) % count) & ~1;
    for (let pass = 0; pass < 2; pass++)
      for (let i = 0; i < count; i += 2) {
        const port = low + ((offset + pass + i) % count);
        if (this.#isBound(port) || !isFree(port)) continue;
        this.#perturb.set(key, perturb + Math.max(i, this.#prng.below(8) * 2) + 2);
        return port;
      }
    return undefined;
  }

  /** A port taken with bind() is not shared with connect(). */
  #isBound(port: number): boolean {
    return this.#holders.get(port)?.some((holder) => holder.bound) ?? false;
  }

  #hash(src: Ipv4, dst: Ipv4, dstPort: number): number {
    let h = this.#secret ^ src;
    h = Math.imul(h ^ (h >>> 16), 0x45d9f3b) ^ dst;
    h = Math.imul(h ^ (h >>> 16), 0x45d9f3b) ^ dstPort;
    h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
    return (h ^ (h >>> 16)) >>> 0;
  }
}

export interface PortRange {
  readonly low: number;
  readonly high: number;
}
