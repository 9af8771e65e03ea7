import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { WebProxy } from '../domain/proxy.ts';
import { type Store, StoreError } from '../domain/store.ts';
import { openStore, openStoreToRead, type StoreSettings } from '../store/open-store.ts';
import { codeOf } from './connection.ts';
import type { Finding, SuggestedSetting } from './finding.ts';

const tried = 'store';

export interface StoreParts {
  readonly settings: StoreSettings;
  /** The one that leads to the tables; undefined if none does. */
  readonly proxy?: WebProxy | undefined;
  /** A name that no record has yet. */
  readonly newKey: () => string;
  readonly open?: (settings: StoreSettings) => Promise<Store>;
  readonly openToRead?: (settings: StoreSettings) => Promise<Pick<Store, 'list' | 'close'>>;
}

/**
 * Opens the store, writes a record of its own, reads it and removes it again. Where the embedded store is not there yet, one in a
 * folder beside is tried and taken away again: files that this account made might not be the bot's to write.
 */
export async function checkStore({
  settings,
  proxy,
  newKey,
  open = openStore,
  openToRead = openStoreToRead,
}: StoreParts): Promise<Finding> {
  const where = settings.storeUrl === undefined ? settings.dataDir : 'the tables at STORE_URL';
  const trial = trialOf(settings);
  try {
    const store = await open(trial.settings());
    try {
      const isKept = await keeps(store, newKey());
      if (isKept) return { mark: 'ok', tried, seen: `${where}: written, read and removed a record` };
      return {
        mark: 'failure',
        tried,
        seen: `${where}: a record was not kept as it was written`,
        ...fixOf(settings),
      };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof StoreError && error.code === 'busy') return busyFinding(settings, openToRead);
    return { mark: 'failure', tried, seen: seenOf(error, where), ...fixOf(settings, error, proxy) };
  } finally {
    trial.end();
  }
}

interface Trial {
  settings(): StoreSettings;
  /** Leaves nothing behind. */
  end(): void;
}

function trialOf(settings: StoreSettings): Trial {
  const { dataDir, storeUrl } = settings;
  if (storeUrl !== undefined || existsSync(join(dataDir, 'backup-watch.db')))
    return { settings: () => settings, end: () => {} };
  let made: string | undefined;
  let folder: string | undefined;
  return {
    settings() {
      made = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      folder = mkdtempSync(join(dataDir, 'check-'));
      return { dataDir: folder, storeUrl };
    },
    end() {
      if (folder !== undefined) rmSync(folder, { recursive: true });
      if (made !== undefined) removeEmpty(resolve(dataDir), resolve(made));
    },
  };
}

/** Folders from the inner to the outer one; one that somebody put something into stays. */
function removeEmpty(inner: string, outer: string): void {
  try {
    rmdirSync(inner);
  } catch {
    return;
  }
  if (inner !== outer) removeEmpty(dirname(inner), outer);
}

async function keeps(store: Store, key: string): Promise<boolean> {
  const place = { collection: 'check', partition: 'check', key };
  const value = { written: 'by npm run check' };
  try {
    await store.put(place, value);
    const kept = await store.get(place);
    return JSON.stringify(kept?.value) === JSON.stringify(value);
  } finally {
    await store.remove(place);
  }
}

/** The bot that runs beside has it; whoever may not write to it would not have got so far. */
async function busyFinding(
  settings: StoreSettings,
  openToRead: NonNullable<StoreParts['openToRead']>,
): Promise<Finding> {
  const { dataDir } = settings;
  try {
    const reader = await openToRead(settings);
    try {
      await reader.list('check', 'check', { limit: 1 });
    } finally {
      await reader.close();
    }
  } catch (error) {
    return { mark: 'failure', tried, seen: seenOf(error, dataDir), ...fixOf(settings, error) };
  }
  return {
    mark: 'ok',
    tried,
    seen: `${dataDir} is in use by another process, the bot most likely, and can be read beside it; stop the bot to try writing, too`,
  };
}

/** Messages of the store hold no secrets; those of others may. */
function seenOf(error: unknown, where: string): string {
  return error instanceof StoreError
    ? error.message
    : `${where} cannot be used (${codeOf(error) ?? 'no code'})`;
}

function fixOf(
  { storeUrl }: StoreSettings,
  error?: unknown,
  proxy?: WebProxy,
): { readonly fix: string; readonly settings?: readonly SuggestedSetting[] } {
  // By its name: importing it would load Azure's library, which takes a while.
  if (error instanceof StoreError && (error.cause as Partial<Error> | undefined)?.name === 'AzureSignInError')
    return { fix: 'do what the message says.' };
  if (error instanceof StoreError && error.code !== 'unavailable' && error.code !== 'refused')
    return { fix: 'do what the message says. Until then the bot does not start.' };
  if (storeUrl === undefined)
    return {
      fix: 'set DATA_DIR to a folder that the account of the bot may write to, or give it that permission.',
      settings: [{ name: 'DATA_DIR', value: '<a folder that may be written to>' }],
    };
  if (error instanceof StoreError && error.code === 'refused')
    return {
      fix: 'give the identity of the bot the role “Storage Table Data Contributor” on the storage account; it counts after some minutes.',
    };
  return {
    fix: proxy
      ? `check STORE_URL, the firewall of the storage account, and ${proxy.setting}: the proxy ${proxy.name} leads there.`
      : 'check STORE_URL and the firewall of the storage account.',
    settings: [{ name: 'STORE_URL', value: '<https://<account>.table.core.windows.net>' }],
  };
}
