import { minutesText } from '../../../cards/durations.ts';
import { clipped } from '../../../cards/plain.ts';
import type { Mood } from '../../../cards/severity.ts';
import type { Times } from '../../../cards/times.ts';
import { fullNameOf, lookOfState, nameOf, shortNames } from '../../../cards/words.ts';
import { plural } from '../../../domain/plural.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type {
  IncidentSubject,
  LongRunningSubject,
  MissingStart,
  MissingStartsSubject,
  NoDataSubject,
  UnclearEndsSubject,
} from '../incident/incident.ts';
import type { IncidentStatus } from './status.ts';
import type { SubjectSummary } from './subject-summary.ts';

/** Subjects of incidents beside failures. */
export type NoticeSubject = Exclude<IncidentSubject, { readonly kind: 'failing' }>;

/** Returns the summary of missing data, and of backups that don't end, don't start, or ended in an unknown way. */
export function noticeSummary(
  about: NoticeSubject,
  status: IncidentStatus,
  now: EpochMs,
  times: Times,
): SubjectSummary {
  const isRecovered = status === 'recovered';
  switch (about.kind) {
    case 'blind':
      return isRecovered ? dataBackSummary(about, times) : noDataSummary(about, times);
    case 'stuck':
      return isRecovered ? endedSummary(about, times) : longRunningSummary(about, now, times);
    case 'stopped':
      return isRecovered ? startAgainSummary(about, times) : stoppedSummary(about, times);
    case 'unclear':
      return unclearSummary(about, times);
  }
}

const noDataReasons: Readonly<Record<NoDataSubject['reason'], string>> = {
  noAnswer: 'AvePoint isn’t answering.',
  doubtful: 'AvePoint’s answers contradict each other.',
  refused: 'AvePoint refuses access: ask whoever runs this bot to check its app registration.',
  tooMany: 'There are more backups than I can read.',
  unexpected: 'Something went wrong in this bot: ask whoever runs it to check its log.',
};

function noDataSummary(about: NoDataSubject, times: Times): SubjectSummary {
  return {
    sign: '?',
    text: noDataText(about, times),
    mood: 'warning',
    details: [`${noDataReasons[about.reason]} I can’t tell whether these backups are failing.`],
  };
}

/** Returns "No data for Exchange and Teams since Mon 23 Nov, 02:10". */
export function noDataText({ services, since }: NoDataSubject, times: Times): string {
  const what = services.length === 0 ? 'No backup data' : `No data for ${shortNames(services)}`;
  return `${what} since ${times.instant(since)}`;
}

/** Returns "Backup data is back", "Data for Exchange and Teams is back". */
export function dataBackText({ services }: NoDataSubject): string {
  return services.length === 0 ? 'Backup data is back' : `Data for ${shortNames(services)} is back`;
}

/** What happened meanwhile isn't lost. */
export const lateReportsText = 'Anything that failed meanwhile is reported late.';

/** Neutral, since failures that ended meanwhile are yet to be reported. */
function dataBackSummary(about: NoDataSubject, times: Times): SubjectSummary {
  const { seenAgainAt = about.since, since } = about;
  return {
    sign: '',
    text: dataBackText(about),
    mood: 'neutral',
    details: [
      `Missing from ${times.instant(since)} to ${times.near(seenAgainAt, since)}${times.zoneNote}`,
      lateReportsText,
    ],
  };
}

function longRunningSummary(about: LongRunningSubject, now: EpochMs, times: Times): SubjectSummary {
  const { service, startedAt, usualMs } = about;
  return {
    sign: '△',
    text: `${fullNameOf(service)}: ${runningForText(about, now)}`,
    mood: 'warning',
    details: [
      `Usually takes ${minutesText(usualMs)}; this one started ${times.instant(startedAt)}${times.zoneNote}`,
    ],
  };
}

/** Returns "a backup has been running for over 9 h": stays true until the card is edited. */
export function runningForText({ startedAt }: LongRunningSubject, now: EpochMs): string {
  return `a backup has been running for over ${minutesText(Math.max(0, now - startedAt))}`;
}

type EndState = NonNullable<LongRunningSubject['ended']>['state'];

const endMoods: Readonly<Record<NonNullable<EndState>, Mood>> = {
  finished: 'good',
  failed: 'attention',
  partiallyFinished: 'warning',
  finishedWithException: 'warning',
};

function endedSummary(about: LongRunningSubject, times: Times): SubjectSummary {
  const { ended, service, startedAt } = about;
  const at = ended?.at ?? startedAt;
  const state = ended?.state;
  const how = `${endVerb(state)} after ${minutesText(Math.max(0, at - startedAt))}`;
  return {
    sign: state ? lookOfState(state).sign : '?',
    text: `${fullNameOf(service)}: the long backup ${how}${state ? '' : ', result unknown'}`,
    mood: state ? endMoods[state] : 'neutral',
    details: [`${times.instant(startedAt)} to ${times.near(at, startedAt)}${times.zoneNote}`],
  };
}

