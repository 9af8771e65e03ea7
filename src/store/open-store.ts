import type { AzureSignIn } from './azure-sign-in.ts';
import type { StoreReader, WholeStore } from './whole-store.ts';

/** Settings of the store. Azure Tables are used with the identity, unless `storeUrl` is a connection string. */
export interface StoreSettings extends AzureSignIn {
  /** The folder of the embedded store. */
  readonly dataDir: string;
  /**
   * An Azure Storage account, by the address of its tables or by a connection string; undefined for the embedded store.
   */
  readonly storeUrl: string | undefined;
}

/**
 * Opens Azure Tables if they are set, else the embedded store, and loads only that driver. `isRestoring` also opens a
 * store in which a restore wasn't finished. Rejects with `StoreError`.
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

/** Opens the store for reading only, while the bot is running or not. Rejects with `StoreError`. */
export async function openStoreToRead(settings: StoreSettings): Promise<StoreReader> {
  if (settings.storeUrl !== undefined) return openStore(settings);
  const { openSqliteReader } = await import('./sqlite-reader.ts');
  return openSqliteReader(settings);
}
