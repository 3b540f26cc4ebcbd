// Whether a source address can be true (fib_validate_source): an address of this host cannot come from outside (a martian,
// unless accept_local), and with rp_filter the way back to the source must lead through the device by which it came.

import type { Reason } from '../contract.ts';
import type { Inet, InetDevice } from '../inet.ts';
import type { Ipv4 } from '../wire/address.ts';

/** The reason to refuse; else whether the source is on this very link (what redirects depend on). */
export function validateSource(inet: Inet, on: InetDevice, src: Ipv4, out: string | undefined): Reason | boolean {
  const { all } = inet.conf;
  const filter = Math.max(all.rpFilter.value, on.conf.rpFilter.value);
  const acceptsLocal = all.acceptLocal.value !== 0 || on.conf.acceptLocal.value !== 0;
  if (filter === 0 && (out !== on.name || (all.sendRedirects.value === 0 && on.conf.sendRedirects.value === 0))) {
    if (acceptsLocal || !hasAddress(inet, src)) return false;
    return martian(on, src);
  }
  const route = inet.fib.lookup(src);
  if (route && route.kind !== 'unreachable' && route.kind !== 'blackhole' && route.kind !== 'prohibit') {
    if (route.kind !== 'unicast' && !(route.kind === 'local' && acceptsLocal)) return martian(on, src);
    if (route.dev === on.name || (route.kind === 'local' && on.device.kind === 'loopback'))
      return route.gateway === undefined;
    if (on.addresses.length > 0) {
      if (filter === 1) return wrongWay(inet, on, src);
      const direct = inet.fib.lookup(src, on.name);
      return direct?.kind === 'unicast' && direct.gateway === undefined;
    }
  }
  return filter === 0 ? false : wrongWay(inet, on, src);
}

const hasAddress = (inet: Inet, ip: Ipv4): boolean => {
  for (const { addresses } of inet.devices) for (const address of addresses) if (address.ip === ip) return true;
  return false;
};

const martian = (on: InetDevice, src: Ipv4): Reason => ({
  code: 'martian-source',
  src,
  dev: on.name,
  key: `net.ipv4.conf.${on.name}.accept_local`,
});

const wrongWay = (inet: Inet, on: InetDevice, src: Ipv4): Reason => ({
  code: 'reverse-path',
  src,
  dev: on.name,
  key: `net.ipv4.conf.${inet.conf.all.rpFilter.value > on.conf.rpFilter.value ? 'all' : on.name}.rp_filter`,
});
