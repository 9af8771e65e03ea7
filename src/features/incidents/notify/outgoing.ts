import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, type MessageStep, mentionFrom } from '../incident/incident.ts';
import { runsOf } from '../incident/next-step.ts';
import { ownerOf } from '../incident/ownership.ts';
import { firstCall, isUnclaimed } from '../on-call/escalation.ts';
import type { OnCallRoster } from '../on-call/roster.ts';
import type { IncidentMessage } from './message.ts';

/** A message that is about to be sent, with the incident as it was when the message was composed. */
export interface OutgoingMessage {
  readonly incident: Incident;
  readonly step: MessageStep;
  /** Undefined if none is set, or if this message calls no one. */
  readonly roster: OnCallRoster | undefined;
  /** The person that an escalation calls, or that a reminder reminds. */
  readonly notified: Person | undefined;
  /** It may have been sent before. */
  readonly isAgain: boolean;
}

/** Composes the message of a step. */
export function messageOf(outgoing: OutgoingMessage, composedAt: EpochMs): IncidentMessage {
  const { incident, step, roster, notified, isAgain } = outgoing;
  const common = { incident, isAgain, composedAt };
  switch (step) {
    case 'reply': {
      const more = runsOf(incident) - incident.telling.toldRuns;
      const call = incident.call ? undefined : firstCall(incident, roster, composedAt);
      return { ...common, kind: 'failedAgain', more, who: isUnclaimed(incident) ? call?.who : undefined };
    }
    case 'escalation':
      return notified ? { ...common, kind: 'escalation', who: notified } : cardMessage(incident, composedAt);
    case 'assignment': {
      const { assigned } = incident;
      return assigned?.assignedBy
        ? { ...common, kind: 'assignment', who: assigned.by, by: assigned.assignedBy }
        : cardMessage(incident, composedAt);
    }
    case 'reminder': {
      const holder = ownerOf(incident);
      return notified && holder
        ? { ...common, kind: 'reminder', who: notified, holder }
        : cardMessage(incident, composedAt);
    }
    case 'allClear': {
      const who = mentionFrom(incident) <= composedAt ? allClearRecipient(incident) : undefined;
      return { ...common, kind: 'allClear', who };
    }
    case 'post':
      return firstCardMessage(outgoing, composedAt);
  }
}

/** Only the first post calls the person on call: an edit, or a post that replaces a deleted card, is no news. */
function firstCardMessage({ incident, roster, isAgain }: OutgoingMessage, composedAt: EpochMs) {
  const isFirst = !isAnnounced(incident);
  const call = incident.call ?? (isFirst ? firstCall(incident, roster, composedAt) : undefined);
  const isCalled = isFirst && isUnclaimed(incident) && !isSnoozed(incident, composedAt);
  return {
    ...cardMessage({ ...incident, call }, composedAt),
    isAgain,
    who: isCalled ? call?.who : undefined,
  };
}

/** The card as it is now, without a mention. */
export function cardMessage(
  incident: Incident,
  composedAt: EpochMs,
): Extract<IncidentMessage, { kind: 'card' }> {
  return { kind: 'card', incident, isAgain: false, composedAt, who: undefined };
}

/** Returns the owner, or else the person who was called last. */
export function allClearRecipient(incident: Incident): Person | undefined {
  return ownerOf(incident) ?? incident.call?.who;
}

/** True once the card was posted. */
export function isAnnounced({ events }: Incident): boolean {
  return events.some(({ what }) => what === 'told');
}

function isSnoozed({ snoozed }: Incident, at: EpochMs): boolean {
  return snoozed !== undefined && snoozed.until > at;
}
