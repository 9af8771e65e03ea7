import {
  type AppCredentials,
  AuthenticationConstants,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { BotIdentity } from './credentials.ts';

/**
 * The token by which Teams knows the bot; the SDK keeps it until shortly before its end. Undefined in local mode, where there
 * is none. With `isFresh` Entra is asked although one is known, unless the identity itself keeps its tokens, as a managed identity
 * and a certificate do. Rejects where Entra gives none.
 */
export function createBotToken(
  identity: BotIdentity | undefined,
  factory: ServiceClientCredentialsFactory,
): (isFresh?: boolean) => Promise<string | undefined> {
  if (!identity) return async () => undefined;
  let credentials: AppCredentials | undefined;
  return async (isFresh = false) => {
    credentials ??= (await factory.createCredentials(
      identity.appId,
      AuthenticationConstants.ToChannelFromBotOAuthScope,
      AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
      true,
    )) as AppCredentials;
    return credentials.getToken(isFresh);
  };
}
