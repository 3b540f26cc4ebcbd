// What IPVS writes into the journal: picks with their reasons, connection entries and their states, refusals. Shared records
// (a service's key, a connection's name) are made once and referred to, so that an event costs one small object.

import type { Ipv4 } from '../net/wire/address.ts';
import type { DestKey, Endpoint, Forwarding, IpvsProtocol, ServiceKey } from './control.ts';

/** A destination as the scheduler saw it. */
export interface Candidate extends DestKey {
  readonly weight: number;
  readonly active: number;
  readonly inactive: number;
  readonly overloaded: boolean;
  /** What the scheduler compares (lc, wlc: 256·active + inactive; sed, nq: active + 1), where it compares. */
  readonly score: number | undefined;
}

/** Scheduler → why it picked what it picked. Open: each scheduler adds its own by declaration merging. */
export interface PickReasons {
  /** A persistence template decided; no scheduler was asked. */
  template: { readonly client: Ipv4; readonly netmask: Ipv4 };
}
export type PickReason = { [C in keyof PickReasons]: { readonly code: C } & PickReasons[C] }[keyof PickReasons];

/** What names a connection entry. */
export interface ConnName {
  readonly protocol: IpvsProtocol | 'ip';
  readonly client: Endpoint;
  readonly virtual: Endpoint;
  readonly dest: Endpoint;
  readonly forwarding: Forwarding;
  readonly template: boolean;
}

/** A service as it was set up, without what it counts. */
export interface ServiceRule {
  readonly key: ServiceKey;
  readonly scheduler: string;
  readonly dests: readonly (DestKey & { readonly forwarding: Forwarding; readonly weight: number })[];
}

declare module '../net/contract.ts' {
  interface Reasons {
    /** The service has no destination that may take the connection. */
    'ipvs-no-destination': {
      readonly scheduler: string;
      readonly dests: number;
      readonly quiesced: number;
      readonly overloaded: number;
    };
    /** The connection's destination was deleted (vs/expire_nodest_conn = 0). */
    'ipvs-dest-gone': { readonly address: Ipv4; readonly port: number };
    /** A packet from outside may not be sent on to a loopback address. */
    'ipvs-loopback-dest': { readonly address: Ipv4 };
    /** From a loopback address to another host. */
    'ipvs-loopback-source': { readonly src: Ipv4 };
    /** vs/nat_icmp_send = 1: a real server's packet that belongs to no connection. */
    'ipvs-no-connection': { readonly src: Ipv4; readonly port: number };
  }
}

declare module '../sim/journal.ts' {
  interface EventKinds {
    'ipvs.scheduled': {
      readonly service: ServiceKey;
      readonly scheduler: string;
      /** The list as the scheduler walks it, newest first; empty when a template decided. */
      readonly candidates: readonly Candidate[];
      readonly picked: DestKey;
      readonly because: PickReason;
      readonly client: Endpoint;
      readonly packetId: number;
    };
    /** A service was asked and nobody could be picked: the client gets ICMP port unreachable. */
    'ipvs.refused': {
      readonly service: ServiceKey;
      readonly scheduler: string;
      readonly candidates: readonly Candidate[];
      readonly client: Endpoint;
      readonly packetId: number;
    };
    'ipvs.conn.created': { readonly conn: ConnName; readonly service: ServiceKey; readonly timeoutUs: number };
    'ipvs.conn.state': {
      readonly conn: ConnName;
      readonly before: string;
      readonly after: string;
      readonly direction: 'in' | 'out';
      readonly timeoutUs: number;
    };
    'ipvs.conn.expired': { readonly conn: ConnName; readonly state: string };
    /** A rule was changed through IpvsControl; `what` is the verb, the service and destination are what it named. */
    'ipvs.config.changed': {
      readonly what: 'add-service' | 'edit-service' | 'del-service' | 'flush' | 'add-dest' | 'edit-dest' | 'del-dest';
      readonly service: ServiceKey | undefined;
      readonly dest: DestKey | undefined;
      /** The whole table from here on, so that the past can be drawn as it was. */
      readonly table: readonly ServiceRule[];
    };
  }
}
