import type { EpochMs } from '../domain/time.ts';
import type { FailedRun, Fault, FaultEvent, Recovery, ServiceTrouble } from './fault.ts';

/** One line of a fault's timeline. */
export type RecordLine =
  | { readonly kind: 'failed'; readonly at: EpochMs; readonly trouble: ServiceTrouble; readonly run: FailedRun }
  | { readonly kind: 'recovered'; readonly at: EpochMs; readonly trouble: ServiceTrouble; readonly recovery: Recovery }
  | { readonly kind: 'event'; readonly at: EpochMs; readonly event: FaultEvent };

/** The story of a fault. */
export interface FaultRecord {
  readonly fault: Fault;
  /** In the order of time. */
  readonly lines: readonly RecordLine[];
  /** Failures in the middle that are counted and not listed one by one. */
  readonly leftOut: number;
  /** From when it was told to the acknowledgement; undefined where nobody acknowledged. */
  readonly toAcknowledgeMs: number | undefined;
  /** From the first failure to the recovery; undefined where it has not recovered. */
  readonly toRecoverMs: number | undefined;
  readonly answeredAt: EpochMs;
}