/** Returns "failed", "finished with exceptions"; "ended" if the result isn't known. */
export function endVerb(state: EndState): string {
  return state ? lookOfState(state).word.toLowerCase() : 'ended';
}

/** Returns those that still don't start; all of them if none is left. */
function lastingOf({ stops }: MissingStartsSubject): readonly MissingStart[] {
  const those = stops.filter(({ againAt, isRetired }) => againAt === undefined && !isRetired);
  return those.length > 0 ? those : stops;
}

function servicesIn(stops: readonly MissingStart[]) {
  return [...new Set(stops.map(({ service }) => service))];
}

function stoppedSummary(about: MissingStartsSubject, times: Times): SubjectSummary {
  const those = lastingOf(about);
  return {
    sign: '✕',
    text: stoppedText(about, times),
    mood: 'attention',
    details: those.length === 1 ? those.map(stop => dueText(stop, times)) : [],
  };
}

/** Returns "Exchange: no backup has started since Mon 23 Nov, 02:00", "Backups of Exchange and OneDrive aren’t starting". */
export function stoppedText(about: MissingStartsSubject, times: Times): string {
  const those = lastingOf(about);
  const services = servicesIn(those);
  const [only] = those;
  if (services.length > 1 || !only) return `Backups of ${shortNames(services)} aren’t starting`;
  const name = fullNameOf(only.service);
  if (those.length > 1) return `${name}: backups aren’t starting in ${those.length} locations`;
  const where = only.location === undefined ? '' : ' in one location';
  return `${name}: no backup has started${where} since ${times.instant(only.lastAt)}`;
}

/** Returns "The next one was due in eastUS by 08:30 (Europe/Berlin)". The location comes from AvePoint. */
function dueText(stop: MissingStart, times: Times): string {
  return `The next one was due${placeOf(stop)} by ${times.near(stop.dueAt, stop.lastAt)}${times.zoneNote}`;
}

function placeOf({ location }: MissingStart): string {
  return location === undefined ? '' : ` in ${clipped(location, 20)}`;
}

/** Returns a line for each stop if there are several: "OneDrive in eastUS: last started Mon 23 Nov, 02:00; due by 08:30". */
export function stopLines({ stops }: MissingStartsSubject, times: Times): readonly string[] {
  if (stops.length === 1) return [];
  return stops.map(stop => {
    const { againAt, dueAt, isRetired, lastAt, service } = stop;
    const name = `${nameOf(service)}${placeOf(stop)}`;
    if (isRetired) return `${name}: retired`;
    return againAt === undefined
      ? `${name}: last started ${times.instant(lastAt)}, next due by ${times.near(dueAt, lastAt)}`
      : `${name}: started again ${times.instant(againAt)}`;
  });
}

/** Neutral: a backup that has started hasn't finished yet. */
function startAgainSummary(about: MissingStartsSubject, times: Times): SubjectSummary {
  const at = startedAgainAt(about);
  const firstAt = Math.min(...about.stops.map(({ lastAt }) => lastAt));
  return {
    sign: '',
    text: startAgainText(about),
    mood: 'neutral',
    details:
      at === undefined || about.stops.length > 1
        ? []
        : [`None started from ${times.instant(firstAt)} to ${times.near(at, firstAt)}${times.zoneNote}`],
  };
}

/** Returns "Backups of Exchange started again", or "Exchange is retired" if none does. */
export function startAgainText({ stops }: MissingStartsSubject): string {
  const again = servicesIn(stops.filter(({ againAt }) => againAt !== undefined));
  const retired = servicesIn(stops);
  return again.length > 0
    ? `Backups of ${shortNames(again)} started again`
    : `${shortNames(retired)} ${plural(retired.length, 'is', 'are')} retired`;
}

/** Returns when the last service started again; undefined if none did. */
export function startedAgainAt({ stops }: MissingStartsSubject): EpochMs | undefined {
  const again = stops.flatMap(({ againAt }) => againAt ?? []);
  return again.length === 0 ? undefined : Math.max(...again);
}

/** Nothing follows from it, so it has only one state. */
function unclearSummary(about: UnclearEndsSubject, times: Times): SubjectSummary {
  const { count, word } = about;
  const how =
    word === undefined
      ? plural(count, 'How it ended is unknown', 'How they ended is unknown')
      : `AvePoint calls the state “${clipped(word, 40)}”`;
  return {
    sign: '?',
    text: unclearText(about, times),
    mood: 'warning',
    details: [`${how}: ${plural(count, 'it counts', 'they count')} neither as failed nor as clean.`],
  };
}

/** Returns "Teams: 1 backup ended in an unknown state", "Teams: 2 backups disappeared while running". */
export function unclearText({ count, service, word }: UnclearEndsSubject, times: Times): string {
  const backups = `${times.number(count)} ${plural(count, 'backup', 'backups')}`;
  const how =
    word === undefined
      ? 'disappeared while running'
      : `ended in ${plural(count, 'an unknown state', 'unknown states')}`;
  return `${fullNameOf(service)}: ${backups} ${how}`;
}
