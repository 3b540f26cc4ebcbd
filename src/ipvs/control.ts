// What ipvsadm(8) can ask of the kernel: the verbs of the IPVS generic netlink family (linux/ip_vs.h). Types only; the module
// that answers is ipvs/module.ts. IPv6 services, persistence engines and the sync daemons do not exist here, so there are no
// verbs for them.

import type { Errno } from '../base/errno.ts';
import type { Ipv4 } from '../net/wire/address.ts';

export type Forwarding = 'nat' | 'dr' | 'tun' | 'local';
export type IpvsProtocol = 'tcp' | 'udp' | 'sctp';

/** What names a service: protocol, address and port; or a firewall mark. */
export type ServiceKey =
  { readonly protocol: IpvsProtocol; readonly address: Ipv4; readonly port: number } | { readonly mark: number };

/** IP_VS_SVC_F_SCHED1 … 3: what a scheduler makes of them is its own (sh: 1 fallback, 2 port; mh alike). */
export const SCHED_FLAG_1 = 1;
export const SCHED_FLAG_2 = 2;
export const SCHED_FLAG_3 = 4;

export interface ServiceConfig {
  readonly scheduler: string;
  /** Seconds; 0 = not persistent. */
  readonly persistentSeconds: number;
  readonly netmask: Ipv4;
  readonly onePacket: boolean;
  /** SCHED_FLAG_… */
  readonly flags: number;
}

export interface DestKey {
  readonly address: Ipv4;
  readonly port: number;
}

export interface DestConfig {
  readonly forwarding: Forwarding;
  readonly weight: number;
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
}

export interface Counters {
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

/** Per second. */
export interface Rates {
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

export interface DestInfo extends DestKey, DestConfig {
  readonly active: number;
  readonly inactive: number;
  readonly persistent: number;
  readonly overloaded: boolean;
  readonly stats: Counters;
  readonly rates: Rates;
}

/** `dests` in the kernel's order: the newest first. */
export type ServiceInfo = ServiceKey &
  ServiceConfig & { readonly stats: Counters; readonly rates: Rates; readonly dests: readonly DestInfo[] };

export interface Endpoint {
  readonly ip: Ipv4;
  readonly port: number;
}

export interface ConnInfo {
  /** 'ip': the template of a firewall mark's service, whose virtual address is the mark. */
  readonly protocol: IpvsProtocol | 'ip';
  readonly client: Endpoint;
  readonly virtual: Endpoint;
  readonly dest: Endpoint;
  readonly forwarding: Forwarding;
  readonly state: string;
  readonly expiresUs: number;
  readonly template: boolean;
}

export interface Timeouts {
  readonly tcpSeconds: number;
  readonly tcpFinSeconds: number;
  readonly udpSeconds: number;
}

export interface IpvsControl {
  readonly tableSize: number;
  /** In the kernel's order: by address first, then by firewall mark. */
  services(): readonly ServiceInfo[];
  service(key: ServiceKey): ServiceInfo | undefined;
  /** EEXIST; ENOENT without such a scheduler. */
  addService(key: ServiceKey, config: ServiceConfig): Errno | undefined;
  /** ESRCH without the service; ENOENT without such a scheduler. */
  editService(key: ServiceKey, config: ServiceConfig): Errno | undefined;
  /** ESRCH */
  delService(key: ServiceKey): Errno | undefined;
  flush(): void;
  /** ESRCH without the service; EEXIST; EINVAL for an address that is neither unicast nor local; ERANGE (thresholds). */
  addDest(service: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined;
  /** ESRCH without the service; ENOENT; ERANGE. */
  editDest(service: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined;
  /** ESRCH without the service; ENOENT. */
  delDest(service: ServiceKey, key: DestKey): Errno | undefined;
  /** Counters of one service or of all. ESRCH. */
  zero(key?: ServiceKey): Errno | undefined;
  timeouts(): Timeouts;
  /** 0 leaves a timeout as it is. */
  setTimeouts(timeouts: Timeouts): Errno | undefined;
  connections(): readonly ConnInfo[];
}
