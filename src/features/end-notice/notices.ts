import type { ConversationKey } from '../../domain/place.ts';
import type { RecordKey, Store } from '../../domain/store.ts';
import type { EndNotice } from './notice.ts';

/** A notice as it was read: it's changed only if its version is still the same. */
export interface StoredNotice {
  readonly value: EndNotice;
  readonly version: string;
}

const pageSize = 500;

export type EndNotices = ReturnType<typeof createEndNotices>;

/** The notices of all conversations. All are in one partition, since every pass reads them together. */
export function createEndNotices(store: Store) {
  async function list(from: string, before?: string): Promise<readonly StoredNotice[]> {
    const all: StoredNotice[] = [];
    for (let start = from; ; ) {
      const page = await store.list('endNotices', 'all', { from: start, before, limit: pageSize });
      all.push(...page.map(({ value, version }) => ({ value: value as EndNotice, version })));
      if (page.length < pageSize) return all;
      start = `${page.at(-1)?.key} `;
    }
  }

  /** Returns those of a team or chat, or of one conversation of it. */
  function stored(home: string, place?: ConversationKey): Promise<readonly StoredNotice[]> {
    const start = place ? placePart(place) : encodeURIComponent(home);
    return list(`${start}|`, `${start}}`);
  }

  return {
    all: () => list(''),
    stored,
    async ofPlace(place: ConversationKey): Promise<readonly EndNotice[]> {
      const found = await list(`${placePart(place)}|`, `${placePart(place)}}`);
      return found.map(({ value }) => value).toSorted((a, b) => a.askedAt - b.askedAt);
    },
    /** Returns the notice with its new version; undefined if it has changed since. */
    async save(value: EndNotice, before?: StoredNotice): Promise<StoredNotice | undefined> {
      const version = await store.put(
        recordOf(value),
        value,
        before ? { version: before.version } : undefined,
      );
      return version === undefined ? undefined : { value, version };
    },
    /** Saves a notice. Returns false if its record hasn't that version; undefined means that there is none. */
    async replace(value: EndNotice, version: string | undefined): Promise<boolean> {
      const expected = version === undefined ? 'absent' : { version };
      return (await store.put(recordOf(value), value, expected)) !== undefined;
    },
    /** Returns false if it was gone already, or has another version than the expected one. */
    remove: (notice: Pick<EndNotice, 'place' | 'id'>, version?: string): Promise<boolean> =>
      store.remove(recordOf(notice), version === undefined ? undefined : { version }),
    /** Removes the notices of a team or chat, or of one channel, after the bot was removed there. */
    async forget(home: string, place?: ConversationKey): Promise<void> {
      for (const { value } of await stored(home, place)) await store.remove(recordOf(value));
    },
  };
}

function placePart({ home, id }: ConversationKey): string {
  return `${encodeURIComponent(home)}|${encodeURIComponent(id)}`;
}

function recordOf({ place, id }: Pick<EndNotice, 'place' | 'id'>): RecordKey {
  return { collection: 'endNotices', partition: 'all', key: `${placePart(place)}|${id}` };
}
