import type { Settings } from './settings.ts';

/**
 * Which of this machine's managed identities reads the Key Vault and the tables: AZURE_CLIENT_ID, Azure's own setting,
 * else the bot's. A machine that has user-assigned ones alone uses none of them unless it is told which.
 */
export function readManagedIdentity({ get }: Pick<Settings, 'get'>): string | undefined {
  const isManaged = get('BOT_TYPE')?.toLowerCase() === 'userassignedmsi';
  return get('AZURE_CLIENT_ID') ?? (isManaged ? get('BOT_ID', 'CLIENT_ID') : undefined);
}
