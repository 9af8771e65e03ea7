import type { Log } from '../domain/log.ts';
import type { Meter, RecordKind } from '../domain/meter.ts';
import type { PlaceKey } from '../domain/place.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

/** A record that work is done on. A broken one may lack its place. */
export interface WorkedRecord {
  readonly kind: RecordKind;
  readonly place: PlaceKey;
  readonly id: string;
}

/**
 * Records that break the code that works on them, such as one with an unknown time zone. Each is left alone for an hour at a time,
 * so that it stops no other; it stays in the store as it is.
 */
export interface SetAside {
  /** Returns true while the record is to be left alone. */
  has(record: WorkedRecord): boolean;
  /** Sets a record aside for an hour. Returns false, and does nothing, if the error isn't one that a broken record leads to. */
  add(record: WorkedRecord, error: unknown): boolean;
  /** Returns what `work` returns; undefined if the record is set aside, or is set aside now because `work` breaks. */
  attempt<T>(record: WorkedRecord, work: () => T): T | undefined;
}

export interface SetAsideParts {
  readonly meter: Pick<Meter, 'count'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Log, 'error'>;
}

const retryMs = 3_600_000;
/** What code throws that is given something else than it expects. */
const brokenBy = [RangeError, TypeError, SyntaxError] as const;

export function createSetAside({ meter, clock, log }: SetAsideParts): SetAside {
  const since = new Map<string, MonotonicMs>();

  function has(record: WorkedRecord): boolean {
    const at = since.get(nameOf(record));
    return at !== undefined && msSince(at, clock) < retryMs;
  }

  function add(record: WorkedRecord, err: unknown): boolean {
    if (!brokenBy.some(type => err instanceof type)) return false;
    since.set(nameOf(record), clock.monotonic());
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
        since.delete(nameOf(record));
        return result;
      } catch (error) {
        if (!add(record, error)) throw error;
        return undefined;
      }
    },
  };
}

/** A record that is broken may have no place. */
function nameOf({ kind, place, id }: WorkedRecord): string {
  return JSON.stringify([kind, place?.home, place?.id, id]);
}
