// The routes that the kernel keeps for an address (fib_add_ifaddr in net/ipv4/fib_frontend.c): its own /32, its subnet, and the
// subnet's broadcast addresses.

import type { AddressInfo, RouteLine } from '../contract.ts';
import { broadcastOf, IPV4_BROADCAST, type Ipv4 } from '../wire/address.ts';
import { inSubnetOf, prefixOfAddress } from './address.ts';

interface DeviceState {
  readonly name: string;
  readonly loopback: boolean;
  readonly up: boolean;
}

/** Of every address in `list` in turn; an address of a device that is down has its /32 only. */
export function derivedRoutes(device: DeviceState, list: readonly AddressInfo[]): RouteLine[] {
  const routes: RouteLine[] = [];
  for (const address of list) {
    const primary = address.secondary
      ? list.find((one) => !one.secondary && one.prefix === address.prefix && inSubnetOf(address.ip, one))
      : address;
    if (!primary) continue;
    const network = prefixOfAddress(address);
    const add = (kind: 'local' | 'unicast' | 'broadcast', dst: Ipv4, prefix: number): void => {
      routes.push(kernelRoute(device.name, kind, dst, prefix, primary.ip));
    };
    add('local', address.ip, 32);
    if (!device.up) continue;
    if (address.broadcast !== undefined && address.broadcast !== IPV4_BROADCAST && address.broadcast !== 0)
      add('broadcast', address.broadcast, 32);
    if (network >>> 24 === 0 || address.secondary || (network === address.ip && address.prefix === 32)) continue;
    add(device.loopback ? 'local' : 'unicast', network, address.prefix);
    if (address.prefix < 31) add('broadcast', broadcastOf(network, address.prefix), 32);
  }
  return routes;
}

function kernelRoute(
  dev: string,
  kind: 'local' | 'unicast' | 'broadcast',
  dst: Ipv4,
  prefix: number,
  source: Ipv4,
): RouteLine {
  return {
    dst,
    prefix,
    gateway: undefined,
    dev,
    source,
    scope: kind === 'local' ? 'host' : 'link',
    kind,
    proto: 'kernel',
    metric: 0,
    table: kind === 'unicast' ? 'main' : 'local',
  };
}
