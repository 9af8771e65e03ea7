import type { Finding } from './finding.ts';
import { untold } from './untold.ts';
import type { Filter } from './window-filter.ts';

export const tried = 'time window';

/** As the bot takes it. */
export function isAsTaken({ by, grain }: Filter): boolean {
  return by === 'start' && grain === 'second';
}

/** True where it is certain that the bot's periods would be answered otherwise than it takes them. */
export function isElsewise(left: readonly Filter[]): boolean {
  return left.length > 0 && !left.some(isAsTaken);
}

/** What the ways of filtering that are left mean for whoever asks. */
export function windowFinding(left: readonly Filter[]): Finding {
  if (left.length === 1 && left.every(isAsTaken))
    return { mark: 'ok', tried, seen: 'filters by the start of jobs, to the second' };
  const again = 'run it again once more backups have run.';
  if (left.length === 0) return untold(tried, 'what came fits no way of filtering that is thought of', again);
  if (!isElsewise(left)) return untold(tried, 'the jobs that are there fit several ways of filtering', again);
  const effects = left.map(effectOf).sort((a, b) => Number(b.isLosing) - Number(a.isLosing));
  const [worst] = effects;
  if (worst === undefined) throw new Error('no effect of a filter');
  const ways = [...new Set(left.map(wordsOf))].join(', or ');
  return {
    // Jobs too many are seen on the card, which says so; jobs too few are seen by nobody.
    mark: worst.isLosing ? 'failure' : 'warning',
    tried,
    seen: `filters ${ways}, not by the start of jobs to the second: ${worst.means}`,
    fix: `no setting changes this. ${worst.meanwhile} Tell AvePoint’s support.`,
  };
}

function wordsOf({ by, grain }: Filter): string {
  if (grain !== 'second') return 'by whole days alone';
  switch (by) {
    case 'start':
      return 'by the start of jobs';
    case 'end':
      return 'by the end of jobs';
    case 'overlap':
      return 'by whether jobs ran at some time in it';
    case 'within':
      return 'by the start and the end of jobs';
    case 'nothing':
      return 'nothing';
  }
}

interface Effect {
  /** Jobs that were asked for may be missing, and no card can tell. */
  readonly isLosing: boolean;
  readonly means: string;
  /** How to ask nonetheless. */
  readonly meanwhile: string;
}

function effectOf({ by, grain }: Filter): Effect {
  if (grain === 'midnights')
    return {
      isLosing: true,
      means: 'a period within one day is empty, and the last day of a longer one is left out',
      meanwhile:
        'Only periods of whole days (UTC) that end a day later than meant are complete; do not rely on watches.',
    };
  if (by === 'nothing')
    return {
      isLosing: true,
      means: 'every period brings all jobs there are',
      meanwhile: 'Counts, digests and watches are of no use; each card warns of the jobs outside its period.',
    };
  if (by === 'end' || by === 'within')
    return {
      isLosing: true,
      means: 'jobs that still ran when a period was over are missing in it, running ones among them',
      meanwhile:
        'Periods that reach up to now have every job that ended; ask for “running jobs” beside them.',
    };
  const means =
    grain === 'days'
      ? 'a period brings all jobs of the days it touches (UTC)'
      : 'jobs that began before a period are in it, too';
  return {
    isLosing: false,
    means,
    meanwhile:
      grain === 'days'
        ? 'Ask for whole days (UTC): counts of shorter periods are too high. Cards warn of the jobs outside.'
        : 'Counts are too high by those; cards warn of the jobs outside.',
  };
}
