import { LRUCache } from 'lru-cache';
import type { Log } from '../../domain/log.ts';
import type { ConversationStore } from '../../domain/place.ts';
import { type Clock, type MonotonicMs, msSince } from '../../domain/time.ts';
import { wholeHistoryMs } from '../../job-index/queries/runs.ts';
import { type AttemptResult, createConversationBackOff } from '../../schedule/conversation-back-off.ts';
import { longestWait } from '../../schedule/overdue.ts';
import type { PassChecks } from '../../schedule/passes.ts';
import type { RecordRef, SetAside } from '../../schedule/set-aside.ts';
import { createAheadRepair } from './clock-set-back.ts';
import type { QueuedMessage } from './progress.ts';
import type { Reports } from './report-cache.ts';
import type { Pointer, Queue, Subscriptions } from './subscriptions.ts';
import { dueWindow } from './write-message.ts';

/** How long a digest waits for jobs that aren't read yet, before it's sent without them. */
const patienceMs = 30 * 60_000;
const pageSize = 200;
/** Limit for `waitingSince`. */
const mostWaiting = 20_000;
/** Pointers to read for the message that has waited longest. */
const mostLate = 1_000;
/** Deliveries in flight at once. Refused ones wait among them, and must not hold up the others. */
const mostInFlight = 400;
/** The pauses after failures that aren't the conversation's: a minute, then two, four, … up to an hour. */
const [firstPauseMs, longestPauseMs] = [60_000, 3_600_000];

export interface DueLoopParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Pick<Reports, 'isRead'>;
  readonly deliver: (message: QueuedMessage, mayStart: () => boolean) => Promise<AttemptResult>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly aside: SetAside;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends the digests and follow-ups that are due. */
export interface Round extends PassChecks {
  /** Makes one pass. Resolves when everything that can be sent is in flight. Calls `mayStart` before each message. */
  go(mayStart: () => boolean): Promise<void>;
  /** Resolves when nothing is in flight any more. */
  settled(): Promise<void>;
}

export function createDueLoop(parts: DueLoopParts): Round {
  const { subscriptions, reports, deliver, places, aside, clock, log } = parts;
  const deliveries = createDeliveries();
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });

  const isReady = createIsReady(reports, clock);

  async function attempt(one: QueuedMessage, mayStart: () => boolean): Promise<void> {
    const { id } = one.pointer;
    try {
      await backOff.attempt(backOffKeyOf(one), mayStart, may => deliver(one, may));
    } catch (err) {
      if (!aside.add(recordOf(one.pointer), err)) log.error({ err, id }, 'digest delivery failed');
    }
  }

  /** Returns what to do with a pointer in this pass: send it, wait for jobs to be read, or skip it. */
  function stateOf(queue: Queue, pointer: Pointer): 'ready' | 'unread' | 'skip' {
    if (deliveries.has(pointer.id)) return 'skip';
    const isWaiting = aside.attempt(recordOf(pointer), () =>
      backOff.isWaiting(backOffKeyOf({ queue, pointer })),
    );
    if (isWaiting !== false) return 'skip';
    const ready = aside.attempt(recordOf(pointer), () => isReady(queue, pointer));
    if (ready === undefined) return 'skip';
    return ready ? 'ready' : 'unread';
  }

  async function walk(queue: Queue, mayStart: () => boolean): Promise<void> {
    let last: Pointer | undefined;
    for (;;) {
      const page = await subscriptions.pointers(queue, clock.now(), pageSize, last);
      let unread = 0;
      for (const pointer of page) {
        const state = stateOf(queue, pointer);
        if (state === 'unread') unread += 1;
        if (state !== 'ready') continue;
        await deliveries.room();
        if (!mayStart()) return;
        deliveries.add(pointer.id, attempt({ queue, pointer }, mayStart));
      }
      // While AvePoint isn't read, none of the follow-ups after these could be sent either.
      if (page.length < pageSize || (queue === 'owed' && unread === page.length)) return;
      last = page.at(-1);
    }
  }

  const repairIfAhead = createAheadRepair(subscriptions, clock);

  return {
    async go(mayStart) {
      await repairIfAhead();
      await walk('owed', mayStart);
      await walk('due', mayStart);
    },
    settled: deliveries.settled,
    /** Follow-ups aren't due messages: they wait until AvePoint is read. */
    async overdueSince(before) {
      const late = await subscriptions.pointers('due', before, mostLate);
      const waiting = late
        .filter(pointer => !aside.has(recordOf(pointer)))
        .map(pointer => ({ pointer, since: pointer.at }));
      return longestWait(waiting, places, pointer => subscriptions.leads('due', pointer), clock.now());
    },
  };
}

/** Returns a function that returns true if everything that a message needs is read, or if it has waited long enough. */
function createIsReady(reports: Pick<Reports, 'isRead'>, clock: Clock) {
  /** Since when each due digest has waited for jobs to be read. */
  const waitingSince = new LRUCache<string, MonotonicMs>({ max: mostWaiting });

  function hasWaited(pointer: Pointer): boolean {
    const name = JSON.stringify(pointer);
    const since = waitingSince.get(name) ?? clock.monotonic();
    waitingSince.set(name, since);
    return msSince(since, clock) >= patienceMs;
  }

  return (queue: Queue, pointer: Pointer): boolean => {
    const { from, services } = pointer;
    // Older jobs can't be read any more.
    if (queue === 'owed') return reports.isRead(services, Math.max(from, clock.now() - wholeHistoryMs));
    const span = dueWindow(pointer, clock.now());
    return reports.isRead(services, span.from) || hasWaited(pointer);
  };
}

/** Creates the set of deliveries in flight, by the ids of their subscriptions. They never reject. */
function createDeliveries() {
  const inFlight = new Map<string, Promise<void>>();
  let wake = () => {};
  return {
    has: (id: string) => inFlight.has(id),
    /** Resolves when one more delivery may start. */
    async room(): Promise<void> {
      while (inFlight.size >= mostInFlight)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
    },
    add(id: string, delivery: Promise<void>): void {
      const ended = delivery.finally(() => {
        inFlight.delete(id);
        wake();
      });
      inFlight.set(id, ended);
    },
    async settled(): Promise<void> {
      await Promise.all(inFlight.values());
    },
  };
}

function recordOf({ place, id }: Pointer): RecordRef {
  return { kind: 'digest', place, id };
}

/** A follow-up that can't be sent keeps no digest waiting, so each waits by itself. */
const backOffKeyOf = ({ queue, pointer: { id, place } }: QueuedMessage) => ({
  name: `${queue} ${id}`,
  place,
});
