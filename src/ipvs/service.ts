// A virtual service (struct ip_vs_service) and the two tables that find it: by protocol, address and port, and by firewall mark.

import { PROTO_TCP, PROTO_UDP } from '../net/wire/packet.ts';
import type { Ipv4 } from '../net/wire/address.ts';
import type { IpvsProtocol, ServiceConfig, ServiceKey } from './control.ts';
import type { Dest } from './dest.ts';
import type { Scheduler } from './sched/scheduler.ts';
import type { Stats } from './stats.ts';

/** A small number for a protocol, as part of a key. */
export const TCP = 0;
export const UDP = 1;
export const SCTP = 2;
/** Templates of firewall marks have protocol IP. */
export const IP = 3;

const INDEX: Readonly<Record<IpvsProtocol, number>> = { tcp: TCP, udp: UDP, sctp: SCTP };
export const PROTOCOLS = ['tcp', 'udp', 'sctp', 'ip'] as const;

/** Our number for a packet's protocol; undefined for those that IPVS leaves alone. */
export const protocolIndex = (protocol: number): number | undefined =>
  protocol === PROTO_TCP ? TCP : protocol === PROTO_UDP ? UDP : undefined;

/** Protocol, address and port as one number (50 bits). */
export const endpointKey = (protocol: number, ip: Ipv4, port: number): number =>
  (protocol * 2 ** 32 + ip) * 65536 + port;

export class Service {
  readonly key: ServiceKey;
  readonly stats: Stats;
  /** The kernel's list: the newest first. */
  readonly dests: Dest[] = [];
  scheduler: Scheduler;
  /** The scheduler's own memory of this service. */
  schedulerState: unknown;
  persistentSeconds = 0;
  netmask: Ipv4 = 0xffff_ffff;
  onePacket = false;
  flags = 0;

  constructor(key: ServiceKey, stats: Stats, scheduler: Scheduler) {
    this.key = key;
    this.stats = stats;
    this.scheduler = scheduler;
  }

  /** 0 for one that is found by its mark. */
  get port(): number {
    return 'mark' in this.key ? 0 : this.key.port;
  }

  get mark(): number {
    return 'mark' in this.key ? this.key.mark : 0;
  }

  configure(config: ServiceConfig): void {
    this.persistentSeconds = config.persistentSeconds;
    this.netmask = config.netmask;
    this.onePacket = config.onePacket;
    this.flags = config.flags;
  }

  sameVirtual(other: Service): boolean {
    const a = this.key;
    const b = other.key;
    if ('mark' in a || 'mark' in b) return 'mark' in a && 'mark' in b && a.mark === b.mark;
    return a.protocol === b.protocol && a.address === b.address && a.port === b.port;
  }

  dest(address: Ipv4, port: number): Dest | undefined {
    return this.dests.find((dest) => dest.address === address && dest.port === port);
  }
}

const FTP_PORT = 21;
const FTP_DATA_PORT = 20;
/** net.ipv4.ip_unprivileged_port_start: from here on a port may be a passive FTP server's. */
const FIRST_FREE_PORT = 1024;

export class ServiceTable {
  readonly #byAddress = new Map<number, Service>();
  readonly #byMark = new Map<number, Service>();

  /** By address first, then by mark, each in the order of their making. */
  *all(): Generator<Service> {
    yield* this.#byAddress.values();
    yield* this.#byMark.values();
  }

  get(key: ServiceKey): Service | undefined {
    return 'mark' in key ? this.#byMark.get(key.mark) : this.#byAddress.get(keyOf(key));
  }

  add(service: Service): void {
    if ('mark' in service.key) this.#byMark.set(service.key.mark, service);
    else this.#byAddress.set(keyOf(service.key), service);
  }

  delete(service: Service): void {
    if ('mark' in service.key) this.#byMark.delete(service.key.mark);
    else this.#byAddress.delete(keyOf(service.key));
  }

  /** The service for a packet: its mark's, the exact one, FTP's for its data ports, the one for all ports (ip_vs_service_find). */
  find(mark: number, protocol: number, address: Ipv4, port: number): Service | undefined {
    const marked = mark !== 0 ? this.#byMark.get(mark) : undefined;
    if (marked || this.#byAddress.size === 0) return marked;
    const exact = this.#byAddress.get(endpointKey(protocol, address, port));
    if (exact) return exact;
    const ftpData = protocol === TCP && (port === FTP_DATA_PORT || port >= FIRST_FREE_PORT);
    return (
      (ftpData ? this.#byAddress.get(endpointKey(protocol, address, FTP_PORT)) : undefined) ??
      this.#byAddress.get(endpointKey(protocol, address, 0))
    );
  }
}

const keyOf = (key: Exclude<ServiceKey, { mark: number }>): number =>
  endpointKey(INDEX[key.protocol], key.address, key.port);
