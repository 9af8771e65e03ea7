import type {
  ClientCertificateCredentialOptions,
  ClientSecretCredentialOptions,
  TokenCredential,
} from '@azure/identity';
import type { Credential } from '../domain/credential.ts';
import type { FetchToken } from './bot-token.ts';

/** The identity that the bot proves to Teams. The types are those of a bot's registration in Azure. */
export interface BotIdentity {
  readonly type: 'UserAssignedMsi' | 'SingleTenant' | 'MultiTenant';
  readonly appId: string;
  /** Undefined for a managed identity, which has none. */
  readonly credential: Credential | undefined;
  /** The bot's own tenant; undefined only for an old multi-tenant registration. */
  readonly tenantId: string | undefined;
}

/** The tenant that issues the tokens of every multi-tenant bot. */
const botFrameworkTenant = 'botframework.com';

const scope = 'https://api.botframework.com/.default';

/** The options of Azure's library; a test names its own authority. */
type Options = ClientCertificateCredentialOptions & ClientSecretCredentialOptions;

/**
 * Returns a function that fetches tokens for Teams by this identity. Each call asks the identity service, past the library's caches: they
 * would return a token that Teams refused until it expires. A managed identity uses exactly that identity, not the first of the
 * many sources that a default chain would try.
 */
export function createFetchToken(identity: BotIdentity, options: Options = {}): FetchToken {
  return async () => {
    const credential = await createCredential(identity, options);
    const token = await credential.getToken(scope);
    if (!token) throw new Error('no token');
    return { value: token.token, expiresAt: token.expiresOnTimestamp };
  };
}

/** Creates a credential for one token: an instance with a secret or a certificate caches its tokens. */
async function createCredential(
  { type, appId, credential, tenantId }: BotIdentity,
  options: Options,
): Promise<TokenCredential> {
  // The package is slow to load, and local mode has no use for it.
  const library = await import('@azure/identity');
  if (credential === undefined)
    return withoutCache(new library.ManagedIdentityCredential({ clientId: appId }));
  const tenant = type === 'MultiTenant' ? botFrameworkTenant : (tenantId ?? '');
  if (!('certificate' in credential))
    return new library.ClientSecretCredential(tenant, appId, credential.secret, options);
  const { certificatePem, privateKeyPem } = credential.certificate;
  const certificate = `${privateKeyPem}${certificatePem}`;
  return new library.ClientCertificateCredential(tenant, appId, { certificate }, options);
}

interface ManagedIdentityApplication {
  acquireToken(request: object): Promise<unknown>;
}

/**
 * Makes a managed identity skip its cache of tokens. The cache is shared by the whole process and no public option skips it:
 * `claims` isn't handed on. The msal application below the credential has one. Azure's endpoint on the machine still caches.
 */
function withoutCache(credential: TokenCredential): TokenCredential {
  const { managedIdentityApp } = credential as { managedIdentityApp?: ManagedIdentityApplication };
  if (managedIdentityApp) {
    const acquire = managedIdentityApp.acquireToken.bind(managedIdentityApp);
    managedIdentityApp.acquireToken = request => acquire({ ...request, forceRefresh: true });
  }
  return credential;
}
