import { isLoopback } from '../domain/loopback.ts';

/** The Teams cloud that the bot trusts: who may call the bot, and which addresses the bot shows its own token. */
export interface Cloud {
  /** The issuer of the tokens that requests carry. */
  readonly issuer: string;
  /** The OpenID configuration, which names the address of the keys that sign those tokens. */
  readonly openIdUrl: string;
  /** Returns true for a service address that may be answered, and be sent to later. */
  isService(serviceUrl: string): boolean;
}

/** Teams in the commercial cloud and in GCC. The other government clouds have identity services of their own. */
export const teamsCloud: Cloud = {
  issuer: 'https://api.botframework.com',
  openIdUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  isService: serviceUrl => isKnownService(serviceUrl, false),
};

/** Local mode: callers aren't authenticated and the bot has no token, so nothing leaves this machine. */
export const localCloud: Cloud = { ...teamsCloud, isService: serviceUrl => isKnownService(serviceUrl, true) };

/** The hosts that Teams sends from, by cloud. */
export const serviceHosts = {
  world: 'smba.trafficmanager.net',
  gcc: 'smba.infra.gcc.teams.microsoft.com',
  gccHigh: 'smba.infra.gov.teams.microsoft.us',
  dod: 'smba.infra.dod.teams.microsoft.us',
} as const;

/** The path at which the Agents Playground receives a bot's messages. */
const playgroundPath = /^\/_connector\/?$/;

/**
 * Returns true for a service address that may be stored and be sent to later, with the bot's own token: https at one of Teams'
 * hosts. In local mode, which has no token, only the Agents Playground's on this machine counts, so that no request can make
 * the bot write to other programs here.
 */
export function isKnownService(serviceUrl: string, isLocal: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, pathname, username } = new URL(serviceUrl);
  if (isLocal)
    return protocol === 'http:' && isLoopback(hostname) && playgroundPath.test(pathname) && username === '';
  const isOwn = Object.values<string>(serviceHosts).includes(hostname.toLowerCase());
  return protocol === 'https:' && isOwn && port === '' && username === '';
}

/** The address at the government cloud that Teams refers to with InvalidBotApiHost. */
export const gccServiceUrl = `https://${serviceHosts.gcc}/teams`;
