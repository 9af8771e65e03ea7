import { escalation } from '../../../domain/duty-order.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { IncidentEvent } from '../incident/events.ts';
import {
  type CallState,
  currentEvents,
  type Incident,
  isOpen,
  mentionFrom,
  notifiesOnCall,
} from '../incident/incident.ts';
import { ownerOf, ownership } from '../incident/ownership.ts';
import type { OnCallRoster } from './roster.ts';

/** Returns the first call of an incident; undefined if it is over, calls no one, or has a single reader. */
export function firstCall(
  incident: Incident,
  roster: OnCallRoster | undefined,
  at: EpochMs,
): CallState | undefined {
  if (!isOpen(incident) || !notifiesOnCall(incident) || incident.kind === 'personal') return undefined;
  const { first, fallback, escalateMs = escalation.usualMs } = roster ?? {};
  return { who: first, fallback, at, escalateAt: at + escalateMs, isEscalated: false };
}

/**
 * Returns when the next person is called; undefined if the incident is over or has an owner, or if everyone was called.
 * The time may lie in quiet hours or in a snooze, which put the message off.
 */
export function escalationDueAt(incident: Incident): EpochMs | undefined {
  const { call } = incident;
  if (!isUnclaimed(incident) || !call || call.isEscalated) return undefined;
  return Math.max(call.escalateAt, mentionFrom(incident));
}

/** True for an open incident without an owner, for which people are called. */
export function isUnclaimed(incident: Incident): boolean {
  return isOpen(incident) && !ownerOf(incident);
}

/** Returns who is called next: the person on call now, unless they were called already, or else the fallback. */
export function nextToNotify(incident: Incident, roster: OnCallRoster | undefined): Person | undefined {
  const called = callsOf(incident).flatMap(event =>
    event.what === 'called' || event.what === 'escalated' ? [event.who.id] : [],
  );
  return [roster?.first, roster?.fallback].find(person => person && !called.includes(person.id));
}

/** Returns the events among which are the calls that count: after a person reopened the incident, all are called anew. */
function callsOf(incident: Incident): readonly IncidentEvent[] {
  const events = currentEvents(incident);
  return events.slice(events.findLastIndex(({ what }) => what === 'closeUndone') + 1);
}

/** Returns who is reminded: first the owner, then the next on call, who may not know that the incident lasts. */
export function nextToRemind(incident: Incident, roster: OnCallRoster | undefined): Person | undefined {
  const holder = ownerOf(incident);
  const takenAt = ownership(incident)?.at ?? 0;
  const reminded = currentEvents(incident).filter(
    ({ at, what }) => what === 'reminded' && at > takenAt,
  ).length;
  if (!holder || reminded % 2 === 0) return holder;
  return [roster?.first, roster?.fallback].find(person => person && person.id !== holder.id) ?? holder;
}

/**
 * Returns the incident after `notified` was called at `at`. If `notified` is undefined, no one is left to be called.
 */
export function afterCall(
  incident: Incident,
  notified: Person | undefined,
  roster: OnCallRoster | undefined,
  at: EpochMs,
): Incident {
  const { call, events } = incident;
  if (!call) return incident;
  if (!notified) return { ...incident, call: { ...call, isEscalated: true } };
  const isFirst = notified.id === roster?.first?.id;
  const what = isFirst ? ('called' as const) : ('escalated' as const);
  const after = { ...incident, events: [...events, { what, who: notified, at }] };
  const fallback = isFirst ? nextToNotify(after, roster) : undefined;
  const escalateAt = at + (roster?.escalateMs ?? escalation.usualMs);
  return {
    ...after,
    call: {
      ...call,
      ...(isFirst ? { who: notified, at } : {}),
      fallback,
      escalateAt,
      isEscalated: !fallback,
    },
  };
}

/**
 * Makes the escalation due now, if no one was called yet, or no one who was called took the incident. Returns undefined
 * otherwise.
 */
export function withEscalationNow(incident: Incident, at: EpochMs): Incident | undefined {
  const { call } = incident;
  const isAnybodyCalled = callsOf(incident).some(({ what }) => what === 'called' || what === 'escalated');
  if (!call || (isAnybodyCalled && !call.isEscalated) || !isUnclaimed(incident)) return undefined;
  return { ...incident, call: { ...call, escalateAt: at, isEscalated: false } };
}
