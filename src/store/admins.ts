import { LRUCache } from 'lru-cache';
import type { Admins, KnownAdmin } from '../domain/admins.ts';
import type { Log } from '../domain/log.ts';
import type { Place, Places } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';
import type { RecordPlace, Store } from '../domain/store.ts';

export interface AdminsParts {
  readonly store: Store;
  readonly places: Places;
  /** Entra object ids, in lower case, of those whom the settings name now. */
  readonly lists: Readonly<Record<Role, readonly string[]>>;
  readonly log: Log;
}

/** Those who were heard of lately; each costs the store a look once in so long. */
const lately = { max: 1_000, ttl: 60_000 };

/** More are not read. */
const mostPeople = 1_000;

/** The people of the settings in a store, the admins' personal chats among the places that something is said in unasked. */
export function createAdmins({ store, places, lists, log }: AdminsParts): Admins {
  const admins = new Set(lists.admin);
  const named = new Set(Object.values(lists).flat());
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

  async function known(): Promise<readonly KnownAdmin[]> {
    const records = await store.list('named', 'all', { limit: mostPeople });
    return records.map(({ key, value }) => {
      const { name, place } = value as Remembered;
      return { objectId: key, name, place };
    });
  }

  return {
    heard(objectId, name, place) {
      if (!named.has(objectId)) return;
      const personal = place?.kind === 'personal' && admins.has(objectId) ? place : undefined;
      const key = JSON.stringify([objectId, personal?.id]);
      const now = JSON.stringify([name, personal]);
      if (heardOf.get(key) === now) return;
      heardOf.set(key, now);
      remember(objectId, name, personal).catch((err: unknown) => {
        heardOf.delete(key);
        log.warn({ err }, 'somebody whom the settings name could not be remembered');
      });
    },

    async all() {
      return (await known()).filter(({ objectId }) => admins.has(objectId));
    },

    async names() {
      const people = (await known()).filter(({ objectId }) => named.has(objectId));
      return new Map(people.map(({ objectId, name }) => [objectId, name]));
    },
  };
}

type Remembered = Pick<KnownAdmin, 'name'> & { readonly place?: KnownAdmin['place'] };

function recordOf(key: string): RecordPlace {
  return { collection: 'named', partition: 'all', key };
}
