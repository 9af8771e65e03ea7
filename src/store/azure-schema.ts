import { type RecordKey, type Store, StoreError } from '../domain/store.ts';

/**
 * Raised with a change of the records that the previous version can't read; 2: incidents of backups that don't start.
 */
const schemaVersion = 2;
/** Replaces the version during a restore. Older versions of the product refuse it as a newer version. */
const restoreUnderWay = 1_000_000;

const place: RecordKey = { collection: 'schema', partition: 'schema', key: 'version' };

/**
 * Writes this version into an empty table, or one of an older version.
 *
 * @throws StoreError `newer` if a newer version wrote the records, and `incomplete` if a restore into the table wasn't
 * finished, unless another restore is to be made.
 */
export async function checkSchema(
  store: Store,
  { isRestoring }: { readonly isRestoring: boolean },
): Promise<void> {
  const version = (await store.get(place))?.value as number | undefined;
  if (version === undefined) await store.put(place, schemaVersion, 'absent');
  else if (version < schemaVersion) await store.put(place, schemaVersion);
  else if (version === restoreUnderWay && !isRestoring)
    throw new StoreError(
      'incomplete',
      'A restore into the tables at STORE_URL is under way, or was not finished, so they may have only a part of the records. If it is not running any more, run it again with --replace: npm run store -- restore <file> --replace.',
    );
  else if (version > schemaVersion && version !== restoreUnderWay)
    throw new StoreError(
      'newer',
      'The tables at STORE_URL were written by a newer version of Backup Watch. They were left as they are; start that version.',
    );
}

/** Marks the table so that only a restore opens it. Returns false if it was marked already. */
export async function beginRestore(store: Store): Promise<boolean> {
  const isFirst = (await store.get(place))?.value !== restoreUnderWay;
  await store.put(place, restoreUnderWay);
  return isFirst;
}

/** Removes the mark, so that the table can be opened again. */
export async function endRestore(store: Store): Promise<void> {
  await store.put(place, schemaVersion);
}
