import { LRUCache } from 'lru-cache';
import type { Admins, KnownAdmin } from '../domain/admins.ts';
import type { Log } from '../domain/log.ts';
import type { ConversationRef, ConversationStore } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';
import type { RecordKey, Store } from '../domain/store.ts';

export interface AdminsParts {
  readonly store: Store;
  readonly places: ConversationStore;
  /** Entra object ids, in lower case, of the users whom the settings name now. */
  readonly lists: Readonly<Record<Role, readonly string[]>>;
  readonly log: Log;
}

/** Limits of `recorded`: each user costs at most one read of the store in this time. */
const recordedLimits = { max: 1_000, ttl: 60_000 };

/** Limit of the list. */
const mostUsers = 1_000;

/**
 * Stores the users of the settings who have written, and the admins' personal chats among the conversations that get
 * proactive messages.
 */
export function createAdmins({ store, places, lists, log }: AdminsParts): Admins {
  const admins = new Set(lists.admin);
  const named = new Set(Object.values(lists).flat());
  const recorded = new LRUCache<string, string>(recordedLimits);

  async function recordUser(
    objectId: string,
    name: string,
    personal: ConversationRef | undefined,
  ): Promise<void> {
    if (personal && !(await places.get(personal))) await places.keep(personal);
    for (;;) {
      const record = await store.get(keyOf(objectId));
      const known = record?.value as StoredUser | undefined;
      const place = personal ? { home: personal.home, id: personal.id } : known?.place;
      const now: StoredUser = place ? { name, place } : { name };
      if (JSON.stringify(now) === JSON.stringify(known)) return;
      if (await store.put(keyOf(objectId), now, record ? { version: record.version } : 'absent')) return;
    }
  }

  async function known(): Promise<readonly KnownAdmin[]> {
    const records = await store.list('named', 'all', { limit: mostUsers });
    return records.map(({ key, value }) => {
      const { name, place } = value as StoredUser;
      return { objectId: key, name, place };
    });
  }

  return {
    heard(objectId, name, place) {
      if (!named.has(objectId)) return;
      const personal = place?.kind === 'personal' && admins.has(objectId) ? place : undefined;
      const key = JSON.stringify([objectId, personal?.id]);
      const now = JSON.stringify([name, personal]);
      if (recorded.get(key) === now) return;
      recorded.set(key, now);
      recordUser(objectId, name, personal).catch((err: unknown) => {
        recorded.delete(key);
        log.warn({ err }, 'user of the settings not recorded');
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

type StoredUser = Pick<KnownAdmin, 'name'> & { readonly place?: KnownAdmin['place'] };

function keyOf(key: string): RecordKey {
  return { collection: 'named', partition: 'all', key };
}
