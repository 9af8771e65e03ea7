import { isDeepStrictEqual } from 'node:util';
import { type Service, services } from '../domain/job.ts';
import type { LastBackups, ServiceRecord, ServiceRecords } from '../domain/service-records.ts';
import { type RecordKey, type Store, StoreError } from '../domain/store.ts';

const mostAttempts = 10;

/** Stores the records of the services, one per service. */
export function createServiceRecords(store: Store): ServiceRecords {
  /**
   * Replaces a record, and tries again if another process changes it meanwhile, at most ten times. `next` returns
   * undefined to leave it as it is. Throws `StoreError`.
   */
  async function change(
    service: Service,
    next: (record: ServiceRecord) => ServiceRecord | undefined,
  ): Promise<boolean> {
    for (let tries = 0; tries < mostAttempts; tries += 1) {
      const stored = await store.get(keyOf(service));
      const changed = next(recordOf(stored?.value));
      if (!changed) return false;
      const expected = stored ? { version: stored.version } : 'absent';
      if ((await store.put(keyOf(service), changed, expected)) !== undefined) return true;
    }
    throw new StoreError('unavailable', `The record of ${service} changed each time it was to be written.`);
  }

  return {
    async all() {
      const records = await store.list('services', 'all', { limit: services.length });
      return Object.fromEntries(records.map(({ key, value }) => [key, recordOf(value)]));
    },

    async saw(service, seen) {
      await change(service, record => {
        const last = latest(record.last, seen);
        const isNews = last.startedAt !== record.last?.startedAt || last.goodAt !== record.last.goodAt;
        return isNews ? { ...record, last } : undefined;
      });
    },

    setRetired: (service, retired) =>
      change(service, record =>
        (record.retired === undefined) === (retired === undefined) ? undefined : { ...record, retired },
      ),

    replaceRetired: (service, retired, before) =>
      change(service, record =>
        isDeepStrictEqual(record.retired, before) ? { ...record, retired } : undefined,
      ),
  };
}

function recordOf(value: unknown): ServiceRecord {
  return { last: undefined, retired: undefined, ...(value as Partial<ServiceRecord> | undefined) };
}

function latest(known: LastBackups | undefined, seen: LastBackups): LastBackups {
  const goods = [known?.goodAt, seen.goodAt].filter(at => at !== undefined);
  return {
    startedAt: Math.max(known?.startedAt ?? seen.startedAt, seen.startedAt),
    goodAt: goods.length === 0 ? undefined : Math.max(...goods),
  };
}

function keyOf(key: string): RecordKey {
  return { collection: 'services', partition: 'all', key };
}
