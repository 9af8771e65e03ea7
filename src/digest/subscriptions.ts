import { isDeepStrictEqual } from 'node:util';
import type { Service } from '../domain/job.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { Recurrence } from '../domain/recurrence.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Subscription } from './subscription.ts';

/** A subscription as it was read; saving it again needs that nobody else has saved it since. */
export interface Kept {
  readonly subscription: Subscription;
  readonly version: string;
}

/** What the queue tells of something to do: enough to know which question it asks. */
export interface Pointer {
  readonly at: EpochMs;
  readonly place: PlaceKey;
  readonly id: string;
  /** Since when is to be told. */
  readonly from: EpochMs;
  readonly services: readonly Service[];
  readonly when: Recurrence;
}

/** `due` has what is to be said at its time, `owed` the true figures that are owed. */
export type Queue = 'due' | 'owed';

const dayMs = 24 * 3_600_000;
/** Read at once; more than any conversation has. */
const mostAtOnce = 200;
/** Digits of a moment, so that the order of the texts is that of the moments. */
const digits = 15;

export type Subscriptions = ReturnType<typeof createSubscriptions>;

/**
 * The subscriptions, each under its place, and two queues that lead to them in the order of time. A queue's pointer is
 * written before the subscription that it leads to and removed after: one that leads nowhere does no harm, a missing one
 * would lose a digest. Everything rejects with `StoreError`.
 */
export function createSubscriptions(store: Store) {
  async function listOf(home: string, range: { from?: string; before?: string }): Promise<readonly Kept[]> {
    const records = await store.list('digests', home, { ...range, limit: mostAtOnce });
    return records.map(({ value, version }) => ({ subscription: value as Subscription, version }));
  }

  async function get(place: PlaceKey, id: string): Promise<Kept | undefined> {
    const record = await store.get(placeOf(place, id));
    return record && { subscription: record.value as Subscription, version: record.version };
  }

  async function dropPointers(gone: Subscription, kept?: Subscription): Promise<void> {
    for (const queue of ['due', 'owed'] as const) {
      const pointer = pointerOf(queue, gone);
      if (!pointer || (kept && pointerOf(queue, kept)?.at === pointer.at)) continue;
      await store.remove(pointerPlace(queue, pointer));
    }
  }

  return {
    get,

    ofPlace({ home, id }: PlaceKey): Promise<readonly Kept[]> {
      const start = encodeURIComponent(id);
      return listOf(home, { from: `${start}|`, before: `${start}}` });
    },

    /** Saves a new one, or one that was read before; undefined where somebody else has changed that since. */
    async save(subscription: Subscription, before?: Kept): Promise<Kept | undefined> {
      for (const queue of ['due', 'owed'] as const) {
        const pointer = pointerOf(queue, subscription);
        const isThere = before && isDeepStrictEqual(pointerOf(queue, before.subscription), pointer);
        if (pointer && !isThere) await store.put(pointerPlace(queue, pointer), pointer);
      }
      const { place, id } = subscription;
      const expected = before ? { version: before.version } : 'absent';
      const version = await store.put(placeOf(place, id), subscription, expected);
      if (version === undefined) return undefined;
      if (before) await dropPointers(before.subscription, subscription);
      return { subscription, version };
    },

    /** Changes one as it is now, however often it takes; undefined where it is gone, or `change` says so. */
    async update(
      place: PlaceKey,
      id: string,
      change: (subscription: Subscription) => Subscription | undefined,
    ): Promise<Subscription | undefined> {
      for (;;) {
        const kept = await get(place, id);
        const changed = kept && change(kept.subscription);
        if (!kept || !changed) return undefined;
        if (await this.save(changed, kept)) return changed;
      }
    },

    async remove({ subscription }: Kept): Promise<void> {
      await store.remove(placeOf(subscription.place, subscription.id));
      await dropPointers(subscription);
    },

    /** The first of a team, or of the one conversation. */
    ofHome: (home: string): Promise<readonly Kept[]> => listOf(home, {}),

    /** The first pointers at or before `now`, in order, after `after` where a walk goes on. */
    async pointers(queue: Queue, now: EpochMs, limit: number, after?: Pointer): Promise<readonly Pointer[]> {
      const range = { before: padded(now + 1), ...(after ? { from: `${keyOf(after)}!` } : {}), limit };
      return (await store.list('queue', queue, range)).map(({ value }) => value as Pointer);
    },

    dropPointer: (queue: Queue, pointer: Pointer) => store.remove(pointerPlace(queue, pointer)),
  };
}

/** Since when the digest that is due next tells; the first one has a day. */
export function tellsFrom({ toldUntil }: Subscription, dueAt: EpochMs): EpochMs {
  return toldUntil ?? dueAt - dayMs;
}

function pointerOf(queue: Queue, subscription: Subscription): Pointer | undefined {
  const { place, id, services, when, dueAt, owed } = subscription;
  const common = { place, id, services, when };
  if (queue === 'owed') return owed && { at: owed.to, from: owed.from, ...common };
  return dueAt === undefined ? undefined : { at: dueAt, from: tellsFrom(subscription, dueAt), ...common };
}

function placeOf({ home, id: placeId }: PlaceKey, id: string): RecordPlace {
  return { collection: 'digests', partition: home, key: `${encodeURIComponent(placeId)}|${id}` };
}

function pointerPlace(queue: Queue, pointer: Pointer): RecordPlace {
  return { collection: 'queue', partition: queue, key: keyOf(pointer) };
}

const padded = (at: EpochMs) => String(at).padStart(digits, '0');
const keyOf = ({ at, id }: Pointer) => `${padded(at)}_${id}`;
