import { DefaultAzureCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { TimeoutError, withTimeout } from '../domain/with-timeout.ts';

/** The identity with which this process uses Azure's tables and vaults. */
export interface AzureSignIn {
  /** The client id of the managed identity; undefined means the machine's own, system-assigned one. */
  readonly managedIdentity?: string | undefined;
  /**
   * The value of AZURE_TOKEN_CREDENTIALS, which Azure's library reads itself: credentials to use instead of a managed
   * identity, such as a developer's own.
   */
  readonly tokenCredentials?: string | undefined;
}

/** Azure issued no token. The message is a sentence that names settings and has no values. */
export class AzureSignInError extends Error {
  override readonly name = 'AzureSignInError';
}

/** The library itself waits for minutes if the identity endpoint doesn't answer. */
const defaultLimitMs = 10_000;

/** Azure's rule for managed identities: an endpoint that is being updated answers after a second or two. */
const retryOptions = { maxRetries: 3 };

/**
 * Creates the credential of exactly one identity: a default chain would use whatever answers first, and hide why the
 * right one doesn't. Its `getToken` rejects with `AzureSignInError` after `limitMs` at the latest.
 */
export function createAzureCredential(signIn: AzureSignIn, limitMs = defaultLimitMs): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    async getToken(scopes, options) {
      try {
        credential ??= open(signIn);
        const source = credential;
        return await withTimeout(limitMs, () => source.getToken(scopes, options));
      } catch (error) {
        // The library's message has addresses and parts of responses.
        const reason =
          error instanceof TimeoutError ? `gave no token within ${limitMs / 1_000} s` : 'gave no token';
        throw new AzureSignInError(sentence(signIn, reason));
      }
    },
  };
}

function open({ managedIdentity, tokenCredentials }: AzureSignIn): TokenCredential {
  const named = managedIdentity === undefined ? {} : { managedIdentityClientId: managedIdentity };
  if (tokenCredentials !== undefined) return new DefaultAzureCredential(named);
  return managedIdentity === undefined
    ? new ManagedIdentityCredential({ retryOptions })
    : new ManagedIdentityCredential({ clientId: managedIdentity, retryOptions });
}

function sentence({ managedIdentity, tokenCredentials }: AzureSignIn, reason: string): string {
  if (tokenCredentials !== undefined)
    return `The credentials that AZURE_TOKEN_CREDENTIALS names ${reason}: sign in with them, for example with "az login".`;
  const who =
    managedIdentity === undefined
      ? 'This machine’s own (system-assigned) managed identity'
      : 'The managed identity that AZURE_CLIENT_ID names, or else BOT_ID,';
  return (
    `${who} ${reason}: assign it to this machine, or name one that is, with AZURE_CLIENT_ID. Outside Azure there is none: ` +
    'sign in with "az login" and set AZURE_TOKEN_CREDENTIALS=dev.'
  );
}
