// By which way this host's own packets go, and with which source address (ip_route_output_key in net/ipv4/route.c).

import { errno, type ErrnoName } from '../../base/errno.ts';
import type { Routed, RouteLine } from '../contract.ts';
import type { Inet, InetDevice } from '../inet.ts';
import { refusalOf, SCOPE } from '../route/fib.ts';
import { IPV4_ANY, IPV4_BROADCAST, isLoopback, isMulticast, type Ipv4 } from '../wire/address.ts';
import type { RouteExceptions } from './exceptions.ts';
import { broadcastRoute } from './input-route.ts';

export type Found = Extract<Routed, { found: true }>;

const CACHE_SIZE = 256;
export const DEFAULT_MTU = 1500;
const LOCALHOST: Ipv4 = 0x7f00_0001;
const refused = (name: ErrnoName): Routed => ({ found: false, errno: errno(name) });

class Cached {
  readonly generation: number;
  readonly dst: Ipv4;
  readonly src: Ipv4;
  readonly routed: Routed;

  constructor(generation: number, dst: Ipv4, src: Ipv4, routed: Routed) {
    this.generation = generation;
    this.dst = dst;
    this.src = src;
    this.routed = routed;
  }
}

export class OutputRoutes {
  readonly #inet: Inet;
  readonly #exceptions: RouteExceptions;
  readonly #cache: (Cached | undefined)[] = new Array<Cached | undefined>(CACHE_SIZE).fill(undefined);

  constructor(inet: Inet, exceptions: RouteExceptions) {
    this.#inet = inet;
    this.#exceptions = exceptions;
  }

  /** `src` 0: any that fits. */
  find(dst: Ipv4, src: Ipv4, oif: string | undefined): Routed {
    if (oif !== undefined) return this.#detoured(dst, this.#decide(dst, src, oif));
    const { generation } = this.#inet.fib;
    const slot = (Math.imul(src, 0x9e3779b1) ^ Math.imul(dst, 0x85ebca6b)) & (CACHE_SIZE - 1);
    const cached = this.#cache[slot];
    if (cached !== undefined && cached.dst === dst && cached.src === src && cached.generation === generation)
      return this.#detoured(dst, cached.routed);
    const routed = this.#decide(dst, src, undefined);
    this.#cache[slot] = new Cached(generation, dst, src, routed);
    return this.#detoured(dst, routed);
  }

  /** The largest packet to `dst` along `routed`: the device's MTU, or less when a router has said so. */
  mtu(dst: Ipv4, routed: Found): number {
    const { route } = routed;
    const out = route.kind === 'local' ? this.#inet.loopback : this.#inet.device(route.dev);
    const mtu = out?.device.mtu ?? DEFAULT_MTU;
    const learnt = this.#exceptions.mtu(dst);
    return learnt === undefined ? mtu : Math.min(mtu, learnt);
  }

  /** A redirect may have named a better next hop. */
  #detoured(dst: Ipv4, routed: Routed): Routed {
    const gateway = this.#exceptions.gateway(dst);
    return gateway === undefined || !routed.found || routed.route.kind !== 'unicast'
      ? routed
      : { ...routed, nextHop: gateway };
  }

  #decide(asked: Ipv4, src: Ipv4, oif: string | undefined): Routed {
    const inet = this.#inet;
    if (isMulticast(src) || src === IPV4_BROADCAST) return refused('EINVAL');
    if (src !== IPV4_ANY && !inet.owns(src)) return refused('ENETUNREACH');
    let out: InetDevice | undefined;
    if (oif !== undefined) {
      out = inet.device(oif);
      if (!out) return refused('ENODEV');
      if (!out.device.up) return refused('ENETUNREACH');
    }
    const toAll = asked === IPV4_BROADCAST || isMulticast(asked);
    if (toAll && !out && src !== IPV4_ANY) out = inet.devices.find((on) => on.addresses.some(({ ip }) => ip === src));
    if (toAll && out) return this.#onLink(asked, src, out, asked === IPV4_BROADCAST ? 'broadcast' : 'unicast');
    const dst = asked !== IPV4_ANY ? asked : src !== IPV4_ANY ? src : LOCALHOST;
    const route = inet.fib.lookup(dst, oif);
    if (!route) return out ? this.#onLink(dst, src, out, 'unicast') : refused('ENETUNREACH');
    const refusal = refusalOf(route);
    if (refusal) return { found: false, errno: refusal };
    return this.#along(route, dst, src);
  }

  #along(route: RouteLine, dst: Ipv4, src: Ipv4): Routed {
    const inet = this.#inet;
    if (route.kind === 'local') return { found: true, route, nextHop: dst, source: src || (route.source ?? dst) };
    const out = inet.device(route.dev);
    if (!out) return refused('ENODEV');
    const nextHop = route.gateway ?? dst;
    const source = src || (route.source ?? inet.selectAddress(out, nextHop, SCOPE[route.scope]));
    if (isLoopback(source) && out.device.kind !== 'loopback' && inet.conf.all.routeLocalnet.value === 0)
      return refused('EINVAL');
    return { found: true, route, nextHop, source };
  }

  /** No route, but the caller names the device: the destination is taken to be on its link. */
  #onLink(dst: Ipv4, src: Ipv4, out: InetDevice, kind: 'broadcast' | 'unicast'): Routed {
    const source = src || this.#inet.selectAddress(out, IPV4_ANY, SCOPE.link);
    return { found: true, route: { ...broadcastRoute(out.name, dst), kind, table: 'main' }, nextHop: dst, source };
  }
}
