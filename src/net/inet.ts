// What the parts of one host's IP share: its devices with their addresses, its routes, its sysctls. No packet passes here; the
// questions are those of net/ipv4/devinet.c and fib_frontend.c.

import type { Sim } from '../sim/sim.ts';
import type { AddressInfo } from './contract.ts';
import type { Device, FrameReceiver } from './link/device.ts';
import { NeighbourTable, type Asker, type NeighbourErrors } from './neigh/table.ts';
import { confirmsAddress, pickAddress, scopeOf } from './route/address.ts';
import { Fib, SCOPE } from './route/fib.ts';
import { InetConf, type DevConf } from './sysctl/conf.ts';
import { NeighConf } from './sysctl/neigh.ts';
import type { Sysctls } from './sysctl.ts';
import { packetIdsOf, type PacketIds } from './wire/packet-ids.ts';
import type { Frame } from './wire/packet.ts';
import { IPV4_BROADCAST, isMulticast, type Ipv4 } from './wire/address.ts';

/** Takes the frames of all devices of a host. */
export interface FrameInput {
  recvFrame(on: InetDevice, frame: Frame): void;
}

/** A device as IP sees it (in_device). */
export class InetDevice implements FrameReceiver {
  readonly device: Device;
  readonly name: string;
  readonly conf: DevConf;
  readonly neighConf: NeighConf;
  readonly neighbours: NeighbourTable;
  addresses: readonly AddressInfo[] = [];
  readonly #input: FrameInput;

  constructor(device: Device, conf: DevConf, neighConf: NeighConf, neighbours: NeighbourTable, input: FrameInput) {
    this.device = device;
    this.name = device.name;
    this.conf = conf;
    this.neighConf = neighConf;
    this.neighbours = neighbours;
    this.#input = input;
  }

  recvFrame(frame: Frame): void {
    this.#input.recvFrame(this, frame);
  }
}

/** What kind of address it is, seen from this host (inet_addr_type). */
export type AddressKind = 'unicast' | 'local' | 'broadcast' | 'multicast' | 'refused';

export class Inet {
  readonly sim: Sim;
  readonly host: string;
  readonly sysctl: Sysctls;
  readonly conf: InetConf;
  readonly fib = new Fib();
  readonly packetIds: PacketIds;
  /** By index: lo is the first. */
  readonly devices: InetDevice[] = [];
  readonly #byName = new Map<string, InetDevice>();

  constructor(sim: Sim, host: string, sysctl: Sysctls) {
    this.sim = sim;
    this.host = host;
    this.sysctl = sysctl;
    this.packetIds = packetIdsOf(sim);
    this.conf = new InetConf(sysctl, () => this.fib.touch());
  }

  addDevice(device: Device, asker: Asker, errors: NeighbourErrors, input: FrameInput): InetDevice {
    const neighConf = new NeighConf(this.sysctl, device.name);
    const neighbours = new NeighbourTable(this.sim, device, neighConf, asker, errors);
    const added = new InetDevice(device, this.conf.addDevice(device.name), neighConf, neighbours, input);
    device.receiver = added;
    this.devices.push(added);
    this.#byName.set(device.name, added);
    return added;
  }

  removeDevice(on: InetDevice): void {
    this.conf.removeDevice(on.name);
    on.neighConf.remove();
    this.devices.splice(this.devices.indexOf(on), 1);
    this.#byName.delete(on.name);
    this.fib.touch();
  }

  device(name: string): InetDevice | undefined {
    return this.#byName.get(name);
  }

  get loopback(): InetDevice {
    return this.devices[0]!;
  }

  kindOf(ip: Ipv4): AddressKind {
    if (ip === IPV4_BROADCAST || ip === 0) return 'broadcast';
    if (isMulticast(ip)) return 'multicast';
    const route = this.fib.lookup(ip);
    if (route === undefined || route.kind === 'unicast') return 'unicast';
    return route.kind === 'local' || route.kind === 'broadcast' ? route.kind : 'refused';
  }

  isLocal(ip: Ipv4): boolean {
    return this.fib.lookup(ip)?.kind === 'local';
  }

  /** Whether a source address may be this host's: an address of it, or in a subnet that is local as a whole. */
  owns(ip: Ipv4): boolean {
    return this.isLocal(ip) || this.devices.some((on) => on.addresses.some((address) => address.ip === ip));
  }

  /** inet_select_addr: the address with which this host speaks to `dst` on `on`, of at most `scope`; 0 when it has none. */
  selectAddress(on: InetDevice, dst: Ipv4, scope: number): Ipv4 {
    const own = pickAddress(on.addresses, dst, scope);
    if (own !== 0) return own;
    for (const { addresses } of this.devices)
      for (const address of addresses)
        if (!address.secondary && address.scope !== 'link' && scopeOf(address) <= scope) return address.ip;
    return 0;
  }

  /** inet_confirm_addr on one device, or on any. */
  confirms(on: InetDevice | undefined, dst: Ipv4, local: Ipv4, scope: number = SCOPE.host): boolean {
    if (on) return confirmsAddress(on.addresses, dst, local, scope);
    return this.devices.some(({ addresses }) => confirmsAddress(addresses, dst, local, scope));
  }
}
