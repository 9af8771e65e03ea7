import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Service } from '../../../domain/job.ts';
import type { Person } from '../../../domain/person.ts';
import type { ConversationKey, ConversationRef, ConversationStore } from '../../../domain/place.ts';
import { type Clock, type EpochMs, type MonotonicMs, plusMs } from '../../../domain/time.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import type { IndexView } from '../../../job-index/view.ts';
import { dayIn } from '../../../schedule/occurrences.ts';
import type { WatchesAnswer, WatchPreview } from './command-result.ts';
import { countPast, isNoisy, pastMs } from './preview.ts';
import type { Watch } from './watch.ts';
import { servicesOf, type Watches } from './watches.ts';

/** Who sets a watch, and how its faults are shown. */
interface Setter {
  readonly zone: string;
  readonly locale: string | undefined;
  readonly by: Person | undefined;
}

/** The watches of a conversation, as its people set and end them. Rejects with `StoreError`. */
export interface WatchOrders {
  /** What it would mean to set this watch; nothing is stored. */
  preview(wish: WatchSpec, place: ConversationKey, zone: string, until: MonotonicMs): Promise<WatchPreview>;
  /** Setting it twice does no more than setting it once. */
  save(wish: WatchSpec, place: ConversationRef, setter: Setter): Promise<WatchesAnswer>;
  show(place: ConversationKey): Promise<WatchesAnswer>;
  /** Sends nothing about a watch, or about all if no id is given, before `until`; undefined resumes it. */
  pause(id: string | undefined, until: EpochMs | undefined, place: ConversationKey): Promise<WatchesAnswer>;
  /** Those of these services, all if none is named, or the one of this id. */
  end(
    which: { readonly services: readonly Service[] } | { readonly id: string },
    place: ConversationKey,
  ): Promise<WatchesAnswer>;
}

export interface WatchOrdersParts {
  readonly watches: Watches;
  readonly places: Pick<ConversationStore, 'get' | 'keep'>;
  readonly index: IndexView;
  readonly clock: Clock;
}

/** What the index lacks by so long before the answer's time is over stays unknown. */
const marginMs = 500;

export function createWatchOrders(parts: WatchOrdersParts): WatchOrders {
  const { watches, places, index, clock } = parts;

  async function activeOf(place: ConversationKey): Promise<readonly Watch[]> {
    return (await watches.ofPlace(place)).filter(({ isEnding }) => !isEnding);
  }

  async function answer(
    place: ConversationKey,
    done: WatchesAnswer['done'],
    concerned: readonly Watch[] = [],
  ): Promise<WatchesAnswer> {
    const { undelivered } = (await places.get(place)) ?? {};
    return { done, watches: await activeOf(place), concerned, undelivered, answeredAt: clock.now() };
  }

  /** Its open faults are still told of: whoever polls next lets it go once there are none. */
  async function endWatch(watch: Watch): Promise<void> {
    await watches.put({ ...watch, isEnding: true });
  }

  /** Its id follows its wish: else it would be taken for the one that it was, when that is set again. */
  async function leave(services: readonly Service[], watch: Watch): Promise<void> {
    await watches.put({ ...watch, services, id: idOf({ ...watch, services }, watch.place) });
    await watches.remove(watch);
  }

  return {
    async preview(wish, place, zone, until) {
      const dayOf = (at: EpochMs) => dayIn(at, zone);
      const active = await activeOf(place);
      await index.caughtUp(clock.now() - pastMs, plusMs(until, -marginMs), 'backup');
      const now = clock.now();
      const count = (rule: WatchSpec) => countPast({ index, dayOf }, servicesOf(wish), rule, now);
      const past = count(wish);
      const calmer = isNoisy(past) && wish.inARow === 1 ? count({ ...wish, inARow: 2 }) : undefined;
      const replaces = active.filter(watch => replaced(watch, wish) && !isSame(watch, wish));
      return { wish, zone, past, calmer, replaces, answeredAt: now };
    },

    async save(wish, place, { zone, locale, by }) {
      const active = await activeOf(place);
      const same = active.find(watch => isSame(watch, wish));
      if (same) return answer(place, 'alreadySet', [same]);
      await places.keep(place);
      const { home, id, kind } = place;
      const watch: Watch = {
        ...wish,
        place: { home, id },
        kind,
        id: idOf(wish, place),
        zone,
        locale,
        createdAt: clock.now(),
        createdBy: by,
        isEnding: false,
      };
      await watches.put(watch);
      for (const old of active.filter(other => replaced(other, wish))) {
        const left = old.services.filter(service => !wish.services.includes(service));
        // The new one goes on with its faults.
        if (left.length > 0 && wish.services.length > 0) await leave(left, old);
        else if (old.id !== watch.id) await watches.remove(old);
      }
      return answer(place, 'saved', [watch]);
    },

    show: place => answer(place, 'shown'),

    async pause(id, until, place) {
      const meant = (await activeOf(place)).filter(one => id === undefined || one.id === id);
      if (meant.length === 0) return answer(place, 'nothingThere');
      const changed = meant.map(one => ({ ...one, pausedUntil: until }));
      for (const one of changed) await watches.put(one);
      return answer(place, until === undefined ? 'resumed' : 'paused', changed);
    },

    async end(which, place) {
      const active = await activeOf(place);
      if ('id' in which) {
        const one = active.find(({ id }) => id === which.id);
        if (!one) return answer(place, 'nothingThere');
        await endWatch(one);
        return answer(place, 'ended', [one]);
      }
      const { services } = which;
      const meant = active.filter(
        watch => services.length === 0 || watch.services.some(service => services.includes(service)),
      );
      if (meant.length === 0)
        return answer(
          place,
          active.some(watch => watch.services.length === 0) ? 'partOfAll' : 'nothingThere',
        );
      for (const watch of meant) {
        const left = watch.services.filter(service => services.length > 0 && !services.includes(service));
        if (left.length === 0) {
          await endWatch(watch);
          continue;
        }
        await leave(left, watch);
        const gone = watch.services.filter(service => !left.includes(service));
        await endWatch({ ...watch, services: gone, id: idOf({ ...watch, services: gone }, place) });
      }
      const concerned = meant.map(watch => ({
        ...watch,
        services:
          services.length === 0
            ? watch.services
            : watch.services.filter(service => services.includes(service)),
      }));
      return answer(place, 'ended', concerned);
    },
  };
}

/** The same for the same wish, so that two who save it together save one. */
function idOf(
  { services, inARow, isPartialIncluded, quiet }: WatchSpec,
  { home, id }: ConversationKey,
): string {
  const wish = JSON.stringify([home, id, services, inARow, isPartialIncluded, quiet ?? null]);
  return createHash('sha256').update(wish).digest('hex').slice(0, 12);
}

/** A watch of all replaces all others; one of some services those services, if they have one of their own. */
function replaced(watch: Watch, wish: WatchSpec): boolean {
  if (wish.services.length === 0) return true;
  return watch.services.some(service => wish.services.includes(service));
}

function isSame({ services, inARow, isPartialIncluded, quiet }: Watch, wish: WatchSpec): boolean {
  return isDeepStrictEqual({ services, inARow, isPartialIncluded, quiet }, { ...wish });
}
