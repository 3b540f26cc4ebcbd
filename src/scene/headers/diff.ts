// What a device changed in a packet: field by field, the packet as it came in against the packet as it went out.

import { layersOf, type Layer, type LayerName, type Seen } from './layers.ts';

export interface Change {
  readonly layer: LayerName;
  readonly depth: number;
  readonly field: string;
  /** undefined: the field (its whole header) was not there before, or is not there any more. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const nameOf = (layer: Layer): string => `${layer.name} ${layer.depth}`;

/** Fields whose values differ. A header put on or taken off is aligned from the inside, so that the inner one compares equal. */
export function diff(before: Seen, after: Seen): Change[] {
  const was = aligned(layersOf(before));
  const is = aligned(layersOf(after));
  const names = new Map([...was, ...is].map(([name, layer]) => [name, layer]));
  return [...names].flatMap(([name, layer]) => changesIn(layer, was.get(name), is.get(name)));
}

function changesIn(like: Layer, was: Layer | undefined, is: Layer | undefined): Change[] {
  const { name, depth } = like;
  // A frame that is not on a link has no Ethernet header to compare: that is no change.
  if (name === 'ETH' && (!was || !is)) return [];
  const fields = [...new Set([...(was?.rows ?? []), ...(is?.rows ?? [])].map((row) => row.field))];
  const value = (layer: Layer | undefined, field: string) => layer?.rows.find((row) => row.field === field)?.value;
  return fields
    .map((field) => ({ layer: name, depth, field, before: value(was, field), after: value(is, field) }))
    .filter((change) => change.before !== change.after);
}

/** Layers by name, IP headers counted from the innermost one. */
function aligned(layers: readonly Layer[]): Map<string, Layer> {
  const deepest = Math.max(0, ...layers.map((layer) => layer.depth));
  return new Map(
    layers.map((layer) => [nameOf({ ...layer, depth: layer.name === 'ETH' ? 0 : deepest - layer.depth }), layer]),
  );
}

/** The names of changed fields, to light them up in a header: 'IP 0 dst'. */
export const changedFields = (changes: readonly Change[]): ReadonlySet<string> =>
  new Set(changes.map((change) => `${change.layer} ${change.depth} ${change.field}`));
