import type { Log } from '../domain/log.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import { type Clock, type EpochMs, type MonotonicMs, msBetween, msSince } from '../domain/time.ts';

/** A loop's own checks, beyond the fact that its passes end. */
export interface PassChecks {
  /** Returns false if a part of the last pass that runs in parallel failed or takes too long. */
  hasPassed?(): boolean;
  /**
   * Returns the due time of the message that has waited longest, of those due at `before`. Rejects with `StoreError`.
   */
  overdueSince?(before: EpochMs): Promise<EpochMs | undefined>;
}

/** The state of a loop, in whichever instance it runs. */
export interface PassState {
  /** How long ago its last pass ended, or this process started if that was later. */
  readonly agoMs: number;
  /** When its last pass ended, by the clock of that instance; undefined if none is known. */
  readonly at: EpochMs | undefined;
  /** The due time of the message that has waited longest, if it's late. */
  readonly overdueSince: EpochMs | undefined;
}

/**
 * The last pass of each loop. The process with the loop's lease records it in the store, and the others read it there.
 * They don't trust the other machine's clock: a record that changes is a pass.
 */
export interface Passes {
  /** Records a pass that ended without an error. Rejects with `StoreError`. */
  note(name: string, passing: PassChecks): Promise<void>;
  /** Returns the state of a loop. Rejects with `StoreError` if the record is needed and can't be read. */
  state(name: string): Promise<PassState>;
  /** Resolves when nothing is being recorded any more. */
  settled(): Promise<void>;
}

export interface PassesParts {
  readonly store: Pick<Store, 'isShared' | 'get' | 'put'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

/** Messages that are due for longer are late. */
export const lateMs = 5 * 60_000;
const recordedEveryMs = 30_000;
const overdueEveryMs = 10_000;

interface Pass {
  readonly seenAt: MonotonicMs;
  readonly at: EpochMs;
  readonly overdueSince: EpochMs | undefined;
}

interface Own extends Pass {
  readonly lookedAt: MonotonicMs;
  readonly recordedAt: MonotonicMs | undefined;
}

export function createPasses({ store, clock, log }: PassesParts): Passes {
  const startedAt = clock.monotonic();
  const own = new Map<string, Own>();
  const recorded = new Map<string, Pass & { readonly version: string }>();
  const writing = new Map<string, Promise<void>>();

  function record(name: string, pass: Pass): void {
    const { at, overdueSince } = pass;
    const write = store
      .put(placeOf(name), { at, ...(overdueSince !== undefined && { overdueSince }) })
      .then(version => {
        if (version !== undefined) recorded.set(name, { ...pass, version });
      })
      .catch((err: unknown) => log.warn({ err, loop: name }, 'pass not recorded'))
      .finally(() => writing.delete(name));
    writing.set(name, write);
  }

  /** Reads the latest pass that another instance recorded. */
  async function read(name: string): Promise<Pass | undefined> {
    const known = recorded.get(name);
    const found = await store.get(placeOf(name));
    if (!found || found.version === known?.version) return known;
    const { at, overdueSince } = found.value as Pick<Pass, 'at' | 'overdueSince'>;
    const pass = { seenAt: clock.monotonic(), at, overdueSince, version: found.version };
    recorded.set(name, pass);
    return pass;
  }

  return {
    async note(name, passing) {
      if (passing.hasPassed?.() === false) return;
      const before = own.get(name);
      const isLookDue = !before || msSince(before.lookedAt, clock) >= overdueEveryMs;
      const overdueSince = isLookDue
        ? await passing.overdueSince?.(clock.now() - lateMs)
        : before.overdueSince;
      const pass = { seenAt: clock.monotonic(), at: clock.now(), overdueSince };
      const isNews = (overdueSince === undefined) !== (before?.overdueSince === undefined);
      const { recordedAt } = before ?? {};
      const isRecordDue = isNews || !recordedAt || msSince(recordedAt, clock) >= recordedEveryMs;
      own.set(name, {
        ...pass,
        lookedAt: isLookDue ? clock.monotonic() : before.lookedAt,
        recordedAt: isRecordDue ? clock.monotonic() : recordedAt,
      });
      // If a write hangs, no further one may start.
      if (isRecordDue && !writing.has(name)) record(name, pass);
    },

    async state(name) {
      const ownPass = own.get(name);
      const isMine = ownPass !== undefined && msSince(ownPass.seenAt, clock) < recordedEveryMs;
      const other = isMine || !store.isShared ? undefined : await read(name);
      const isOtherLater = other && (!ownPass || msBetween(ownPass.seenAt, other.seenAt) > 0);
      const last = isOtherLater ? other : ownPass;
      const since = last && msBetween(startedAt, last.seenAt) > 0 ? last.seenAt : startedAt;
      return { agoMs: msSince(since, clock), at: last?.at, overdueSince: last?.overdueSince };
    },

    async settled() {
      await Promise.all(writing.values());
    },
  };
}

function placeOf(name: string): RecordKey {
  return { collection: 'passes', partition: 'all', key: name };
}
