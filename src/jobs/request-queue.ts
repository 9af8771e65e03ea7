import type { Asker } from '../domain/asker.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Meter } from '../domain/meter.ts';
import type { Clock } from '../domain/time.ts';
import {
  type AdmittedRequest,
  createAdmittedRequest,
  queueUserOf,
  type StartTimer,
  type TimeSpent,
} from './admitted-request.ts';
import { createFairQueue } from './fair-queue.ts';

/** Limits of requests to AvePoint that users wait for. */
interface QueueLimits {
  /**
   * In flight at once for all users together. It's lower than the number of connections, so that no request waits for
   * one there.
   */
  readonly inAll: number;
  /** In flight at once for one user. */
  readonly each: number;
  /** Waiting requests of one user, besides those in flight: as many as the largest single question makes. */
  readonly waitingEach: number;
}

const usualLimits: QueueLimits = { inAll: 24, each: 6, waitingEach: 64 };

export interface RequestQueue {
  /**
   * Admits a request of a question of `asker`; undefined for the bot itself, whose requests are charged to no user.
   * Throws `busy` if too many of this user's requests are open, and `AskedTooOftenError` if the user has none left.
   */
  admit(asker: Asker | undefined, spent: TimeSpent): AdmittedRequest;
}

export interface RequestQueueParts {
  readonly clock: Clock;
  readonly meter?: Meter | undefined;
  readonly limits?: QueueLimits;
  readonly inTime?: StartTimer;
}

/**
 * Creates the queue for AvePoint. Users get free connections in turn, and each attempt that is sent is charged to the
 * user who caused it. A request that needn't wait costs no timer.
 */
export function createRequestQueue({
  clock,
  meter,
  limits = usualLimits,
  inTime = timerOf,
}: RequestQueueParts): RequestQueue {
  const queue = createFairQueue(limits);
  /** Open requests of each user: in flight, waiting, or between two attempts. */
  const open = new Map<string, number>();

  function busy(reason: 'full' | 'late', message: string): JobSourceError {
    meter?.count('busyRequests', 1, { reason });
    return new JobSourceError('busy', message, { waiting: queue.waiting() || undefined });
  }
  const tooLate = () => busy('late', 'Other requests took all the time there was.');

  function countOpen(user: string, by: 1 | -1): void {
    const count = (open.get(user) ?? 0) + by;
    if (count > 0) open.set(user, count);
    else open.delete(user);
  }

  return {
    admit(asker, spent) {
      const user = queueUserOf(asker);
      const isFull = (open.get(user) ?? 0) >= limits.each + limits.waitingEach;
      if (isFull) throw busy('full', 'Too many requests of this user are waiting.');
      asker?.pay();
      countOpen(user, 1);
      const request = createAdmittedRequest({ queue, asker, spent, clock, meter, inTime, tooLate });
      return {
        ...request,
        end() {
          request.end();
          countOpen(user, -1);
        },
      };
    },
  };
}

function timerOf(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
