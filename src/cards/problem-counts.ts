import type { BadJob } from '../jobs/causes/cluster-errors.ts';
import type { CausesReading } from '../jobs/causes/read-causes.ts';
import type { Times } from './times.ts';
import { namesOf } from './words.ts';

/** Returns "24 failed, 3 with exceptions or partial": jobs with problems, failed ones first. */
export function badCountsText(jobs: readonly BadJob[], times: Times): string {
  const failed = jobs.filter(({ job }) => job.state === 'failed').length;
  const others = jobs.length - failed;
  return [
    ...(failed > 0 || others === 0 ? [`${times.number(failed)} failed`] : []),
    ...(others > 0 ? [`${times.number(others)} with exceptions or partial`] : []),
  ].join(', ');
}

/** Says which jobs weren't read, so that the order of the causes rests on a part of them. */
export function partReadTexts(
  { bad, badInAll, unread }: Pick<CausesReading, 'bad' | 'badInAll' | 'unread'>,
  times: Times,
): readonly string[] {
  const isPart = badInAll.value > bad.length || badInAll.atLeast;
  const inAll = `${badInAll.atLeast ? 'at least ' : ''}${times.number(badInAll.value)}`;
  return [
    ...(unread.length > 0 ? [`Could not be read reliably: ${namesOf(unread)}.`] : []),
    ...(isPart
      ? [
          `Read: ${times.number(bad.length)} of ${inAll} ${badInAll.value === 1 ? 'job' : 'jobs'}, failed ones first.`,
        ]
      : []),
  ];
}
