// How large a host's box is and what stands on which line in it. Room is kept for what the learner will add (an alias, a
// service with its real servers), so that nothing jumps when it comes.

import type { HostSpec, Topology } from '../../lab/topology/topology.ts';

export const HOST_WIDTH = 214;
export const DIRECTOR_WIDTH = 256;
const TITLE = 32;
const ADDRESS_LINE = 20;
const MAC_LINE = 17;
const NIC_GAP = 6;
const SMALL_LINE = 18;
const BOTTOM = 5;

/** Offsets from the top of the box. */
export interface HostLines {
  readonly height: number;
  readonly width: number;
  /** The baseline of each interface's address; its MAC stands `MAC_LINE` lower. */
  readonly nicBaselines: readonly number[];
  /** Baselines for further addresses (aliases, lo, tunl0). */
  readonly extraBaselines: readonly number[];
  /** Baselines for services: the IPVS table, or pages. */
  readonly serviceBaselines: readonly number[];
  /** Baselines of what the host does at the moment. */
  readonly workBaselines: readonly number[];
}

export const macBaseline = (nicBaseline: number): number => nicBaseline + MAC_LINE;

const serviceLinesFor = (host: HostSpec, topology: Topology): number => {
  if (host.role === 'director')
    return 1 + Math.min(4, Math.max(2, topology.hosts.filter((h) => h.role === 'real-server').length));
  return host.http ? 1 : 0;
};

export function hostLines(host: HostSpec, topology: Topology): HostLines {
  let y = TITLE;
  const nicBaselines = host.interfaces.map(() => {
    const baseline = y + 15;
    y += ADDRESS_LINE + MAC_LINE + NIC_GAP;
    return baseline;
  });
  const take = (count: number): number[] =>
    Array.from({ length: count }, () => {
      y += SMALL_LINE;
      return y - 4;
    });
  const extras = host.role === 'client' || host.role === 'router' ? manyAddresses(host) : 1;
  const extraBaselines = take(extras);
  const services = serviceLinesFor(host, topology);
  if (services > 0) y += 4;
  const serviceBaselines = take(services);
  y += 6;
  const workBaselines = take(host.role === 'director' ? 2 : 1);
  const width = host.role === 'director' ? DIRECTOR_WIDTH : HOST_WIDTH;
  return { height: y + BOTTOM, width, nicBaselines, extraBaselines, serviceBaselines, workBaselines };
}

const manyAddresses = (host: HostSpec): number =>
  host.interfaces.some((nic) => (nic.addresses?.length ?? 0) > 1) ? 1 : 0;
