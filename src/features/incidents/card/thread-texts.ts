import { minutesText } from '../../../cards/durations.ts';
import { mentionOf, personName } from '../../../cards/mention.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import type { RenderedMessage } from '../../../cards/wording.ts';
import { againText, capitalised, nameOf, namesOf } from '../../../cards/words.ts';
import { type Service, services } from '../../../domain/job.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, type LongRunningSubject, serviceFailures } from '../incident/incident.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { failingSinceText, lastRecoveryText, pastVerb, recoveredText } from './headlines.ts';
import {
  endStateText,
  longRunningText,
  noDataServicesText,
  noDataText,
  startAgainText,
  stoppedText,
  unclearText,
} from './no-data-texts.ts';
import { countText, knownRuns } from './run-texts.ts';
import { endText, statusOf } from './status.ts';

type TextMessage = Exclude<IncidentMessage, { readonly kind: 'card' }>;
type FailedAgain = Extract<IncidentMessage, { readonly kind: 'failedAgain' }>;
type Escalation = Extract<IncidentMessage, { readonly kind: 'escalation' }>;
type Reminder = Extract<IncidentMessage, { readonly kind: 'reminder' }>;

/** With more names the text wouldn't be short. */
const mostNames = 3;

/**
 * Renders a message in the thread of an incident's card. Contains no text from outside but the name of the person that
 * it calls.
 */
export function threadText(message: TextMessage): RenderedMessage {
  const times = timesFor(message.incident.zone, message.incident, message.composedAt);
  switch (message.kind) {
    case 'failedAgain':
      return rendered(message, message.who, failedAgainText(message, times));
    case 'escalation':
      return rendered(message, message.who, escalationText(message, times));
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

/** "Exchange failed 4 more times, last at 14:02: ×7 in all." */
function failedAgainText({ composedAt, incident, more }: FailedAgain, times: Times): string {
  const troubles = serviceFailures(incident);
  // The runs that this message reports are those that were noticed last.
  const reported = troubles
    .flatMap(failure => knownRuns(failure).map(run => ({ run, service: failure.service })))
    .sort((a, b) => b.run.foundAt - a.run.foundAt || b.run.endedAt - a.run.endedAt)
    .slice(0, more);
  const runs = reported.map(({ run }) => run);
  if (runs.length === 0) return `${capitalised(lastingText(incident, composedAt, times))}.`;
  const last = times.near(Math.max(...runs.map(({ endedAt }) => endedAt)), composedAt);
  const all = countText(
    troubles.reduce((sum, { count }) => sum + count, 0),
    times,
  );
  const who = fewNames(services.filter(service => reported.some(one => one.service === service)));
  const what = `${who} ${pastVerb(runs)}`;
  const where = troubles.length === 1 ? '' : ` ${troubles.length} services`;
  return more === 1
    ? `${what} again at ${last}: ${all} in all${where}.`
    : `${what} ${times.number(more)} more times, last at ${last}: ${all} in all${where}.`;
}

function fewNames(failed: readonly Service[]): string {
  if (failed.length <= mostNames + 1) return namesOf(failed);
  return `${failed.slice(0, mostNames).map(nameOf).join(', ')} and ${failed.length - mostNames} more services`;
}

/** "nobody has acknowledged this for 15 min: Exchange has been failing since Mon 23 Nov, 02:00." */
function escalationText({ composedAt, incident }: Escalation, times: Times): string {
  const waitedMs = incident.call ? composedAt - incident.call.at : 0;
  const wait = waitedMs > 0 ? ` for ${minutesText(waitedMs)}` : '';
  return `nobody has acknowledged this${wait}: ${lastingText(incident, composedAt, times)}.`;
}

/** "this still lasts, and you have had it for 24 h: Exchange has been failing since Mon 23 Nov, 02:00." */
function reminderText({ composedAt, incident, holder, who }: Reminder, times: Times): string {
  const taken = incident.assigned ?? incident.acknowledged;
  const hadMs = taken ? composedAt - taken.at : 0;
  const holding = who.id === holder.id ? 'you have' : `${personName(holder)} has`;
  return `this still lasts, and ${holding} had it for ${minutesText(hadMs)}: ${lastingText(incident, composedAt, times)}.`;
}

function lastingText({ about }: Incident, now: EpochMs, times: Times): string {
  switch (about.kind) {
    case 'failing':
      return failingSinceText(about.troubles, times);
    case 'blind':
      return noDataText(about, times);
    case 'stuck':
      return longRunningText(about, now);
    case 'stopped':
      return stoppedText(about, times);
    case 'unclear':
      return unclearText(about);
  }
}

function allClearText(incident: Incident, now: EpochMs, times: Times): string {
  const { about } = incident;
  if (statusOf(incident) !== 'recovered') return `${endText(incident, times)}.`;
  switch (about.kind) {
    case 'failing': {
      const last = about.troubles.length === 1 ? '' : `, the last ${lastRecoveryText(about.troubles, times)}`;
      return `${recoveredText(about.troubles, times)}${last}.`;
    }
    case 'blind': {
      const since = times.near(about.seenAgainAt ?? now, now);
      return `I can see ${noDataServicesText(about)} again since ${since}; what ended meanwhile is told as late.`;
    }
    case 'stuck':
      return longRunningEndText(about, now, times);
    case 'stopped':
      return `${startAgainText(about, now, times)}.`;
    case 'unclear':
      return `${capitalised(unclearText(about))}.`;
  }
}

function longRunningEndText({ ended, service }: LongRunningSubject, now: EpochMs, times: Times): string {
  const at = ended ? ` ${times.near(ended.at, now)}` : '';
  return ended?.state
    ? `The ${nameOf(service)} backup that was stuck has ended: ${endStateText(ended.state)}${at}.`
    : `The ${nameOf(service)} backup that was stuck has ended${at}; how could not be found out.`;
}
