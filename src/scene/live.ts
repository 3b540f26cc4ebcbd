// The configuration as it is now, for the hosts' boxes: addresses with their aliases, the VIP wherever it sits, IPVS tables,
// pages served. Read through each host's door, the same that its commands use, and never changing anything there.

import { printIpv4, printMac, type Ipv4 } from '../net/wire/address.ts';
import type { DestInfo, ServiceInfo } from '../ipvs/control.ts';
import type { Sys } from '../host/sys.ts';
import type { Lab } from '../lab/contract.ts';

export interface LiveAddress {
  readonly dev: string;
  readonly label: string;
  readonly ip: Ipv4;
  /** '10.10.10.1/24' */
  readonly text: string;
  readonly vip: boolean;
}

export interface LiveNic {
  readonly dev: string;
  readonly up: boolean;
  readonly mac: string;
  readonly address: LiveAddress | undefined;
}

export interface LiveService {
  /** As a selection names it: 'tcp 10.10.10.1:80'. */
  readonly key: string;
  readonly text: string;
  readonly scheduler: string;
  readonly dests: readonly LiveDest[];
}

export interface LiveDest {
  readonly address: string;
  readonly forwarding: string;
  readonly weight: number;
  readonly active: number;
  readonly inactive: number;
}

export interface LiveHost {
  readonly name: string;
  readonly forwards: boolean;
  readonly nics: readonly LiveNic[];
  /** Aliases, second addresses, lo's (but 127.0.0.1) and tunl0's. */
  readonly extras: readonly LiveAddress[];
  readonly services: readonly LiveService[];
  readonly listening: readonly number[];
}

export interface Live {
  readonly hosts: ReadonlyMap<string, LiveHost>;
  readonly vips: ReadonlySet<Ipv4>;
}

const FORWARDING = { nat: 'Masq', dr: 'Route', tun: 'Tunnel', local: 'Local' } as const;

export function readLive(lab: Lab): Live {
  const tables = new Map(lab.hosts.map((host) => [host, servicesOf(lab.sys(host))]));
  const vips = new Set(
    [...tables.values()].flat().flatMap((service) => ('address' in service ? [service.address] : [])),
  );
  const hosts = new Map(lab.hosts.map((host) => [host, readHost(lab.sys(host), tables.get(host)!, vips)]));
  return { hosts, vips };
}

/** Asking for IPVS loads the module, so it is asked only where it is loaded. */
function servicesOf(sys: Sys): readonly ServiceInfo[] {
  return sys.modules.list().some((module) => module.name === 'ip_vs') ? sys.ipvs().services() : [];
}

function readHost(sys: Sys, services: readonly ServiceInfo[], vips: ReadonlySet<Ipv4>): LiveHost {
  const addresses = sys.net.addresses().map((address): LiveAddress => ({
    dev: address.dev,
    label: address.label,
    ip: address.ip,
    text: `${printIpv4(address.ip)}/${address.prefix}`,
    vip: vips.has(address.ip),
  }));
  const primary = (dev: string) => addresses.find((address) => address.dev === dev && address.label === dev);
  const nics = sys.net
    .links()
    .filter((link) => link.kind === 'ethernet')
    .map((link) => ({ dev: link.name, up: link.up, mac: printMac(link.mac), address: primary(link.name) }));
  const shown = new Set(nics.map((nic) => nic.address));
  return {
    name: sys.host,
    forwards: sys.sysctl.int('net/ipv4/ip_forward') !== 0,
    nics,
    extras: addresses.filter((address) => !shown.has(address) && address.ip >>> 24 !== 127),
    services: services.map(printService),
    listening: sys.sockets
      .list()
      .filter((socket) => socket.state === 'LISTEN')
      .map((socket) => socket.local.port),
  };
}

function printService(service: ServiceInfo): LiveService {
  const what =
    'mark' in service ? `fwm ${service.mark}` : `${service.protocol} ${printIpv4(service.address)}:${service.port}`;
  return {
    key: what,
    text: what,
    scheduler: service.scheduler,
    dests: service.dests.map(printDest),
  };
}

const printDest = (dest: DestInfo): LiveDest => ({
  address: `${printIpv4(dest.address)}:${dest.port}`,
  forwarding: FORWARDING[dest.forwarding],
  weight: dest.weight,
  active: dest.active,
  inactive: dest.inactive,
});
