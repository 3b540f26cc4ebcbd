// What routers tell a host about its ways (RFC 1191, RFC 1122 3.2.2.2): how much fits, and which next hop is nearer. Advice is
// taken only where it can be true.

import type { Inet } from '../inet.ts';
import type { Ipv4 } from '../wire/address.ts';
import type { Ipv4Packet } from '../wire/packet.ts';
import type { RouteExceptions } from './exceptions.ts';
import type { OutputRoutes } from './output-route.ts';

export class RouteAdvice {
  readonly #inet: Inet;
  readonly #routes: OutputRoutes;
  readonly #exceptions: RouteExceptions;

  constructor(inet: Inet, routes: OutputRoutes, exceptions: RouteExceptions) {
    this.#inet = inet;
    this.#routes = routes;
    this.#exceptions = exceptions;
  }

  /** `mtu` is all that fits on the way to `dst`. */
  takeMtu(dst: Ipv4, mtu: number): void {
    const { sysctl } = this.#inet;
    const routed = this.#routes.find(dst, 0, undefined);
    if (!routed.found || mtu >= this.#routes.mtu(dst, routed)) return;
    const least = sysctl.int('net/ipv4/route/min_pmtu');
    this.#exceptions.learnMtu(dst, Math.max(mtu, least), sysctl.int('net/ipv4/route/mtu_expires'));
  }

  /** `gateway` is a better next hop for `about.dst` than `from`, who says so (__ip_do_redirect). */
  takeRedirect(gateway: Ipv4, about: Ipv4Packet, from: Ipv4): void {
    const routed = this.#routes.find(about.dst, about.src, undefined);
    if (!routed.found || routed.nextHop !== from || gateway === from) return;
    const on = this.#inet.device(routed.route.dev);
    if (!on || this.#inet.kindOf(gateway) !== 'unicast') return;
    const all = this.#inet.conf.all.acceptRedirects.value !== 0;
    const own = on.conf.acceptRedirects.value !== 0;
    if (on.conf.forwarding.value !== 0 ? !(all && own) : !(all || own)) return;
    const neighbour = on.neighbours.resolve(gateway, false);
    if (neighbour.mac === undefined || neighbour.state === 'FAILED') neighbour.solicit();
    else this.#exceptions.learnGateway(about.dst, gateway);
  }
}
