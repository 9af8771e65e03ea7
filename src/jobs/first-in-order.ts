/**
 * Returns the first `count` of a list in order. It's quicker than sorting all of it if few are asked for: nearly all of a
 * long list are passed over with one comparison.
 */
export function firstInOrder<T>(
  all: readonly T[],
  compare: (a: T, b: T) => number,
  count: number,
): readonly T[] {
  if (count * 20 > all.length) return all.toSorted(compare).slice(0, count);
  const first: T[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length >= count && (last === undefined || compare(one, last) >= 0)) continue;
    first.splice(placeOf(first, one, compare), 0, one);
    if (first.length > count) first.pop();
  }
  return first;
}

/** Returns the index at which `one` belongs, after all that are equal to it. */
function placeOf<T>(sorted: readonly T[], one: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as T, one) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
