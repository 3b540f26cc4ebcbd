// One entry of a neighbour table: the states of net/core/neighbour.c and the timers between them. An answer makes it REACHABLE
// for 15 to 45 s; then it is STALE until used; then DELAY for 5 s, in which a transport may confirm it; then PROBE, three
// unicast questions; then FAILED. A new one is INCOMPLETE for three broadcast questions, and packets wait meanwhile.

import type { Timer } from '../../sim/clock.ts';
import type { NeighbourInfo, NeighbourState, Skb } from '../contract.ts';
import type { Ipv4, Mac } from '../wire/address.ts';
import { sizeIpv4 } from '../wire/packet.ts';
import type { NeighBecause } from './because.ts';
import type { NeighbourTable } from './table.ts';

type State = NeighbourState;

/** skb_shared_info and the sk_buff itself, which the kernel counts as waiting bytes too. */
const SKB_OVERHEAD = 576;

const isValid = (state: State): boolean =>
  state === 'REACHABLE' ||
  state === 'STALE' ||
  state === 'DELAY' ||
  state === 'PROBE' ||
  state === 'PERMANENT' ||
  state === 'NOARP';
const isConnected = (state: State): boolean => state === 'REACHABLE' || state === 'PERMANENT' || state === 'NOARP';

export interface NeighUpdate {
  /** Take another MAC even if the entry has one (NEIGH_UPDATE_F_OVERRIDE). */
  readonly override: boolean;
  /** From the administrator: even PERMANENT entries change. */
  readonly admin: boolean;
  readonly because: NeighBecause;
}

export class Neighbour {
  readonly table: NeighbourTable;
  readonly ip: Ipv4;
  mac: Mac | undefined;
  state: State = 'NONE';
  usedUs: number;
  confirmedUs: number;
  updatedUs: number;
  probes = 0;
  #waiting: Skb[] = [];
  #waitingBytes = 0;
  #timer: Timer | undefined;

  constructor(table: NeighbourTable, ip: Ipv4) {
    this.table = table;
    this.ip = ip;
    const nowUs = table.clock.nowUs;
    this.usedUs = nowUs;
    this.updatedUs = nowUs;
    // Long ago: nothing has confirmed it yet.
    this.confirmedUs = nowUs - 2 * table.conf.baseReachableUs;
  }

  /** Sends `skb` to this neighbour, or keeps it until the MAC is known (neigh_resolve_output). */
  send(skb: Skb): void {
    if (isConnected(this.state) || this.#use(skb)) this.table.device.transmit(skb.packet, this.mac!);
  }

  /** Asks for the address without a packet (neigh_event_send with none). */
  solicit(): void {
    if (!isConnected(this.state)) this.#use(undefined);
  }

  /** __neigh_event_send: true when the packet may go at once. */
  #use(skb: Skb | undefined): boolean {
    const { clock, conf } = this.table;
    this.usedUs = clock.nowUs;
    switch (this.state) {
      case 'DELAY':
      case 'PROBE':
        return true;
      case 'STALE':
        this.#become('DELAY', 'used');
        this.#wakeAfter(conf.delayProbeUs);
        return true;
      case 'INCOMPLETE':
        if (skb) this.#park(skb);
        return false;
      default:
        this.probes = conf.unicastProbes;
        this.#become('INCOMPLETE', 'packet-waits');
        this.#wakeAfter(conf.retransUs);
        if (skb) this.#park(skb);
        this.#probe();
        return false;
    }
  }

