// The five netfilter points of a host (net/netfilter/core.c): hooks by priority, the first that does not accept ends the walk.

import type { Hook, HookPoint, Skb } from '../contract.ts';

export class Hooks {
  prerouting: readonly Hook[] = [];
  input: readonly Hook[] = [];
  forward: readonly Hook[] = [];
  output: readonly Hook[] = [];
  postrouting: readonly Hook[] = [];

  add(hook: Hook): void {
    this.#set(hook.point, [...this[hook.point], hook]);
  }

  remove(hook: Hook): void {
    this.#set(
      hook.point,
      this[hook.point].filter((other) => other !== hook),
    );
  }

  /** Equal priorities run in the order in which they were added: the sort is stable. */
  #set(point: HookPoint, hooks: Hook[]): void {
    this[point] = hooks.sort((a, b) => a.priority - b.priority);
  }
}

/** True when every hook accepts. A hook that drops has recorded why. */
export function passes(hooks: readonly Hook[], skb: Skb): boolean {
  for (let i = 0; i < hooks.length; i++) if (hooks[i]!.handle(skb) !== 'accept') return false;
  return true;
}
