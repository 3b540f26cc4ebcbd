// The addresses of one device and the choices that are made among them (net/ipv4/devinet.c): the order in which they are kept,
// which are secondary, which one speaks for the device, and whether one may answer.

import { errno, type Errno } from '../../base/errno.ts';
import type { AddressInfo } from '../contract.ts';
import { maskOf, networkOf, type Ipv4 } from '../wire/address.ts';
import { SCOPE } from './fib.ts';

/** Whether `ip` is in the subnet of `address`. */
export const inSubnetOf = (ip: Ipv4, address: AddressInfo): boolean =>
  ((ip ^ address.ip) & maskOf(address.prefix)) === 0;

export const scopeOf = (address: AddressInfo): number => SCOPE[address.scope];

/** __inet_insert_ifa: primaries by scope before secondaries, each as it came. */
export function insertAddress(
  list: readonly AddressInfo[],
  fresh: Omit<AddressInfo, 'secondary'>,
): readonly AddressInfo[] | Errno {
  let secondary = false;
  let place = 0;
  for (let i = 0; i < list.length; i++) {
    const other = list[i]!;
    if (!other.secondary && SCOPE[fresh.scope] <= scopeOf(other)) place = i + 1;
    if (other.prefix !== fresh.prefix || !inSubnetOf(fresh.ip, other)) continue;
    if (other.ip === fresh.ip) return errno('EEXIST');
    if (other.scope !== fresh.scope) return errno('EINVAL');
    secondary = true;
  }
  const result = [...list];
  result.splice(secondary ? list.length : place, 0, { ...fresh, secondary });
  return result;
}

/**
 * __inet_del_ifa: with a primary go its secondaries, unless `promote` makes the first of them primary.
 * Gives the addresses that stay and those that go; undefined when there is no such address.
 */
export function removeAddress(
  list: readonly AddressInfo[],
  ip: Ipv4,
  prefix: number,
  promote: boolean,
): { readonly stay: readonly AddressInfo[]; readonly gone: readonly AddressInfo[] } | undefined {
  const leaving = list.find((address) => address.ip === ip && address.prefix === prefix);
  if (!leaving) return undefined;
  const rest = list.filter((address) => address !== leaving);
  if (leaving.secondary) return { stay: rest, gone: [leaving] };
  const followers = rest.filter(
    (address) => address.secondary && address.prefix === prefix && inSubnetOf(address.ip, leaving),
  );
  if (!promote || followers.length === 0)
    return { stay: rest.filter((address) => !followers.includes(address)), gone: [leaving, ...followers] };
  const heir = { ...followers[0]!, secondary: false };
  const others = rest.filter((address) => address !== followers[0]);
  const place = others.findLastIndex((address) => !address.secondary) + 1;
  return { stay: [...others.slice(0, place), heir, ...others.slice(place)], gone: [leaving] };
}

/** inet_select_addr, one device's part: its primary for talking to `dst`; 0 when it has none of that scope. */
export function pickAddress(list: readonly AddressInfo[], dst: Ipv4, scope: number): Ipv4 {
  let first = 0;
  for (const address of list) {
    if (address.secondary || scopeOf(address) > scope) continue;
    if (dst === 0 || inSubnetOf(dst, address)) return address.ip;
    if (first === 0) first = address.ip;
  }
  return first;
}

/** confirm_addr_indev: whether `local` is an address among these, of at most `scope`, in one subnet with `dst` (0: any). */
export function confirmsAddress(list: readonly AddressInfo[], dst: Ipv4, local: Ipv4, scope: number): boolean {
  let address = 0;
  let same = false;
  for (const one of list) {
    if (address === 0 && one.ip === local && scopeOf(one) <= scope) {
      address = one.ip;
      if (same) break;
    }
    if (same) continue;
    same = inSubnetOf(local, one) && (dst === 0 || inSubnetOf(dst, one));
    if (same && address !== 0) break;
  }
  return same && address !== 0;
}

/** inet_addr_onlink: one of the subnets holds both. */
export const onLink = (list: readonly AddressInfo[], a: Ipv4, b: Ipv4): boolean =>
  list.some((address) => inSubnetOf(a, address) && inSubnetOf(b, address));

/** The prefix that an address puts on its link. */
export const prefixOfAddress = (address: AddressInfo): Ipv4 => networkOf(address.ip, address.prefix);
