// How large a host's box is and what stands on which line in it. Room is kept for what the learner will add (an alias, a
// service with its real servers), so that nothing jumps when it comes.

import type { HostSpec, Topology } from '../../lab/topology/topology.ts';
import { MONO, type TypeSizes } from './type-sizes.ts';

const BOTTOM = 4;

/** Offsets from the top left corner of the box; lines of text by their baselines. */
export interface HostLines {
  readonly type: TypeSizes;
  readonly height: number;
  readonly width: number;
  /** Each interface's address; its MAC stands `type.macLine` lower. */
  readonly nicBaselines: readonly number[];
  /** Where addresses begin, right of the interfaces' names. */
  readonly addressX: number;
  /** Further addresses (aliases, lo, tunl0). */
  readonly extraBaselines: readonly number[];
  /** Services: the IPVS table, or pages. */
  readonly serviceBaselines: readonly number[];
  /** What the host does at the moment. */
  readonly workBaselines: readonly number[];
}

const serviceLinesFor = (host: HostSpec, topology: Topology): number => {
  if (host.role === 'director')
    return 1 + Math.min(4, Math.max(2, topology.hosts.filter((h) => h.role === 'real-server').length));
  return host.http ? 1 : 0;
};

export function hostLines(host: HostSpec, topology: Topology, type: TypeSizes): HostLines {
  let y = type.titleLine;
  const nicBaselines = host.interfaces.map(() => {
    const baseline = y + type.address;
    y += type.addressLine + type.macLine + type.nicGap;
    return baseline;
  });
  const take = (count: number): number[] =>
    Array.from({ length: count }, () => {
      y += type.smallLine;
      return y - 4;
    });
  const extras = host.role === 'client' || host.role === 'router' ? manyAddresses(host) : 1;
  const extraBaselines = take(extras);
  const services = serviceLinesFor(host, topology);
  if (services > 0) y += 4;
  const serviceBaselines = take(services);
  y += 6;
  // In large type a page's line gives way to what the host does.
  const isShared = type.macLine === 0 && services === 1;
  const workBaselines = isShared ? serviceBaselines : take(host.role === 'director' ? 2 : 1);
  return {
    type,
    height: y + BOTTOM,
    width: widthOf(host, type),
    nicBaselines,
    addressX: type.pad + addressIndent(host, type),
    extraBaselines,
    serviceBaselines,
    workBaselines,
  };
}

const widthOf = (host: HostSpec, type: TypeSizes): number =>
  host.role === 'director' ? type.directorWidth : host.role === 'client' ? type.clientWidth : type.hostWidth;

const manyAddresses = (host: HostSpec): number =>
  host.interfaces.some((nic) => (nic.addresses?.length ?? 0) > 1) ? 1 : 0;

/** In large type a host with one interface does not name it. */
function addressIndent(host: HostSpec, type: TypeSizes): number {
  if (type.macLine === 0 && host.interfaces.length === 1) return 0;
  return Math.max(...host.interfaces.map((nic) => nic.name.length), 0) * type.small * MONO + 7;
}
