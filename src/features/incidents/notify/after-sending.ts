import type { SentMessage } from '../../../domain/messenger.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen, type MessageStep, withCardChange } from '../incident/incident.ts';
import { runsOf } from '../incident/next-step.ts';
import { afterCall, firstCall, isUnclaimed } from '../on-call/escalation.ts';
import type { OnCallRoster } from '../on-call/roster.ts';
import { allClearRecipient, isAnnounced, messageOf, type OutgoingMessage } from './outgoing.ts';

/**
 * Applies a message that was sent at `at` to the incident as it is `now`, which may have changed since the message was
 * composed.
 */
export function afterSending(
  now: Incident,
  outgoing: OutgoingMessage,
  said: SentMessage,
  at: EpochMs,
): Incident {
  const { step, roster, notified } = outgoing;
  const incident = withoutInFlight(now, step);
  const hasMention = messageOf(outgoing, at).who !== undefined;
  const telling = { ...incident.telling, lastSaidAt: at, ...(hasMention && { mentionedAt: at }) };
  switch (step) {
    case 'post':
      return afterPost({ ...incident, telling }, outgoing, said, at);
    case 'reply':
      return afterReply({ ...incident, telling }, outgoing, at);
    case 'escalation':
      return withCardChange({ ...incident, telling }, afterCall(incident, notified, roster, at));
    case 'assignment': {
      const told = outgoing.incident.assigned?.at;
      return { ...incident, telling: { ...telling, ...(told !== undefined && { assignmentTold: told }) } };
    }
    case 'reminder': {
      const event = notified && { what: 'reminded' as const, who: notified, at };
      return { ...incident, telling, events: [...incident.events, ...(event ? [event] : [])] };
    }
    case 'allClear':
      return { ...incident, telling: { ...telling, isAllClearTold: true } };
  }
}

function afterPost(
  incident: Incident,
  { incident: sent, roster }: OutgoingMessage,
  said: SentMessage,
  at: EpochMs,
): Incident {
  const { telling } = incident;
  const isFirst = !isAnnounced(sent);
  const call = sent.call ?? (isFirst ? firstCall(sent, roster, at) : undefined);
  // The reply that calls the roster, since the service has failed again, is still to come.
  const isCallOwed = !isFirst && sent.reopened !== undefined && !call && sent.kind !== 'personal';
  return {
    ...incident,
    ...reminderOf(roster, sent, incident),
    call,
    events: [
      ...incident.events,
      ...(isFirst ? [{ what: 'told' as const, at }] : []),
      ...(call?.who && !sent.call ? [{ what: 'called' as const, who: call.who, at }] : []),
    ],
    telling: {
      ...withCardShown(incident, sent.telling.revision, at),
      said,
      isCardMissing: undefined,
      toldRuns: isCallOwed ? telling.toldRuns : runsOf(sent),
      isAllClearTold: telling.isAllClearTold || (!isOpen(sent) && (isFirst || !allClearRecipient(sent))),
    },
  };
}

function afterReply(incident: Incident, { incident: sent, roster }: OutgoingMessage, at: EpochMs): Incident {
  const call = sent.call ?? firstCall(sent, roster, at);
  const isCalled = call?.who !== undefined && !sent.call && isUnclaimed(sent);
  const after: Incident = {
    ...incident,
    ...reminderOf(roster, sent, incident),
    call,
    events: [...incident.events, ...(isCalled ? [{ what: 'called' as const, who: call.who, at }] : [])],
    telling: { ...incident.telling, toldRuns: runsOf(sent) },
  };
  // The card names who is on call.
  return call && !sent.call ? withCardChange(after, {}) : after;
}

/** The conversation's reminder interval, unless the incident's own was changed while the message was being sent. */
function reminderOf(
  roster: OnCallRoster | undefined,
  before: Incident,
  now: Incident,
): Pick<Incident, 'remindMs'> {
  return roster?.remindMs === undefined || before.remindMs !== now.remindMs
    ? {}
    : { remindMs: roster.remindMs };
}

/** Removes the mark of a message whose outcome is known. */
export function withoutInFlight(incident: Incident, step: MessageStep): Incident {
  const begun = incident.telling.begun.filter(other => other !== step);
  return { ...incident, telling: { ...incident.telling, begun } };
}

/** Records that the card shows `revision` since `at`. */
export function withCardShown({ telling }: Incident, revision: number, at: EpochMs): Incident['telling'] {
  return { ...telling, shown: Math.max(telling.shown, revision), shownAt: at };
}
