// Binary search in lists that are sorted by some number of their entries.

/** The last index whose value is ≤ `value`; −1 when there is none. */
export function lastAtOrBefore<T>(list: readonly T[], value: number, valueOf: (entry: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(list[middle]!) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
