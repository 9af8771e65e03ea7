import type { Job } from '../domain/job.ts';
import type { Finding } from './finding.ts';

const tried = 'order';
/** Fewer rows may be in an order by chance. */
const fewest = 5;

/**
 * Says in which order jobs come, and whether pages of different sizes are cut from the same list. No finding if there are not
 * the rows of two pages.
 *
 * @param most as many rows as came on one page
 */
export function orderFinding(
  inPieces: readonly Job[],
  atOnce: readonly Job[],
  most: readonly Job[] = atOnce,
): readonly Finding[] {
  const length = Math.min(inPieces.length, atOnce.length);
  if (length < 2) return [];
  const isSame = atOnce.slice(0, length).every(({ id }, place) => id === inPieces[place]?.id);
  if (isSame)
    return [
      {
        mark: 'ok',
        tried,
        seen: `jobs come ${orderWords(most)} and keep their order from page to page; the bot does not rely on it`,
      },
    ];
  return [
    {
      mark: 'warning',
      tried,
      seen: 'jobs change their order from page to page',
      fix: 'no setting changes this. In a list, a job may stand on two pages or on none: ask for periods that fit on one page. For overviews the bot reads windows that fit on one page, and reads again what has changed.',
    },
  ];
}

function orderWords(jobs: readonly Job[]): string {
  if (jobs.length < fewest) return 'in an order that so few do not show,';
  const ways: readonly (readonly [string, (job: Job) => number | string | undefined, 1 | -1])[] = [
    ['newest start first', ({ startedAt }) => startedAt, -1],
    ['oldest start first', ({ startedAt }) => startedAt, 1],
    ['latest end first', ({ finishedAt }) => finishedAt, -1],
    ['earliest end first', ({ finishedAt }) => finishedAt, 1],
    ['by id', ({ id }) => id, 1],
    ['by id, the highest first,', ({ id }) => id, -1],
  ];
  const way = ways.find(([, value, direction]) => isSorted(jobs.map(value), direction));
  return way?.[0] ?? 'in no order that can be recognised';
}

function isSorted(values: readonly (number | string | undefined)[], direction: 1 | -1): boolean {
  return values.every((value, index) => {
    if (value === undefined) return false;
    const before = values[index - 1];
    if (before === undefined || before === value) return index === 0 || before === value;
    return before < value === (direction === 1);
  });
}
