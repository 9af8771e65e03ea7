import type { Audit, AuditEntry, AuditSpan } from '../../domain/audit.ts';
import { type RecordKey, type Store, StoreError } from '../../domain/store.ts';
import type { EpochMs } from '../../domain/time.ts';

const dayMs = 24 * 3_600_000;
/** Moments count backwards from here, in as many digits, so that the newest comes first. */
const lastMs = 900_000_000_000_000;
const digits = 15;
/** Entries to read at once: most users want no more than a page. */
const fewAtOnce = 50;
const mostAtOnce = 500;
/** Tries to replace an entry. Only its own turn writes it, so few are needed. */
const mostAttempts = 3;
/** More days than the record ever has. */
const mostDays = 5_000;

/**
 * Creates the audit record in a store: a partition for each day (UTC), in it the newest first; and a list of the days
 * that have entries, so that a long window over few days is read quickly. A day is in the list before its first entry
 * and until its last is gone.
 */
export function createAudit(store: Pick<Store, 'get' | 'list' | 'put' | 'remove'>): Audit {
  const { days, newestOf } = readAudit(store);
  let listed: string | undefined;

  /** Returns true if the entry was stored, false if there was one. */
  async function keep(entry: AuditEntry): Promise<boolean> {
    const day = dayOf(entry.at);
    if (day !== listed) await store.put(placeOfDay(day), {}, 'absent');
    listed = day;
    return (await store.put(placeOf(entry), entry, 'absent')) !== undefined;
  }

  /** Stores `entry` in place of the one that is there, if that may be replaced. */
  async function replace(entry: AuditEntry, mayReplace: (there: AuditEntry) => boolean): Promise<void> {
    const place = placeOf(entry);
    // An earlier write may still be on its way, and arrive between the read and the write.
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const there = await store.get(place);
      if (there && !mayReplace(there.value as AuditEntry)) return;
      if (there ? await store.put(place, entry, there) : await keep(entry)) return;
    }
    throw new StoreError('unavailable', 'An entry of the audit record changed while it was being replaced.');
  }

  return {
    async keep(entry) {
      await keep(entry);
    },

    recount: entry => replace(entry, there => timesOf(there) < timesOf(entry)),

    complete: entry => replace(entry, there => there.ending.kind === 'begun'),

    ...readersOf({ days, newestOf }),

    async forget(before, most) {
      const old = await store.list('auditDays', 'all', { before: dayOf(before), limit: most });
      let left = most;
      for (const { key: day } of old) {
        const entries = await store.list('audit', day, { limit: left });
        for (const { key } of entries) await store.remove({ collection: 'audit', partition: day, key });
        left -= entries.length;
        if (left <= 0) return false;
        await store.remove(placeOfDay(day));
      }
      return old.length < most;
    },
  };
}

/** Creates the part of the record that only reads. */
export function createAuditReader(store: Pick<Store, 'list'>): Pick<Audit, 'newestFirst' | 'oldestFirst'> {
  return readersOf(readAudit(store));
}

function readAudit({ list }: Pick<Store, 'list'>) {
  return {
    /** Returns the days that begin within the span, or in which it starts; the oldest first. */
    async days({ from, to }: AuditSpan): Promise<readonly string[]> {
      const range = { from: dayOf(from), before: dayOf(to + dayMs - 1), limit: mostDays };
      return (await list('auditDays', 'all', range)).map(({ key }) => key);
    },

    async *newestOf(day: string, { from, to }: AuditSpan): AsyncIterable<AuditEntry> {
      const before = backwards(from - 1);
      let limit = fewAtOnce;
      for (let next = backwards(to - 1); ; limit = mostAtOnce) {
        const records = await list('audit', day, { from: next, before, limit });
        for (const { value } of records) yield value as AuditEntry;
        if (records.length < limit) return;
        next = `${records.at(-1)?.key}!`;
      }
    },
  };
}

function readersOf({ days, newestOf }: ReturnType<typeof readAudit>) {
  return {
    async *newestFirst(span: AuditSpan): AsyncIterable<AuditEntry> {
      for (const day of (await days(span)).toReversed()) yield* newestOf(day, span);
    },
    async *oldestFirst(span: AuditSpan): AsyncIterable<AuditEntry> {
      for (const day of await days(span)) {
        const entries: AuditEntry[] = [];
        for await (const entry of newestOf(day, span)) entries.push(entry);
        yield* entries.reverse();
      }
    },
  };
}

function placeOf({ at, turn }: AuditEntry): RecordKey {
  return { collection: 'audit', partition: dayOf(at), key: `${backwards(at)}_${turn}` };
}

function placeOfDay(day: string): RecordKey {
  return { collection: 'auditDays', partition: 'all', key: day };
}

const timesOf = ({ times = 1 }: AuditEntry) => times;
const dayOf = (at: EpochMs) => new Date(at).toISOString().slice(0, 10);
const backwards = (at: EpochMs) => String(lastMs - at).padStart(digits, '0');
