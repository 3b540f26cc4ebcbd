// A host's routes (net/ipv4/fib_trie.c, fib_frontend.c). The tables local and main lie in one structure, as in a kernel without
// policy rules: the longest prefix of both wins, and only at the same prefix does local come first. Left out: TOS, multipath,
// policy routing.

import { errno, type Errno } from '../../base/errno.ts';
import type { RouteLine } from '../contract.ts';
import { inNetwork, type Ipv4 } from '../wire/address.ts';

/** Numbers of RT_SCOPE_…: nearer is greater. */
export const SCOPE = { global: 0, link: 253, host: 254 } as const;

/** What the routing decision answers for the kinds of route that refuse. */
const REFUSALS: Partial<Record<RouteLine['kind'], Errno>> = {
  unreachable: errno('EHOSTUNREACH'),
  prohibit: errno('EACCES'),
  blackhole: errno('EINVAL'),
};

export const refusalOf = (route: RouteLine): Errno | undefined => REFUSALS[route.kind];

export type InsertHow = 'add' | 'replace' | 'append' | 'change' | 'prepend';

const EEXIST = errno('EEXIST');

interface Answered {
  readonly generation: number;
  readonly dst: Ipv4;
  readonly route: RouteLine | undefined;
}

const CACHE_SIZE = 64;
const CACHE_SHIFT = 32 - Math.log2(CACHE_SIZE);

export class Fib {
  /** Changes whenever a routing decision may: what caches compare. */
  generation = 1;
  /** In the order of a dump: by destination, longest prefix, metric, then as inserted. */
  #routes: RouteLine[] = [];
  /** In the order of a look-up: longest prefix, local before main, metric, as inserted. */
  #byMatch: RouteLine[] | undefined;
  /** The last answers, each at the place that its destination's bits give it. */
  readonly #cache: (Answered | undefined)[] = new Array<Answered | undefined>(CACHE_SIZE).fill(undefined);

  routes(table?: 'main' | 'local'): readonly RouteLine[] {
    return table ? this.#routes.filter((route) => route.table === table) : this.#routes;
  }

  /** The route for `dst`; with `dev` only one that leads there, with `scope` only one at least that near. */
  lookup(dst: Ipv4, dev?: string, scope = 0): RouteLine | undefined {
    if (dev !== undefined || scope > 0) return this.#find(dst, dev, scope);
    const slot = Math.imul(dst, 0x85ebca6b) >>> CACHE_SHIFT;
    const cached = this.#cache[slot];
    if (cached !== undefined && cached.dst === dst && cached.generation === this.generation) return cached.route;
    const route = this.#find(dst, undefined, 0);
    this.#cache[slot] = { generation: this.generation, dst, route };
    return route;
  }

  #find(dst: Ipv4, dev: string | undefined, scope: number): RouteLine | undefined {
    this.#byMatch ??= [...this.#routes].sort((a, b) => b.prefix - a.prefix || rank(a) - rank(b) || a.metric - b.metric);
    for (const route of this.#byMatch) {
      if (!inNetwork(dst, route.dst, route.prefix) || SCOPE[route.scope] < scope) continue;
      if (dev === undefined || route.dev === dev || refusalOf(route)) return route;
    }
    return undefined;
  }

  /** Forgets what was decided: routes, addresses or what a decision depends on have changed. */
  touch(): void {
    this.generation++;
  }

  /** fib_table_insert. ENOENT: `change` of what is not there. */
  insert(route: RouteLine, how: InsertHow): Errno | undefined {
    const alike = (other: RouteLine): boolean =>
      other.dst === route.dst &&
      other.prefix === route.prefix &&
      other.table === route.table &&
      other.metric === route.metric;
    const first = this.#routes.findIndex(alike);
    if (first < 0) {
      if (how === 'change') return errno('ENOENT');
      this.#insertAt(this.#placeOf(route), route);
      return undefined;
    }
    if (how === 'add') return EEXIST;
    const same = this.#routes.findIndex((other) => alike(other) && sameRoute(other, route));
    if (how === 'replace' || how === 'change') {
      if (same >= 0) return same === first ? undefined : EEXIST;
      this.#routes[first] = route;
      this.#changed();
      return undefined;
    }
    if (same >= 0) return EEXIST;
    this.#insertAt(how === 'append' ? this.#placeOf(route) : first, route);
    return undefined;
  }

  /** Removes the first route for which `matches`; false when there is none. */
  delete(matches: (route: RouteLine) => boolean): RouteLine | undefined {
    const at = this.#routes.findIndex(matches);
    if (at < 0) return undefined;
    const [gone] = this.#routes.splice(at, 1);
    this.#changed();
    return gone;
  }

  /** Removes every route for which `matches`. */
  flush(matches: (route: RouteLine) => boolean): readonly RouteLine[] {
    const gone = this.#routes.filter(matches);
    if (gone.length === 0) return gone;
    this.#routes = this.#routes.filter((route) => !gone.includes(route));
    this.#changed();
    return gone;
  }

  /** Behind everything that a dump lists before it or beside it. */
  #placeOf(route: RouteLine): number {
    const at = this.#routes.findIndex((other) => compareDump(other, route) > 0);
    return at < 0 ? this.#routes.length : at;
  }

  #insertAt(at: number, route: RouteLine): void {
    this.#routes.splice(at, 0, route);
    this.#changed();
  }

  #changed(): void {
    this.#byMatch = undefined;
    this.touch();
  }
}

const rank = (route: RouteLine): number => (route.table === 'local' ? 0 : 1);

const compareDump = (a: RouteLine, b: RouteLine): number =>
  a.dst - b.dst || b.prefix - a.prefix || rank(a) - rank(b) || a.metric - b.metric;

const sameRoute = (a: RouteLine, b: RouteLine): boolean =>
  a.kind === b.kind &&
  a.gateway === b.gateway &&
  a.dev === b.dev &&
  a.source === b.source &&
  a.scope === b.scope &&
  a.proto === b.proto;
