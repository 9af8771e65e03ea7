import type { AzureSignIn } from '../store/azure-sign-in.ts';
import type { Settings } from './settings.ts';

/** What Azure's library takes, in any case. */
const known = [
  'dev',
  'prod',
  'AzureCliCredential',
  'AzureDeveloperCliCredential',
  'AzurePowerShellCredential',
  'EnvironmentCredential',
  'ManagedIdentityCredential',
  'VisualStudioCodeCredential',
  'WorkloadIdentityCredential',
] as const;

/**
 * As whom the Key Vault and the tables are asked. The managed identity is the one that AZURE_CLIENT_ID names, which is Azure's
 * own setting, else the bot's: a machine that has user-assigned ones alone uses none of them unless one is named.
 */
export function readAzureSignIn({ get, complain }: Settings): AzureSignIn {
  const isManaged = get('BOT_TYPE')?.toLowerCase() === 'userassignedmsi';
  const tokenCredentials = get('AZURE_TOKEN_CREDENTIALS');
  if (
    tokenCredentials !== undefined &&
    !known.some(name => name.toLowerCase() === tokenCredentials.toLowerCase())
  )
    complain(`AZURE_TOKEN_CREDENTIALS is wrong: one of ${known.join(', ')}`);
  return {
    managedIdentity: get('AZURE_CLIENT_ID') ?? (isManaged ? get('BOT_ID', 'CLIENT_ID') : undefined),
    tokenCredentials,
  };
}
