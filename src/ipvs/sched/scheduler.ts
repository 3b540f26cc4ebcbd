// What a scheduler is to IPVS (struct ip_vs_scheduler): stateless itself; what it remembers about a service it makes in `bind`
// and gets back in every call. Adding one: a file here named as typed after -s, and one line in index.ts.

import type { Ipv4 } from '../../net/wire/address.ts';
import type { Dest } from '../dest.ts';
import type { PickReason } from '../events.ts';
import type { Service } from '../service.ts';

/** What of the first packet a scheduler may look at. */
export interface Flow {
  readonly client: Ipv4;
  readonly clientPort: number;
  readonly virtual: Ipv4;
  readonly virtualPort: number;
  readonly nowUs: number;
}

export interface Picked {
  readonly dest: Dest;
  readonly because: PickReason;
}

export interface Scheduler<State = unknown> {
  readonly name: string;
  /** The service got this scheduler, with whatever destinations it has. */
  bind(service: Service): State;
  /** After a destination was put at the head of the list. */
  added?(state: State, service: Service, dest: Dest): void;
  /** After it was taken out; `at` is where it stood. */
  deleted?(state: State, service: Service, dest: Dest, at: number): void;
  edited?(state: State, service: Service, dest: Dest): void;
  /** undefined: nobody may take the connection. */
  pick(state: State, service: Service, flow: Flow): Picked | undefined;
  /** What it compares, for the eye. */
  score?(dest: Dest): number;
}

/** May take a new connection at all. */
export const isUsable = (dest: Dest): boolean => dest.weight > 0 && !dest.overloaded;
