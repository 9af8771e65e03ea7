import type { EpochMs } from '../../../domain/time.ts';
import {
  type FailedRun,
  type Fault,
  type FaultEvent,
  type Recovery,
  type ServiceTrouble,
  troublesOf,
} from '../incident/incident.ts';

/** One line of a fault's timeline. */
export type RecordLine =
  | {
      readonly kind: 'failed';
      readonly at: EpochMs;
      readonly trouble: ServiceTrouble;
      readonly run: FailedRun;
    }
  | {
      readonly kind: 'recovered';
      readonly at: EpochMs;
      readonly trouble: ServiceTrouble;
      readonly recovery: Recovery;
    }
  | { readonly kind: 'event'; readonly at: EpochMs; readonly event: FaultEvent };

/** The story of a fault. */
export interface FaultRecord {
  readonly fault: Fault;
  /** In the order of time. */
  readonly lines: readonly RecordLine[];
  /** Failures in the middle that are counted and not listed one by one. */
  readonly leftOut: number;
  /** From when it was told to the acknowledgement; undefined if nobody acknowledged. */
  readonly toAcknowledgeMs: number | undefined;
  /** From the first failure to the recovery; undefined if it has not recovered. */
  readonly toRecoverMs: number | undefined;
  readonly answeredAt: EpochMs;
}

/** The record of a fault as it is at `answeredAt`. */
export function recordOf(fault: Fault, answeredAt: EpochMs): FaultRecord {
  const troubles = troublesOf(fault);
  const listed = troubles.flatMap(trouble =>
    withFirst(trouble).map((run): RecordLine => ({ kind: 'failed', at: run.endedAt, trouble, run })),
  );
  const recovered = troubles.flatMap((trouble): readonly RecordLine[] =>
    trouble.recovery
      ? [{ kind: 'recovered', at: trouble.recovery.endedAt, trouble, recovery: trouble.recovery }]
      : [],
  );
  const events = fault.events.map((event): RecordLine => ({ kind: 'event', at: event.at, event }));
  const failures = troubles.reduce((sum, { count }) => sum + count, 0);
  const told = fault.events.find(({ what }) => what === 'told')?.at ?? fault.openedAt;
  // If it has failed again since, nobody has it any more, but somebody had acknowledged.
  const before = fault.events.filter(({ what }) => what === 'acknowledged' || what === 'assigned');
  const taken = [fault.acknowledged, fault.assigned, ...before].flatMap(deed => (deed ? [deed.at] : []));
  const firstAt = Math.min(...troubles.map(({ first }) => first.endedAt));
  const isRecovered = fault.overAt !== undefined && !fault.closed && troubles.length > 0;
  return {
    fault,
    lines: [...listed, ...recovered, ...events].sort((a, b) => a.at - b.at),
    leftOut: failures - listed.length,
    toAcknowledgeMs: taken.length === 0 ? undefined : Math.max(0, Math.min(...taken) - told),
    toRecoverMs: isRecovered ? Math.max(0, (fault.overAt ?? firstAt) - firstAt) : undefined,
    answeredAt,
  };
}

/** The runs that are listed, the first among them. */
function withFirst({ runs, first }: ServiceTrouble): readonly FailedRun[] {
  return runs.some(({ id }) => id === first.id) ? runs : [first, ...runs];
}
