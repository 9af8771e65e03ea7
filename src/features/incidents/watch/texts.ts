import { namesOf, shortNames } from '../../../cards/words.ts';
import type { ClockTime, WatchSpec } from '../../../domain/watch-order.ts';
import { zoneName } from '../../../domain/zone.ts';
import type { WatchesAnswer } from './command-result.ts';

/** More names make no title. */
const mostNames = 3;

/** "all backups", "Exchange and Teams", "7 services" */
export function watchedText({ services }: Pick<WatchSpec, 'services'>): string {
  if (services.length === 0) return 'all backups';
  return shortNames(services, mostNames);
}

/** Returns when a watch alerts and about what, as parts of a line. The zone is data. */
export function watchTerms({ services, inARow, isPartialIncluded, quiet }: WatchSpec): readonly string[] {
  return [
    ...(services.length > mostNames ? [namesOf(services)] : []),
    inARow === 1 ? 'alerts on the first failure' : 'alerts after two failures in a row',
    ...(isPartialIncluded ? ['partial backups count too'] : []),
    ...(quiet ? [`quiet ${clockText(quiet.from)}–${clockText(quiet.to)} (${zoneName(quiet.zone)})`] : []),
  ];
}

/** "06:00" */
export function clockText({ hour, minute }: ClockTime): string {
  return [hour, minute].map(part => String(part).padStart(2, '0')).join(':');
}

/** The reply to the user who saved a watch, beside the card that everyone sees change. */
export const savedText = 'Saved. I’m watching from now on.';
/** The reply to the user who cancelled a watch. */
export const notSavedText = 'Not saved.';

/** The reply to the user who stopped a watch. */
export function endedText(done: WatchesAnswer['done']): string {
  return done === 'ended' ? 'Stopped watching.' : 'That watch has already been stopped.';
}
