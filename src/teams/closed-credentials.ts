import type { ServiceClientCredentialsFactory } from 'botframework-connector';

/**
 * What the SDK gets in place of credentials: it checks no tokens and fetches none, and whatever would make it do so fails.
 * Its own factory without an app id would let every caller in.
 */
export const closedCredentials: ServiceClientCredentialsFactory = {
  isValidAppId: async () => false,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => {
    throw new Error('the SDK has no credentials here');
  },
};
