import { services } from '../domain/job.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import type { Targets } from '../domain/targets.ts';

/** The services' targets in a store. */
export function createTargets(store: Store): Targets {
  return {
    async all() {
      const records = await store.list('targets', 'all', { limit: services.length });
      return Object.fromEntries(records.map(({ key, value }) => [key, (value as { ms: number }).ms]));
    },
    async set(service, targetMs) {
      if (targetMs === undefined) await store.remove(placeOf(service));
      else await store.put(placeOf(service), { ms: targetMs });
    },
  };
}

function placeOf(key: string): RecordPlace {
  return { collection: 'targets', partition: 'all', key };
}
