import type { EpochMs } from '../../../domain/time.ts';
import type { RunHistory, RunningBackup } from '../runs/run-history.ts';

/** A backup is not stuck before it has run so many times as long as usual, and this long. */
const stuckTimes = 3;
const stuckAtLeastMs = 5 * 60_000;

/** The backups of a service that have been running for too long; none if nobody knows what is usual. */
export function overdueBackups({ running, usualMs }: RunHistory, now: EpochMs): readonly RunningBackup[] {
  if (usualMs === undefined) return [];
  const longestMs = Math.max(stuckTimes * usualMs, stuckAtLeastMs);
  return running.filter(({ startedAt }) => startedAt !== undefined && now - startedAt > longestMs);
}
