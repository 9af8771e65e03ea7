import { SecretClient, type SecretClientOptions } from '@azure/keyvault-secrets';
import type { EpochMs } from '../domain/time.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { type AzureSignIn, AzureSignInError, createAzureCredential } from '../store/azure-sign-in.ts';
import { ConfigError } from './config-error.ts';

export interface VaultSecret {
  readonly value: string;
  readonly expiresAt: EpochMs | undefined;
}

/** Undefined if the vault has no such secret. Rejects with `ConfigError` for every other reason. */
export type ReadSecret = (name: string) => Promise<VaultSecret | undefined>;

export type OpenVault = (url: string, signIn: AzureSignIn) => ReadSecret;

/** A start that hangs is worse than one that fails. */
const limitMs = 20_000;

const role =
  'Give the identity of this machine the role "Key Vault Secrets User" on the vault, and let the vault’s firewall admit it.';

export const openKeyVault: OpenVault = (url, signIn) => openKeyVaultWith({})(url, signIn);

/** As `openKeyVault`; `options` are for tests, which have a vault of their own. */
export function openKeyVaultWith(options: SecretClientOptions, withinMs = limitMs): OpenVault {
  return (url, signIn) => {
    // Half of the time, so that it is known who did not answer: the identity or the vault.
    const client = new SecretClient(url, createAzureCredential(signIn, withinMs / 2), {
      retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 2_000 },
      ...options,
    });
    return async name => {
      try {
        const { value, properties } = await withTimeout(withinMs, abortSignal =>
          client.getSecret(name, { abortSignal }),
        );
        return value === undefined ? undefined : { value, expiresAt: properties.expiresOn?.getTime() };
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === 404) return undefined;
        throw new ConfigError([complaintOf(error, name)]);
      }
    };
  };
}

interface VaultRefusal {
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly error?: { readonly innerError?: { readonly code?: unknown } } };
}

/** The cause's own words stay out: they name addresses, and repeat pieces of what was sent. */
function complaintOf(error: unknown, name: string): string {
  if (error instanceof AzureSignInError)
    return `KEY_VAULT_URL is of no use: this machine got no token for the vault. ${error.message} ${role}`;
  const { code, statusCode, details } = error as VaultRefusal;
  if (isUntrustedCertificate(code))
    return `KEY_VAULT_URL cannot be reached: the TLS certificate is not trusted (${code}). ${trustCertificate}`;
  if (statusCode === 407)
    return 'HTTPS_PROXY is wrong: the proxy on the way to the vault at KEY_VAULT_URL wants another user name and password (407).';
  if (statusCode !== undefined) {
    const inner = details?.error?.innerError?.code;
    const reason =
      typeof inner === 'string' && /^[A-Za-z]{1,40}$/.test(inner) ? `${statusCode} ${inner}` : statusCode;
    return `KEY_VAULT_URL is of no use: the vault did not give ${name} (${reason}). ${role}`;
  }
  return `KEY_VAULT_URL is wrong, or the vault cannot be reached from here (${code ?? 'no answer in time'}). ${role}`;
}
