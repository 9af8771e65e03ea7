import { isDeepStrictEqual } from 'node:util';
import {
  type GivenRole,
  type GivenRoles,
  givableRoles,
  mostGivenRoles,
  TooManyRolesError,
} from '../domain/given-roles.ts';
import { type RecordKey, type Store, type StoredRecord, StoreError } from '../domain/store.ts';

const mostAttempts = 10;
/** More than are ever given: several admins may give the last one in the same instant. */
const mostRead = 2 * mostGivenRoles;

/** Stores the roles that were given in Teams, by object id. */
export function createGivenRoles(store: Store): GivenRoles {
  async function all(): Promise<readonly GivenRole[]> {
    const records = await store.list('roles', 'all', { limit: mostRead });
    return records.flatMap(record => roleIn(record) ?? []);
  }

  /** Replaces a record, and tries again if another process changes it meanwhile. */
  async function change<T>(
    objectId: string,
    write: (record: StoredRecord | undefined) => Promise<{ readonly done: T } | undefined>,
  ): Promise<T> {
    for (let tries = 0; tries < mostAttempts; tries += 1) {
      const written = await write(await store.get(keyOf(objectId)));
      if (written) return written.done;
    }
    throw new StoreError('unavailable', 'A role changed each time it was to be written.');
  }

  return {
    all,
    give: given =>
      change(given.objectId, async record => {
        const before = roleIn(record);
        if (before?.role === given.role) return { done: before };
        if (!record && (await all()).length >= mostGivenRoles) throw new TooManyRolesError();
        const { objectId: _, ...value } = given;
        const expected = record ? { version: record.version } : 'absent';
        const version = await store.put(keyOf(given.objectId), value, expected);
        return version === undefined ? undefined : { done: before };
      }),
    remove: objectId =>
      change(objectId, async record => {
        if (!record) return { done: undefined };
        const isGone = await store.remove(keyOf(objectId), { version: record.version });
        return isGone ? { done: roleIn(record) } : undefined;
      }),
    replace: (objectId, given, before) =>
      change(objectId, async record => {
        if (!isDeepStrictEqual(plain(roleIn(record)), plain(before))) return { done: false };
        if (!given) {
          const isGone = !record || (await store.remove(keyOf(objectId), { version: record.version }));
          return isGone ? { done: true } : undefined;
        }
        const { objectId: _, ...value } = given;
        const version = await store.put(
          keyOf(objectId),
          value,
          record ? { version: record.version } : 'absent',
        );
        return version === undefined ? undefined : { done: true };
      }),
  };
}

/** Returns undefined for a record that gives no role, whoever wrote it: an admin is never made by one. */
function roleIn(record: StoredRecord | undefined): GivenRole | undefined {
  const { name = '', role, by, at = 0 } = (record?.value ?? {}) as Partial<GivenRole>;
  if (!record || !role || !givableRoles.includes(role)) return undefined;
  return { objectId: record.key, name, role, by: { name: by?.name ?? '', objectId: by?.objectId }, at };
}

/** As the store has it: without fields that are undefined. */
const plain = (given: GivenRole | undefined): unknown => given && JSON.parse(JSON.stringify(given));

function keyOf(key: string): RecordKey {
  return { collection: 'roles', partition: 'all', key };
}
