import type { JobType } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import { type EpochMs, type MonotonicMs, plusMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';

/** The index is waited for until so much before an answer's time is over. */
const marginMs = 500;

/**
 * Waits until everything since `from` was read, though not to the end of an answer's time. Throws the error that AvePoint
 * was read with if it couldn't be read at all yet.
 */
export async function waitForIndex(
  index: IndexView,
  { from, type }: { readonly from: EpochMs; readonly type: JobType | undefined },
  until: MonotonicMs,
): Promise<void> {
  await index.caughtUp(from, plusMs(until, -marginMs), type);
  const locations = index.locations.flatMap(name => index.state()?.locations[name ?? ''] ?? []);
  if (locations.some(({ readAt }) => readAt.newest !== undefined)) return;
  for (const { trouble } of locations) {
    if (!trouble) continue;
    const { code, permission, retryAt } = trouble;
    throw new JobSourceError(code, 'AvePoint could not be read yet.', { permission, retryAt });
  }
  throw new JobSourceError('timed-out', 'AvePoint was not read in time.');
}
