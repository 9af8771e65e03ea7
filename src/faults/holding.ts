import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { PlaceLocks } from '../schedule/place-locks.ts';
import { type Fault, isOpen, servicesOfFault } from './fault.ts';
import type { Faults } from './faults.ts';
import type { Watch } from './watch.ts';
import { servicesOf, type Watches, watchOf } from './watches.ts';

export interface HoldingParts {
  readonly watches: Watches;
  readonly faults: Faults;
  readonly hold: (watches: readonly Watch[], now: EpochMs) => Promise<void>;
  readonly locks: PlaceLocks;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has what is seen held against every conversation, each as soon as nothing else is done for it. */
export interface Holding {
  /** Begins it, and does not wait: one that is being told something must not keep the others, or the next poll. */
  begin(all: readonly Watch[], mayStart: () => boolean): void;
  /** True where a conversation could not be held against what is seen. */
  isOwing(): boolean;
}

export function createHolding({ watches, faults, hold, locks, meter, clock, log }: HoldingParts): Holding {
  /** The watches of each conversation whose turn has not come yet. */
  const waiting = new Map<string, readonly Watch[]>();
  const owing = new Set<string>();
  const open = new Map<string, number>();

  async function one(name: string, place: PlaceKey, mayStart: () => boolean): Promise<void> {
    const polled = waiting.get(name) ?? [];
    waiting.delete(name);
    owing.add(name);
    if (!mayStart()) return;
    // The bot may have been removed since the poll began: what is no longer watched opens no fault.
    const there = new Set((await watches.ofPlace(place)).map(({ id }) => id));
    const those = polled.filter(({ id }) => there.has(id));
    await hold(those, clock.now());
    open.set(name, await cleared(place, those));
    owing.delete(name);
  }

  /** Lets go of watches that were ended and have no open fault left; how many faults are open. */
  async function cleared(place: PlaceKey, those: readonly Watch[]): Promise<number> {
    const lasting = (await faults.ofPlace(place)).map(({ value }) => value).filter(isOpen);
    for (const watch of those.filter(({ isEnding }) => isEnding))
      if (!lasting.some(fault => isAbout(fault, watch, those))) await watches.letGo(watch);
    return lasting.length;
  }

  return {
    begin(all, mayStart) {
      const byPlace = new Map<string, Watch[]>();
      for (const watch of all) {
        const name = JSON.stringify([watch.place.home, watch.place.id]);
        byPlace.set(name, [...(byPlace.get(name) ?? []), watch]);
      }
      for (const [name, those] of byPlace) {
        const [{ place }] = those as [Watch];
        const isWaiting = waiting.has(name);
        waiting.set(name, those);
        if (isWaiting) continue;
        locks
          .run(place, () => one(name, place, mayStart))
          .catch((err: unknown) =>
            log.error({ err, place: place.id }, 'the faults of a conversation could not be written down'),
          )
          .finally(() => meter.gauge('openFaults', sum(open.values())));
      }
      for (const name of open.keys()) if (!byPlace.has(name)) open.delete(name);
      for (const name of owing) if (!byPlace.has(name)) owing.delete(name);
    },
    isOwing: () => owing.size > 0,
  };
}

/** True where a fault is told by this of its conversation's watches. */
function isAbout(fault: Fault, watch: Watch, all: readonly Watch[]): boolean {
  const services = servicesOfFault(fault);
  const named = services.length > 0 ? services : servicesOf(watch);
  return named.some(service => watchOf(all, service) === watch);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((so, number) => so + number, 0);
}
