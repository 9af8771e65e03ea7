import { UsageError } from './run.ts';

const dayMs = 24 * 3_600_000;

/** The days (UTC) that an argument may leave out, in whole days since 1970. */
export interface UsualDays {
  readonly from: (last: number) => number;
  readonly to: number;
}

/**
 * Reads `--from` and `--to`, days in UTC such as 2026-11-26, as whole days since 1970; both belong to the span.
 *
 * @throws UsageError, which ends with `usage`.
 */
export function daysOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  usual: UsualDays,
  usage: string,
): { readonly first: number; readonly last: number } {
  const last = to === undefined ? usual.to : dayOf(to, usage);
  const first = from === undefined ? usual.from(last) : dayOf(from, usage);
  if (first > last) throw new UsageError(`The first day comes after the last.\n${usage}`);
  return { first, last };
}

function dayOf(day: string, usage: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse may take a day that doesn't exist, such as the 31st of November, for another one.
  if (Number.isNaN(at) || at < 0 || new Date(at).toISOString().slice(0, 10) !== day)
    throw new UsageError(`“${day}” is no day such as 2026-11-26.\n${usage}`);
  return at / dayMs;
}
