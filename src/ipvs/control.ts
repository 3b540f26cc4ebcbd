// What ipvsadm(8) can ask of the kernel: the verbs of the IPVS generic netlink family. Types only for now's readers; the
// module that answers is ipvs/module.ts.

import type { Errno } from '../base/errno.ts';
import type { Ipv4 } from '../net/wire/address.ts';

export type Forwarding = 'nat' | 'dr' | 'tun' | 'local' | 'bypass';
export type IpvsProtocol = 'tcp' | 'udp' | 'sctp';

/** What names a service: protocol, address and port; or a firewall mark. */
export type ServiceKey =
  { readonly protocol: IpvsProtocol; readonly address: Ipv4; readonly port: number } | { readonly mark: number };

export interface ServiceConfig {
  readonly scheduler: string;
  /** Seconds; 0 = not persistent. */
  readonly persistentSeconds: number;
  readonly netmask: Ipv4;
  readonly onePacket: boolean;
  readonly engine: string;
  /** Bits 1, 2, 4: sh-fallback / mh-fallback, sh-port / mh-port, flag-3. */
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

export interface Rates {
  readonly cps: number;
  readonly inPps: number;
  readonly outPps: number;
  readonly inBps: number;
  readonly outBps: number;
}

export interface DestInfo extends DestKey, DestConfig {
  readonly active: number;
  readonly inactive: number;
  readonly persistent: number;
  readonly stats: Counters;
  readonly rates: Rates;
}

/** `dests` in the kernel's order: the newest first. */
export type ServiceInfo = ServiceKey &
  ServiceConfig & { readonly stats: Counters; readonly rates: Rates; readonly dests: readonly DestInfo[] };

export interface ConnInfo {
  readonly protocol: 'tcp' | 'udp' | 'ip';
  readonly client: { readonly ip: Ipv4; readonly port: number };
  readonly virtual: { readonly ip: Ipv4; readonly port: number };
  readonly dest: { readonly ip: Ipv4; readonly port: number };
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
  services(): readonly ServiceInfo[];
  service(key: ServiceKey): ServiceInfo | undefined;
  addService(key: ServiceKey, config: ServiceConfig): Errno | undefined;
  editService(key: ServiceKey, config: ServiceConfig): Errno | undefined;
  delService(key: ServiceKey): Errno | undefined;
  flush(): void;
  addDest(service: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined;
  editDest(service: ServiceKey, key: DestKey, config: DestConfig): Errno | undefined;
  delDest(service: ServiceKey, key: DestKey): Errno | undefined;
  zero(key?: ServiceKey): Errno | undefined;
  timeouts(): Timeouts;
  /** 0 leaves a timeout as it is. */
  setTimeouts(timeouts: Timeouts): Errno | undefined;
  connections(): readonly ConnInfo[];
  startDaemon(kind: 'master' | 'backup', config: DaemonConfig): Errno | undefined;
  stopDaemon(kind: 'master' | 'backup'): Errno | undefined;
  daemons(): readonly DaemonInfo[];
}

export interface DaemonConfig {
  readonly dev: string;
  readonly syncId: number;
  readonly maxLength: number;
  readonly group: Ipv4;
  readonly port: number;
  readonly ttl: number;
}

export interface DaemonInfo extends DaemonConfig {
  readonly kind: 'master' | 'backup';
}
