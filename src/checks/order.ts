import type { Job } from '../domain/job.ts';
import type { Finding } from './finding.ts';

const tried = 'order';

/** Whether pages of different sizes are cut from the same list. No finding where two pages' rows are not there. */
export function orderFinding(inPieces: readonly Job[], atOnce: readonly Job[]): readonly Finding[] {
  const length = Math.min(inPieces.length, atOnce.length);
  if (length < 2) return [];
  const isSame = atOnce.slice(0, length).every(({ id }, place) => id === inPieces[place]?.id);
  if (isSame) return [{ mark: 'ok', tried, seen: 'jobs keep their order from page to page' }];
  return [
    {
      mark: 'warning',
      tried,
      seen: 'jobs change their order from page to page',
      fix: 'no setting changes this: jobs may stand on two pages or on none. Ask for shorter periods, which fit on one.',
    },
  ];
}
