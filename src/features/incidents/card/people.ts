import { type MentionEntity, mentionOf, personName } from '../../../cards/mention.ts';
import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen, notifiesOnCall, ownerOf } from '../incident/incident.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { beganAt } from './status.ts';

/**
 * Names the owner in a line: "New: nobody has it yet", "Kim has it since 02:14, snoozed until 06:00". Returns undefined
 * if the incident is over and no one was called.
 */
export function statusText(incident: Incident, now: EpochMs, times: Times): string | undefined {
  const { acknowledged, assigned, call, snoozed } = incident;
  const at = (when: EpochMs) => times.near(when, beganAt(incident));
  const ownerText = assigned
    ? `${personName(assigned.by)} ${isOpen(incident) ? 'has it' : 'had it'} since ${at(assigned.at)}`
    : acknowledged
      ? `Acknowledged by ${personName(acknowledged.by)}, ${at(acknowledged.at)}`
      : undefined;
  if (!isOpen(incident)) return ownerText ?? (call?.who && 'Nobody acknowledged it');
  if (!snoozed || !isSnoozed(incident, now)) return ownerText ?? 'New: nobody has it yet';
  if (!ownerText) return `Snoozed by ${personName(snoozed.by)} until ${at(snoozed.until)}`;
  const by = snoozed.by.id === ownerOf(incident)?.id ? '' : ` by ${personName(snoozed.by)}`;
  return `${ownerText}, snoozed${by} until ${at(snoozed.until)}`;
}

export function isSnoozed({ snoozed }: Incident, now: EpochMs): boolean {
  return snoozed !== undefined && snoozed.until > now;
}

/** The line about who is on call: its text, which contains only fixed words and names, and the mention in it. */
export interface OnCallLine {
  readonly text: string;
  readonly mention: MentionEntity | undefined;
}

/**
 * Names who is called if backups fail or don't start; only the card that calls them mentions them. Returns undefined if
 * there is nothing to show.
 */
export function onCallLine(
  { incident, who }: Extract<IncidentMessage, { readonly kind: 'card' }>,
  times: Times,
): OnCallLine | undefined {
  // An incident that was opened again has no line until the person on call is called again.
  if (!isOpen(incident) || (incident.reopened !== undefined && !incident.call)) return undefined;
  const isFree = !ownerOf(incident);
  const person = who ?? incident.call?.who;
  if (!person) {
    // Missing data calls no one, whatever the roster; and in a personal chat there is no one to call.
    return isFree && notifiesOnCall(incident) && incident.kind !== 'personal'
      ? { text: 'Nobody is on duty here: say “on duty @Name”.', mention: undefined }
      : undefined;
  }
  const { text, entity } = mentionOf(person);
  const isCalled = isFree && who !== undefined;
  const escalated = incident.events.flatMap(event => (event.what === 'escalated' ? [event] : [])).at(-1);
  const also = escalated
    ? `; ${personName(escalated.who)} was called too, ${times.near(escalated.at, beganAt(incident))}`
    : '';
  return {
    text: `On duty: ${isCalled ? text : personName(person)}${also}`,
    mention: isCalled ? entity : undefined,
  };
}
