// Who a segment belongs to, by its four addresses: a connection, a half-open request of a listener, or one in TIME_WAIT.
// A table keyed by the two ports, with a chain for those that share them: the ports almost always decide.

import type { Ipv4 } from '../wire/address.ts';

export interface Flow {
  readonly what: 'socket' | 'request' | 'time-wait';
  readonly localIp: Ipv4;
  readonly localPort: number;
  readonly remoteIp: Ipv4;
  readonly remotePort: number;
  /** The next in the chain of those with the same ports. */
  nextFlow: Flow | undefined;
}

const keyOf = (localPort: number, remotePort: number): number => (localPort << 16) | remotePort;

export class FlowTable<F extends Flow> {
  readonly #chains = new Map<number, F>();

  find(localIp: Ipv4, localPort: number, remoteIp: Ipv4, remotePort: number): F | undefined {
    let flow = this.#chains.get(keyOf(localPort, remotePort));
    while (flow && (flow.remoteIp !== remoteIp || flow.localIp !== localIp)) flow = flow.nextFlow as F | undefined;
    return flow;
  }

  add(flow: F): void {
    const key = keyOf(flow.localPort, flow.remotePort);
    flow.nextFlow = this.#chains.get(key);
    this.#chains.set(key, flow);
  }

  remove(flow: F): void {
    const key = keyOf(flow.localPort, flow.remotePort);
    let at: Flow | undefined = this.#chains.get(key);
    if (at === flow) {
      if (flow.nextFlow) this.#chains.set(key, flow.nextFlow as F);
      else this.#chains.delete(key);
    } else {
      while (at && at.nextFlow !== flow) at = at.nextFlow;
      if (at) at.nextFlow = flow.nextFlow;
    }
    flow.nextFlow = undefined;
  }

  *all(): Generator<F> {
    for (const first of this.#chains.values())
      for (let flow: F | undefined = first; flow; flow = flow.nextFlow as F | undefined) yield flow;
  }
}
