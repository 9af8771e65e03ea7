import type { Clock, EpochMs } from '../../../domain/time.ts';
import { createSetBackRepair, usualCorrectionMs } from '../../../schedule/clock-set-back.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import {
  type Incident,
  type IncidentSubject,
  type ServiceFailure,
  serviceFailures,
  withCardChange,
} from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import type { Watches } from '../watch/watches.ts';

export interface ClockRepairParts {
  readonly incidents: Pick<IncidentStore, 'ofPlace' | 'update'>;
  /** A conversation with an open incident has a watch. */
  readonly watches: Pick<Watches, 'all'>;
  readonly clock: Clock;
}

/**
 * Returns a function that repairs incidents whose times lie in the future, to be called before each round. The wall
 * clock was ahead when those were recorded, so their next steps would be as late. Looks for them when the clock was set
 * back, and once at the start, since that may have happened before. Rejects with `StoreError`.
 */
export function createClockRepair({ incidents, watches, clock }: ClockRepairParts): () => Promise<void> {
  return createSetBackRepair(clock, async () => {
    const now = clock.now();
    const places = new Map((await watches.all()).map(({ place }) => [JSON.stringify(place), place]));
    for (const place of places.values())
      for (const { value } of await incidents.ofPlace(place))
        await incidents.update(place, value.id, incident => withoutFuture(incident, now));
  });
}

/**
 * Moves times in the future to now, and the steps that follow from them by as much. Returns undefined if there are
 * none.
 */
export function withoutFuture(incident: Incident, now: EpochMs): Incident | undefined {
  const { telling, call, snoozed, heldUntil, hushedUntil } = incident;
  const aheadMs = Math.max(...recordedIn(incident)) - now;
  if (aheadMs <= usualCorrectionMs) return undefined;
  const past = <At extends EpochMs | undefined>(at: At) => (at === undefined ? at : Math.min(at, now)) as At;
  const stamp = <D extends { readonly at: EpochMs } | undefined>(one: D): D =>
    one && { ...one, at: past(one.at) };
  const quiet = (until: EpochMs | undefined) =>
    until === undefined || until <= now ? until : quietUntil(incident.quiet, now);
  const next = (at: EpochMs) => Math.min(at, Math.max(now, at - aheadMs));
  return withCardChange(
    {
      ...incident,
      telling: {
        ...telling,
        lastSaidAt: past(telling.lastSaidAt),
        mentionedAt: past(telling.mentionedAt),
        ...(telling.assignmentTold !== undefined && { assignmentTold: past(telling.assignmentTold) }),
        ...(telling.shownAt !== undefined && { shownAt: past(telling.shownAt) }),
      },
    },
    {
      about: subjectBefore(incident.about, past),
      openedAt: past(incident.openedAt),
      overAt: past(incident.overAt),
      call: call && { ...call, at: past(call.at), escalateAt: next(call.escalateAt) },
      acknowledged: stamp(incident.acknowledged),
      assigned: stamp(incident.assigned),
      snoozed: snoozed && {
        ...stamp(snoozed),
        until: snoozed.at > now ? next(snoozed.until) : snoozed.until,
      },
      closed: stamp(incident.closed),
      events: incident.events.map(stamp),
      ...(incident.notes && { notes: incident.notes.map(stamp) }),
      heldUntil: quiet(heldUntil),
      ...(hushedUntil !== undefined && { hushedUntil: quiet(hushedUntil) }),
    },
  );
}

/** Returns every time that was the present when it was recorded. */
function recordedIn(incident: Incident): readonly EpochMs[] {
  const { telling, call, acknowledged, assigned, snoozed, closed, events, notes = [] } = incident;
  const { openedAt, overAt } = incident;
  const found = serviceFailures(incident).flatMap(({ runs, recovery }) => [
    ...runs,
    ...(recovery ? [recovery] : []),
  ]);
  return [
    ...[openedAt, overAt, telling.lastSaidAt, telling.mentionedAt, telling.shownAt],
    ...[call, acknowledged, assigned, snoozed, closed, ...events, ...notes].map(one => one?.at),
    ...found.map(({ foundAt }) => foundAt),
  ].filter(at => at !== undefined);
}

function subjectBefore(about: IncidentSubject, past: (at: EpochMs) => EpochMs): IncidentSubject {
  if (about.kind !== 'failing') return about;
  const foundBy = <T extends { readonly foundAt: EpochMs }>(one: T): T => ({
    ...one,
    foundAt: past(one.foundAt),
  });
  const repaired = (failure: ServiceFailure): ServiceFailure => ({
    ...failure,
    runs: failure.runs.map(foundBy),
    first: foundBy(failure.first),
    recovery: failure.recovery && foundBy(failure.recovery),
  });
  return { ...about, troubles: about.troubles.map(repaired) };
}
