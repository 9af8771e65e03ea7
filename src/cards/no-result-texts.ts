import type { ServiceHealth } from '../jobs/health.ts';
import { isMissing } from '../jobs/service-state.ts';
import { isQuiet } from '../jobs/tally.ts';
import { nameOf, namesOf } from './words.ts';

/** The headline if no backup of any service started, though some were expected. */
export const nothingStartedText = 'No backup started: has the schedule stopped?';

/** Returns true if no job of any of these services started, though each was expected to run. */
export function isNothingStarted(services: readonly ServiceHealth[]): boolean {
  return services.length > 0 && services.every(one => one.tally?.total === 0 && isMissing(one));
}

/** Returns the headline if no service has a problem, but some didn't run. */
export function neutralHeadline(services: readonly ServiceHealth[]): string {
  if (services.every(({ tally }) => tally?.total === 0)) return 'Nothing ran';
  const isAnyDone = services.some(({ verdict }) => verdict === 'good');
  return isAnyDone ? 'What ran finished without problems' : 'Nothing finished yet';
}

/** Names the services whose result is unknown, and why, unless the reason is a doubt of the index. */
export function unknownTexts(services: readonly ServiceHealth[]): readonly string[] {
  const unknown = services.filter(({ verdict, doubt }) => verdict === 'unknown' && !doubt);
  const isPlanUnread = ({ tally }: ServiceHealth) => tally !== undefined && isQuiet(tally);
  const unread = unknown.filter(one => !isPlanUnread(one)).map(({ service }) => service);
  return [
    ...(unread.length === 0 ? [] : [`${namesOf(unread)}: could not be read reliably.`]),
    ...unknown
      .filter(isPlanUnread)
      .map(({ service }) => `${nameOf(service)}: nothing ran, and whether a run was due could not be read.`),
  ];
}
