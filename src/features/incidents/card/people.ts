import { type MentionEntity, mentionOf, personName } from '../../../cards/mention.ts';
import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen, notifiesOnCall, ownerOf } from '../incident/incident.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { whenText } from './moments.ts';
import { beganAt } from './status.ts';

/**
 * Names the owner in a line: "Unacknowledged", "Lee took it at 02:20 · snoozed until 06:00". Returns undefined if the
 * incident is over and no one was called.
 */
export function statusText(incident: Incident, now: EpochMs, times: Times): string | undefined {
  const { acknowledged, assigned, call, snoozed } = incident;
  const at = (when: EpochMs) => whenText(when, beganAt(incident), times);
  const owner = assigned
    ? `${personName(assigned.by)} took it ${at(assigned.at)}`
    : acknowledged && `${personName(acknowledged.by)} acknowledged it ${at(acknowledged.at)}`;
  if (!isOpen(incident)) return owner ?? (call?.who && 'No one acknowledged it');
  const status = owner ?? 'Unacknowledged';
  if (!snoozed || !isSnoozed(incident, now)) return status;
  const by = snoozed.by.id === ownerOf(incident)?.id ? '' : ` by ${personName(snoozed.by)}`;
  return `${status} · snoozed${by} until ${times.near(snoozed.until, beganAt(incident))}`;
}

export function isSnoozed({ snoozed }: Incident, now: EpochMs): boolean {
  return snoozed !== undefined && snoozed.until > now;
}

/** Who is on call, as the rest of the line about the owner: fixed words and names only, and the mention in them. */
interface OnCallText {
  readonly text: string;
  /** How to put someone on call, if no one is. */
  readonly hint: string | undefined;
  readonly mention: MentionEntity | undefined;
}

/**
 * Names who is called while no one has taken the incident; only the card that calls them mentions them. Returns
 * undefined if no one is to be called.
 */
export function onCallText(
  { incident, who }: Extract<IncidentMessage, { readonly kind: 'card' }>,
  times: Times,
): OnCallText | undefined {
  const { call, events, kind, reopened } = incident;
  if (!isOpen(incident) || ownerOf(incident)) return undefined;
  // An incident that was opened again has no one on call until that person is called again.
  if (reopened !== undefined && !call) return undefined;
  const person = who ?? call?.who;
  if (!person) {
    // Missing data calls no one, whatever the roster; and in a personal chat there is no one to call.
    return notifiesOnCall(incident) && kind !== 'personal'
      ? {
          text: 'no one is on call',
          hint: 'To put someone on call, say “on call @Name”.',
          mention: undefined,
        }
      : undefined;
  }
  const { text, entity } = mentionOf(person);
  const escalated = events.flatMap(event => (event.what === 'escalated' ? [event] : [])).at(-1);
  const also = escalated
    ? `, ${personName(escalated.who)} was called ${whenText(escalated.at, beganAt(incident), times)}`
    : '';
  return {
    text: `${who ? text : personName(person)} is on call${also}`,
    hint: undefined,
    mention: who && entity,
  };
}
