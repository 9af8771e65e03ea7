import type { EpochMs } from '../domain/time.ts';

/** A stretch of time, half-open, that wasn't read yet. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What it brings was over before the index began, so it's no news. */
  readonly isHistory: boolean;
}

/** The stretches without what lies between `from` and `to`. */
export function without(
  stretches: readonly Stretch[],
  { from, to }: Pick<Stretch, 'from' | 'to'>,
): readonly Stretch[] {
  return stretches.flatMap(one => [
    ...(one.from < from ? [{ ...one, to: Math.min(one.to, from) }] : []),
    ...(one.to > to ? [{ ...one, from: Math.max(one.from, to) }] : []),
  ]);
}

/** The stretches and one more, in order; what is history stays history. */
export function withStretch(stretches: readonly Stretch[], more: Stretch): readonly Stretch[] {
  const rest = stretches.reduce<readonly Stretch[]>((left, one) => without(left, one), [more]);
  return joined([...stretches, ...rest]);
}

/** Those that touch and are of one kind become one, so that their number doesn't grow for ever. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && last.to >= one.from && last.isHistory === one.isHistory)
      result[result.length - 1] = { ...last, to: Math.max(last.to, one.to) };
    else result.push(one);
  }
  return result;
}

/** The latest of them; undefined if there are none. */
export function latestOf(stretches: readonly Stretch[]): Stretch | undefined {
  return stretches.reduce<Stretch | undefined>(
    (latest, one) => (latest === undefined || one.to > latest.to ? one : latest),
    undefined,
  );
}

/** Returns true if any of them has a part between `from` and `to`. */
export function touches(stretches: readonly Stretch[], { from, to }: Pick<Stretch, 'from' | 'to'>): boolean {
  return stretches.some(one => one.from < to && one.to > from);
}

/** Returns the stretch that holds a moment. */
export function stretchAt(stretches: readonly Stretch[], at: EpochMs): Stretch | undefined {
  return stretches.find(({ from, to }) => from <= at && at < to);
}
