// What netlink and ioctl let tools read and change: links, addresses, routes, neighbours, with the kernel's refusals
// (net/ipv4/devinet.c, fib_semantics.c, net/core/neighbour.c). Every change is a config.changed event.

import { errno, type Errno, type ErrnoName } from '../base/errno.ts';
import type { NetNow } from './events.ts';
import type { AddressInfo, LinkInfo, NeighbourInfo, NeighbourState, NetAdmin, Routed, RouteLine } from './contract.ts';
import type { Inet, InetDevice } from './inet.ts';
import type { Ip } from './ip/ip.ts';
import { AddressBook } from './route/address-book.ts';
import { refusalOf, SCOPE, type InsertHow } from './route/fib.ts';
import { printRoute } from './route/print.ts';
import { networkOf, printIpv4, printMac, type Ipv4, type Mac } from './wire/address.ts';
import { isErrno } from '../base/errno.ts';

const LEAST_MTU = 68;
const MOST_MTU = 65535;

type NewRoute = Omit<RouteLine, 'table'> & { readonly table?: 'main' | 'local' };
type LinkChange = { up?: boolean; mtu?: number; mac?: Mac; promiscuous?: boolean; txQueueLength?: number };

export class Admin implements NetAdmin {
  extack: string | undefined;
  readonly #inet: Inet;
  readonly #ip: Ip;
  readonly #book: AddressBook;

  constructor(inet: Inet, ip: Ip) {
    this.#inet = inet;
    this.#ip = ip;
    this.#book = new AddressBook(inet);
  }

