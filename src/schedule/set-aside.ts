import type { Log } from '../domain/log.ts';
import type { Meter, RecordKind } from '../domain/meter.ts';
import type { ConversationKey } from '../domain/place.ts';
import type { Clock } from '../domain/time.ts';
import { createRecentMap } from './recent-map.ts';

/** A record that a loop works on. A broken one may lack its place. */
export interface RecordRef {
  readonly kind: RecordKind;
  readonly place: ConversationKey;
  readonly id: string;
}

/**
 * Records that make the code fail, such as one with an unknown time zone. Each is skipped for an hour at a time, so
 * that it stops no other. It stays unchanged in the store.
 */
export interface SetAside {
  /** Returns true while the record must be skipped. */
  has(record: RecordRef): boolean;
  /**
   * Sets a record aside for an hour. Returns false, and does nothing, if a broken record can't be the reason of the
   * error.
   */
  add(record: RecordRef, error: unknown): boolean;
  /**
   * Returns the result of `work`; undefined if the record is set aside, or if it's set aside now because `work` throws.
   */
  attempt<T>(record: RecordRef, work: () => T): T | undefined;
}

export interface SetAsideParts {
  readonly meter: Pick<Meter, 'count'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Log, 'error'>;
}

const retryMs = 3_600_000;
/** Errors that code throws if its input isn't what it expects. */
const brokenRecordErrors = [RangeError, TypeError, SyntaxError] as const;

export function createSetAside({ meter, clock, log }: SetAsideParts): SetAside {
  const skipped = createRecentMap<true>(retryMs, clock);

  const has = (record: RecordRef) => skipped.get(nameOf(record)) === true;

  function add(record: RecordRef, err: unknown): boolean {
    if (!brokenRecordErrors.some(type => err instanceof type)) return false;
    skipped.set(nameOf(record), true);
    meter.count('recordsSetAside', 1, { record: record.kind });
    const { kind, place, id } = record;
    log.error({ err, record: kind, home: place?.home, place: place?.id, id }, 'record set aside');
    return true;
  }

  return {
    has,
    add,
    attempt(record, work) {
      if (has(record)) return undefined;
      try {
        const result = work();
        skipped.delete(nameOf(record));
        return result;
      } catch (error) {
        if (!add(record, error)) throw error;
        return undefined;
      }
    },
  };
}

/** A broken record may lack its place. */
function nameOf({ kind, place, id }: RecordRef): string {
  return JSON.stringify([kind, place?.home, place?.id, id]);
}
