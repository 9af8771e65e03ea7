import type { IndexJournal } from '../domain/index-journal.ts';
import type { ReplacedFile } from './journal-sqlite-file.ts';
import type { StoreSettings } from './open-store.ts';

export interface OpenedIndexJournal extends IndexJournal {
  /** Set if the file of the job index was unusable and was replaced by an empty one. For the log. */
  readonly replaced?: ReplacedFile | undefined;
  /** Throws `StoreError` if the file was deleted or replaced since it was opened; absent if there is none. */
  checkFile?(): void;
}

/**
 * Opens the job index beside the settings' store: in Azure Tables if STORE_URL is set, else in the folder. Imports only
 * the driver that it needs. The settings' store must be open first, since it has the lock of the folder.
 *
 * @throws StoreError if the account can't be reached or refuses, or if the folder can't be used.
 */
export async function openIndexJournal({
  dataDir,
  storeUrl,
  ...signIn
}: StoreSettings): Promise<OpenedIndexJournal> {
  if (storeUrl === undefined) {
    const { openSqliteIndexJournal } = await import('./journal-sqlite.ts');
    return openSqliteIndexJournal({ dataDir });
  }
  const { openAzureIndexJournal } = await import('./journal-azure.ts');
  return openAzureIndexJournal({ storeUrl, ...signIn });
}
