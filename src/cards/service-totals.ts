import type { JobState } from '../domain/job.ts';
import type { ServiceHealth } from '../jobs/health.ts';
import type { Tally } from '../jobs/tally.ts';
import type { Times } from './times.ts';

const words: readonly (readonly [JobState, string])[] = [
  ['finished', 'finished'],
  ['finishedWithException', 'with exceptions'],
  ['partiallyFinished', 'partial'],
  ['failed', 'failed'],
  ['inProgress', 'still running'],
];

/** Returns how all runs ended, and those of the equally long time before, if all of them are known. */
export function totalTexts(services: readonly ServiceHealth[], times: Times): readonly string[] {
  if (services.some(({ doubt }) => doubt)) return [];
  const now = totalText(
    services.map(({ tally }) => tally),
    times,
  );
  const before = totalText(
    services.map(({ before }) => before),
    times,
  );
  return [...(now ? [`In all: ${now}.`] : []), ...(before ? [`The time before: ${before}.`] : [])];
}

function totalText(tallies: readonly (Tally | undefined)[], times: Times): string | undefined {
  const known = tallies.filter(tally => tally !== undefined);
  if (known.length < tallies.length || known.some(({ atLeast }) => atLeast)) return undefined;
  const texts = words.flatMap(([state, word]) => {
    const count = known.reduce((sum, { states }) => sum + states[state], 0);
    return count === 0 ? [] : [`${times.number(count)} ${word}`];
  });
  const other = known.reduce((sum, one) => sum + one.other, 0);
  if (other > 0) texts.push(`${times.number(other)} in an unknown state`);
  return texts.length === 0 ? undefined : texts.join(', ');
}
