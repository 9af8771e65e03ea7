import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { StoreError } from '../domain/store.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';
import { type AzureSignIn, AzureSignInError, createAzureCredential } from './azure-sign-in.ts';
import { isConnectionString } from './connection-string.ts';

/** Settings for the tables of an Azure Storage account. */
export interface TableClientSettings extends AzureSignIn {
  /** The address of the account's tables, or its connection string. */
  readonly storeUrl: string;
  /** Replaces the identity. */
  readonly credential?: TokenCredential;
  /** For tests: certificates of an emulator, policies for requests. */
  readonly options?: TableServiceClientOptions;
}

/** Creates the client of one table, without a request. */
export function createTableClient(
  { storeUrl, credential, options, ...signIn }: TableClientSettings,
  tableName: string,
): TableClient {
  const retryOptions = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };
  if (isConnectionString(storeUrl)) {
    const allowInsecureConnection = /http:\/\/|UseDevelopmentStorage=true/i.test(storeUrl);
    return TableClient.fromConnectionString(storeUrl, tableName, {
      retryOptions,
      allowInsecureConnection,
      ...options,
    });
  }
  const identity = credential ?? createAzureCredential(signIn);
  return new TableClient(storeUrl, tableName, identity, { retryOptions, ...options });
}

/**
 * Converts the error of a failed request. The message omits the cause's text, which has addresses, and these can have
 * signatures.
 */
export function tableError(cause: unknown): StoreError {
  if (cause instanceof AzureSignInError)
    return new StoreError('unavailable', `No token for the tables at STORE_URL. ${cause.message}`, cause);
  const { statusCode, code, name } = cause as { statusCode?: number; code?: string; name?: string };
  const reason = statusCode === undefined ? (code ?? name ?? 'no answer') : `status ${statusCode}`;
  if (isUntrustedCertificate(code))
    return new StoreError(
      'unavailable',
      `The TLS certificate of the tables at STORE_URL is not trusted (${code}). ${trustCertificate}`,
    );
  // Tables never return this status.
  if (statusCode === 407)
    return new StoreError(
      'unavailable',
      'The proxy on the way to the tables at STORE_URL wants another user name and password (status 407).',
    );
  return statusCode === 401 || statusCode === 403
    ? new StoreError('refused', `The tables at STORE_URL may not be used by this identity (${reason}).`)
    : new StoreError('unavailable', `The tables at STORE_URL did not answer as they should (${reason}).`);
}
