// What each host was configured to be, at every time that can be looked at: taken from the events that carry it as they
// come in. The journal may forget those events; this does not.

import type { NetNow } from '../net/events.ts';
import type { ServiceRule } from '../ipvs/events.ts';
import type { JournalEvent } from '../sim/journal.ts';
import { lastAtOrBefore } from './timeline/search.ts';

/** undefined: no event has said it. */
export interface HostConfig {
  readonly net: NetNow | undefined;
  readonly forwards: boolean | undefined;
  readonly services: readonly ServiceRule[] | undefined;
}

export type Config = ReadonlyMap<string, HostConfig>;

const UNSAID: HostConfig = { net: undefined, forwards: undefined, services: undefined };
/** net.ipv4.ip_forward is conf/all/forwarding under another name. */
const FORWARDS = /^net\.ipv4\.(?:ip_forward|conf\.all\.forwarding) = (\d+)$/;

export class History {
  readonly #states: { readonly atUs: number; readonly config: Config }[] = [];

  /** True when the event changes what was configured. */
  take(event: JournalEvent): boolean {
    const last: Config = this.#states.at(-1)?.config ?? new Map<string, HostConfig>();
    const before = last.get(event.host) ?? UNSAID;
    const after = changed(before, event);
    if (after === before) return false;
    this.#states.push({ atUs: event.atUs, config: new Map([...last, [event.host, after]]) });
    return true;
  }

  /** The configuration at `tUs`; one and the same object until something changes. */
  at(tUs: number): Config | undefined {
    const at = lastAtOrBefore(this.#states, tUs, (state) => state.atUs);
    return this.#states[Math.max(at, 0)]?.config;
  }
}

function changed(before: HostConfig, event: JournalEvent): HostConfig {
  switch (event.kind) {
    case 'config.changed': {
      if (event.now) return { ...before, net: event.now };
      const value = FORWARDS.exec(event.what)?.[1];
      return value === undefined ? before : { ...before, forwards: value !== '0' };
    }
    case 'ipvs.config.changed':
      return { ...before, services: event.table };
    case 'machine.power': {
      // A machine that is dark, or has just been switched on, has no address, no table and does not forward.
      const links = (before.net?.links ?? []).map((link) => ({ ...link, up: false }));
      return { net: before.net && { links, addresses: [] }, forwards: false, services: [] };
    }
    default:
      return before;
  }
}
