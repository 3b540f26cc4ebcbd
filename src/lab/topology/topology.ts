// A topology: the cluster as its author drew it. The JSON of the recorded sessions, with stage positions added. Validation
// (place, expected, found) is topology/parse.ts; building machines from it is lab.ts.

import type { MachineSpec } from '../../host/spec.ts';

export interface Topology {
  readonly title: string;
  /** Switches. */
  readonly segments: readonly string[];
  readonly hosts: readonly HostSpec[];
  /** Stage positions, in the units of a 1000 × 600 picture. Hosts and segments that are missing here are laid out by role. */
  readonly stage?: { readonly [name: string]: { readonly x: number; readonly y: number } };
}

/** A host is written as its machine is built. */
export type HostSpec = MachineSpec;
