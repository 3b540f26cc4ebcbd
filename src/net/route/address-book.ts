// Adding and deleting addresses of a host, and the routes that come and go with them (fib_add_ifaddr, fib_del_ifaddr). A route
// that the administrator has deleted does not come back when another address changes.

import type { Errno } from '../../base/errno.ts';
import { isErrno } from '../../base/errno.ts';
import type { AddressInfo, RouteLine } from '../contract.ts';
import type { Inet, InetDevice } from '../inet.ts';
import type { Ipv4 } from '../wire/address.ts';
import { insertAddress, removeAddress } from './address.ts';
import { derivedRoutes } from './derived.ts';

const LOOPBACK_ADDRESS: Omit<AddressInfo, 'secondary'> = {
  dev: 'lo',
  ip: 0x7f00_0001,
  prefix: 8,
  broadcast: undefined,
  scope: 'host',
  label: 'lo',
};

const keyOf = (route: RouteLine): string => `${route.kind} ${route.dst}/${route.prefix} ${route.dev} ${route.source}`;

export class AddressBook {
  readonly #inet: Inet;

  constructor(inet: Inet) {
    this.#inet = inet;
  }

  #routesOf(on: InetDevice, addresses: readonly AddressInfo[]): Map<string, RouteLine> {
    const state = { name: on.name, loopback: on.device.kind === 'loopback', up: on.device.up };
    return new Map(derivedRoutes(state, addresses).map((route) => [keyOf(route), route]));
  }

  /** Sets the addresses, and the routes by the difference that this makes. */
  #set(on: InetDevice, addresses: readonly AddressInfo[]): void {
    const before = this.#routesOf(on, on.addresses);
    const after = this.#routesOf(on, addresses);
    on.addresses = addresses;
    const { fib } = this.#inet;
    for (const [key, route] of after) if (!before.has(key)) fib.insert(route, 'append');
    for (const key of before.keys())
      if (!after.has(key))
        fib.delete((route) => route.proto === 'kernel' && route.metric === 0 && keyOf(route) === key);
    fib.touch();
  }

  add(on: InetDevice, address: Omit<AddressInfo, 'secondary'>): Errno | undefined {
    if (address.ip === 0) return undefined;
    const list = insertAddress(on.addresses, address);
    if (isErrno(list)) return list;
    on.conf.ownAll();
    this.#set(on, list);
    return undefined;
  }

  /** The addresses that went (secondaries go with their primary); undefined when there is none such. */
  remove(on: InetDevice, ip: Ipv4, prefix: number): readonly AddressInfo[] | undefined {
    const promote = this.#inet.conf.all.promoteSecondaries.value !== 0 || on.conf.promoteSecondaries.value !== 0;
    const result = removeAddress(on.addresses, ip, prefix, promote);
    if (!result) return undefined;
    this.#set(on, result.stay);
    const { fib } = this.#inet;
    for (const gone of result.gone) if (!this.#inet.isLocal(gone.ip)) fib.flush((route) => route.source === gone.ip);
    if (result.stay.length === 0) {
      fib.flush((route) => route.dev === on.name);
      on.neighbours.flush(() => true, 'link-down');
    }
    return result.gone;
  }

  /** The device has come up: its addresses get their subnets again; lo gets 127.0.0.1 when it has nothing. */
  linkUp(on: InetDevice): void {
    if (on.device.kind === 'loopback' && on.addresses.length === 0) {
      this.add(on, LOOPBACK_ADDRESS);
      return;
    }
    for (const route of this.#routesOf(on, on.addresses).values()) this.#inet.fib.insert(route, 'append');
  }
}
