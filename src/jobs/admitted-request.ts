import type { Asker } from '../domain/asker.ts';
import type { JobSourceError, QueuedRequest } from '../domain/job-source.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';
import type { FairQueue, Ticket } from './fair-queue.ts';

/** How much time the requests of one question have spent, in total. */
export interface TimeSpent {
  waitedMs: number;
  sentMs: number;
}

/** A request that was admitted to the queue. */
export interface AdmittedRequest extends QueuedRequest {
  /** Lets a question of another user share the answer. The request then takes whichever user's turn comes first. */
  share(asker: Asker | undefined): void;
  /** Must be called when the request is over, whatever its result. */
  end(): void;
}

/** Calls `run` after `ms` milliseconds. Returns a function that cancels it. */
export type StartTimer = (run: () => void, ms: number) => () => void;

export interface AdmittedParts {
  readonly queue: FairQueue;
  /** The user, who has paid for the first attempt. */
  readonly asker: Asker | undefined;
  readonly spent: TimeSpent;
  readonly clock: Clock;
  readonly meter: Meter | undefined;
  readonly inTime: StartTimer;
  /** Creates the error for a request that waited too long in the queue. */
  readonly tooLate: () => JobSourceError;
}

/** Returns the user's name in the queue; empty for requests of the bot itself. */
export const queueUserOf = (asker: Asker | undefined): string => asker?.who ?? '';

/**
 * Creates one request. It waits before each attempt if no connection is free, and charges the attempts that are sent.
 */
export function createAdmittedRequest(parts: AdmittedParts): AdmittedRequest {
  const { queue, asker, spent, clock, meter, inTime, tooLate } = parts;
  const users = new Set([queueUserOf(asker)]);
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
          // The error counts this request as waiting, too.
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
      users.add(queueUserOf(other));
      ticket?.join(queueUserOf(other));
    },

    end() {
      leave();
      if (sent === 0) asker?.refund();
    },
  };
}
