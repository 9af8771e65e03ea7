import type { Finding } from './finding.ts';
import { inconclusive } from './inconclusive.ts';
import type { Filter } from './window-filter.ts';

export const tried = 'time window';

/** As the bot takes it. */
function isAsTaken({ by, grain }: Filter): boolean {
  return by === 'start' && grain === 'second';
}

/** True if it is certain that the bot's periods would be answered otherwise than it takes them. */
export function isElsewise(left: readonly Filter[]): boolean {
  return left.length > 0 && !left.some(isAsTaken);
}

/** What the ways of filtering that are left mean for users. */
export function windowFinding(left: readonly Filter[]): Finding {
  if (left.length === 1 && left.every(isAsTaken))
    return { mark: 'ok', tried, seen: 'the time of day counts, and a window is about the start of jobs' };
  const again = 'run it again once more backups have run.';
  if (left.length === 0)
    return inconclusive(tried, 'what came fits no way of filtering that is thought of', again);
  if (!isElsewise(left))
    return inconclusive(tried, 'the jobs that are there fit several ways of filtering', again);
  const effects = left.map(effectOf).sort((a, b) => Number(b.isLosing) - Number(a.isLosing));
  const [worst] = effects;
  if (worst === undefined) throw new Error('no effect of a filter');
  return {
    // Jobs too many are seen on the card, which says so; jobs too few are not.
    mark: worst.isLosing ? 'failure' : 'warning',
    tried,
    seen: `${waysWords(left)}: ${worst.means}`,
    fix: `no setting changes this. ${worst.meanwhile} Tell AvePoint’s support.`,
  };
}

function waysWords(left: readonly Filter[]): string {
  if (left.every(({ by }) => by === 'nothing')) return 'windows are not regarded';
  const grains = [...new Set(left.map(({ grain }) => grainWords[grain]))].join(', or ');
  const times = [...new Set(left.map(({ by }) => byWords[by]))].join(', or ');
  return `${grains}, and a window is about ${times}`;
}

const grainWords: Readonly<Record<Filter['grain'], string>> = {
  second: 'the time of day counts',
  days: 'the time of day does not count (whole days, UTC)',
  midnights: 'the time of day does not count (from midnight to midnight, UTC)',
};

const byWords: Readonly<Record<Filter['by'], string>> = {
  start: 'the start of jobs',
  end: 'the end of jobs',
  overlap: 'whether jobs ran at some time in it',
  within: 'the start and the end of jobs',
  nothing: 'nothing',
};

interface Effect {
  /** Jobs that were asked for may be missing, and no card can show that. */
  readonly isLosing: boolean;
  readonly means: string;
  /** How to ask nonetheless. */
  readonly meanwhile: string;
}

const overviews =
  'Overviews are right all the same: the bot finds this out and reads its windows accordingly.';

function effectOf({ by, grain }: Filter): Effect {
  if (grain === 'midnights')
    return {
      isLosing: true,
      means: 'a period within one day is empty, and the last day of a longer one is left out',
      meanwhile:
        'Only periods of whole days (UTC) that end a day later than meant are complete; do not rely on watches, digests and overviews.',
    };
  if (by === 'nothing')
    return {
      isLosing: true,
      means: 'every period brings all jobs there are',
      meanwhile:
        'Overviews stay unknown, digests and watches are of no use; each card of a list warns of the jobs outside its period.',
    };
  if (by === 'end' || by === 'within')
    return {
      isLosing: true,
      means: 'jobs that still ran when a period was over are missing in its list, running ones among them',
      meanwhile: `Periods that reach up to now have every job that ended; ask for “running jobs” beside them. ${overviews}`,
    };
  if (grain === 'days')
    return {
      isLosing: false,
      means: 'a list has all jobs of the days that its period touches (UTC)',
      meanwhile: `Ask for whole days (UTC): counts of shorter periods are too high. Cards warn of the jobs outside. ${overviews}`,
    };
  return {
    isLosing: false,
    means: 'jobs that began before a period are in its list, too',
    meanwhile: `Counts are too high by those; cards warn of the jobs outside. ${overviews}`,
  };
}
