import { namesOf } from '../../../cards/words.ts';
import type { ClockTime, WatchSpec } from '../../../domain/watch-order.ts';
import { zoneName } from '../../../domain/zone.ts';
import type { WatchesAnswer } from './command-result.ts';

/** More names make no title. */
const mostNames = 3;

/** "all backups", "Exchange and Teams", "7 services" */
export function watchedText({ services }: Pick<WatchSpec, 'services'>): string {
  if (services.length === 0) return 'all backups';
  return services.length > mostNames ? `${services.length} services` : namesOf(services);
}

/** What is told and when, as parts of a line. The zone is data. */
export function watchTerms({ services, inARow, isPartialIncluded, quiet }: WatchSpec): readonly string[] {
  return [
    ...(services.length > mostNames ? [namesOf(services)] : []),
    inARow === 1 ? 'told at the first failure' : 'told after two failures in a row',
    ...(isPartialIncluded ? ['partial runs count as failures'] : []),
    ...(quiet ? [`quiet ${clockText(quiet.from)} to ${clockText(quiet.to)} (${zoneName(quiet.zone)})`] : []),
  ];
}

/** "06:00" */
export function clockText({ hour, minute }: ClockTime): string {
  return [hour, minute].map(part => String(part).padStart(2, '0')).join(':');
}

/** For the one who saved a watch, beside the card that everybody sees change. */
export const savedText = 'Saved: it is watched from now on.';
/** For the one who cancelled a watch. */
export const notSavedText = 'Not saved.';

/** For the one who ended a watch. */
export function endedText(done: WatchesAnswer['done']): string {
  return done === 'ended' ? 'Ended: it is not watched any more.' : 'That watch is not set any more.';
}
