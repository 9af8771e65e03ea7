import { services } from '../domain/job.ts';
import { type Verdict, verdicts } from '../domain/verdict.ts';
import type { ServiceHealth } from './health.ts';
import { isQuiet } from './tally.ts';

/** Returns true if the service is failing still. */
export function isFailing({ standing }: ServiceHealth): boolean {
  return standing?.isFailing ?? false;
}

/** Returns true if a run was due, and nothing finished in the service or in one of its locations. */
export function isMissing({ isDue = true, location, tally, verdict }: ServiceHealth): boolean {
  return (
    isDue && verdict === 'attention' && tally !== undefined && (isQuiet(tally) || location !== undefined)
  );
}

/** Returns true if the service failed, and a clean run has followed. Its later exceptions count for more. */
export function hasRecovered(one: ServiceHealth): boolean {
  if (one.verdict === 'unknown' || one.verdict === 'warning') return false;
  if (isFailing(one) || isMissing(one)) return false;
  return one.standing?.hasFailed ?? false;
}

/** Returns true if the service needs no row of its own. */
export function isFine(one: ServiceHealth): boolean {
  return presentVerdict(one) === 'good';
}

/** Returns how a service is now: failures that are over are only a warning. */
export function presentVerdict(one: ServiceHealth): Verdict {
  if (hasRecovered(one)) return 'warning';
  return one.verdict !== 'unknown' && isFailing(one) ? 'attention' : one.verdict;
}

/** Returns the services, the worst first as they are now. */
export function worstFirst(all: readonly ServiceHealth[]): readonly ServiceHealth[] {
  return all.toSorted(
    (a, b) =>
      verdicts.indexOf(presentVerdict(a)) - verdicts.indexOf(presentVerdict(b)) ||
      services.indexOf(a.service) - services.indexOf(b.service),
  );
}
