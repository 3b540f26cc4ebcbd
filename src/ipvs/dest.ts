// A destination (real server) of a service: struct ip_vs_dest. It outlives its deletion while connections refer to it, and comes
// back with them when the same address and port are added to the same virtual address again (the trash, ip_vs_ctl.c).

import { MINUTE } from '../base/time.ts';
import type { Clock, Timer } from '../sim/clock.ts';
import type { Ipv4 } from '../net/wire/address.ts';
import type { DestConfig, DestKey, Forwarding } from './control.ts';
import type { Service } from './service.ts';
import type { Stats } from './stats.ts';

export class Dest implements DestKey {
  readonly address: Ipv4;
  readonly port: number;
  readonly stats: Stats;
  /** The service that it belongs, or last belonged, to. */
  service: Service;
  forwarding: Forwarding = 'dr';
  weight = 1;
  /** The last weight that was not 0 (the first may be): what Maglev hashing deals places by. */
  lastWeight = 1;
  upperThreshold = 0;
  lowerThreshold = 0;
  active = 0;
  inactive = 0;
  /** Persistence templates that point here. */
  persistent = 0;
  overloaded = false;
  /** False once it is deleted: its connections' packets have nowhere to go. */
  available = true;
  /** In the trash: when the purge first saw that nothing refers to it any more. */
  idleSinceUs: number | undefined;

  constructor(key: DestKey, service: Service, stats: Stats) {
    this.address = key.address;
    this.port = key.port;
    this.service = service;
    this.stats = stats;
  }

  get referred(): boolean {
    return this.active + this.inactive + this.persistent > 0;
  }

  /** __ip_vs_update_dest's part about the destination itself. */
  configure(config: DestConfig, added: boolean): void {
    this.forwarding = config.forwarding;
    this.weight = config.weight;
    if (added || config.weight !== 0) this.lastWeight = config.weight;
    if (config.upperThreshold === 0 || config.upperThreshold > this.upperThreshold) this.overloaded = false;
    this.upperThreshold = config.upperThreshold;
    this.lowerThreshold = config.lowerThreshold;
    this.available = true;
  }

  /** After a connection was bound to it. */
  checkOverload(): void {
    if (this.upperThreshold !== 0 && this.active + this.inactive >= this.upperThreshold) this.overloaded = true;
  }

  /** After a connection left it. Without a lower threshold, three quarters of the upper one. */
  checkRelief(): void {
    const total = this.active + this.inactive;
    if (this.lowerThreshold !== 0) {
      if (total < this.lowerThreshold) this.overloaded = false;
    } else if (this.upperThreshold === 0 || total * 4 < this.upperThreshold * 3) this.overloaded = false;
  }
}

const TRASH_PERIOD_US = 2 * MINUTE;

/** Deleted destinations, newest first. A timer runs only while there are any. */
export class Trash {
  readonly #clock: Clock;
  #dests: Dest[] = [];
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(dest: Dest): void {
    dest.idleSinceUs = undefined;
    this.#dests.unshift(dest);
    this.#timer ??= this.#clock.after(TRASH_PERIOD_US / 2, this.#purge);
  }

  /** Takes out the destination that `service` once had under `key`, also when the service itself was deleted and made anew. */
  take(service: Service, key: DestKey): Dest | undefined {
    const at = this.#dests.findIndex(
      (dest) => dest.address === key.address && dest.port === key.port && dest.service.sameVirtual(service),
    );
    return at < 0 ? undefined : this.#dests.splice(at, 1)[0];
  }

  abandon(): void {
    this.#timer?.cancel();
    this.#dests = [];
  }

  readonly #purge = (): void => {
    const nowUs = this.#clock.nowUs;
    this.#dests = this.#dests.filter((dest) => {
      if (dest.referred) return true;
      if (dest.idleSinceUs !== undefined) return nowUs < dest.idleSinceUs + TRASH_PERIOD_US;
      dest.idleSinceUs = nowUs;
      return true;
    });
    this.#timer = this.#dests.length > 0 ? this.#clock.after(TRASH_PERIOD_US / 2, this.#purge) : undefined;
  };
}
