import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteReader } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startAzurite } from '../support/azurite.ts';
import type { KilledProcesses } from './killed-processes.ts';

/** The stores of processes that are killed, and how many of them run at a time. */
export type Home = Omit<KilledProcesses, 'kills' | 'stops'>;

/** In a folder of their own, which two processes can't share. */
export async function onSqlite<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
  const open = async () => openSqliteStore({ dataDir });
  const openToRead = async () => openSqliteReader({ dataDir });
  try {
    return await work({
      env: { DATA_DIR: dataDir },
      open,
      openToRead,
      instances: 1,
      random: Math.random,
    });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** In tables of their own, two processes at a time. */
export async function onAzureTables<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const azurite = await startAzurite();
  const storeUrl = azurite.connectionString;
  const open = () => openAzureTablesStore({ storeUrl });
  try {
    return await work({
      env: { STORE_URL: storeUrl },
      open,
      openToRead: open,
      instances: 2,
      random: Math.random,
    });
  } finally {
    azurite.stop();
  }
}
