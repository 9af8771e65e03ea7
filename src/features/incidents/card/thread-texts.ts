import { minutesText } from '../../../cards/durations.ts';
import { mentionOf, personName } from '../../../cards/mention.ts';
import { whenNear } from '../../../cards/moments.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import type { RenderedMessage } from '../../../cards/wording.ts';
import { againText, capitalised, nameOf } from '../../../cards/words.ts';
import { services } from '../../../domain/job.ts';
import type { Person } from '../../../domain/person.ts';
import { plural } from '../../../domain/plural.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  type Incident,
  type LongRunningSubject,
  type ServiceFailure,
  serviceFailures,
} from '../incident/incident.ts';
import { ownership } from '../incident/ownership.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { failingSinceText, pastVerb, recoveredSubject, recoveryOf } from './failure-summary.ts';
import {
  dataBackText,
  endVerb,
  lateReportsText,
  noDataText,
  runningForText,
  startAgainText,
  startedAgainAt,
  stoppedText,
  unclearText,
} from './notice-summary.ts';
import { knownRuns, totalText } from './run-texts.ts';
import { firstNames } from './service-names.ts';
import { beganAt, statusOf } from './status.ts';

type TextMessage = Exclude<IncidentMessage, { readonly kind: 'card' }>;
type FailedAgain = Extract<IncidentMessage, { readonly kind: 'failedAgain' }>;
type Escalation = Extract<IncidentMessage, { readonly kind: 'escalation' }>;
type Assignment = Extract<IncidentMessage, { readonly kind: 'assignment' }>;
type Reminder = Extract<IncidentMessage, { readonly kind: 'reminder' }>;

/**
 * Renders a message in the thread of an incident's card. Contains no text from outside but the names of people.
 */
export function threadText(message: TextMessage): RenderedMessage {
  const times = timesFor(message.incident.zone, message.incident, message.composedAt);
  switch (message.kind) {
    case 'failedAgain':
      return rendered(message, message.who, failedAgainText(message, times));
    case 'escalation':
      return rendered(message, message.who, escalationText(message, times));
    case 'assignment':
      return rendered(message, message.who, assignmentText(message, times));
    case 'reminder':
      return rendered(message, message.who, reminderText(message, times));
    case 'allClear':
      return rendered(message, message.who, allClearText(message.incident, message.composedAt, times));
  }
}

function rendered({ isAgain }: TextMessage, who: Person | undefined, text: string): RenderedMessage {
  const before = isAgain ? `${againText} ` : '';
  if (!who) return { kind: 'text', text: `${before}${capitalised(text)}`, mentions: [] };
  const mention = mentionOf(who);
  return { kind: 'text', text: `${before}${mention.text}: ${text}`, mentions: [mention.entity] };
}

/** "Exchange failed 4 more times, last at 14:02: 7 failures in all." */
function failedAgainText({ composedAt, incident, more }: FailedAgain, times: Times): string {
  const troubles = serviceFailures(incident);
  // The runs that this message reports are those that were noticed last.
  const reported = troubles
    .flatMap(failure => knownRuns(failure).map(run => ({ run, service: failure.service })))
    .sort((a, b) => b.run.foundAt - a.run.foundAt || b.run.endedAt - a.run.endedAt)
    .slice(0, more);
  const runs = reported.map(({ run }) => run);
  if (runs.length === 0) return `${lastingText(incident, composedAt, times)}.`;
  const last = whenNear(Math.max(...runs.map(({ endedAt }) => endedAt)), composedAt, times);
  const who = firstNames(services.filter(service => reported.some(one => one.service === service)));
  const what = `${who} ${pastVerb(runs)}`;
  const again = more === 1 ? `again ${last}` : `${times.number(more)} more times, last ${last}`;
  return `${what} ${again}: ${totalText(troubles, times)} in all${outageText(troubles)}.`;
}

function outageText({ length }: readonly ServiceFailure[]): string {
  return length === 1 ? '' : ` ${length} services`;
}

