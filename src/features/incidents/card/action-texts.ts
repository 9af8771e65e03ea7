import { personName } from '../../../cards/mention.ts';
import { whenNear } from '../../../cards/moments.ts';
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import type { ActionResult, IncidentAction } from '../incident/action.ts';
import type { ActionStamp, OwnerStamp } from '../incident/events.ts';
import type { Incident } from '../incident/incident.ts';
import { isSamePerson, ownerOf } from '../incident/ownership.ts';
import { ownerText } from './people.ts';
import { overText, refusalText } from './refusal-texts.ts';

/** The user who pressed, with the locale and the zone of their texts. */
export type Presser = CardLocale & { readonly zone: string; readonly speaker?: Person | undefined };

/**
 * The reply to the user who pressed a button of an incident, beside the card that changes for everyone. Times are in
 * the user's zone.
 */
export function actionText(answer: ActionResult, act: IncidentAction, reader: Presser, now: EpochMs): string {
  const times = timesFor(reader.zone, reader, now);
  if (answer.kind === 'done') return doneText(answer.incident, act, reader.zone, times, now);
  const isNoteLost = act.what !== 'note' && 'note' in act && act.note !== undefined && act.note !== '';
  const text = undoneText(answer, act, reader, times, now);
  return isNoteLost && answer.kind !== 'note' ? `${text} Your note wasn’t added.` : text;
}

function undoneText(
  answer: Exclude<ActionResult, { readonly kind: 'done' }>,
  act: IncidentAction,
  reader: Presser,
  times: Times,
  now: EpochMs,
): string {
  switch (answer.kind) {
    case 'before':
      return beforeText(answer.incident, answer.stamp, act, times, now);
    case 'owned':
      return isSamePerson(answer.owner.by, reader.speaker)
        ? 'You have it already.'
        : `${personName(answer.owner.by)} has it already.`;
    case 'changed':
      return changedText(answer, act, times, now);
    case 'over':
      return overText(answer.incident, act, times, now);
    default:
      return refusalText(answer, times, now);
  }
}

function doneText(incident: Incident, act: IncidentAction, zone: string, times: Times, now: EpochMs): string {
  switch (act.what) {
    case 'acknowledge':
      return `Acknowledged.${spared(incident)}`;
    case 'takeOver':
      return takenText(incident);
    case 'assign':
      return assignedText(incident, times, now);
    case 'note':
      return 'Note added.';
    case 'snooze':
      return incident.snoozed
        ? `Snoozed until ${times.instant(incident.snoozed.until)} (${zoneName(zone)}).`
        : 'Snoozed.';
    case 'unsnooze':
      return 'No longer snoozed.';
    case 'close':
      return incident.about.kind === 'failing' ? 'Closed. Another failure opens a new incident.' : 'Closed.';
    case 'reopen': {
      const owner = ownerOf(incident);
      return owner ? `Reopened. ${personName(owner)} has it again.` : 'Reopened. No one has it yet.';
    }
  }
}

function takenText(incident: Incident): string {
  const from = incident.assigned?.from;
  return from ? `You’ve taken over from ${personName(from)}.` : `You’ve taken over.${spared(incident)}`;
}

/** The mention in the thread may have to wait for the end of quiet hours. */
function assignedText(incident: Incident, times: Times, now: EpochMs): string {
  const { assigned, quiet } = incident;
  if (!assigned?.assignedBy) return takenText(incident);
  const who = personName(assigned.by);
  const until = quietUntil(quiet, now);
  const told =
    until === undefined
      ? `I’m telling ${who} in the thread.`
      : `Quiet hours: I’ll tell ${who} ${whenNear(until, now, times)}.`;
  return `Assigned to ${who}. ${told}`;
}

/** Names who would have been called next. */
function spared({ call }: Incident): string {
  return call?.fallback === undefined || call.isEscalated
    ? ''
    : ` ${personName(call.fallback)} won’t be called.`;
}

/** Names who did it before, which may be a different action: a user who took the incident has acknowledged it, too. */
function beforeText(
  incident: Incident,
  stamp: OwnerStamp,
  { what }: IncidentAction,
  times: Times,
  now: EpochMs,
): string {
  const who = personName(stamp.by);
  const when = whenNear(stamp.at, now, times);
  const isDeed = (other: ActionStamp | undefined) => other?.at === stamp.at && other.by.id === stamp.by.id;
  if (what === 'snooze' && incident.snoozed)
    return `${who} has snoozed it until ${times.near(incident.snoozed.until, now)}.`;
  if (what === 'unsnooze') return `${who} ended the snooze ${when}.`;
  if (what === 'reopen') return `${who} reopened it ${when}.`;
  if (what === 'note') return 'You’ve added this note already.';
  if (what === 'close' || isDeed(incident.closed)) return `${who} closed it ${when}.`;
  if (what === 'takeOver' || isDeed(incident.assigned)) return `${ownerText(stamp)} ${when}.`;
  return `${who} acknowledged it ${when}.`;
}

/** "Lee took it at 02:20.", "Lee acknowledged it at 02:20." */
function owningText(
  stamp: OwnerStamp,
  { acknowledged, assigned }: Incident,
  times: Times,
  now: EpochMs,
): string {
  const how = assigned || !acknowledged ? ownerText(stamp) : `${personName(stamp.by)} acknowledged it`;
  return `${how} ${whenNear(stamp.at, now, times)}.`;
}

/** What has changed since the card was drawn, and what a second press would do. */
function changedText(
  { incident, stamp }: Extract<ActionResult, { readonly kind: 'changed' }>,
  act: IncidentAction,
  times: Times,
  now: EpochMs,
): string {
  const who = personName(stamp.by);
  const when = whenNear(stamp.at, now, times);
  switch (act.what) {
    case 'takeOver':
      return `${owningText(stamp, incident, times, now)} Press again to take it over from ${who}.`;
    case 'assign':
      return `${owningText(stamp, incident, times, now)} Press again to assign it to ${personName(act.to)}.`;
    case 'unsnooze':
      return `${who} snoozed it again ${when}. Press again to end that.`;
    default:
      return `${who} closed it again ${when}. Press again to reopen it.`;
  }
}
