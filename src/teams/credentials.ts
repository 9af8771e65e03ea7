import type * as AzureIdentity from '@azure/identity';
import type { ClientCertificateCredentialOptions, TokenCredential } from '@azure/identity';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import {
  ManagedIdentityServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Credential } from '../domain/credential.ts';

/** Who the bot is towards Teams. The types are those of a bot's registration in Azure. */
export interface BotIdentity {
  readonly type: 'UserAssignedMsi' | 'SingleTenant' | 'MultiTenant';
  readonly appId: string;
  /** Undefined for a managed identity, which has none. */
  readonly credential: Credential | undefined;
  /** The bot's own tenant; undefined only for an old multi-tenant registration. */
  readonly tenantId: string | undefined;
}

/** Where every multi-tenant bot gets its tokens. */
const botFrameworkTenant = 'botframework.com';

/**
 * The credentials with which the bot answers, and by which it knows tokens that are meant for it. A managed
 * identity uses exactly that identity, not the first of the many sources that a default chain would try. Without
 * an identity nobody is authenticated at all: see `localCloud` for what is refused then.
 */
export function createCredentials(
  identity: BotIdentity | undefined,
  options: ClientCertificateCredentialOptions = {},
): ServiceClientCredentialsFactory {
  if (!identity) return new ConfigurationServiceClientCredentialFactory();
  const { type, appId, credential, tenantId } = identity;
  if (credential === undefined)
    return tokensFrom(
      appId,
      ({ ManagedIdentityCredential }, clientId) => new ManagedIdentityCredential({ clientId }),
    );
  const tenant = type === 'MultiTenant' ? botFrameworkTenant : (tenantId ?? '');
  if ('certificate' in credential) {
    const { certificatePem, privateKeyPem } = credential.certificate;
    const certificate = `${privateKeyPem}${certificatePem}`;
    return tokensFrom(
      appId,
      ({ ClientCertificateCredential }, clientId) =>
        new ClientCertificateCredential(tenant, clientId, { certificate }, options),
    );
  }
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: credential.secret,
    MicrosoftAppType: type,
    MicrosoftAppTenantId: tenantId ?? '',
  });
}

/**
 * By name for managed identities alone, but all that the SDK's factory does is to ask a credential for tokens. Its own
 * one for certificates runs openssl as a program and knows only SHA-1.
 */
function tokensFrom(
  appId: string,
  create: (identity: typeof AzureIdentity, appId: string) => TokenCredential,
): ServiceClientCredentialsFactory {
  return new ManagedIdentityServiceClientCredentialsFactory(appId, {
    // The SDK's typings name the class of a default chain here; what it calls is `getToken` alone.
    createAzureServiceTokenProvider: clientId => {
      // The package is slow to load, and local mode has no use for it.
      let made: Promise<TokenCredential> | undefined;
      const getToken: TokenCredential['getToken'] = async (...asked) => {
        made ??= import('@azure/identity').then(identity => create(identity, clientId));
        return (await made).getToken(...asked);
      };
      return { getToken } as never;
    },
  });
}
