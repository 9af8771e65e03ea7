import type { Service } from '../domain/job.ts';
import type { Retirement } from '../domain/service-records.ts';
import type { EpochMs } from '../domain/time.ts';
import type { RetiredService, Stopped } from '../jobs/stopped.ts';
import { type ExecuteAction, execute } from './actions.ts';
import { askLink } from './common-buttons.ts';
import { personName } from './mention.ts';
import type { Times } from './times.ts';
import { nameOf, namesOf } from './words.ts';

/** The part of an overview's row that shows whether its service has stopped. */
interface Row {
  readonly service: Service;
  readonly stopped?: Stopped | undefined;
}

/** More buttons would hide those of the rest of the card. */
const mostOffers = 2;
/** Further ones are only named. */
const mostRetired = 4;
/** A service that ran within this time hasn't been given up. */
const leastSilenceMs = 24 * 3_600_000;

/** Returns "by Lee on Tue 3 Nov", or "on Tue 3 Nov" if the user isn't known. */
export function retirementText({ by, at }: Retirement, times: Times): string {
  return `${by ? `by ${personName(by)} ` : ''}on ${times.day(at)}`;
}

/**
 * Returns the foot of an overview: which services are retired, by whom, since when, and whether they ran all the same.
 */
export function retiredTexts(retired: readonly RetiredService[] = [], times: Times): readonly string[] {
  if (retired.length === 0) return [];
  const each = retired.slice(0, mostRetired).map(one => {
    const ran = one.ranAt === undefined ? '' : `, but it ran on ${times.day(one.ranAt)}`;
    return `${nameOf(one.service)}, ${retirementText(one, times)}${ran}`;
  });
  const rest = retired.slice(mostRetired).map(({ service }) => service);
  return [`Retired: ${[...each, ...(rest.length > 0 ? [namesOf(rest)] : [])].join('; ')}.`];
}

/** Returns the first line of an overview about retired services that have a row because they ran. */
export function ranThoughRetiredTexts(
  rows: readonly Row[],
  retired: readonly RetiredService[] = [],
  times: Times,
): readonly string[] {
  return shownThoughRetired(rows, retired)
    .slice(0, mostRetired)
    .map(({ service, ranAt }) => `${nameOf(service)} is retired, but it ran on ${times.instant(ranAt)}.`);
}

/** Returns "no backup since Sat 12 Sep". */
export function noBackupSinceText({ goodAt, startedAt }: Stopped, times: Times): string {
  const since = `no backup since ${times.day(startedAt)}`;
  if (goodAt === undefined) return `${since}, and none known to be good`;
  return goodAt === startedAt ? since : `${since}, last good one on ${times.day(goodAt)}`;
}

/** The line of an overview if the records of the services couldn't be read. */
export const recordsUnreadText = 'I couldn’t read which services are retired or were backed up before.';

/**
 * Offers to retire services that have stopped, first those that stopped first, and to expect those again that run
 * though they are retired.
 */
export function retireActions(
  rows: readonly Row[],
  retired: readonly RetiredService[] = [],
  now: EpochMs,
): readonly ExecuteAction[] {
  const stopped = rows
    .flatMap(({ service, stopped }) => (stopped ? [{ service, startedAt: stopped.startedAt }] : []))
    .filter(({ startedAt }) => now - startedAt > leastSilenceMs)
    .toSorted((a, b) => a.startedAt - b.startedAt);
  return [
    ...shownThoughRetired(rows, retired).map(({ service }) => offer(service, 'expected')),
    ...stopped.map(({ service }) => offer(service, 'retired')),
  ].slice(0, mostOffers);
}

/** Returns a button that retires a service, or expects it again. */
export function retireAction(service: Service, isRetired: boolean): ExecuteAction {
  return offer(service, isRetired ? 'retired' : 'expected');
}

/** Returns the sentence that asks whether a service is retired, or which ones are. */
export function retiredQuestion(service: Service | undefined): string {
  return service ? `${isOrAre(service)} ${nameOf(service)} retired?` : 'retired services';
}

/** Returns "is"; "are" for public folders. */
export function isOrAre(service: Service): string {
  return service === 'publicFolder' ? 'are' : 'is';
}

function offer(service: Service, what: 'retired' | 'expected'): ExecuteAction {
  const sentence = `${nameOf(service)} ${isOrAre(service)} ${what}`;
  const title = what === 'retired' ? `Retire ${nameOf(service)}` : `Expect ${nameOf(service)} again`;
  return execute(title, askLink.encode(sentence));
}

function shownThoughRetired(rows: readonly Row[], retired: readonly RetiredService[]) {
  return retired.flatMap(({ service, ranAt }) =>
    ranAt !== undefined && rows.some(row => row.service === service) ? [{ service, ranAt }] : [],
  );
}
