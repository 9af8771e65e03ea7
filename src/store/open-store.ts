import type { AzureSignIn } from './azure-sign-in.ts';
import type { StoreReader, WholeStore } from './whole-store.ts';

/** Tables are asked with the identity, unless `storeUrl` is a connection string. */
export interface StoreSettings extends AzureSignIn {
  /** The folder of the embedded store. */
  readonly dataDir: string;
  /** Where set, an Azure Storage account: the address of its tables, or a connection string. */
  readonly storeUrl: string | undefined;
}

/**
 * Azure Tables if they are set, else the embedded store; only what is used is loaded. `isRestoring` opens one into which a
 * restore was not finished, too. Rejects with `StoreError`.
 */
export async function openStore(
  { dataDir, storeUrl, ...signIn }: StoreSettings,
  { isRestoring = false } = {},
): Promise<WholeStore> {
  if (storeUrl === undefined) {
    const { openSqliteStore } = await import('./sqlite-store.ts');
    return openSqliteStore({ dataDir });
  }
  const { openAzureTablesStore } = await import('./azure-tables-store.ts');
  return openAzureTablesStore({ storeUrl, ...signIn, isRestoring });
}

/** The same to be read alone, while the bot is running or not. Rejects with `StoreError`. */
export async function openStoreToRead(settings: StoreSettings): Promise<StoreReader> {
  if (settings.storeUrl !== undefined) return openStore(settings);
  const { openSqliteReader } = await import('./sqlite-reader.ts');
  return openSqliteReader(settings);
}
