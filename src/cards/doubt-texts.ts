import type { EpochMs } from '../domain/time.ts';
import type { FilterParameter } from '../job-index/observe.ts';
import type { Doubt, DoubtfulService } from '../job-index/queries/doubt.ts';
import type { Times } from './times.ts';
import { namesOf } from './words.ts';

/** Says when AvePoint was last read, for the foot of a card. */
export function readAtTexts(
  readAt: EpochMs | undefined,
  answeredAt: EpochMs,
  times: Times,
): readonly string[] {
  return readAt === undefined ? [] : [`AvePoint was last read at ${times.near(readAt, answeredAt)}.`];
}

/**
 * Says why numbers aren't certain, each reason once with the services it's about, unless it's about all of the `count`
 * on the card. `answeredAt` is the moment of the card.
 */
export function doubtTexts(
  doubtful: readonly DoubtfulService[],
  count: number,
  answeredAt: EpochMs,
  times: Times,
): readonly string[] {
  const groups = new Map<string, DoubtfulService[]>();
  for (const one of doubtful) {
    const key = JSON.stringify(one.doubt);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(those => {
    const [first] = those;
    if (!first) return [];
    const names = those.length === count ? undefined : namesOf(those.map(({ service }) => service));
    return [doubtText(first.doubt, names, answeredAt, times)];
  });
}

function doubtText(doubt: Doubt, names: string | undefined, answeredAt: EpochMs, times: Times): string {
  switch (doubt.kind) {
    case 'notRead': {
      if (doubt.since === undefined) return names ? `Not read yet: ${names}.` : 'AvePoint was not read yet.';
      const since = times.near(doubt.since, answeredAt);
      return names
        ? `As of ${since}, not read since: ${names}.`
        : `As of ${since}: AvePoint could not be read since.`;
    }
    case 'refused':
      return `AvePoint has refused to list ${names ?? 'these jobs'} since ${times.near(doubt.since, answeredAt)}.`;
    case 'history': {
      const since = times.instant(doubt.since);
      return names
        ? `Known since ${since} only: ${names}.`
        : `Jobs are known since ${since} only, so these numbers are not complete.`;
    }
    case 'ignored':
      return `AvePoint ignores ${doubt.parameter}, so ${ignoredText(doubt.parameter)}. Run npm run check.`;
  }
}

/** Says what follows if AvePoint ignores a parameter. */
function ignoredText(parameter: FilterParameter): string {
  return parameter === 'FinishTime'
    ? 'I can’t read the past again to find jobs that were listed late'
    : 'nothing tells which jobs belong where';
}
