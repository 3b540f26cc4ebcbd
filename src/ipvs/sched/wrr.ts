// Weighted round robin (ip_vs_wrr.c): walk the list and take destinations whose weight reaches the current threshold; each
// time the end is reached the threshold sinks by the weights' greatest common divisor, and starts again from the top.

import type { Scheduler } from './scheduler.ts';
import type { Dest } from '../dest.ts';
import type { Service } from '../service.ts';

declare module '../events.ts' {
  interface PickReasons {
    wrr: {
      /** The threshold that the picked one's weight reached (cw), where it starts (mw), and its steps (di, the gcd). */
      readonly threshold: number;
      readonly maxThreshold: number;
      readonly gcd: number;
      /** The place in the list. */
      readonly position: number;
      /** How often the walk reached the list's end on the way: so often the threshold has sunk. */
      readonly wraps: number;
    };
  }
}

interface State {
  /** The destination picked last; undefined: the list's head. */
  current: Dest | undefined;
  threshold: number;
  maxThreshold: number;
  gcd: number;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function measure({ dests }: Service): { gcd: number; maxThreshold: number } {
  const divisor = dests.reduce((g, { weight }) => (weight > 0 ? gcd(weight, g) : g), 0) || 1;
  const max = dests.reduce((most, { weight }) => Math.max(most, weight), 0);
  return { gcd: divisor, maxThreshold: max - (divisor - 1) };
}

function changed(state: State, service: Service): void {
  Object.assign(state, measure(service));
  state.current = undefined;
  if (state.threshold > state.maxThreshold || state.threshold === 0) state.threshold = state.maxThreshold;
  else if (state.gcd > 1) state.threshold = Math.floor(state.threshold / state.gcd) * state.gcd + 1;
}

export const wrr: Scheduler<State> = {
  name: 'wrr',
  bind(service) {
    const measured = measure(service);
    return { current: undefined, threshold: measured.maxThreshold, ...measured };
  },
  added: changed,
  deleted: changed,
  edited: changed,
  pick(state, { dests }) {
    if (state.maxThreshold === 0) return undefined;
    const from = state.current ? dests.indexOf(state.current) : -1;
    let restarted = false;
    let at = from;
    // The last pass is one that has started over from the top and is at the lowest threshold: then all have been looked at.
    for (let wraps = 0; ; wraps++) {
      const lastPass = restarted && state.threshold <= state.gcd;
      while (++at < dests.length) {
        const dest = dests[at]!;
        if (!dest.overloaded && dest.weight >= state.threshold) {
          state.current = dest;
          const { threshold, maxThreshold } = state;
          return { dest, because: { code: 'wrr', threshold, maxThreshold, gcd: state.gcd, position: at, wraps } };
        }
        if (lastPass && at === from) return undefined;
      }
      at = -1;
      state.threshold -= state.gcd;
      if (state.threshold > 0) continue;
      state.threshold = state.maxThreshold;
      if (lastPass || from < 0) return undefined;
      restarted = true;
    }
  },
};
