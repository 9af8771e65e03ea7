import { Temporal } from 'temporal-polyfill';
import type { ConversationRef } from '../../src/domain/place.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { hour } from '../support/fakes.ts';
import { refusal } from '../support/strict-channel.ts';
import type { YearWorld } from './year-bot.ts';
import { runsOf, sourceOf, type YearRun } from './year-runs.ts';

export const minute = 60_000;
export const day = 24 * hour;
export const zone = 'Europe/Berlin';

/** A moment by the clocks of Berlin. */
export const at = (text: string): EpochMs =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;

export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const stretch = (text: string, ms: number): Stretch => ({ from: at(text), to: at(text) + ms });

const base = {
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};
const personal = (id: string): ConversationRef => ({ ...base, home: id, id, kind: 'personal' });
const channel = (id: string): ConversationRef => ({ ...base, home: 'team-1', id, kind: 'channel' });

export const kim = personal('a:kim');
export const lee = personal('a:lee');
const group: ConversationRef = { ...base, home: '19:group', id: '19:group', kind: 'group' };
export const ops = channel('19:ops');
export const mail = channel('19:mail');
export const everywhere = [kim, lee, group, ops, mail];

/** The sentences on the first Wednesday, and the times of day at which they make something due. */
export interface YearSettings {
  readonly digests: readonly (readonly [ConversationRef, string])[];
  readonly watches: readonly (readonly [ConversationRef, string])[];
  readonly dueTimes: readonly string[];
}

const watchAll = [ops, 'watch all backups'] as const;
const digestsOfFew = [
  [kim, 'digest daily at 8'],
  [group, 'digest daily at 8 only problems'],
  [ops, 'digest weekdays at 7:30'],
  [mail, 'digest daily at 18 for exchange'],
] as const;
export const few: YearSettings = {
  digests: digestsOfFew,
  watches: [watchAll],
  dueTimes: ['07:30', '08:00', '18:00'],
};
export const many: YearSettings = {
  digests: [
    ...digestsOfFew,
    [kim, 'digest daily at 2:30'],
    [lee, 'digest daily at 7:30 for sharepoint and onedrive only problems'],
    [group, 'digest mondays at 9'],
  ],
  watches: [
    watchAll,
    [mail, 'watch exchange twice in a row'],
    [lee, 'watch sharepoint and onedrive including partial quiet 22:00 to 06:00'],
  ],
  // The last one belongs to no digest: quiet hours are about to start.
  dueTimes: ['02:30', '07:30', '08:00', '09:00', '18:00', '21:59'],
};

export const year: Stretch = { from: at('2026-10-05T00:00'), to: at('2027-10-05T00:00') };
export const setAt = at('2026-10-07T10:00');

/** Times without a process. */
export const downs: readonly Stretch[] = [
  stretch('2026-11-24T07:29:30', hour + minute),
  stretch('2026-12-02T10:15', 5 * day),
  // It starts while a conversation refuses what it would accept a minute later.
  stretch('2026-12-15T18:02', 40 * day),
  // And this one while all of them refuse.
  stretch('2027-07-07T07:50', 5 * day),
];
/** Times without an answer from AvePoint. */
const silences = [
  stretch('2026-11-19T06:00', 4 * hour),
  stretch('2027-05-18T05:00', 26 * hour),
  stretch('2027-06-01T05:00', 4.5 * hour),
];
/** Teams answers 404 in a conversation. */
const storms: readonly (readonly [ConversationRef, Stretch])[] = [
  [ops, stretch('2026-10-13T07:30', 3 * minute)],
  [kim, stretch('2026-10-16T06:00', 3 * day)],
  [ops, stretch('2026-11-10T05:00', 3 * day)],
  [mail, stretch('2026-12-15T18:00', 3 * minute)],
  ...everywhere.map(place => [place, stretch('2026-11-03T08:00', 3 * minute)] as const),
  ...everywhere.map(place => [place, stretch('2027-05-04T07:00', 3 * day)] as const),
  // It starts when nothing is known, and ends with the next digest.
  [kim, stretch('2027-06-01T09:00', 23 * hour)],
  [group, stretch('2027-06-01T09:00', 23 * hour)],
  ...everywhere.map(place => [place, stretch('2027-07-06T07:00', 3 * day)] as const),
];
/** Teams answers 403 to one message in the group chat. */
const forbiddenFrom = at('2026-10-21T00:00');
/** Teams answers 429, with a wait of five minutes. */
export const throttled = stretch('2026-10-27T08:00', 5 * minute);
export const storeOutages = [
  stretch('2026-11-05T07:55', 10 * minute),
  stretch('2027-08-17T07:25', 10 * minute),
];
/**
 * From these moments on, the store fails for ten minutes once Teams has accepted a message: in the chat, and in the
 * channel.
 */
const failuresAfter: readonly (readonly [ConversationRef, EpochMs])[] = [
  [kim, at('2026-11-17T08:00')],
  [ops, at('2026-11-26T07:30')],
];
/** From these moments on, all services fail for half a day. */
const outages = ['2026-10-29', '2026-12-21', '2027-02-10', '2027-06-15'].map(text => at(`${text}T00:00`));

const isIn = ({ from, to }: Stretch, moment: EpochMs) => moment >= from && moment < to;

export const isSilent = (moment: EpochMs): boolean => silences.some(one => isIn(one, moment));

/** All moments at which something starts or ends. */
export const boundaries: readonly EpochMs[] = [
  ...[...downs, ...silences, throttled, ...storeOutages, ...storms.map(([, one]) => one)].flatMap(
    ({ from, to }) => [from, to],
  ),
  ...failuresAfter.map(([, moment]) => moment),
].sort((a, b) => a - b);

/** The year's runs, from two weeks before it on. */
export function plannedRuns(): readonly YearRun[] {
  return runsOf(year.from - 14 * day, 14 + 366, outages);
}

/** The year's events. */
export function planned(runs: readonly YearRun[]): YearWorld {
  let isForbidden = false;
  const failed = new Set<EpochMs>();
  return {
    source: now => sourceOf(runs, now, isSilent),
    refuse(place, moment) {
      if (storms.some(([{ id }, one]) => id === place && isIn(one, moment))) return refusal(404);
      if (place === kim.id && isIn(throttled, moment)) return refusal(429, 'Throttled', '300');
      if (place !== group.id || isForbidden || moment < forbiddenFrom) return undefined;
      isForbidden = true;
      return refusal(403, 'MessageWritesBlocked');
    },
    isStoreDown: moment => storeOutages.some(one => isIn(one, moment)),
    failsAfter(place, moment) {
      const next = failuresAfter.find(
        ([{ id }, from]) => id === place && moment >= from && !failed.has(from),
      );
      if (!next) return undefined;
      failed.add(next[1]);
      return moment + 10 * minute;
    },
  };
}
