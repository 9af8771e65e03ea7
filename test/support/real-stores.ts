import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { startAzurite } from './azurite.ts';

/** Storage that outlasts the stores that are opened on it, one after the other. */
interface Storage {
  open(): Promise<WalkableStore>;
  /** Its stores must be closed. */
  remove(): void;
}

/** A store with a storage of its own. */
interface OpenedStore {
  readonly store: WalkableStore;
  close(): Promise<void>;
}

/** The kinds of storage that the product runs on, by their names. */
export const realStorages: Readonly<Record<'SQLite' | 'Azure Tables', () => Promise<Storage>>> = {
  async SQLite() {
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-store-'));
    return {
      open: async () => openSqliteStore({ dataDir }),
      remove: () => rmSync(dataDir, { recursive: true }),
    };
  },
  async 'Azure Tables'() {
    const azurite = await startAzurite();
    return {
      open: () => openAzureTablesStore({ storeUrl: azurite.connectionString }),
      remove: () => azurite.stop(),
    };
  },
};

/** The name of each kind, with a function that opens a new store of it. */
export const realStores: readonly (readonly [name: string, open: () => Promise<OpenedStore>])[] =
  Object.entries(realStorages).map(([name, start]) => [
    name,
    async () => {
      const storage = await start();
      const store = await storage.open();
      const close = async () => {
        await store.close();
        storage.remove();
      };
      return { store, close };
    },
  ]);
