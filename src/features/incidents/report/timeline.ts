import type { EpochMs } from '../../../domain/time.ts';
import type { IncidentEvent, IncidentNote } from '../incident/events.ts';
import {
  currentEvents,
  type FailedRun,
  type Incident,
  type Recovery,
  type ServiceFailure,
  serviceFailures,
} from '../incident/incident.ts';

/** One event of an incident's timeline. */
export type TimelineEvent =
  | {
      readonly kind: 'failed';
      readonly at: EpochMs;
      readonly failure: ServiceFailure;
      readonly run: FailedRun;
    }
  | {
      readonly kind: 'recovered';
      readonly at: EpochMs;
      readonly failure: ServiceFailure;
      readonly recovery: Recovery;
    }
  | { readonly kind: 'note'; readonly at: EpochMs; readonly note: IncidentNote }
  | { readonly kind: 'event'; readonly at: EpochMs; readonly event: IncidentEvent };

/** The timeline and the key figures of an incident. */
export interface IncidentReport {
  readonly incident: Incident;
  /** Sorted by time. */
  readonly lines: readonly TimelineEvent[];
  /** Failures in the middle, which are counted and not listed. */
  readonly leftOut: number;
  /** From the announcement to the acknowledgement; undefined if it wasn't acknowledged before it was opened again. */
  readonly toAcknowledgeMs: number | undefined;
  /** From when it was opened again; undefined if it never was, or wasn't acknowledged since. */
  readonly toAcknowledgeAgainMs?: number | undefined;
  readonly answeredAt: EpochMs;
}

/** Computes the report of an incident as of `answeredAt`. */
export function recordOf(incident: Incident, answeredAt: EpochMs): IncidentReport {
  const troubles = serviceFailures(incident);
  const listed = troubles.flatMap(failure =>
    withFirst(failure).map((run): TimelineEvent => ({ kind: 'failed', at: run.endedAt, failure, run })),
  );
  const recovered = troubles.flatMap((failure): readonly TimelineEvent[] =>
    failure.recovery
      ? [{ kind: 'recovered', at: failure.recovery.endedAt, failure, recovery: failure.recovery }]
      : [],
  );
  const notes = (incident.notes ?? []).map((note): TimelineEvent => ({ kind: 'note', at: note.at, note }));
  const events = incident.events.map((event): TimelineEvent => ({ kind: 'event', at: event.at, event }));
  const failures = troubles.reduce((sum, { count }) => sum + count, 0);
  const announcedAt = incident.events.find(({ what }) => what === 'told')?.at ?? incident.openedAt;
  const reopenedAt = incident.events.findLast(({ what }) => what === 'reopened')?.at;
  // After it was opened again it has no owner, though a user may have acknowledged it before.
  const current = currentEvents(incident);
  const before = incident.events.slice(0, incident.events.length - current.length);
  // The stamps are of the latest owner, who may have taken it over long after it was acknowledged.
  const stamps = [incident.acknowledged, incident.assigned].flatMap(stamp => stamp ?? []);
  const now = [...stamps, ...takenIn(current)];
  const taken = takenIn(before);
  return {
    incident,
    lines: [...listed, ...recovered, ...events, ...notes].sort((a, b) => a.at - b.at),
    leftOut: failures - listed.length,
    toAcknowledgeMs: delay(reopenedAt === undefined ? now : taken, announcedAt),
    toAcknowledgeAgainMs: delay(now, reopenedAt),
    answeredAt,
  };
}

function takenIn(events: readonly IncidentEvent[]): readonly IncidentEvent[] {
  return events.filter(({ what }) => what === 'acknowledged' || what === 'assigned');
}

/** Returns how long after `from` the first of them was. */
function delay(stamps: readonly { readonly at: EpochMs }[], from: EpochMs | undefined): number | undefined {
  if (from === undefined || stamps.length === 0) return undefined;
  return Math.max(0, Math.min(...stamps.map(({ at }) => at)) - from);
}

/** Returns the listed runs and the first one. */
function withFirst({ runs, first }: ServiceFailure): readonly FailedRun[] {
  return runs.some(({ id }) => id === first.id) ? runs : [first, ...runs];
}
