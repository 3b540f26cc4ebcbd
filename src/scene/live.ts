// What the hosts' boxes show at a time: addresses with their aliases, the VIP wherever it sits, IPVS tables, pages served.
// From the history where events have said it; what none has said (and who listens) is read as it is now, through each
// host's door, the same that its commands use, and never changing anything there.

import { printIpv4, printMac, type Ipv4 } from '../net/wire/address.ts';
import type { NetNow } from '../net/events.ts';
import type { ServiceRule } from '../ipvs/events.ts';
import type { Sys } from '../host/sys.ts';
import type { Lab } from '../lab/contract.ts';
import type { Config } from './history.ts';

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
  /** In ipvsadm -Ln's order. */
  readonly dests: readonly LiveDest[];
}

export interface LiveDest {
  readonly address: string;
  readonly forwarding: string;
  readonly weight: number;
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

/** As `config` has it, or as it is now. */
export function readLive(lab: Lab, config?: Config): Live {
  const tables = new Map(lab.hosts.map((host) => [host, config?.get(host)?.services ?? rulesOf(lab.sys(host))]));
  const vips = new Set([...tables.values()].flat().flatMap(({ key }) => ('address' in key ? [key.address] : [])));
  const hosts = new Map(
    lab.hosts.map((host) => {
      const sys = lab.sys(host);
      const said = config?.get(host);
      return [
        host,
        {
          name: host,
          forwards: said?.forwards ?? sys.sysctl.int('net/ipv4/ip_forward') !== 0,
          ...addressed(said?.net ?? { links: sys.net.links(), addresses: sys.net.addresses() }, vips),
          services: [...tables.get(host)!].sort(byKey).map(printService),
          listening: listeningOn(sys),
        },
      ];
    }),
  );
  return { hosts, vips };
}

/** Asking for IPVS loads the module, so it is asked only where it is loaded. */
function rulesOf(sys: Sys): readonly ServiceRule[] {
  if (!sys.modules.list().some((module) => module.name === 'ip_vs')) return [];
  return sys
    .ipvs()
    .services()
    .map((service) => ({
      key: 'mark' in service ? { mark: service.mark } : service,
      scheduler: service.scheduler,
      dests: service.dests,
    }));
}

const listeningOn = (sys: Sys): number[] =>
  sys.sockets
    .list()
    .filter((socket) => socket.state === 'LISTEN')
    .map((socket) => socket.local.port);

function addressed(net: NetNow, vips: ReadonlySet<Ipv4>): Pick<LiveHost, 'nics' | 'extras'> {
  const addresses = net.addresses.map((address): LiveAddress => ({
    dev: address.dev,
    label: address.label,
    ip: address.ip,
    text: `${printIpv4(address.ip)}/${address.prefix}`,
    vip: vips.has(address.ip),
  }));
  const primary = (dev: string) => addresses.find((address) => address.dev === dev && address.label === dev);
  const nics = net.links
    .filter((link) => link.kind === 'ethernet')
    .map((link) => ({ dev: link.name, up: link.up, mac: printMac(link.mac), address: primary(link.name) }));
  const shown = new Set(nics.map((nic) => nic.address));
  return { nics, extras: addresses.filter((address) => !shown.has(address) && address.ip >>> 24 !== 127) };
}

const byAddress = (a: { address: Ipv4; port: number }, b: { address: Ipv4; port: number }): number =>
  (a.address >>> 0) - (b.address >>> 0) || a.port - b.port;

function byKey({ key: a }: ServiceRule, { key: b }: ServiceRule): number {
  if ('mark' in a || 'mark' in b) return ('mark' in a ? a.mark : 0) - ('mark' in b ? b.mark : 0);
  return a.protocol === b.protocol ? byAddress(a, b) : a.protocol === 'tcp' ? -1 : 1;
}

function printService({ key, scheduler, dests }: ServiceRule): LiveService {
  const what = 'mark' in key ? `fwm ${key.mark}` : `${key.protocol} ${printIpv4(key.address)}:${key.port}`;
  return {
    key: what,
    text: what,
    scheduler,
    dests: [...dests].sort(byAddress).map((dest) => ({
      address: `${printIpv4(dest.address)}:${dest.port}`,
      forwarding: FORWARDING[dest.forwarding],
      weight: dest.weight,
    })),
  };
}
