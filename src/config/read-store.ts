import { isConnectionString } from '../store/connection-string.ts';
import type { StoreSettings } from '../store/open-store.ts';
import { readAzureSignIn } from './read-azure-sign-in.ts';
import { type Settings, safeUrl } from './settings.ts';

/** On Azure App Service the folder is read-only, and what is written elsewhere is gone with the next start. */
export function readStore(settings: Settings): StoreSettings {
  const { get, complain } = settings;
  const url = get('STORE_URL');
  const isSound = url === undefined || isConnectionString(url) || safeUrl.safeParse(url).success;
  if (!isSound)
    complain(
      'STORE_URL is wrong: the https address of the tables of an Azure Storage account, or its connection string',
    );
  if (url === undefined && get('WEBSITE_INSTANCE_ID', 'RUNNING_ON_AZURE') !== undefined)
    complain('STORE_URL is missing: Azure App Service keeps no files, so digests need a storage account');
  return {
    dataDir: get('DATA_DIR') ?? './data',
    storeUrl: url,
    ...readAzureSignIn(settings),
  };
}
