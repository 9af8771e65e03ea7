import type { Log } from '../../../domain/log.ts';
import type { Meter } from '../../../domain/meter.ts';
import type { PlaceKey } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import { type Fault, isOpen, servicesOfFault } from '../incident/incident.ts';
import type { Faults } from '../incident/incident-store.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf, type Watches, watchOf } from '../watch/watches.ts';

export interface HoldingParts {
  readonly watches: Pick<Watches, 'ofPlace' | 'letGo'>;
  readonly faults: Faults;
  readonly hold: (watches: readonly Watch[], now: EpochMs) => Promise<void>;
  readonly locks: KeyedMutex;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has what is seen held against every conversation, each as soon as nothing else is done for it. */
export interface Holding {
  /** Begins it, and does not wait: one that is being told something must not keep the others, or the next poll. */
  begin(all: readonly Watch[], mayStart: () => boolean): void;
  /** True if a conversation could not be held against what is seen. */
  isOwing(): boolean;
  /** True once all conversations of the last look were held against what it saw. */
  isDone(): boolean;
}

export function createHolding({ watches, faults, hold, locks, meter, clock, log }: HoldingParts): Holding {
  /** Conversations whose turn has not come yet. */
  const waiting = new Set<string>();
  const owing = new Set<string>();
  const open = new Map<string, number>();

  async function one(name: string, place: PlaceKey, mayStart: () => boolean): Promise<void> {
    waiting.delete(name);
    owing.add(name);
    if (!mayStart()) return;
    // As they are by now: what is no longer watched opens no fault.
    const those = await watches.ofPlace(place);
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
      const byPlace = new Map(all.map(({ place }) => [JSON.stringify([place.home, place.id]), place]));
      for (const [name, place] of byPlace) {
        if (waiting.has(name)) continue;
        waiting.add(name);
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
    isDone: () => owing.size === 0 && waiting.size === 0,
  };
}

/** True if a fault is told by this of its conversation's watches. */
function isAbout(fault: Fault, watch: Watch, all: readonly Watch[]): boolean {
  const services = servicesOfFault(fault);
  const named = services.length > 0 ? services : servicesOf(watch);
  return named.some(service => watchOf(all, service) === watch);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((so, number) => so + number, 0);
}
