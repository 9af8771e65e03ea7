import { LRUCache } from 'lru-cache';
import type { Log } from '../../domain/log.ts';
import type { Places } from '../../domain/place.ts';
import { type Clock, type MonotonicMs, msSince } from '../../domain/time.ts';
import { wholeHistoryMs } from '../../job-index/queries/runs.ts';
import { type AttemptResult, createConversationBackOff } from '../../schedule/conversation-back-off.ts';
import { longestWait } from '../../schedule/overdue.ts';
import type { Passing } from '../../schedule/passes.ts';
import type { SetAside, WorkedRecord } from '../../schedule/set-aside.ts';
import type { Errand } from './deliver.ts';
import type { Reports } from './report-cache.ts';
import type { Pointer, Queue, Subscriptions } from './subscriptions.ts';
import { createAheadMend } from './upcoming.ts';
import { spanFor } from './write-message.ts';

/** How long a digest waits for what isn't read yet, before it says that it isn't known. */
const patienceMs = 30 * 60_000;
const pageSize = 200;
/** Digests of which it's remembered since when they wait. */
const mostWaiting = 20_000;
/** Read to find the one that waits longest. */
const mostLate = 1_000;
/** Digests on their way at once: those that are refused wait among them, and must not hold up the others. */
const atOnce = 400;
/** After a failure that says nothing of the conversation: a minute, then two, four, … up to an hour. */
const [firstPauseMs, longestPauseMs] = [60_000, 3_600_000];

export interface RoundParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Pick<Reports, 'isRead'>;
  readonly deliver: (errand: Errand, mayStart: () => boolean) => Promise<AttemptResult>;
  readonly places: Pick<Places, 'get'>;
  readonly aside: SetAside;
  readonly clock: Clock;
  readonly log: Log;
}

/** Goes through what is due and what is owed, and has it said. */
export interface Round extends Passing {
  /** One round; ends when all that can be said is on its way. `mayStart` is asked before each message. */
  go(mayStart: () => boolean): Promise<void>;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

export function createRound(parts: RoundParts): Round {
  const { subscriptions, reports, deliver, places, aside, clock, log } = parts;
  const inFlight = new Map<string, Promise<void>>();
  /** Goes on with the walk that waits for one of those under way to end. */
  let wake = () => {};
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });

  /** Since when each digest that is due waits here for what isn't read. */
  const waitingSince = new LRUCache<string, MonotonicMs>({ max: mostWaiting });

  function hasWaited(pointer: Pointer): boolean {
    const name = JSON.stringify(pointer);
    const since = waitingSince.get(name) ?? clock.monotonic();
    waitingSince.set(name, since);
    return msSince(since, clock) >= patienceMs;
  }

  /** True if all is read that it tells of, or if it has waited long enough. */
  function isReady(queue: Queue, pointer: Pointer): boolean {
    const { from, services } = pointer;
    // What is longer ago can't be read any more, and isn't waited for.
    if (queue === 'owed') return reports.isRead(services, Math.max(from, clock.now() - wholeHistoryMs));
    const span = spanFor(pointer, clock.now());
    return reports.isRead(services, span.from) || hasWaited(pointer);
  }

  async function errand(one: Errand, mayStart: () => boolean): Promise<void> {
    const { id } = one.pointer;
    try {
      await backOff.attempt(named(one), mayStart, may => deliver(one, may));
    } catch (err) {
      if (!aside.add(recordOf(one.pointer), err)) log.error({ err, id }, 'a digest could not be delivered');
    }
  }

  /** Whether it is to be said now; `no` if nothing may be done with it. */
  function standing(queue: Queue, pointer: Pointer): 'ready' | 'unread' | 'no' {
    if (inFlight.has(pointer.id)) return 'no';
    const isWaiting = aside.attempt(recordOf(pointer), () => backOff.isWaiting(named({ queue, pointer })));
    if (isWaiting !== false) return 'no';
    const ready = aside.attempt(recordOf(pointer), () => isReady(queue, pointer));
    if (ready === undefined) return 'no';
    return ready ? 'ready' : 'unread';
  }

  async function walk(queue: Queue, mayStart: () => boolean): Promise<void> {
    let last: Pointer | undefined;
    for (;;) {
      const page = await subscriptions.pointers(queue, clock.now(), pageSize, last);
      let waiting = 0;
      for (const pointer of page) {
        const now = standing(queue, pointer);
        if (now === 'unread') waiting += 1;
        if (now !== 'ready') continue;
        while (inFlight.size >= atOnce)
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        if (!mayStart()) return;
        const going = errand({ queue, pointer }, mayStart).finally(() => {
          inFlight.delete(pointer.id);
          wake();
        });
        inFlight.set(pointer.id, going);
      }
      // While AvePoint isn't read, nothing of what follows could be said either.
      if (page.length < pageSize || (queue === 'owed' && waiting === page.length)) return;
      last = page.at(-1);
    }
  }

  const mendIfAhead = createAheadMend(subscriptions, clock);

  return {
    async go(mayStart) {
      await mendIfAhead();
      await walk('owed', mayStart);
      await walk('due', mayStart);
    },
    async settled() {
      await Promise.all(inFlight.values());
    },
    /** What is owed waits until AvePoint is read, and is no message that's due. */
    async overdueSince(before) {
      const late = await subscriptions.pointers('due', before, mostLate);
      const waiting = late
        .filter(pointer => !aside.has(recordOf(pointer)))
        .map(pointer => ({ pointer, since: pointer.at }));
      return longestWait(waiting, places, pointer => subscriptions.leads('due', pointer), clock.now());
    },
  };
}

function recordOf({ place, id }: Pointer): WorkedRecord {
  return { kind: 'digest', place, id };
}

/** True figures that can't be said keep no digest waiting, so each waits by itself. */
const named = ({ queue, pointer: { id, place } }: Errand) => ({ name: `${queue} ${id}`, place });
