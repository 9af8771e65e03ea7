import type { Service } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Eyes } from './eyes.ts';
import { inOrder } from './eyes.ts';
import { isOpen, troublesOf } from './fault.ts';
import type { Faults } from './faults.ts';
import type { PlaceLocks } from './place-locks.ts';
import type { Watch } from './watch.ts';
import { servicesOf, type Watches, watchOf } from './watches.ts';

export interface WatchRoundParts {
  readonly watches: Watches;
  readonly faults: Faults;
  readonly eyes: Eyes;
  readonly hold: (watches: readonly Watch[], now: EpochMs) => Promise<void>;
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

/** While the source gives no answer it is asked again after a minute, two, four, … */
const [firstRestMs, longestRestMs] = [60_000, 10 * 60_000];

export function createWatchRound(parts: WatchRoundParts): WatchRound {
  const { watches, faults, eyes, hold, errands, locks, meter, clock, log, intervalMs } = parts;
  let polling: Promise<void> | undefined;
  let pollAt: EpochMs = 0;
  /** Nothing is told before the first poll: what it finds belongs together with what was found before. */
  let hasPolled = false;
  let restMs = 0;
  /** What the conversations were held against last; anything else, and they are held against it anew. */
  let heldAgainst: string | undefined;

  async function poll(mayStart: () => boolean): Promise<void> {
    const all = await watches.all();
    const services = inOrder(all.flatMap(servicesOf));
    if (services.length === 0) return wait(intervalMs);
    const { news, isSeen } = await eyes.poll(services);
    meter.count('watchPolls', 1, { outcome: isSeen ? 'seen' : 'blind' });
    const isBlind = services.every(service => (eyes.seen(service)?.failures ?? 1) > 0);
    restMs = isBlind ? Math.min(longestRestMs, restMs * 2 || Math.min(firstRestMs, intervalMs)) : 0;
    wait(restMs || intervalMs);
    const state = stateOf(all, services);
    if (news.length > 0 || state !== heldAgainst) {
      heldAgainst = undefined;
      if (mayStart() && (await holdAll(all))) heldAgainst = state;
    }
  }

  function wait(ms: number): void {
    pollAt = clock.now() + ms;
  }

  /** All that can make a difference beside what a look finds: the watches, what is not seen, and what runs too long. */
  function stateOf(all: readonly Watch[], services: readonly Service[]): string {
    const now = clock.now();
    return JSON.stringify([
      all.map(({ id, isEnding }) => [id, isEnding]),
      services.map(service => {
        const { failures = 0, ledger } = eyes.seen(service) ?? {};
        const long = ledger?.running.filter(
          ({ startedAt }) => startedAt !== undefined && now - startedAt > 3 * (ledger.usualMs ?? Infinity),
        );
        return [Math.min(failures, 3), long?.length];
      }),
    ]);
  }

  /** False where a conversation is to be done again. */
  async function holdAll(all: readonly Watch[]): Promise<boolean> {
    const byPlace = new Map<string, Watch[]>();
    for (const watch of all) {
      const name = JSON.stringify([watch.place.home, watch.place.id]);
      byPlace.set(name, [...(byPlace.get(name) ?? []), watch]);
    }
    let isWhole = true;
    let open = 0;
    for (const those of byPlace.values()) {
      const [{ place }] = those as readonly Watch[] as [Watch];
      try {
        open += await locks.run(place, async () => {
          await hold(those, clock.now());
          return cleared(those);
        });
      } catch (err) {
        isWhole = false;
        log.error({ err, place: place.id }, 'the faults of a conversation could not be written down');
      }
    }
    meter.gauge('openFaults', open);
    return isWhole;
  }

  /** Lets go of watches that were ended and have no open fault left; how many faults are open. */
  async function cleared(those: readonly Watch[]): Promise<number> {
    const [{ place }] = those as readonly Watch[] as [Watch];
    const open = (await faults.ofPlace(place)).map(({ value }) => value).filter(isOpen);
    const troubled = new Set(open.flatMap(troublesOf).map(({ service }) => service));
    for (const watch of those.filter(({ isEnding }) => isEnding)) {
      const isNeeded = servicesOf(watch).some(
        service => troubled.has(service) && watchOf(those, service) === watch,
      );
      if (!isNeeded) await watches.remove(watch);
    }
    return open.length;
  }

  return {
    async go(mayStart) {
      if (!polling && clock.now() >= pollAt) {
        polling = poll(mayStart)
          .catch((err: unknown) => {
            wait(Math.min(firstRestMs, intervalMs));
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
