import { type MentionEntity, mentionOf, personName } from '../../../cards/mention.ts';
import { whenNear } from '../../../cards/moments.ts';
import { clipped } from '../../../cards/plain.ts';
import type { Times } from '../../../cards/times.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { OwnerStamp } from '../incident/events.ts';
import { currentEvents, type Incident, isOpen, notifiesOnCall } from '../incident/incident.ts';
import { ownerOf } from '../incident/ownership.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { beganAt } from './status.ts';

/**
 * Names the owner in a line: "Unacknowledged", "Lee took it at 02:20 · snoozed until 06:00". Returns undefined if the
 * incident is over and no one was called.
 */
export function statusText(incident: Incident, now: EpochMs, times: Times): string | undefined {
  const { acknowledged, assigned, call, snoozed } = incident;
  const at = (when: EpochMs) => whenNear(when, beganAt(incident), times);
  const owner = assigned
    ? `${ownerText(assigned)} ${at(assigned.at)}`
    : acknowledged && `${personName(acknowledged.by)} acknowledged it ${at(acknowledged.at)}`;
  if (!isOpen(incident)) return owner ?? (call?.who && unacknowledgedText(incident));
  const status = owner ?? 'Unacknowledged';
  if (!snoozed || !isSnoozed(incident, now)) return status;
  const by = snoozed.by.id === ownerOf(incident)?.id ? '' : ` by ${personName(snoozed.by)}`;
  return `${status} · snoozed${by} until ${times.near(snoozed.until, beganAt(incident))}`;
}

/** Returns "Lee took it", "Kim took it over from Lee", "Kim assigned it to Lee". */
export function ownerText({ by, from, assignedBy }: Omit<OwnerStamp, 'at'>): string {
  if (assignedBy) return `${personName(assignedBy)} assigned it to ${personName(by)}`;
  return from ? `${personName(by)} took it over from ${personName(from)}` : `${personName(by)} took it`;
}

/** Returns the latest note, "Kim 02:41: restarted the job": data; undefined if there is none. */
export function noteText(incident: Incident, times: Times): string | undefined {
  const note = incident.notes?.at(-1);
  if (!note) return undefined;
  return `${personName(note.by)} ${times.near(note.at, beganAt(incident))}: ${clipped(note.text, shownNoteLength)}`;
}

/** The report has the whole note. */
const shownNoteLength = 200;

/** A user may have acknowledged the incident before it was opened again. */
function unacknowledgedText({ events }: Incident): string {
  const isBefore = events.some(({ what }) => what === 'acknowledged' || what === 'assigned');
  return `No one acknowledged it${isBefore ? ' this time' : ''}`;
}

export function isSnoozed({ snoozed }: Incident, now: EpochMs): boolean {
  return snoozed !== undefined && snoozed.until > now;
}

/** Who was called, as the rest of the line about the owner: fixed words and names only, and the mention in them. */
interface CalledText {
  readonly text: string;
  /** How to put someone on call, if no one was. */
  readonly hint: string | undefined;
  readonly mention: MentionEntity | undefined;
}

/** The card names this many; the report has all of them. */
const mostCalled = 3;

/**
 * Names who was called, and when, while no one has taken the incident: others may be on call by now. Only the card that
 * calls a person mentions them. Returns undefined if no one is to be called.
 */
export function calledText(
  { incident, who }: Extract<IncidentMessage, { readonly kind: 'card' }>,
  times: Times,
): CalledText | undefined {
  const { call, kind, reopened } = incident;
  if (!isOpen(incident) || ownerOf(incident)) return undefined;
  // An incident that was opened again has called no one until that person is called again.
  if (reopened !== undefined && !call) return undefined;
  const called = calledIn(incident);
  if (called.length === 0) {
    // Missing data calls no one, whatever the roster; and in a personal chat there is no one to call.
    return notifiesOnCall(incident) && kind !== 'personal'
      ? {
          text: 'no one was called',
          hint: 'No one was on call. To put someone on call, say “on call @Name”.',
          mention: undefined,
        }
      : undefined;
  }
  const mention = who && mentionOf(who);
  const names = called.slice(-mostCalled).map(one => {
    const name = mention && one.who.id === who.id ? mention.text : personName(one.who);
    return `${name} ${whenNear(one.at, beganAt(incident), times)}`;
  });
  return { text: `called ${names.join(', ')}`, hint: undefined, mention: mention?.entity };
}

/** Returns who was called since the incident was opened, or opened again; the card that calls the first isn't recorded. */
function calledIn(incident: Incident): readonly { readonly who: Person; readonly at: EpochMs }[] {
  const { call } = incident;
  const recorded = currentEvents(incident).flatMap(event =>
    event.what === 'called' || event.what === 'escalated' ? [event] : [],
  );
  const isRecorded = recorded.some(({ who }) => who.id === call?.who?.id);
  return [...(call?.who && !isRecorded ? [{ who: call.who, at: call.at }] : []), ...recorded];
}
