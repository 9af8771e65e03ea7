import type { Service } from '../../../domain/job.ts';
import type { Log } from '../../../domain/log.ts';
import type { Meter } from '../../../domain/meter.ts';
import { type Clock, type EpochMs, inMs, msSince } from '../../../domain/time.ts';
import type { IndexView } from '../../../job-index/view.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import type { Passing } from '../../../schedule/passes.ts';
import type { Errands } from '../notify/dispatch.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf, type Watches } from '../watch/watches.ts';
import type { Looked } from './last-poll.ts';
import { overdueOf } from './long-running.ts';
import type { Stops } from './missing-starts.ts';
import { isBlind } from './no-data.ts';
import { type Eyes, inOrder } from './poller.ts';
import type { Holding } from './reconcile-queue.ts';

export interface WatchRoundParts {
  readonly watches: Pick<Watches, 'all'>;
  readonly index: Pick<IndexView, 'mirror' | 'news'>;
  readonly eyes: Eyes;
  readonly looked: Looked;
  readonly stops: Stops;
  readonly holding: Holding;
  readonly errands: Errands;
  readonly locks: KeyedMutex;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
  readonly intervalMs: number;
}

/** Looks at what the index has when that has changed, and each interval; and has told what is due. */
export interface WatchRound extends Passing {
  /** One round; does not wait for what it has begun. `mayStart` is asked before each message. */
  go(mayStart: () => boolean): Promise<void>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

/** After a failure. */
const retryMs = 60_000;
/** A look that takes longer hangs. */
const longestLookMs = 60_000;

export function createWatchRound(parts: WatchRoundParts): WatchRound {
  const { watches, index, eyes, looked, stops, holding, errands, locks, meter, clock, log, intervalMs } =
    parts;
  let looking: Promise<void> | undefined;
  let lookingSince = clock.monotonic();
  let hasFailed = false;
  let lookAt = clock.monotonic();
  /** Up to which end of a run the last look went. */
  let lookedUntil: number | undefined;
  /** Nothing is told before the first look: what it finds belongs together with what was found before. */
  let hasLooked = false;
  /** What the conversations were held against last; anything else, and they are held against it anew. */
  let heldAgainst: string | undefined;
  /** When what they are held against was seen. */
  let seenAt: EpochMs | undefined;

  async function look(mayStart: () => boolean): Promise<void> {
    lookAt = inMs(intervalMs, clock);
    lookedUntil = index.news()?.until;
    const all = await watches.all();
    const services = inOrder(all.flatMap(servicesOf));
    if (services.length === 0) return;
    await looked.begin();
    if (seenAt !== undefined && holding.isDone()) looked.note(seenAt);
    seenAt = undefined;
    eyes.look(services);
    const isSeen = services.every(service => !eyes.seen(service)?.unseen);
    meter.count('watchPolls', 1, { outcome: isSeen ? 'seen' : 'blind' });
    const state = stateOf(all, services, clock.now());
    // An ended watch is let go once its faults are over, by whatever ends them.
    const isOwing = holding.isOwing() || all.some(({ isEnding }) => isEnding);
    const now = clock.now();
    if (state !== heldAgainst || isOwing) {
      heldAgainst = mayStart() ? state : undefined;
      if (mayStart()) holding.begin(all, mayStart);
    }
    seenAt = heldAgainst === undefined ? undefined : now;
    // A plan that can't be read must not keep anybody from being told of failures: what this finds counts with the next look.
    await stops.look(services);
  }

  /** All that can make a difference: what the index has, the watches, what is not seen, and what runs too long. */
  function stateOf(all: readonly Watch[], services: readonly Service[], now: EpochMs): string {
    return JSON.stringify([
      index.mirror.changes,
      lookedUntil,
      all.map(({ id, createdAt, isEnding }) => [id, createdAt, isEnding]),
      services.map(service => {
        const seen = eyes.seen(service);
        const starts = stops.of(service);
        return (
          seen && [starts, seen.unseen !== undefined, isBlind(seen, now), overdueOf(seen.ledger, now).length]
        );
      }),
    ]);
  }

  return {
    async go(mayStart) {
      const isNew = index.news()?.until !== lookedUntil;
      if (!looking && (isNew || clock.monotonic() >= lookAt)) {
        lookingSince = clock.monotonic();
        looking = look(mayStart)
          .then(() => {
            hasFailed = false;
          })
          .catch((err: unknown) => {
            hasFailed = true;
            // What it saw before it failed has not been held against anybody.
            heldAgainst = undefined;
            lookAt = inMs(Math.min(retryMs, intervalMs), clock);
            log.error({ err }, 'looking for failed backups failed; it is tried again');
          })
          .finally(() => {
            looking = undefined;
            hasLooked = true;
          });
      }
      if (hasLooked) await errands.begin(mayStart);
    },
    hasPassed: () => !hasFailed && !(looking && msSince(lookingSince, clock) > longestLookMs),
    overdueSince: before => errands.overdueSince(before),
    async settled() {
      await looking;
      await locks.settled();
    },
  };
}
