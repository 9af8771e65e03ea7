import type { BadState, Service } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import type { BadJob } from '../jobs/causes/cluster-errors.ts';
import type { CausesReading } from '../jobs/causes/read-causes.ts';
import type { Times } from './times.ts';
import { nameOf, namesOf } from './words.ts';

const words: readonly (readonly [BadState, string])[] = [
  ['failed', 'failed'],
  ['partiallyFinished', 'partial'],
  ['finishedWithException', 'with exceptions'],
];

/** Returns "24 failed, 2 partial, 1 with exceptions". */
export function badCountsText(jobs: readonly BadJob[], times: Times): string {
  return words
    .flatMap(([state, word]) => {
      const count = jobs.filter(({ job }) => job.state === state).length;
      return count === 0 ? [] : [`${times.number(count)} ${word}`];
    })
    .join(', ');
}

/** Says which jobs may be missing, so that the order of the reasons rests on a part of them. */
export function partReadTexts(
  { bad, badInAll, unread }: Pick<CausesReading, 'bad' | 'badInAll' | 'unread'>,
  times: Times,
): readonly string[] {
  const inAll = `${times.number(badInAll.value)} ${plural(badInAll.value, 'job', 'jobs')}`;
  return [
    ...(unread.length > 0 ? [`I couldn’t read all jobs of ${namesOf(unread)}.`] : []),
    ...(badInAll.atLeast ? ['Some jobs with problems are of an unknown service, and may belong here.'] : []),
    ...(badInAll.value > bad.length
      ? [`I read ${times.number(bad.length)} of ${inAll}, failed ones first.`]
      : []),
  ];
}

/** Says how many jobs may belong in the numbers too, since it's unknown how they ended. */
export function unknownResultTexts(count: number, times: Times): readonly string[] {
  if (count === 0) return [];
  return [
    `${times.number(count)} ${plural(count, 'job has an unknown result and isn’t', 'jobs have an unknown result and aren’t')} counted.`,
  ];
}

/** Says where jobs without a known service are, in numbers of some services; none means all. */
export function unknownServiceTexts(
  count: number,
  asked: readonly Service[],
  times: Times,
): readonly string[] {
  if (count === 0) return [];
  const jobs = `${times.number(count)} ${plural(count, 'job', 'jobs')} of an unknown service`;
  const [service, another] = asked;
  if (service === undefined) return [`${jobs} ${plural(count, 'is', 'are')} in the total only.`];
  return [another === undefined ? `${jobs} may be ${nameOf(service)}’s.` : `${jobs} may be of these.`];
}
