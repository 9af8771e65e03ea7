import { z } from 'zod';
import type { Settings } from './settings.ts';

const guid = z.guid();

/** The bot's own tenant as it is set; complains if it is no GUID, as the name of a domain is none. */
export function readBotTenant({ get, complain }: Pick<Settings, 'get' | 'complain'>): string | undefined {
  const [name, tenantId] = botTenant(get);
  if (tenantId !== undefined && !guid.safeParse(tenantId).success)
    complain(`${name} is wrong: the tenant's id (a GUID), not the name of a domain`);
  return tenantId;
}

/**
 * The tenants that may talk to the bot, in lower case: those that are set, else the bot's own. With an identity there must be
 * one, and each must be a GUID, for no other value is ever equal to what Teams sends.
 */
export function readAllowedTenants(
  { get, complain }: Pick<Settings, 'get' | 'complain'>,
  hasIdentity: boolean,
): readonly string[] {
  const own = get('ALLOWED_TENANT_IDS');
  const ids = (own ?? botTenant(get)[1] ?? '')
    .split(',')
    .map(id => id.trim().toLowerCase())
    .filter(id => id !== '');
  if (!hasIdentity) return ids;
  if (ids.length === 0)
    complain('ALLOWED_TENANT_IDS is missing: the tenants that may talk to the bot, separated by commas');
  const isSound = ids.every(id => guid.safeParse(id).success);
  // What is wrong with the bot's own tenant is said under its own name.
  if (own !== undefined && !isSound)
    complain(
      'ALLOWED_TENANT_IDS is wrong: ids of tenants (GUIDs), separated by commas, not names of domains',
    );
  return ids;
}

function botTenant(get: Settings['get']): readonly [name: string, tenantId: string | undefined] {
  return get('BOT_TENANT_ID') === undefined
    ? ['TENANT_ID', get('TENANT_ID')]
    : ['BOT_TENANT_ID', get('BOT_TENANT_ID')];
}
