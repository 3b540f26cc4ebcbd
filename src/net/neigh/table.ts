// The neighbours of one device (arp_tbl's share of it). Left out: garbage collection, which in the kernel begins at 128 entries.

import { MINUTE } from '../../base/time.ts';
import type { Prng } from '../../base/prng.ts';
import type { Clock } from '../../sim/clock.ts';
import type { Sim } from '../../sim/sim.ts';
import type { NeighbourInfo, NeighbourState, Skb } from '../contract.ts';
import type { Device } from '../link/device.ts';
import type { NeighConf } from '../sysctl/neigh.ts';
import { MAC_BROADCAST, type Ipv4 } from '../wire/address.ts';
import type { Ipv4Packet } from '../wire/packet.ts';
import type { NeighBecause } from './because.ts';
import { Neighbour } from './neighbour.ts';

/** Sends the question for a neighbour; `waiting` is the newest packet that waits for the answer. */
export interface Asker {
  solicit(neighbour: Neighbour, waiting: Ipv4Packet | undefined): void;
}

/** Hears of packets that could not be sent. */
export interface NeighbourErrors {
  recvUnreachable(skb: Skb, nextHop: Ipv4, dev: string, tries: number): void;
  recvQueueOverflow(skb: Skb, nextHop: Ipv4): void;
}

/** How long the kernel keeps to one random reachable time. */
const RANDOM_REACHABLE_US = 5 * MINUTE;

export class NeighbourTable {
  readonly device: Device;
  readonly conf: NeighConf;
  readonly clock: Clock;
  readonly asker: Asker;
  readonly #sim: Sim;
  readonly #errors: NeighbourErrors;
  readonly #prng: Prng;
  readonly #entries = new Map<Ipv4, Neighbour>();
  /** The entry that was asked for last. */
  #last: Neighbour | undefined;
  #reachableUs = 0;
  #reachableBaseUs = 0;
  #reachableRound = -1;

  constructor(sim: Sim, device: Device, conf: NeighConf, asker: Asker, errors: NeighbourErrors) {
    this.#sim = sim;
    this.clock = sim.clock;
    this.device = device;
    this.conf = conf;
    this.asker = asker;
    this.#errors = errors;
    this.#prng = sim.prng(`${device.host}/${device.name}/neigh`);
  }

  /** Half to one and a half times base_reachable_time, chosen anew every five minutes. */
  reachableUs(): number {
    const base = this.conf.baseReachableUs;
    const round = Math.floor(this.clock.nowUs / RANDOM_REACHABLE_US);
    if (round !== this.#reachableRound || base !== this.#reachableBaseUs) {
      this.#reachableRound = round;
      this.#reachableBaseUs = base;
      this.#reachableUs = base === 0 ? 0 : Math.floor(base / 2) + this.#prng.below(base);
    }
    return this.#reachableUs;
  }

  get(ip: Ipv4): Neighbour | undefined {
    if (this.#last !== undefined && this.#last.ip === ip) return this.#last;
    return (this.#last = this.#entries.get(ip));
  }

  /** The entry for `ip`, made when there is none (arp_constructor). */
  resolve(ip: Ipv4, broadcast: boolean): Neighbour {
    const known = this.get(ip);
    if (known) return known;
    const neighbour = new Neighbour(this, ip);
    if (this.device.kind !== 'ethernet') {
      neighbour.state = 'NOARP';
      neighbour.mac = this.device.mac;
    } else if (broadcast) {
      neighbour.state = 'NOARP';
      neighbour.mac = MAC_BROADCAST;
    } else if (ip >>> 28 === 14) {
      neighbour.state = 'NOARP';
      neighbour.mac = 0x0100_5e00_0000 + (ip & 0x7f_ffff);
    }
    this.#entries.set(ip, neighbour);
    return neighbour;
  }

  /** As `ip neigh` lists them: entries of the kernel's own making (NOARP) are not told. */
  list(): readonly NeighbourInfo[] {
    return [...this.#entries.values()].filter((entry) => entry.state !== 'NONE').map((entry) => entry.info());
  }

  remove(neighbour: Neighbour, because: NeighBecause): void {
    this.#entries.delete(neighbour.ip);
    this.#last = undefined;
    neighbour.remove(because);
  }

  /** Removes the entries for which `matches`, and says how many those were. */
  flush(matches: (info: NeighbourInfo) => boolean, because: NeighBecause): number {
    const leaving = [...this.#entries.values()].filter((entry) => matches(entry.info()));
    for (const entry of leaving) this.remove(entry, because);
    return leaving.length;
  }

  abandon(): void {
    for (const entry of this.#entries.values()) entry.abandon();
    this.#entries.clear();
    this.#last = undefined;
  }

  /** @internal */
  unreachable(neighbour: Neighbour, skb: Skb, tries: number): void {
    this.#errors.recvUnreachable(skb, neighbour.ip, this.device.name, tries);
  }

  /** @internal */
  queueOverflowed(neighbour: Neighbour, skb: Skb): void {
    this.#errors.recvQueueOverflow(skb, neighbour.ip);
  }

  /** @internal */
  record(
    neighbour: Neighbour,
    state: NeighbourState | 'GONE',
    before: NeighbourState | undefined,
    because: NeighBecause,
  ): void {
    if (before === 'NOARP' && state === 'GONE') return;
    this.#sim.record({
      kind: 'neigh.changed',
      host: this.device.host,
      dev: this.device.name,
      ip: neighbour.ip,
      mac: neighbour.mac,
      state,
      before: before === 'NONE' ? undefined : before,
      because,
    });
  }
}
