/**
 * Limit of a card, in bytes of its JSON in UTF-8. A message stays under 25,000 bytes; its other fields take about
 * 1,000.
 */
export const maxCardBytes = 23_500;

/** Returns the bytes of `value` as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * Returns how many of the first `items` fit into `budget` bytes together, each as JSON. An item is taken whole or not
 * at all.
 */
export function countThatFits(items: readonly unknown[], budget: number): number {
  let left = budget;
  let count = 0;
  for (const item of items) {
    left -= bytesOf(item) + 1;
    if (left < 0) break;
    count += 1;
  }
  return count;
}
