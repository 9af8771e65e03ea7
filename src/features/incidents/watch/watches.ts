import { services as allServices, type Service } from '../../../domain/job.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import type { RecordKey, Store, StoredRecord } from '../../../domain/store.ts';
import type { VersionedRecord } from '../../../schedule/queued-records.ts';
import type { Watch } from './watch.ts';

const pageSize = 500;

/** The watches of all conversations. Rejects with `StoreError`. */
export interface Watches {
  all(): Promise<readonly Watch[]>;
  /** Newest first. */
  ofPlace(place: ConversationKey): Promise<readonly Watch[]>;
  put(watch: Watch): Promise<void>;
  /** Returns false if it was gone already. */
  remove(watch: Pick<Watch, 'place' | 'id'>): Promise<boolean>;
  /** Removes a watch that was ended, unless it has been set again since. */
  letGo(watch: Pick<Watch, 'place' | 'id'>): Promise<void>;
  /** Returns the watches of a team, or of one conversation. */
  ofHome(home: string): Promise<readonly Watch[]>;
  /** Returns those of a team or chat, or of one conversation of it, with their versions. */
  stored(home: string, place?: ConversationKey): Promise<readonly VersionedRecord<Watch>[]>;
  /** Saves a watch. Returns false if its record hasn't that version; undefined means that there is none. */
  replace(watch: Watch, version: string | undefined): Promise<boolean>;
}

/** All are in one partition, since every poll reads them together. */
export function createWatches(store: Store): Watches {
  async function read(from: string, before: string | undefined): Promise<readonly VersionedRecord<Watch>[]> {
    const all: StoredRecord[] = [];
    for (let start = from; ; ) {
      const page = await store.list('watches', 'all', { from: start, before, limit: pageSize });
      all.push(...page);
      if (page.length < pageSize) break;
      start = `${page.at(-1)?.key} `;
    }
    return all.map(({ value, version }) => ({ value: value as Watch, version }));
  }

  async function list(from: string, before: string | undefined): Promise<readonly Watch[]> {
    const all = await read(from, before);
    return all.map(({ value }) => value).toSorted((a, b) => b.createdAt - a.createdAt);
  }

  return {
    all: () => list('', undefined),
    ofPlace(place) {
      const start = placePart(place);
      return list(`${start}|`, `${start}}`);
    },
    ofHome(home) {
      const start = encodeURIComponent(home);
      return list(`${start}|`, `${start}}`);
    },
    stored(home, place) {
      const start = place ? placePart(place) : encodeURIComponent(home);
      return read(`${start}|`, `${start}}`);
    },
    async put(watch) {
      await store.put(recordOf(watch), watch);
    },
    async replace(watch, version) {
      const expected = version === undefined ? 'absent' : { version };
      return (await store.put(recordOf(watch), watch, expected)) !== undefined;
    },
    remove: watch => store.remove(recordOf(watch)),
    async letGo(watch) {
      const kept = await store.get(recordOf(watch));
      if (kept && (kept.value as Watch).isEnding)
        await store.remove(recordOf(watch), { version: kept.version });
    },
  };
}

/** Returns the services that a watch covers. */
export function servicesOf({ services }: Pick<Watch, 'services'>): readonly Service[] {
  return services.length === 0 ? allServices : services;
}

/**
 * Returns the conversation's watch of a service: one that names it, or else one of all services. Ending ones come last.
 */
export function watchOf(watches: readonly Watch[], service: Service): Watch | undefined {
  const newest = watches.toSorted((a, b) => b.createdAt - a.createdAt);
  const among = (those: readonly Watch[]) =>
    those.find(({ services }) => services.includes(service)) ??
    those.find(({ services }) => services.length === 0);
  return (
    among(newest.filter(({ isEnding }) => !isEnding)) ?? among(newest.filter(({ isEnding }) => isEnding))
  );
}

function placePart({ home, id }: ConversationKey): string {
  return `${encodeURIComponent(home)}|${encodeURIComponent(id)}`;
}

function recordOf({ place, id }: Pick<Watch, 'place' | 'id'>): RecordKey {
  return { collection: 'watches', partition: 'all', key: `${placePart(place)}|${id}` };
}