  #refuse(name: ErrnoName, extack?: string): Errno {
    this.extack = extack;
    return errno(name);
  }

  #record(area: 'link' | 'address' | 'route' | 'neigh', what: string): void {
    const { sim, host } = this.#inet;
    const change = { kind: 'config.changed', host, area, what } as const;
    sim.record(area === 'link' || area === 'address' ? { ...change, now: this.#now() } : change);
  }

  #now(): NetNow {
    const links = this.links().map(({ name, kind, up, mac }) => ({ name, kind, up, mac }));
    return { links, addresses: this.addresses() };
  }

  // ── Links

  links(): readonly LinkInfo[] {
    return this.#inet.devices.map((on) => on.device.info());
  }

  link(name: string): LinkInfo | undefined {
    return this.#inet.device(name)?.device.info();
  }

  setLink(name: string, change: LinkChange): Errno | undefined {
    this.extack = undefined;
    const on = this.#inet.device(name);
    if (!on) return this.#refuse('ENODEV');
    const { device } = on;
    if (change.mtu !== undefined) {
      if (change.mtu < LEAST_MTU) return this.#refuse('EINVAL', 'mtu less than device minimum');
      if (change.mtu > MOST_MTU && device.kind !== 'loopback')
        return this.#refuse('EINVAL', 'mtu greater than device maximum');
      device.mtu = change.mtu;
      this.#record('link', `${name} mtu ${change.mtu}`);
    }
    if (change.txQueueLength !== undefined) {
      if (change.txQueueLength < 0) return this.#refuse('ERANGE');
      device.txQueueLength = change.txQueueLength;
    }
    if (change.promiscuous !== undefined) device.promiscuous = change.promiscuous;
    if (change.mac !== undefined && change.mac !== device.mac) this.#setMac(on, change.mac);
    if (change.up !== undefined && change.up !== device.up) {
      if (change.up) this.#takeUp(on);
      else this.#takeDown(on);
      this.#record('link', `${name} ${change.up ? 'up' : 'down'}`);
    }
    return undefined;
  }

  #setMac(on: InetDevice, mac: Mac): void {
    on.device.mac = mac;
    on.neighbours.flush((info) => info.state !== 'PERMANENT', 'link-down');
    this.#record('link', `${on.name} address ${printMac(mac)}`);
    if (on.device.up) this.#ip.arp.announce(on);
  }

  #takeUp(on: InetDevice): void {
    on.device.up = true;
    this.#book.linkUp(on);
    this.#inet.fib.touch();
    this.#ip.arp.announce(on);
  }

  /** Its routes go but those to its own addresses; its neighbours are forgotten. */
  #takeDown(on: InetDevice): void {
    on.device.up = false;
    this.#inet.fib.flush((route) => route.dev === on.name && route.scope !== 'host');
    this.#inet.fib.touch();
    on.neighbours.flush(() => true, 'link-down');
  }

  // ── Addresses

  addresses(): readonly AddressInfo[] {
    return this.#inet.devices.flatMap((on) => on.addresses);
  }

  addAddress(address: Omit<AddressInfo, 'secondary'>): Errno | undefined {
    this.extack = undefined;
    const on = this.#inet.device(address.dev);
    if (!on) return this.#refuse('ENODEV');
    if (address.prefix < 0 || address.prefix > 32) return this.#refuse('EINVAL');
    const refused = this.#book.add(on, address);
    if (!refused) this.#record('address', `addr add ${describe(address)}`);
    return refused;
  }

  delAddress(dev: string, ip: Ipv4, prefix: number): Errno | undefined {
    this.extack = undefined;
    const on = this.#inet.device(dev);
    if (!on) return this.#refuse('ENODEV');
    const gone = this.#book.remove(on, ip, prefix);
    if (!gone) return this.#refuse('EADDRNOTAVAIL');
    for (const address of gone) this.#record('address', `addr del ${describe(address)}`);
    return undefined;
  }

  // ── Routes

  routes(table: 'main' | 'local' = 'main'): readonly RouteLine[] {
    return this.#inet.fib.routes(table);
  }

  addRoute(asked: NewRoute, how: InsertHow = 'add'): Errno | undefined {
    this.extack = undefined;
    const { dst, prefix } = asked;
    if (networkOf(dst, prefix) !== dst) return this.#refuse('EINVAL', 'Invalid prefix for given prefix length.');
    const dev = this.#checkNexthop(asked);
    if (isErrno(dev)) return dev;
    if (asked.source !== undefined && !this.#inet.isLocal(asked.source))
      return this.#refuse('EINVAL', 'Invalid prefsrc address.');
    const table = asked.table ?? (asked.kind === 'local' || asked.kind === 'broadcast' ? 'local' : 'main');
    const route: RouteLine = { ...asked, dev, table };
    const refused = this.#inet.fib.insert(route, how);
    if (!refused) this.#record('route', `route ${how === 'prepend' ? 'add' : how} ${printRoute(route)}`);
    return refused;
  }

  /** fib_check_nh: the device by which the next hop is reached. */
  #checkNexthop({ kind, gateway, dev, onlink, scope }: NewRoute): string | Errno {
    if (kind === 'unreachable' || kind === 'prohibit' || kind === 'blackhole') return '';
    const on = dev === '' ? undefined : this.#inet.device(dev);
    if (dev !== '' && !on) return this.#refuse('ENODEV');
    if (gateway === undefined) {
      if (!on) return this.#refuse('ENODEV');
      return on.device.up ? dev : this.#refuse('ENETDOWN', 'Device for nexthop is not up.');
    }
    if (onlink) {
      if (!on) return this.#refuse('ENODEV', 'Nexthop device required for onlink.');
      if (this.#inet.kindOf(gateway) !== 'unicast') return this.#refuse('EINVAL', 'Nexthop has invalid gateway.');
      return on.device.up ? dev : this.#refuse('ENETDOWN', 'Nexthop device is not up.');
    }
    const reach = Math.max(SCOPE[scope] + 1, SCOPE.link);
    const way = this.#inet.fib.lookup(gateway, dev === '' ? undefined : dev, reach);
    const refusal = way ? refusalOf(way) : errno('ENETUNREACH');
    if (!way || refusal) return this.#refuse(refusal!.errno, 'Nexthop has invalid gateway.');
    if (way.kind !== 'unicast' && way.kind !== 'local') return this.#refuse('EINVAL', 'Nexthop has invalid gateway.');
    return this.#inet.device(way.dev)?.device.up ? way.dev : this.#refuse('ENETDOWN', 'Nexthop device is not up.');
  }

  delRoute(match: Partial<RouteLine> & Pick<RouteLine, 'dst' | 'prefix'>): Errno | undefined {
    this.extack = undefined;
    const wanted = { table: 'main', ...match };
    const keys = (Object.keys(wanted) as (keyof RouteLine)[]).filter((key) => wanted[key] !== undefined);
    const gone = this.#inet.fib.delete((route) => keys.every((key) => route[key] === wanted[key]));
    if (!gone) return this.#refuse('ESRCH');
    this.#record('route', `route del ${printRoute(gone)}`);
    return undefined;
  }

  routeTo(dst: Ipv4, how?: { readonly src?: Ipv4; readonly oif?: string; readonly mark?: number }): Routed {
    return this.#ip.route(dst, how);
  }

  // ── Neighbours

  neighbours(): readonly NeighbourInfo[] {
    return this.#inet.devices.flatMap((on) => on.neighbours.list());
  }

  setNeighbour(dev: string, ip: Ipv4, mac: Mac, state: NeighbourState): Errno | undefined {
    this.extack = undefined;
    const on = this.#inet.device(dev);
    if (!on) return this.#refuse('ENODEV');
    if (on.device.kind !== 'ethernet') return this.#refuse('EINVAL');
    on.neighbours.resolve(ip, false).update(mac, state, { override: true, admin: true, because: 'set-by-hand' });
    this.#record('neigh', `neigh replace ${printIpv4(ip)} lladdr ${printMac(mac)} dev ${dev}`);
    return undefined;
  }

  delNeighbour(dev: string, ip: Ipv4): Errno | undefined {
    this.extack = undefined;
    const on = this.#inet.device(dev);
    if (!on) return this.#refuse('ENODEV');
    const neighbour = on.neighbours.get(ip);
    if (!neighbour || neighbour.state === 'NOARP') return this.#refuse('ENOENT');
    on.neighbours.remove(neighbour, 'set-by-hand');
    this.#record('neigh', `neigh del ${printIpv4(ip)} dev ${dev}`);
    return undefined;
  }

  flushNeighbours(match: { dev?: string; ip?: Ipv4; state?: NeighbourState }): number {
    const matches = (info: NeighbourInfo): boolean =>
      (match.dev === undefined || info.dev === match.dev) &&
      (match.ip === undefined || info.ip === match.ip) &&
      (match.state === undefined ? info.state !== 'PERMANENT' && info.state !== 'NOARP' : info.state === match.state);
    let count = 0;
    for (const on of this.#inet.devices) count += on.neighbours.flush(matches, 'flushed');
    return count;
  }
}

const describe = (address: Omit<AddressInfo, 'secondary'>): string =>
  `${printIpv4(address.ip)}/${address.prefix} dev ${address.dev}${address.label === address.dev ? '' : ` label ${address.label}`}`;
