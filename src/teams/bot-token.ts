import {
  type AppCredentials,
  AuthenticationConstants,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { BotIdentity } from './credentials.ts';

/**
 * The token by which Teams knows the bot; the SDK keeps it until shortly before its end. Undefined in local mode, where there
 * is none. Rejects where Entra gives none.
 */
export function createBotToken(
  identity: BotIdentity | undefined,
  factory: ServiceClientCredentialsFactory,
): () => Promise<string | undefined> {
  if (!identity) return async () => undefined;
  let credentials: AppCredentials | undefined;
  return async () => {
    credentials ??= (await factory.createCredentials(
      identity.appId,
      AuthenticationConstants.ToChannelFromBotOAuthScope,
      AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
      true,
    )) as AppCredentials;
    return credentials.getToken();
  };
}
