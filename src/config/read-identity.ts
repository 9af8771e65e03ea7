import type { EpochMs } from '../domain/time.ts';
import type { BotIdentity } from '../teams/credentials.ts';
import { readCredential } from './read-credential.ts';
import { readBotTenant } from './read-tenants.ts';
import type { Settings } from './settings.ts';

const botTypes = ['UserAssignedMsi', 'SingleTenant', 'MultiTenant'] as const;
const hint =
  'UserAssignedMsi or SingleTenant, or MultiTenant for a registration that exists already (Azure refuses new ones)';

export const multiTenantWarning =
  'BOT_TYPE=MultiTenant works for a registration that exists already. Azure refuses new ones: should this one ever ' +
  'have to be made again, it must be UserAssignedMsi or SingleTenant.';

/**
 * Who the bot is towards Teams; undefined in local mode, and if a setting is wrong. An unknown type
 * would silently mean multi-tenant to the SDK, so it is refused here.
 */
export function readIdentity(settings: Settings, now: EpochMs): BotIdentity | undefined {
  const { get, complain } = settings;
  const appId = get('BOT_ID', 'CLIENT_ID');
  if (appId === undefined) return undefined;
  const tenantId = readBotTenant(settings);
  const said = get('BOT_TYPE');
  const type = botTypes.find(known => known.toLowerCase() === said?.toLowerCase());
  if (type === undefined) {
    complain(`BOT_TYPE is ${said === undefined ? 'missing' : 'wrong'}: ${hint}`);
    return undefined;
  }
  if (type !== 'MultiTenant' && tenantId === undefined)
    complain(`BOT_TENANT_ID is missing: ${type} needs the tenant of the bot`);
  if (type !== 'UserAssignedMsi') {
    const names = {
      secret: ['BOT_PASSWORD', 'CLIENT_SECRET'],
      certificate: 'BOT_CERTIFICATE',
      owner: "the bot's registration",
    } as const;
    const credential = readCredential(settings, names, now);
    return credential && { type, appId, tenantId, credential };
  }
  for (const name of ['BOT_PASSWORD', 'CLIENT_SECRET', 'BOT_CERTIFICATE', 'BOT_CERTIFICATE_PATH'])
    if (get(name) !== undefined) complain(`${name} is wrong: a managed identity has none; take it out`);
  return { type, appId, tenantId, credential: undefined };
}