  #park(skb: Skb): void {
    const size = sizeIpv4(skb.packet) + SKB_OVERHEAD;
    while (this.#waiting.length > 0 && this.#waitingBytes + size > this.table.conf.queueBytes) {
      const oldest = this.#waiting.shift()!;
      this.#waitingBytes -= sizeIpv4(oldest.packet) + SKB_OVERHEAD;
      this.table.queueOverflowed(this, oldest);
    }
    this.#waiting.push(skb);
    this.#waitingBytes += size;
  }

  #takeWaiting(): readonly Skb[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return waiting;
  }

  #probe(): void {
    this.table.asker.solicit(this, this.#waiting.at(-1)?.packet);
    this.probes++;
  }

  #wakeAfter(delayUs: number): void {
    this.#timer?.cancel();
    this.#timer = this.table.clock.after(delayUs, this.#timeout);
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** neigh_timer_handler. */
  readonly #timeout = (): void => {
    this.#timer = undefined;
    const { clock, conf } = this.table;
    const nowUs = clock.nowUs;
    if (this.state === 'REACHABLE') {
      const untilUs = this.confirmedUs + this.table.reachableUs();
      if (nowUs < untilUs) this.#wakeAfter(untilUs - nowUs);
      else if (nowUs <= this.usedUs + conf.delayProbeUs) {
        this.#become('DELAY', 'used');
        this.#wakeAfter(conf.delayProbeUs);
      } else this.#become('STALE', 'grew-old');
      return;
    }
    if (this.state === 'DELAY') {
      if (nowUs <= this.confirmedUs + conf.delayProbeUs) {
        this.#become('REACHABLE', 'confirmed');
        this.#wakeAfter(Math.max(0, this.confirmedUs + this.table.reachableUs() - nowUs));
        return;
      }
      this.probes = 0;
      this.#become('PROBE', 'probe');
    }
    if (this.state !== 'PROBE' && this.state !== 'INCOMPLETE') return;
    const allowed = conf.unicastProbes + (this.state === 'PROBE' ? conf.multicastReprobes : conf.multicastProbes);
    if (this.probes >= allowed) {
      this.#fail('no-answer');
      return;
    }
    this.#wakeAfter(conf.retransUs);
    this.#probe();
  };

  #fail(because: NeighBecause): void {
    const tries = this.state === 'INCOMPLETE' ? this.probes - this.table.conf.unicastProbes : this.probes;
    this.#stopTimer();
    this.#become('FAILED', because);
    for (const skb of this.#takeWaiting()) this.table.unreachable(this, skb, tries);
  }

  /** neigh_update: what an ARP packet or the administrator says of this neighbour. */
  update(mac: Mac | undefined, state: State, { override, admin, because }: NeighUpdate): void {
    const old = this.state;
    if (!admin && (old === 'NOARP' || old === 'PERMANENT')) return;
    if (!isValid(state)) {
      if (state === 'FAILED' && (old === 'INCOMPLETE' || old === 'PROBE')) this.#fail(because);
      else {
        this.#stopTimer();
        this.#become(state, because);
      }
      return;
    }
    const nowUs = this.table.clock.nowUs;
    if (mac === undefined && !isValid(old)) return;
    const before = this.mac;
    const fresh = mac ?? before;
    if (isConnected(state)) this.confirmedUs = nowUs;
    let next = state;
    if (isValid(old)) {
      if (fresh !== before && !override) return;
      if (fresh === before && next === 'STALE' && !admin) next = old;
    }
    if (next === old && fresh === before) return;
    this.mac = fresh;
    this.updatedUs = nowUs;
    if (fresh !== before && !isConnected(next)) this.confirmedUs = nowUs - 2 * this.table.conf.baseReachableUs;
    if (next !== old) {
      this.#stopTimer();
      if (next === 'PROBE') this.probes = 0;
      if (next === 'REACHABLE') this.#wakeAfter(this.table.reachableUs());
      if (next === 'PROBE' || next === 'DELAY' || next === 'INCOMPLETE') this.#wakeAfter(0);
    }
    this.#become(next, fresh !== before && isValid(old) ? 'mac-changed' : because, true);
    if (isValid(old)) return;
    for (const skb of this.#takeWaiting()) this.send(skb);
  }

  /** Leaves the table; waiting packets are reported as those of a neighbour that failed. */
  remove(because: NeighBecause): void {
    this.#stopTimer();
    const before = this.state;
    this.state = 'NONE';
    this.table.record(this, 'GONE', before, because);
    for (const skb of this.#takeWaiting()) this.table.unreachable(this, skb, this.probes);
  }

  /** The machine is switched off: nobody hears of it. */
  abandon(): void {
    this.#stopTimer();
    this.#takeWaiting();
  }

  #become(state: State, because: NeighBecause, always = false): void {
    const before = this.state;
    if (before === state && !always) return;
    this.state = state;
    if (before !== state) this.updatedUs = this.table.clock.nowUs;
    this.table.record(this, state, before, because);
  }

  info(): NeighbourInfo {
    return {
      dev: this.table.device.name,
      ip: this.ip,
      mac: isValid(this.state) ? this.mac : undefined,
      state: this.state,
      usedUs: this.usedUs,
      confirmedUs: this.confirmedUs,
      updatedUs: this.updatedUs,
      probes: this.probes,
    };
  }
}
