import { LRUCache } from 'lru-cache';
import type { Admins, KnownAdmin } from '../domain/admins.ts';
import type { Log } from '../domain/log.ts';
import type { Place, Places } from '../domain/place.ts';
import type { RecordPlace, Store } from '../domain/store.ts';

export interface AdminsParts {
  readonly store: Store;
  readonly places: Places;
  /** Entra object ids, in lower case, of those who are admins now. */
  readonly ids: readonly string[];
  readonly log: Log;
}

/** Admins that were heard of lately; each costs the store a look once in so long. */
const lately = { max: 1_000, ttl: 60_000 };

/** More are not listed. */
const mostAdmins = 1_000;

/** The admins in a store, their personal chats among the places that something is said in unasked. */
export function createAdmins({ store, places, ids, log }: AdminsParts): Admins {
  const admins = new Set(ids);
  const heardOf = new LRUCache<string, string>(lately);

  async function remember(objectId: string, name: string, personal: Place | undefined): Promise<void> {
    if (personal && !(await places.get(personal))) await places.keep(personal);
    for (;;) {
      const record = await store.get(recordOf(objectId));
      const known = record?.value as Remembered | undefined;
      const place = personal ? { home: personal.home, id: personal.id } : known?.place;
      const now: Remembered = place ? { name, place } : { name };
      if (JSON.stringify(now) === JSON.stringify(known)) return;
      if (await store.put(recordOf(objectId), now, record ? { version: record.version } : 'absent')) return;
    }
  }

  return {
    heard(objectId, name, place) {
      if (!admins.has(objectId)) return;
      const personal = place?.kind === 'personal' ? place : undefined;
      const key = JSON.stringify([objectId, personal?.id]);
      const now = JSON.stringify([name, personal]);
      if (heardOf.get(key) === now) return;
      heardOf.set(key, now);
      remember(objectId, name, personal).catch((err: unknown) => {
        heardOf.delete(key);
        log.warn({ err }, 'an admin could not be remembered');
      });
    },

    async all() {
      const records = await store.list('admins', 'all', { limit: mostAdmins });
      return records
        .filter(({ key }) => admins.has(key))
        .map(({ key, value }): KnownAdmin => {
          const { name, place } = value as Remembered;
          return { objectId: key, name, place };
        });
    },
  };
}

type Remembered = Omit<KnownAdmin, 'objectId' | 'place'> & { readonly place?: KnownAdmin['place'] };

function recordOf(key: string): RecordPlace {
  return { collection: 'admins', partition: 'all', key };
}
