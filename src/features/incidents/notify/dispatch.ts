import type { Log } from '../../../domain/log.ts';
import type { PlaceKey, Places } from '../../../domain/place.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { type AttemptResult, createConversationBackOff } from '../../../schedule/conversation-back-off.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import { longestWait, type Waiting } from '../../../schedule/overdue.ts';
import type { QueuePointer } from '../../../schedule/queued-records.ts';
import type { SetAside, WorkedRecord } from '../../../schedule/set-aside.ts';
import type { Faults } from '../incident/incident-store.ts';
import { nextDue } from '../incident/next-step.ts';
import type { Watches } from '../watch/watches.ts';

export interface ErrandsParts {
  readonly faults: Faults;
  readonly watches: Pick<Watches, 'ofPlace'>;
  /** Called before each round. */
  readonly mendIfSetBack: () => Promise<void>;
  readonly attend: (place: PlaceKey, mayStart: () => boolean) => Promise<AttemptResult>;
  readonly places: Pick<Places, 'get'>;
  readonly locks: KeyedMutex;
  readonly aside: SetAside;
  readonly clock: Clock;
  readonly log: Log;
}

const pageSize = 200;
/** Conversations that are told something at the same time. */
const atOnce = 50;
/** After a failure that says nothing of the conversation: so long, then twice that, …, up to the longest. */
const [firstPauseMs, longestPauseMs] = [60_000, 10 * 60_000];
/** A pointer that leads nowhere may belong to a fault that is being saved this moment; later it is dropped. */
const strayMs = 10 * 60_000;

/** Visits the conversations for which something is due. */
export interface Errands {
  /** Begins the visits that are due now, and doesn't wait for them. Rejects with `StoreError`. */
  begin(mayStart: () => boolean): Promise<void>;
  /** Since when what waits longest is due, of what the last `begin` saw that was due at `before`. Rejects with `StoreError`. */
  overdueSince(before: EpochMs): Promise<EpochMs | undefined>;
}

export function createErrands(parts: ErrandsParts): Errands {
  const { faults, watches, mendIfSetBack, attend, places, locks, aside, clock, log } = parts;
  const inFlight = new Set<string>();
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });
  const strays = new Map<string, MonotonicMs>();
  /** What is due, and since when; what is due at once counts from when it was first seen. */
  let waiting: ReadonlyMap<string, Waiting<QueuePointer>> = new Map();

  async function visit(name: string, pointers: readonly QueuePointer[], mayStart: () => boolean) {
    const [first] = pointers;
    if (!first) return;
    try {
      if (await dropOrphans(first.place)) return;
      await backOff.attempt({ name, place: first.place }, mayStart, may => attend(first.place, may));
      for (const pointer of pointers) await dropStray(pointer);
    } catch (err) {
      log.error({ err, place: first.place.id }, 'a conversation could not be told of its faults');
    }
  }

  /**
   * Deletes the faults of a conversation that has neither an address nor a watch: the bot was removed while another
   * instance saved them. Returns false if it has one.
   */
  async function dropOrphans(place: PlaceKey): Promise<boolean> {
    if ((await places.get(place))?.place || (await watches.ofPlace(place)).length > 0) return false;
    const orphans = await faults.ofPlace(place);
    for (const fault of orphans) await faults.remove(fault);
    if (orphans.length > 0)
      log.info({ place: place.id, faults: orphans.length }, 'incidents deleted after a removal');
    return orphans.length > 0;
  }

  async function dropStray(pointer: QueuePointer): Promise<void> {
    const key = JSON.stringify(pointer);
    const kept = await faults.get(pointer.place, pointer.id);
    if (kept && nextDue(kept.value)?.at === pointer.at) {
      strays.delete(key);
      return;
    }
    const since = strays.get(key) ?? clock.monotonic();
    strays.set(key, since);
    if (msSince(since, clock) < strayMs) return;
    strays.delete(key);
    await faults.dropStray('faults', pointer);
  }

  async function begin(mayStart: () => boolean): Promise<void> {
    await mendIfSetBack();
    const now = clock.now();
    const seen = new Map<string, Waiting<QueuePointer>>();
    const byPlace = new Map<string, QueuePointer[]>();
    for (let last: QueuePointer | undefined; ; ) {
      const page = await faults.pointers('faults', now, pageSize, last);
      for (const pointer of page) {
        const name = aside.attempt(recordOf(pointer), () => nameOf(pointer.place));
        if (name === undefined) continue;
        byPlace.set(name, [...(byPlace.get(name) ?? []), pointer]);
        const key = JSON.stringify(pointer);
        seen.set(key, { pointer, since: pointer.at || (waiting.get(key)?.since ?? now) });
      }
      last = page.at(-1);
      if (page.length < pageSize) break;
    }
    waiting = seen;
    for (const key of strays.keys()) if (!seen.has(key)) strays.delete(key);
    for (const [name, pointers] of byPlace) {
      if (inFlight.has(name) || inFlight.size >= atOnce) continue;
      const [first] = pointers;
      if (first && backOff.isWaiting({ name, place: first.place })) continue;
      if (!first || !mayStart()) return;
      inFlight.add(name);
      void locks.run(first.place, () => visit(name, pointers, mayStart)).finally(() => inFlight.delete(name));
    }
  }

  return {
    begin,
    overdueSince(before) {
      const late = [...waiting.values()].filter(
        ({ pointer, since }) => since <= before && !aside.has(recordOf(pointer)),
      );
      return longestWait(late, places, pointer => faults.leads('faults', pointer), clock.now());
    },
  };
}

function recordOf({ place, id }: QueuePointer): WorkedRecord {
  return { kind: 'fault', place, id };
}

function nameOf({ home, id }: PlaceKey): string {
  return JSON.stringify([home, id]);
}
