import type { JobType } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import { type EpochMs, type MonotonicMs, plusMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';

/** Time to leave of an answer's deadline. */
const marginMs = 500;

/**
 * Waits until everything since `from` was read, but not until the end of an answer's time. Throws the error of the last
 * reading if AvePoint couldn't be read at all yet.
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
