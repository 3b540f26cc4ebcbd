// What becomes of a packet that has come in (ip_route_input_slow in net/ipv4/route.c): for this host, on to another, or refused
// with a reason. Decisions are remembered until a route, an address or a sysctl changes.

import type { Reason, RouteLine } from '../contract.ts';
import type { Inet, InetDevice } from '../inet.ts';
import { IPV4_BROADCAST, isLoopback, isMulticast, type Ipv4 } from '../wire/address.ts';
import { validateSource } from './validate.ts';

export type InputDecision = 'local' | 'broadcast' | 'forward' | 'refused';

export class InputRoute {
  readonly generation: number;
  readonly on: InetDevice;
  readonly src: Ipv4;
  readonly dst: Ipv4;
  decision: InputDecision = 'refused';
  route: RouteLine | undefined = undefined;
  /** For `forward`: by which device and to whom. */
  out: InetDevice | undefined = undefined;
  nextHop: Ipv4 = 0;
  /** It leaves as it came, and the sender could have gone there itself. */
  redirect = false;
  /** For `refused`: why, and the ICMP unreachable code to say so with (−1: silently). */
  because: Reason | undefined = undefined;
  icmpCode = -1;

  constructor(generation: number, on: InetDevice, src: Ipv4, dst: Ipv4) {
    this.generation = generation;
    this.on = on;
    this.src = src;
    this.dst = dst;
  }
}

const CACHE_SIZE = 1024;
const NET_UNREACHABLE = 0;
const HOST_UNREACHABLE = 1;
const PACKET_FILTERED = 13;
const REFUSING: Partial<Record<RouteLine['kind'], number>> = {
  unreachable: HOST_UNREACHABLE,
  prohibit: PACKET_FILTERED,
  blackhole: -1,
};

export class InputRoutes {
  readonly #inet: Inet;
  readonly #cache: (InputRoute | undefined)[] = new Array<InputRoute | undefined>(CACHE_SIZE).fill(undefined);

  constructor(inet: Inet) {
    this.#inet = inet;
  }

  /** The decision for a packet from `src` to `dst` that came in by `on`. */
  find(on: InetDevice, src: Ipv4, dst: Ipv4): InputRoute {
    const slot = (Math.imul(src, 0x9e3779b1) ^ Math.imul(dst, 0x85ebca6b) ^ on.device.index) & (CACHE_SIZE - 1);
    const cached = this.#cache[slot];
    if (
      cached !== undefined &&
      cached.dst === dst &&
      cached.src === src &&
      cached.on === on &&
      cached.generation === this.#inet.fib.generation
    )
      return cached;
    const route = new InputRoute(this.#inet.fib.generation, on, src, dst);
    this.#decide(route);
    this.#cache[slot] = route;
    return route;
  }

  #decide(made: InputRoute): void {
    const { on, src, dst } = made;
    const inet = this.#inet;
    if (isMulticast(src) || src === IPV4_BROADCAST) return refuse(made, this.#martianSource(on, src));
    if (dst === IPV4_BROADCAST || (src === 0 && dst === 0) || isMulticast(dst)) return this.#toBroadcast(made);
    if (src >>> 24 === 0) return refuse(made, this.#martianSource(on, src));
    if (dst >>> 24 === 0) return refuse(made, { code: 'martian-destination', dst, dev: on.name });
    const localnet = inet.conf.all.routeLocalnet.value !== 0 || on.conf.routeLocalnet.value !== 0;
    if (isLoopback(dst) && !localnet) return refuse(made, { code: 'martian-destination', dst, dev: on.name });
    if (isLoopback(src) && !localnet) return refuse(made, this.#martianSource(on, src));
    const route = inet.fib.lookup(dst);
    made.route = route;
    if (route?.kind === 'broadcast') return this.#toBroadcast(made);
    if (route?.kind === 'local') {
      const valid = validateSource(inet, on, src, undefined);
      if (typeof valid === 'object') return refuse(made, valid);
      made.decision = 'local';
      return;
    }
    this.#onwards(made, route);
  }

  #onwards(made: InputRoute, route: RouteLine | undefined): void {
    const { on, src, dst } = made;
    const inet = this.#inet;
    if (on.conf.forwarding.value === 0) {
      const key = inet.conf.all.forwarding.value === 0 ? 'net.ipv4.ip_forward' : `net.ipv4.conf.${on.name}.forwarding`;
      return refuse(made, { code: 'forwarding-off', dst, key });
    }
    if (!route) return refuse(made, { code: 'no-route', dst }, NET_UNREACHABLE);
    const code = REFUSING[route.kind];
    if (code !== undefined) return refuse(made, { code: 'route-refuses', dst, kind: route.kind }, code);
    const out = inet.device(route.dev);
    if (!out) return refuse(made, { code: 'link-down', dev: route.dev });
    const valid = validateSource(inet, on, src, out.name);
    if (typeof valid === 'object') return refuse(made, valid);
    made.decision = 'forward';
    made.out = out;
    made.nextHop = route.gateway ?? dst;
    const redirects = inet.conf.all.sendRedirects.value !== 0 || on.conf.sendRedirects.value !== 0;
    made.redirect = valid && out === on && redirects;
  }

  #toBroadcast(made: InputRoute): void {
    if (made.src !== 0) {
      const valid = validateSource(this.#inet, made.on, made.src, undefined);
      if (typeof valid === 'object') return refuse(made, valid);
    }
    made.decision = 'broadcast';
    made.route ??= broadcastRoute(made.on.name, made.dst);
  }

  #martianSource(on: InetDevice, src: Ipv4): Reason {
    return { code: 'martian-source', src, dev: on.name, key: `net.ipv4.conf.${on.name}.route_localnet` };
  }
}

function refuse(made: InputRoute, because: Reason, icmpCode = -1): void {
  made.decision = 'refused';
  made.because = because;
  made.icmpCode = icmpCode;
}

/** The route of what needs none: everyone on the link of `dev`. */
export const broadcastRoute = (dev: string, dst: Ipv4): RouteLine => ({
  dst,
  prefix: 32,
  gateway: undefined,
  dev,
  source: undefined,
  scope: 'link',
  kind: 'broadcast',
  proto: 'kernel',
  metric: 0,
  table: 'local',
});