/** "Kim assigned this to you. Exchange has been failing since Mon 23 Nov, 02:00." */
function assignmentText({ by, composedAt, incident }: Assignment, times: Times): string {
  return `${personName(by)} assigned this to you. ${lastingText(incident, composedAt, times)}.`;
}

/** "no one has acknowledged this for 15 min. Exchange has been failing since Mon 23 Nov, 02:00." */
function escalationText({ composedAt, incident }: Escalation, times: Times): string {
  const waitedMs = incident.call ? composedAt - incident.call.at : 0;
  const wait = waitedMs > 0 ? ` for ${minutesText(waitedMs)}` : '';
  const undone = incident.events.findLast(({ what }) => what === 'closeUndone');
  if (undone?.what === 'closeUndone' && undone.at >= (incident.call?.at ?? 0))
    return `${personName(undone.by)} reopened this and no one has it. ${lastingText(incident, composedAt, times)}.`;
  return `no one has acknowledged this${wait}. ${lastingText(incident, composedAt, times)}.`;
}

/** "you took this 24 h ago and it isn’t over. Exchange has been failing since Mon 23 Nov, 02:00." */
function reminderText({ composedAt, incident, holder, who }: Reminder, times: Times): string {
  const { assigned } = incident;
  const taken = ownership(incident);
  const ago = taken ? ` ${minutesText(composedAt - taken.at)} ago` : '';
  const owner = who.id === holder.id ? 'you' : personName(holder);
  const how = assigned?.assignedBy
    ? `${personName(assigned.assignedBy)} assigned this to ${owner}`
    : `${owner} ${assigned ? 'took' : 'acknowledged'} this`;
  return `${how}${ago} and it isn’t over. ${lastingText(incident, composedAt, times)}.`;
}

function lastingText(incident: Incident, now: EpochMs, times: Times): string {
  const { about } = incident;
  switch (about.kind) {
    case 'failing':
      return failingSinceText(incident, times);
    case 'blind':
      return noDataText(about, times);
    case 'stuck':
      return `${nameOf(about.service)}: ${runningForText(about, now)}`;
    case 'stopped':
      return stoppedText(about, times);
    case 'unclear':
      return unclearText(about, times);
  }
}

function allClearText(incident: Incident, now: EpochMs, times: Times): string {
  const { about, closed } = incident;
  if (closed) return `${personName(closed.by)} closed this ${whenNear(closed.at, beganAt(incident), times)}.`;
  if (statusOf(incident) !== 'recovered') return 'This is no longer watched.';
  switch (about.kind) {
    case 'failing':
      return recoveredText(incident, now, times);
    case 'blind':
      return `${dataBackText(about)} since ${times.near(about.seenAgainAt ?? now, now)}. ${lateReportsText}`;
    case 'stuck':
      return longRunningEndText(about, now, times);
    case 'stopped': {
      const at = startedAgainAt(about);
      return `${startAgainText(about)}${at === undefined ? '' : ` ${whenNear(at, now, times)}`}.`;
    }
    case 'unclear':
      return `${unclearText(about, times)}.`;
  }
}

/** "Exchange recovered at 20:05, after 18 h 5 min.", "All 12 services recovered, the last at 20:05, after 18 h 5 min." */
function recoveredText(incident: Incident, now: EpochMs, times: Times): string {
  const troubles = serviceFailures(incident);
  const { at, tookMs } = recoveryOf(incident);
  const last = plural(troubles.length, '', ', the last');
  const took = tookMs > 0 ? `, after ${minutesText(tookMs)}` : '';
  return `${recoveredSubject(troubles)} recovered${last} ${whenNear(at, now, times)}${took}.`;
}

function longRunningEndText({ ended, service }: LongRunningSubject, now: EpochMs, times: Times): string {
  const at = ended ? ` ${whenNear(ended.at, now, times)}` : '';
  return `The long ${nameOf(service)} backup ${endVerb(ended?.state)}${at}${ended?.state ? '' : '; its result is unknown'}.`;
}
