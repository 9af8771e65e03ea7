/** The most that a JSON value may have. */
export interface Bounds {
  /** Levels: 1 for a value that is neither an object nor an array. */
  readonly depth: number;
  /** Values, objects and arrays among them. */
  readonly parts: number;
  /** UTF-16 units of all texts and names together. */
  readonly units: number;
}

/** More than Teams sends in one activity, and less than what recursion over it could not stand. */
export const activityBounds: Bounds = { depth: 100, parts: 100_000, units: Number.POSITIVE_INFINITY };

/** Ten times what the largest of our own buttons carries, with room for the inputs that clients add. */
export const pressBounds: Bounds = { depth: 20, parts: 2_000, units: 32_000 };

/** Measures level by level, so that no depth overflows the stack, and stops at the first bound that is exceeded. */
export function isWithin(value: unknown, { depth, parts, units }: Bounds): boolean {
  let level: readonly unknown[] = [value];
  let [partsLeft, unitsLeft] = [parts, units];
  for (let levelsLeft = depth; level.length > 0; levelsLeft -= 1) {
    if (levelsLeft === 0 || level.length > partsLeft) return false;
    partsLeft -= level.length;
    const next: unknown[] = [];
    for (const part of level) {
      if (typeof part === 'string') unitsLeft -= part.length;
      if (typeof part !== 'object' || part === null) continue;
      if (!Array.isArray(part)) for (const name of Object.keys(part)) unitsLeft -= name.length;
      const values: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
      if (next.length + values.length > partsLeft) return false;
      for (const value of values) next.push(value);
    }
    if (unitsLeft < 0) return false;
    level = next;
  }
  return true;
}
