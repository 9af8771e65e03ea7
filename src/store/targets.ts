import { type Service, services } from '../domain/job.ts';
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
    async stored() {
      const records = await store.list('targets', 'all', { limit: services.length });
      return records.map(({ key, value, version }) => ({
        service: key as Service,
        targetMs: (value as { ms: number }).ms,
        version,
      }));
    },
    async replace(service, targetMs, version) {
      if (targetMs === undefined) return version === undefined || store.remove(keyOf(service), { version });
      const expected = version === undefined ? 'absent' : { version };
      return (await store.put(keyOf(service), { ms: targetMs }, expected)) !== undefined;
    },
  };
}

function keyOf(key: string): RecordKey {
  return { collection: 'targets', partition: 'all', key };
}
