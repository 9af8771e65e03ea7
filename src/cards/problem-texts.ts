import type { JobState } from '../domain/job.ts';
import type { ServiceHealth } from '../jobs/health.ts';
import { whenBrief } from './moments.ts';
import { clipped } from './plain.ts';
import { noBackupSinceText } from './retired-words.ts';
import type { Times } from './times.ts';

const problemWords: readonly (readonly [JobState, string])[] = [
  ['failed', 'failed'],
  ['partiallyFinished', 'partial'],
  ['finishedWithException', 'with exceptions'],
];

/** Returns "2 failed, 1 partial". */
export function problemsOf({ location, missedAt, stopped, tally }: ServiceHealth, times: Times): string {
  if (!tally) return 'could not be read';
  if (stopped?.isForgotten) return noBackupSinceText(stopped, times);
  const place = location === undefined ? '' : ` in ${clipped(location, 20)}`;
  if (missedAt !== undefined)
    return `nothing ran${place}, though a run was due ${whenBrief(missedAt, times)}`;
  const bad = problemWords.flatMap(([state, words]) =>
    tally.states[state] > 0 ? [`${times.number(tally.states[state])} ${words}`] : [],
  );
  const finished = tally.states.finished + tally.states.finishedWithException;
  const nothing = tally.total === 0 ? 'nothing ran' : 'nothing finished';
  return [
    ...bad,
    ...(finished === 0 && !place ? [nothing] : []),
    ...(place ? [`nothing finished${place}`] : []),
  ].join(', ');
}
