import type { Parsed } from '../../../language/parse.ts';

/**
 * Returns "since friday", if it's no part of what a watch knows: its words, empty if no list can be asked for with them.
 */
export function saidPeriod(
  { tokens, periods, onePeriod }: Parsed,
  taken: readonly boolean[],
): string | undefined {
  const index = periods.findIndex(({ start, end }) => !taken.slice(start, end).some(Boolean));
  const found = periods[index];
  const period = found && onePeriod(index);
  if (!found || !period) return undefined;
  const isAhead = ['until', 'till', 'til', 'for'].includes(tokens[found.start - 1]?.text ?? '');
  return period.kind === 'bounds' && !isAhead ? period.words : '';
}
