import type { EpochMs } from '../../../domain/time.ts';
import {
  type FailedRun,
  type Incident,
  type IncidentEvent,
  type Recovery,
  type ServiceFailure,
  serviceFailures,
} from '../incident/incident.ts';

/** One line of a fault's timeline. */
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

/** The story of a fault. */
export interface IncidentReport {
  readonly incident: Incident;
  /** In the order of time. */
  readonly lines: readonly TimelineEvent[];
  /** Failures in the middle that are counted and not listed one by one. */
  readonly leftOut: number;
  /** From when it was told to the acknowledgement; undefined if nobody acknowledged. */
  readonly toAcknowledgeMs: number | undefined;
  /** From the first failure to the recovery; undefined if it has not recovered. */
  readonly toRecoverMs: number | undefined;
  readonly answeredAt: EpochMs;
}

/** The record of a fault as it is at `answeredAt`. */
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
  const told = incident.events.find(({ what }) => what === 'told')?.at ?? incident.openedAt;
  // If it has failed again since, nobody has it any more, but somebody had acknowledged.
  const before = incident.events.filter(({ what }) => what === 'acknowledged' || what === 'assigned');
  const taken = [incident.acknowledged, incident.assigned, ...before].flatMap(deed =>
    deed ? [deed.at] : [],
  );
  const firstAt = Math.min(...troubles.map(({ first }) => first.endedAt));
  const isRecovered = incident.overAt !== undefined && !incident.closed && troubles.length > 0;
  return {
    incident,
    lines: [...listed, ...recovered, ...events].sort((a, b) => a.at - b.at),
    leftOut: failures - listed.length,
    toAcknowledgeMs: taken.length === 0 ? undefined : Math.max(0, Math.min(...taken) - told),
    toRecoverMs: isRecovered ? Math.max(0, (incident.overAt ?? firstAt) - firstAt) : undefined,
    answeredAt,
  };
}

/** The runs that are listed, the first among them. */
function withFirst({ runs, first }: ServiceFailure): readonly FailedRun[] {
  return runs.some(({ id }) => id === first.id) ? runs : [first, ...runs];
}
