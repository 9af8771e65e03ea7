import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import { namesOf, shortNames } from '../../../cards/words.ts';
import { services as allServices, type Service } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { watchedText } from '../watch/texts.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf } from '../watch/watches.ts';

/** A line has no room for more. */
const mostWatches = 3;

/**
 * Returns what is and isn't watched in a conversation, for a list without incidents: without a watch none is noticed.
 *
 * @param asked - The services that were asked for; empty for all.
 */
export function watchedLines(
  watches: readonly Watch[],
  asked: readonly Service[],
  now: EpochMs,
  reader: CardLocale,
): readonly string[] {
  if (watches.length === 0) return ['Nothing is watched here, and only what is watched can have incidents.'];
  const covered = new Set(watches.flatMap(servicesOf));
  const missing = (asked.length === 0 ? allServices : asked).filter(service => !covered.has(service));
  const set = watches.slice(0, mostWatches).map(watch => setText(watch, timesFor(watch.zone, reader, now)));
  const rest = watches.length - mostWatches;
  return [
    `Watched here: ${set.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
    ...(missing.length === 0 ? [] : [missingText(missing, asked)]),
  ];
}

/** Returns "Exchange (set Sat 21 Nov)": before that day it may not have been watched. */
function setText(watch: Watch, times: Times): string {
  return `${watchedText(watch)} (set ${times.day(watch.createdAt)})`;
}

function missingText(missing: readonly Service[], asked: readonly Service[]): string {
  if (asked.length === 0) return 'Other services aren’t watched here, so they have no incidents.';
  const names = missing.length > mostWatches ? shortNames(missing) : namesOf(missing);
  return `${names} ${plural(missing.length, 'isn’t', 'aren’t')} watched here.`;
}
