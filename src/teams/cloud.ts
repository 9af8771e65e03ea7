import { isKnownService } from './known-services.ts';

/** The channel's side, as far as it is trusted: who may speak to the bot, and to whom the bot shows its own token. */
export interface Cloud {
  /** Who signs the tokens that requests carry. */
  readonly issuer: string;
  /** Tells where the keys are by which those are checked. */
  readonly openIdUrl: string;
  /** True for a service address that may be answered, and be sent to later. */
  isService(serviceUrl: string): boolean;
}

/** Teams in the commercial cloud and in GCC. The other government clouds have identity services of their own. */
export const teamsCloud: Cloud = {
  issuer: 'https://api.botframework.com',
  openIdUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  isService: serviceUrl => isKnownService(serviceUrl, false),
};

/** Local mode: nobody proves anything, and there is no token to show; so nothing leaves this machine. */
export const localCloud: Cloud = { ...teamsCloud, isService: serviceUrl => isKnownService(serviceUrl, true) };
