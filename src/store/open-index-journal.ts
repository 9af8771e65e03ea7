import type { IndexJournal } from '../domain/index-journal.ts';
import type { Log } from '../domain/log.ts';
import type { StoreSettings } from './open-store.ts';

/**
 * Opens the job index beside the store: in Azure Tables if they are set, else in a file of its own. A file that can't be used is
 * replaced, which the log says: the index is read from AvePoint again. Rejects with `StoreError`.
 */
export async function openIndexJournal(
  { dataDir, storeUrl, managedIdentity }: StoreSettings,
  log: Log,
): Promise<IndexJournal> {
  if (storeUrl !== undefined) {
    const { openAzureIndexJournal } = await import('./journal-azure.ts');
    return openAzureIndexJournal({ storeUrl, managedIdentity });
  }
  const { openSqliteIndexJournal } = await import('./journal-sqlite.ts');
  const journal = openSqliteIndexJournal({ dataDir });
  if (journal.replaced) log.warn({ ...journal.replaced }, 'job index replaced; reading AvePoint again');
  return journal;
}
