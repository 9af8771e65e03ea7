import type { EpochMs } from '../domain/time.ts';
import type { FilterParameter } from '../job-index/observe.ts';
import type { Doubt, DoubtfulService } from '../job-index/queries/doubt.ts';
import { whenNear } from './moments.ts';
import type { Times } from './times.ts';
import { namesOf } from './words.ts';

/** Says when AvePoint was last read, for the foot of a card. */
export function readAtTexts(
  readAt: EpochMs | undefined,
  answeredAt: EpochMs,
  times: Times,
): readonly string[] {
  return readAt === undefined ? [] : [`AvePoint was last read ${whenNear(readAt, answeredAt, times)}.`];
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
      const of = names === undefined ? 'from AvePoint' : `for ${names}`;
      return doubt.since === undefined
        ? `No data ${of} yet.`
        : `No data ${of} since ${times.near(doubt.since, answeredAt)}.`;
    }
    case 'refused':
      return `AvePoint has refused to list ${names ?? 'these jobs'} since ${times.near(doubt.since, answeredAt)}.`;
    case 'history': {
      const since = times.instant(doubt.since);
      return names
        ? `I only know jobs of ${names} since ${since}.`
        : `I only know jobs since ${since}, so these numbers are incomplete.`;
    }
    case 'ignored':
      return `AvePoint ignores the ${doubt.parameter} filter, so I can’t ${ignoredText(doubt.parameter)}. Your admin can look into it with npm run check.`;
  }
}

/** Says what the bot can't do if AvePoint ignores a parameter. */
function ignoredText(parameter: FilterParameter): string {
  return parameter === 'FinishTime'
    ? 'look again for jobs that were listed late'
    : 'tell which jobs belong where';
}
