import type { EpochMs } from '../../../domain/time.ts';
import type { RunHistory, RunningBackup } from '../runs/run-history.ts';

/** A backup isn't long-running before it has taken this many times as long as usual, and at least this long. */
const longRunningTimes = 3;
const longRunningAtLeastMs = 5 * 60_000;

/** Returns the backups of a service that have been running for too long; none if the usual duration is unknown. */
export function overdueBackups({ running, usualMs }: RunHistory, now: EpochMs): readonly RunningBackup[] {
  if (usualMs === undefined) return [];
  const longestMs = Math.max(longRunningTimes * usualMs, longRunningAtLeastMs);
  return running.filter(({ startedAt }) => startedAt !== undefined && now - startedAt > longestMs);
}
