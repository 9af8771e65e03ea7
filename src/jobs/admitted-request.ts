import type { Asker } from '../domain/asker.ts';
import type { JobSourceError, QueuedRequest } from '../domain/job-source.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';
import type { FairQueue, Ticket } from './fair-queue.ts';

/** How the requests of one question have spent their time, summed up. */
export interface Spent {
  waitedMs: number;
  sentMs: number;
}

/** A request that was let into the queue. */
export interface AdmittedRequest extends QueuedRequest {
  /** Lets another question of `asker` share its answer, which doesn't wait behind the slower of the two users then. */
  share(asker: Asker | undefined): void;
  /** To be called once it's over, whatever became of it. */
  end(): void;
}

/** Calls `run` after `ms` milliseconds; returns the function that prevents it. */
export type InTime = (run: () => void, ms: number) => () => void;

export interface AdmittedParts {
  readonly queue: FairQueue;
  /** Has paid for the first attempt. */
  readonly asker: Asker | undefined;
  readonly spent: Spent;
  readonly clock: Clock;
  readonly meter: Meter | undefined;
  readonly inTime: InTime;
  /** Returns the error of a request that the queue has kept waiting too long. */
  readonly tooLate: () => JobSourceError;
}

/** The name in the queue of those without an asker: the bot itself. */
export const userOf = (asker: Asker | undefined): string => asker?.who ?? '';

/** One request: it waits with each attempt, if no connection is free, and charges those that are sent. */
export function createAdmittedRequest(parts: AdmittedParts): AdmittedRequest {
  const { queue, asker, spent, clock, meter, inTime, tooLate } = parts;
  const users = new Set([userOf(asker)]);
  let ticket: Ticket | undefined;
  let stopTimer: (() => void) | undefined;
  let sent = 0;

  function leave(): void {
    stopTimer?.();
    stopTimer = undefined;
    ticket?.leave();
    ticket = undefined;
  }

  function begin(): () => void {
    const startedAt = clock.monotonic();
    sent += 1;
    if (sent > 1) asker?.pay();
    return () => {
      spent.sentMs += msSince(startedAt, clock);
      leave();
    };
  }

  function noteWait(since: MonotonicMs, outcome: 'sent' | 'late'): void {
    const waitedMs = msSince(since, clock);
    spent.waitedMs += waitedMs;
    meter?.observe('requestWaitSeconds', waitedMs / 1_000, { outcome });
    meter?.gauge('requestsWaiting', queue.waiting());
  }

  return {
    enter: until =>
      new Promise((resolve, reject) => {
        const since = clock.monotonic();
        let hasBegun = false;
        ticket = queue.wait(users, () => {
          hasBegun = true;
          stopTimer?.();
          if (stopTimer) noteWait(since, 'sent');
          resolve(begin());
        });
        if (hasBegun) return;
        const giveUp = () => {
          // While it still counts as waiting itself.
          const error = tooLate();
          leave();
          noteWait(since, 'late');
          reject(error);
        };
        stopTimer = inTime(giveUp, Math.max(0, msUntil(until, clock)));
        meter?.gauge('requestsWaiting', queue.waiting());
      }),

    lateError: () => (spent.waitedMs > spent.sentMs ? tooLate() : undefined),

    share(other) {
      other?.share();
      users.add(userOf(other));
      ticket?.join(userOf(other));
    },

    end() {
      leave();
      if (sent === 0) asker?.refund();
    },
  };
}
