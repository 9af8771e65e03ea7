import type { EpochMs } from '../../../domain/time.ts';
import {
  type FailedRun,
  type Incident,
  type IncidentEvent,
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
  | { readonly kind: 'event'; readonly at: EpochMs; readonly event: IncidentEvent };

/** The timeline and the key figures of an incident. */
export interface IncidentReport {
  readonly incident: Incident;
  /** Sorted by time. */
  readonly lines: readonly TimelineEvent[];
  /** Failures in the middle, which are counted and not listed. */
  readonly leftOut: number;
  /** From the announcement to the acknowledgement; undefined if it wasn't acknowledged. */
  readonly toAcknowledgeMs: number | undefined;
  /** From the first failure to the recovery; undefined if it hasn't recovered. */
  readonly toRecoverMs: number | undefined;
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
  const events = incident.events.map((event): TimelineEvent => ({ kind: 'event', at: event.at, event }));
  const failures = troubles.reduce((sum, { count }) => sum + count, 0);
  const announcedAt = incident.events.find(({ what }) => what === 'told')?.at ?? incident.openedAt;
  // After it was opened again it has no owner, though a user may have acknowledged it before.
  const before = incident.events.filter(({ what }) => what === 'acknowledged' || what === 'assigned');
  const taken = [incident.acknowledged, incident.assigned, ...before].flatMap(stamp =>
    stamp ? [stamp.at] : [],
  );
  const firstAt = Math.min(...troubles.map(({ first }) => first.endedAt));
  const isRecovered = incident.overAt !== undefined && !incident.closed && troubles.length > 0;
  return {
    incident,
    lines: [...listed, ...recovered, ...events].sort((a, b) => a.at - b.at),
    leftOut: failures - listed.length,
    toAcknowledgeMs: taken.length === 0 ? undefined : Math.max(0, Math.min(...taken) - announcedAt),
    toRecoverMs: isRecovered ? Math.max(0, (incident.overAt ?? firstAt) - firstAt) : undefined,
    answeredAt,
  };
}

/** Returns the listed runs and the first one. */
function withFirst({ runs, first }: ServiceFailure): readonly FailedRun[] {
  return runs.some(({ id }) => id === first.id) ? runs : [first, ...runs];
}
