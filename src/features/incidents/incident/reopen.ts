import type { Service } from '../../../domain/job.ts';
import type { ActionResult } from './action.ts';
import { type ActionStamp, withPress } from './events.ts';
import { type Incident, isOpen, withCardChange } from './incident.ts';
import { ownership } from './ownership.ts';

/**
 * Undoes a close: the incident is as it was before. If it has no owner, the person on call is called again, since who was
 * called may have seen that it was closed.
 */
export function reopenedByHand(incident: Incident, closedAt: number, stamp: ActionStamp): ActionResult {
  const { call, closed, events, telling } = incident;
  if (isOpen(incident)) {
    const undone = events.findLast(({ what }) => what === 'closeUndone');
    return undone?.what === 'closeUndone' ? { kind: 'before', stamp: undone, incident } : { kind: 'unknown' };
  }
  if (!closed) return { kind: 'over', incident };
  if (closed.at !== closedAt) return { kind: 'changed', stamp: closed, incident };
  const isCallDue = call !== undefined && !ownership(incident);
  return {
    kind: 'done',
    incident: withCardChange(
      { ...incident, telling: { ...telling, isAllClearTold: false } },
      {
        closed: undefined,
        overAt: undefined,
        ...(isCallDue && { call: { ...call, escalateAt: stamp.at, isEscalated: false } }),
        events: withPress(events, { what: 'closeUndone', ...stamp }),
      },
    ),
  };
}

/** True for an incident that was reopened by hand, until its card shows it. */
export function isJustReopened({ events, overAt, telling }: Incident): boolean {
  const undone = events.findLast(({ what }) => what === 'closeUndone');
  return (
    overAt === undefined &&
    undone !== undefined &&
    telling.shown < telling.revision &&
    undone.at >= (telling.shownAt ?? 0)
  );
}

/** Returns the incident as it was closed, after it was reopened by `stamp` although it couldn't stay open. */
export function closedAgain(reopened: Incident, before: Incident, stamp: ActionStamp): Incident | undefined {
  const last = reopened.events.findLast(({ what }) => what === 'closeUndone');
  if (!isOpen(reopened) || last?.at !== stamp.at) return undefined;
  const { closed, overAt, call } = before;
  const events = reopened.events.filter(event => event !== last);
  return withCardChange(reopened, { closed, overAt, call, events });
}

/** Returns an open incident that reports the same trouble of a service as `incident` would, and that service. */
export function rivalOf(
  incident: Incident,
  others: readonly Incident[],
): { readonly rival: Incident; readonly service: Service } | undefined {
  const own = lastingIn(incident);
  for (const rival of others) {
    if (rival.id === incident.id || !isOpen(rival) || rival.about.kind !== incident.about.kind) continue;
    const [service] = lastingIn(rival).filter(one => own.includes(one));
    if (service) return { rival, service };
  }
  return undefined;
}

/** Returns the services that still fail or don't start. Long backups are one incident each, so they have no rival. */
function lastingIn({ about }: Incident): readonly Service[] {
  switch (about.kind) {
    case 'failing':
      return about.troubles.flatMap(({ service, recovery }) => (recovery ? [] : [service]));
    case 'stopped':
      return about.stops.flatMap(({ service, againAt }) => (againAt === undefined ? [service] : []));
    default:
      return [];
  }
}
