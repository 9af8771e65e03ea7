import { services } from '../domain/job.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import type { Targets } from '../domain/targets.ts';

/** Stores the services' targets. */
export function createTargets(store: Store): Targets {
  return {
    async all() {
      const records = await store.list('targets', 'all', { limit: services.length });
      return Object.fromEntries(records.map(({ key, value }) => [key, (value as { ms: number }).ms]));
    },
    async set(service, targetMs) {
      if (targetMs === undefined) await store.remove(keyOf(service));
      else await store.put(keyOf(service), { ms: targetMs });
    },
  };
}

function keyOf(key: string): RecordKey {
  return { collection: 'targets', partition: 'all', key };
}
