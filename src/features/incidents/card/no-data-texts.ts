import { minutesText } from '../../../cards/durations.ts';
import { clipped } from '../../../cards/plain.ts';
import type { Mood } from '../../../cards/severity.ts';
import type { Times } from '../../../cards/times.ts';
import { capitalised, lookOfState, nameOf, namesOf } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type {
  Incident,
  IncidentSubject,
  LongRunningSubject,
  MissingStart,
  MissingStartsSubject,
  NoDataSubject,
  UnclearEndsSubject,
} from '../incident/incident.ts';
import { endText, statusOf } from './status.ts';

/** Subjects of incidents beside failures. */
export type NoticeSubject = Exclude<IncidentSubject, { readonly kind: 'failing' }>;

interface Line {
  readonly text: string;
  readonly mood: Mood;
}

/** The state of the incident at `now`, in a line. */
export function noticeLine(incident: Incident, about: NoticeSubject, now: EpochMs, times: Times): Line {
  // Nothing follows from it, so it has only one state.
  if (about.kind === 'unclear') return { text: `? ${capitalised(unclearText(about))}`, mood: 'warning' };
  const standing = statusOf(incident);
  switch (standing) {
    case 'open':
      return openLine(about, now, times);
    case 'recovered':
      return overLine(about, now, times);
    case 'closed':
    case 'over':
      return { text: `${endText(incident, times)}: ${pastText(about, times)}`, mood: 'neutral' };
  }
}

function openLine(
  about: NoDataSubject | LongRunningSubject | MissingStartsSubject,
  now: EpochMs,
  times: Times,
): Line {
  switch (about.kind) {
    case 'blind':
      return { text: `? ${noDataText(about, times)}`, mood: 'warning' };
    case 'stuck':
      return {
        text: `△ ${capitalised(longRunningText(about, now))}; usually it takes ${minutesText(about.usualMs)}`,
        mood: 'warning',
      };
    case 'stopped':
      return { text: `✕ ${capitalised(stoppedText(about, times))}`, mood: 'attention' };
  }
}

function overLine(
  about: NoDataSubject | LongRunningSubject | MissingStartsSubject,
  now: EpochMs,
  times: Times,
): Line {
  switch (about.kind) {
    case 'blind':
      return dataBackLine(about, times);
    case 'stuck':
      return endedLine(about);
    case 'stopped':
      // Neutral: a backup that has started hasn't finished yet.
      return { text: startAgainText(about, now, times), mood: 'neutral' };
  }
}

/** "the backups", "Exchange and Teams" */
export function noDataServicesText({ services }: NoDataSubject): string {
  return services.length === 0 ? 'the backups' : namesOf(services);
}

/** "I cannot see the backups since Mon 23 Nov, 02:10" */
export function noDataText(about: NoDataSubject, times: Times): string {
  return `I cannot see ${noDataServicesText(about)} since ${times.instant(about.since)}`;
}

/** "a OneDrive backup has been running for more than 9 h": stays true until the card is edited. */
export function longRunningText({ service, startedAt }: LongRunningSubject, now: EpochMs): string {
  return `${oneBackup(service)} has been running for more than ${minutesText(Math.max(0, now - startedAt))}`;
}

/** Returns those that still don't start; all of them if none is left. */
function lasting({ stops }: MissingStartsSubject): readonly MissingStart[] {
  const those = stops.filter(({ againAt, isRetired }) => againAt === undefined && !isRetired);
  return those.length > 0 ? those : stops;
}

/** "Exchange", "Exchange and Teams", "4 services’" */
export function stoppedNames(about: MissingStartsSubject): string {
  const services = [...new Set(about.stops.map(({ service }) => service))];
  return services.length > mostNames ? `${services.length} services’` : namesOf(services);
}

/** With more names the text wouldn't be short. */
const mostNames = 3;

