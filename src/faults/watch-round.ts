import type { Service } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, type EpochMs, isWaiting } from '../domain/time.ts';
import type { PlaceLocks } from '../schedule/place-locks.ts';
import { type Eyes, inOrder } from './eyes.ts';
import type { Holding } from './holding.ts';
import { isBlind } from './notices.ts';
import { overdueOf } from './overdue.ts';
import type { Watch } from './watch.ts';
import { servicesOf, type Watches } from './watches.ts';

export interface WatchRoundParts {
  readonly watches: Watches;
  readonly eyes: Eyes;
  readonly holding: Holding;
  /** Begins the visits that are due. */
  readonly errands: (mayStart: () => boolean) => Promise<void>;
  readonly locks: PlaceLocks;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
  readonly intervalMs: number;
}

/** Polls when it is time to, and has told what is due. */
export interface WatchRound {
  /** One round; does not wait for what it has begun. `mayStart` is asked before each message. */
  go(mayStart: () => boolean): Promise<void>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

/**
 * While the source gives no answer it is asked again after a minute, two, four, …; where it wants to be left alone for
 * longer than the longest of them, no longer than that: nobody would be told of anything.
 */
const [firstRestMs, longestRestMs] = [60_000, 10 * 60_000];

export function createWatchRound(parts: WatchRoundParts): WatchRound {
  const { watches, eyes, holding, errands, locks, meter, clock, log, intervalMs } = parts;
  const shortestMs = Math.min(firstRestMs, intervalMs);
  let polling: Promise<void> | undefined;
  let pollAt: EpochMs = 0;
  /** Nothing is told before the first poll: what it finds belongs together with what was found before. */
  let hasPolled = false;
  let restMs = 0;
  /** What the conversations were held against last; anything else, and they are held against it anew. */
  let heldAgainst: string | undefined;

  async function poll(mayStart: () => boolean): Promise<void> {
    const services = inOrder((await watches.all()).flatMap(servicesOf));
    if (services.length === 0) return wait(intervalMs);
    const { news, isSeen, retryAt } = await eyes.poll(services);
    meter.count('watchPolls', 1, { outcome: isSeen ? 'seen' : 'blind' });
    if (isSeen) restMs = 0;
    wait(isSeen ? intervalMs : restAfter(services));
    if (retryAt !== undefined) pollAt = Math.max(pollAt, Math.min(retryAt, clock.now() + longestRestMs));
    // Some may have been ended or set while the source took its time.
    const all = await watches.all();
    const state = stateOf(all, services, clock.now());
    // An ended watch is let go once its faults are over, by whatever ends them.
    const isOwing = holding.isOwing() || all.some(({ isEnding }) => isEnding);
    if (news.length === 0 && state === heldAgainst && !isOwing) return;
    heldAgainst = mayStart() ? state : undefined;
    if (mayStart()) holding.begin(all, mayStart);
  }

  function wait(ms: number): void {
    pollAt = clock.now() + ms;
  }

  /** Longer and longer where nothing is seen; where some is, as long as usual, a minute at the most. */
  function restAfter(services: readonly Service[]): number {
    if (services.some(service => eyes.seen(service)?.failures === 0)) return shortestMs;
    restMs = Math.min(longestRestMs, restMs * 2 || shortestMs);
    return restMs;
  }

  /** All that can make a difference beside what a look finds: the watches, what is not seen, and what runs too long. */
  function stateOf(all: readonly Watch[], services: readonly Service[], now: EpochMs): string {
    return JSON.stringify([
      all.map(({ id, createdAt, isEnding }) => [id, createdAt, isEnding]),
      services.map(service => {
        const seen = eyes.seen(service);
        return seen && [Math.sign(seen.failures), isBlind(seen, now), overdueOf(seen.ledger, now).length];
      }),
    ]);
  }

  return {
    async go(mayStart) {
      if (!polling && !isWaiting(pollAt, Math.max(longestRestMs, intervalMs), clock.now())) {
        polling = poll(mayStart)
          .catch((err: unknown) => {
            wait(shortestMs);
            // What it saw before it failed has not been held against anybody.
            heldAgainst = undefined;
            log.error({ err }, 'a poll failed; it is tried again');
          })
          .finally(() => {
            polling = undefined;
            hasPolled = true;
          });
      }
      if (hasPolled) await errands(mayStart);
    },
    async settled() {
      await polling;
      await locks.settled();
    },
  };
}
