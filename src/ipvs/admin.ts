// The control side (ip_vs_ctl.c): what ipvsadm asks, done to the state. Answers in errnos; every change is an event.

import { errno, type Errno } from '../base/errno.ts';
import { isMulticast, type Ipv4 } from '../net/wire/address.ts';
import type {
  ConnInfo,
  DestConfig,
  DestInfo,
  DestKey,
  IpvsControl,
  ServiceConfig,
  ServiceInfo,
  ServiceKey,
  Timeouts,
} from './control.ts';
import { Dest } from './dest.ts';
import type { ServiceRule } from './events.ts';
import type { EventKinds } from '../sim/journal.ts';
import { SCHEDULERS } from './sched/index.ts';
import { Service } from './service.ts';
import type { IpvsState } from './state.ts';

/** Kept in the source as the kernel's default; real kernels grow no more than they must, ours needs no buckets. */
const TABLE_SIZE = 4096;

export class IpvsAdmin implements IpvsControl {
  readonly tableSize = TABLE_SIZE;
  readonly #ipvs: IpvsState;
  readonly #used: (scheduler: string) => void;

  constructor(ipvs: IpvsState, used: (scheduler: string) => void) {
    this.#ipvs = ipvs;
    this.#used = used;
  }

  services(): readonly ServiceInfo[] {
    return [...this.#ipvs.services.all()].map((service) => this.#inform(service));
  }

  service(key: ServiceKey): ServiceInfo | undefined {
    const service = this.#ipvs.services.get(key);
    return service && this.#inform(service);
  }

  addService(key: ServiceKey, config: ServiceConfig): Errno | undefined {
    if (this.#ipvs.services.get(key)) return errno('EEXIST');
    const scheduler = SCHEDULERS.get(config.scheduler);
    if (!scheduler) return errno('ENOENT');
    const service = new Service(key, this.#ipvs.makeStats(), scheduler);
    service.configure(config);
    service.schedulerState = scheduler.bind(service);
    this.#ipvs.services.add(service);
    this.#ipvs.enabled = true;
    this.#used(scheduler.name);
    this.#changed('add-service', key);
    return undefined;
  }

  editService(key: ServiceKey, config: ServiceConfig): Errno | undefined {
    const service = this.#ipvs.services.get(key);
    if (!service) return errno('ESRCH');
    const scheduler = SCHEDULERS.get(config.scheduler);
    if (!scheduler) return errno('ENOENT');
    const before = service.scheduler;
    service.configure(config);
    if (scheduler !== before) {
      service.scheduler = scheduler;
      service.schedulerState = scheduler.bind(service);
      this.#used(scheduler.name);
    }
    this.#changed('edit-service', key);
    return undefined;
  }

  delService(key: ServiceKey): Errno | undefined {
    const service = this.#ipvs.services.get(key);
    if (!service) return errno('ESRCH');
    this.#remove(service);
    this.#changed('del-service', key);
    return undefined;
  }

  flush(): void {
    for (const service of [...this.#ipvs.services.all()]) this.#remove(service);
    this.#changed('flush');
  }

  addDest(serviceKey: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined {
    const service = this.#ipvs.services.get(serviceKey);
    if (!service) return errno('ESRCH');
    if (!areThresholdsValid(config)) return errno('ERANGE');
    if (service.dest(key.address, key.port)) return errno('EEXIST');
    let dest = this.#ipvs.trash.take(service, key);
    if (!dest) {
      if (!this.#isUnicast(key.address)) return errno('EINVAL');
      dest = new Dest(key, service, this.#ipvs.makeStats());
    } else if (dest.service !== service) dest.stats.zero(this.#ipvs.ip.sim.nowUs);
    dest.service = service;
    dest.configure(config, true);
    service.dests.unshift(dest);
    service.scheduler.added?.(service.schedulerState, service, dest);
    this.#changed('add-dest', serviceKey, key);
    return undefined;
  }

  editDest(serviceKey: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined {
    const service = this.#ipvs.services.get(serviceKey);
    if (!service) return errno('ESRCH');
    if (!areThresholdsValid(config)) return errno('ERANGE');
    const dest = service.dest(key.address, key.port);
    if (!dest) return errno('ENOENT');
    dest.configure(config, false);
    service.scheduler.edited?.(service.schedulerState, service, dest);
    this.#changed('edit-dest', serviceKey, key);
    return undefined;
  }

  delDest(serviceKey: ServiceKey, key: DestKey): Errno | undefined {
    const service = this.#ipvs.services.get(serviceKey);
    if (!service) return errno('ESRCH');
    const dest = service.dest(key.address, key.port);
    if (!dest) return errno('ENOENT');
    const at = service.dests.indexOf(dest);
    service.dests.splice(at, 1);
    service.scheduler.deleted?.(service.schedulerState, service, dest, at);
    this.#discard(dest);
    this.#changed('del-dest', serviceKey, key);
    return undefined;
  }

  zero(key?: ServiceKey): Errno | undefined {
    const { nowUs } = this.#ipvs.ip.sim;
    const service = key && this.#ipvs.services.get(key);
    if (key && !service) return errno('ESRCH');
    for (const each of service ? [service] : this.#ipvs.services.all()) {
      each.stats.zero(nowUs);
      for (const dest of each.dests) dest.stats.zero(nowUs);
    }
    if (!key) this.#ipvs.total.zero(nowUs);
    return undefined;
  }

  timeouts(): Timeouts {
    return this.#ipvs.timeouts;
  }

  setTimeouts(timeouts: Timeouts): Errno | undefined {
    this.#ipvs.timeouts = timeouts;
    return undefined;
  }

  connections(): readonly ConnInfo[] {
    return Array.from(this.#ipvs.conns.all(), (conn) => ({
      ...conn.name,
      state: conn.stateName,
      expiresUs: conn.expiresUs,
    }));
  }

  #remove(service: Service): void {
    this.#ipvs.services.delete(service);
    for (const dest of service.dests) this.#discard(dest);
    service.dests.length = 0;
  }

  #discard(dest: Dest): void {
    dest.available = false;
    this.#ipvs.trash.put(dest);
  }

  /** inet_addr_type: only a unicast address, this host's own included, can be a real server's. */
  #isUnicast(address: Ipv4): boolean {
    if (address >>> 24 === 0 || address === 0xffff_ffff || isMulticast(address)) return false;
    const routed = this.#ipvs.ip.route(address);
    return !routed.found || routed.route.kind !== 'broadcast';
  }

  #inform(service: Service): ServiceInfo {
    const { nowUs } = this.#ipvs.ip.sim;
    return {
      ...service.key,
      scheduler: service.scheduler.name,
      persistentSeconds: service.persistentSeconds,
      netmask: service.netmask,
      onePacket: service.onePacket,
      flags: service.flags,
      stats: service.stats.counters(nowUs),
      rates: service.stats.rates(nowUs),
      dests: service.dests.map((dest) => informDest(dest, nowUs)),
    };
  }

  #changed(what: EventKinds['ipvs.config.changed']['what'], service?: ServiceKey, dest?: DestKey): void {
    const { sim, host } = this.#ipvs.ip;
    sim.record({ kind: 'ipvs.config.changed', host, what, service, dest, table: this.#rules() });
  }

  #rules(): ServiceRule[] {
    return Array.from(this.#ipvs.services.all(), ({ key, scheduler, dests }) => ({
      key,
      scheduler: scheduler.name,
      dests: dests.map(({ address, port, forwarding, weight }) => ({ address, port, forwarding, weight })),
    }));
  }
}

const areThresholdsValid = ({ weight, upperThreshold, lowerThreshold }: DestConfig): boolean =>
  weight >= 0 && lowerThreshold <= upperThreshold;

const informDest = (dest: Dest, nowUs: number): DestInfo => ({
  address: dest.address,
  port: dest.port,
  forwarding: dest.forwarding,
  weight: dest.weight,
  upperThreshold: dest.upperThreshold,
  lowerThreshold: dest.lowerThreshold,
  active: dest.active,
  inactive: dest.inactive,
  persistent: dest.persistent,
  overloaded: dest.overloaded,
  stats: dest.stats.counters(nowUs),
  rates: dest.stats.rates(nowUs),
});
