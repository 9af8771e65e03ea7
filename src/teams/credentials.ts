import { ManagedIdentityCredential } from '@azure/identity';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import {
  ManagedIdentityServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';

/** Who the bot is towards Teams. The types are those of a bot's registration in Azure. */
export interface BotIdentity {
  readonly type: 'UserAssignedMsi' | 'SingleTenant' | 'MultiTenant';
  readonly appId: string;
  /** Undefined for a managed identity, which has none. */
  readonly password: string | undefined;
  /** The bot's own tenant; undefined only for an old multi-tenant registration. */
  readonly tenantId: string | undefined;
}

/**
 * The credentials with which the bot answers, and by which it knows tokens that are meant for it. A managed
 * identity uses exactly that identity, not the first of the many sources that a default chain would try. Without
 * an identity nobody is authenticated at all: see `createTeamsBot` for what is refused then.
 */
export function createCredentials(identity: BotIdentity | undefined): ServiceClientCredentialsFactory {
  if (!identity) return new ConfigurationServiceClientCredentialFactory();
  const { type, appId, password, tenantId } = identity;
  if (type === 'UserAssignedMsi') {
    return new ManagedIdentityServiceClientCredentialsFactory(appId, {
      createAzureServiceTokenProvider: clientId =>
        // The SDK names the class of a default chain here; what it calls is `getToken` alone.
        new ManagedIdentityCredential({ clientId }) as never,
    });
  }
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: password ?? '',
    MicrosoftAppType: type,
    MicrosoftAppTenantId: tenantId ?? '',
  });
}
