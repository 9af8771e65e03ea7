import { reminder } from '../../../domain/duty-order.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { ActionStamp, OwnerStamp } from './events.ts';
import { currentEvents, type Incident, isOpen, notifiesOnCall } from './incident.ts';

/** Returns who has it, and since when: who took it, or else who acknowledged it. Undefined if no one has it. */
export function ownership({
  assigned,
  acknowledged,
}: Pick<Incident, 'assigned' | 'acknowledged'>): OwnerStamp | undefined {
  return assigned ?? acknowledged;
}

/** Returns who took it, or else who acknowledged it. */
export function ownerOf(incident: Pick<Incident, 'assigned' | 'acknowledged'>): Person | undefined {
  return ownership(incident)?.by;
}

/** True if both are the same person; a person whose id isn't known equals no one. */
export function isSamePerson(a: Person | undefined, b: Person | undefined): boolean {
  return a !== undefined && b !== undefined && a.id !== '' && a.id === b.id;
}

/** Returns when the owner is reminded next; undefined if there is no owner. */
export function remindAt(incident: Incident): EpochMs | undefined {
  const { remindMs = reminder.usualMs } = incident;
  const taken = ownership(incident);
  if (!taken || !isOpen(incident) || !notifiesOnCall(incident)) return undefined;
  const reminded = currentEvents(incident).findLast(({ what }) => what === 'reminded')?.at ?? 0;
  return Math.max(taken.at, reminded) + remindMs;
}

/**
 * Gives the incident to `to`. The time of an ownership identifies it, so it's later than that of the one before even if
 * the clock isn't.
 */
export function withOwner(
  incident: Incident,
  to: Person,
  { by, at: pressedAt }: ActionStamp,
): Pick<Incident, 'assigned'> & { readonly event: { readonly what: 'assigned' } & ActionStamp } {
  const before = ownership(incident);
  const at = Math.max(pressedAt, (before?.at ?? 0) + 1);
  const from = before && !isSamePerson(before.by, to) ? { from: before.by } : {};
  const isGiven = !isSamePerson(by, to) && by !== to;
  return {
    assigned: { by: to, at, ...from, ...(isGiven && { assignedBy: by }) },
    event: { what: 'assigned', by, at, ...from, ...(isGiven && { to }) },
  };
}
