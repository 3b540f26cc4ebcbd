// What was learnt about single destinations (fib_nh_exception in net/ipv4/route.c): the MTU that a router on the way reported,
// and the better next hop that a redirect named. Both are believed for a while only.

import type { Sim } from '../../sim/sim.ts';
import { SECOND } from '../../base/time.ts';
import type { Ipv4 } from '../wire/address.ts';

/** ip_rt_gc_timeout: how long a redirect is believed. */
const REDIRECT_US = 300 * SECOND;

export interface RouteException {
  readonly mtu: number | undefined;
  readonly mtuUntilUs: number;
  readonly gateway: Ipv4 | undefined;
  readonly gatewayUntilUs: number;
}

const NOTHING: RouteException = { mtu: undefined, mtuUntilUs: 0, gateway: undefined, gatewayUntilUs: 0 };

export class RouteExceptions {
  readonly #sim: Sim;
  readonly #byDst = new Map<Ipv4, RouteException>();

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  get(dst: Ipv4): RouteException | undefined {
    if (this.#byDst.size === 0) return undefined;
    const known = this.#byDst.get(dst);
    if (known && Math.max(known.mtuUntilUs, known.gatewayUntilUs) <= this.#sim.nowUs) {
      this.#byDst.delete(dst);
      return undefined;
    }
    return known;
  }

  mtu(dst: Ipv4): number | undefined {
    const known = this.get(dst);
    return known && known.mtuUntilUs > this.#sim.nowUs ? known.mtu : undefined;
  }

  gateway(dst: Ipv4): Ipv4 | undefined {
    const known = this.get(dst);
    return known && known.gatewayUntilUs > this.#sim.nowUs ? known.gateway : undefined;
  }

  learnMtu(dst: Ipv4, mtu: number, seconds: number): void {
    this.#byDst.set(dst, { ...(this.get(dst) ?? NOTHING), mtu, mtuUntilUs: this.#sim.nowUs + seconds * SECOND });
  }

  learnGateway(dst: Ipv4, gateway: Ipv4): void {
    const gatewayUntilUs = this.#sim.nowUs + REDIRECT_US;
    this.#byDst.set(dst, { ...(this.get(dst) ?? NOTHING), gateway, gatewayUntilUs });
  }

  clear(): void {
    this.#byDst.clear();
  }
}