/** "no Exchange backup has started since Mon 23 Nov, 02:00" */
export function stoppedText(about: MissingStartsSubject, times: Times): string {
  const those = lasting(about);
  const [only] = those;
  if (those.length !== 1 || !only) {
    const services = new Set(those.map(({ service }) => service)).size;
    return services === 1 && only
      ? `${nameOf(only.service)} backups don’t start any more in ${those.length} locations`
      : `backups of ${services} services don’t start any more`;
  }
  return `no ${nameOf(only.service)} backup${placeOf(only)} has started since ${times.instant(only.lastAt)}`;
}

function placeOf({ location }: MissingStart): string {
  return location === undefined ? '' : ` in ${clipped(location, 20)}`;
}

/** "Exchange: last started Mon 23 Nov, 02:00, and the next one was due by 08:30" */
export function stopLine(stop: MissingStart, times: Times): string {
  const { againAt, dueAt, isRetired, lastAt, service } = stop;
  const name = `${nameOf(service)}${placeOf(stop)}`;
  if (isRetired) return `${name}: retired`;
  if (againAt !== undefined) return `${name}: ${startsWord} ${times.near(againAt, lastAt)}`;
  return `${name}: last started ${times.instant(lastAt)}, and the next one was due by ${times.near(dueAt, lastAt)}`;
}

const startsWord = 'started again';

/** "Exchange backups start again since 09:10" */
export function startAgainText(about: MissingStartsSubject, now: EpochMs, times: Times): string {
  const again = about.stops.filter(({ againAt }) => againAt !== undefined);
  if (again.length === 0) return `${stoppedNames(about)} backups are retired`;
  const at = Math.max(...again.map(({ againAt }) => againAt ?? 0));
  return `${stoppedNames({ ...about, stops: again })} backups start again since ${times.near(at, now)}`;
}

/** "an Exchange backup ended as “Foo”, which I don’t know" */
export function unclearText({ count, service, word }: UnclearEndsSubject): string {
  const what = count === 1 ? oneBackup(service) : `${count} ${nameOf(service)} backups`;
  return word === undefined
    ? `${what} disappeared while running: how ${count === 1 ? 'it' : 'they'} ended is unknown`
    : `${what} ended as “${clipped(word, 40)}”, which I don’t know`;
}

function oneBackup(service: Service): string {
  return `${service === 'exchange' ? 'an' : 'a'} ${nameOf(service)} backup`;
}

/** Neutral, since failures that ended meanwhile are yet to be reported. */
function dataBackLine(about: NoDataSubject, times: Times): Line {
  const { seenAgainAt = about.since, services } = about;
  const verb = services.length === 1 ? 'is' : 'are';
  const who = services.length === 0 ? 'Backups' : namesOf(services);
  return { text: `${who} ${verb} seen again since ${times.instant(seenAgainAt)}`, mood: 'neutral' };
}

const endMoods: Readonly<Record<NonNullable<NonNullable<LongRunningSubject['ended']>['state']>, Mood>> = {
  finished: 'good',
  failed: 'attention',
  partiallyFinished: 'warning',
  finishedWithException: 'warning',
};

function endedLine({ ended, service, startedAt }: LongRunningSubject): Line {
  const after = ended ? ` after ${minutesText(Math.max(0, ended.at - startedAt))}` : '';
  return {
    text: `${capitalised(oneBackup(service))} has ended${after}: ${endStateText(ended?.state)}`,
    mood: ended?.state ? endMoods[ended.state] : 'neutral',
  };
}

/** "✕ Failed" */
export function endStateText(state: NonNullable<LongRunningSubject['ended']>['state']): string {
  if (!state) return '? how it ended could not be found out';
  const { sign, word } = lookOfState(state);
  return `${sign} ${word}`;
}

function pastText(about: NoDataSubject | LongRunningSubject | MissingStartsSubject, times: Times): string {
  switch (about.kind) {
    case 'blind':
      return `${noDataServicesText(about)} could not be seen from ${times.instant(about.since)} on`;
    case 'stuck':
      return `${oneBackup(about.service)}, running since ${times.instant(about.startedAt)}`;
    case 'stopped':
      return stoppedText(about, times);
  }
}
