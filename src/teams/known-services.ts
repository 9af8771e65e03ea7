import { isLoopback } from '../domain/loopback.ts';

/** Teams' own, by cloud. */
export const services = {
  world: 'smba.trafficmanager.net',
  gcc: 'smba.infra.gcc.teams.microsoft.com',
  gccHigh: 'smba.infra.gov.teams.microsoft.us',
  dod: 'smba.infra.dod.teams.microsoft.us',
} as const;

/** The path at which the Agents Playground takes a bot's messages. */
const playgroundPath = /^\/_connector\/?$/;

/**
 * True for a service address that may be kept and be sent to later, with the bot's own token: https at one of Teams'
 * hosts. In local mode, where there is no token, the Agents Playground's on this machine alone, so that no request can make
 * the bot write to other programs here.
 */
export function isKnownService(serviceUrl: string, isLocal: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, pathname, username } = new URL(serviceUrl);
  if (isLocal)
    return protocol === 'http:' && isLoopback(hostname) && playgroundPath.test(pathname) && username === '';
  const isOwn = Object.values<string>(services).includes(hostname.toLowerCase());
  return protocol === 'https:' && isOwn && port === '' && username === '';
}

/** The same address at the government cloud that Teams refers to with InvalidBotApiHost. */
export const gccServiceUrl = `https://${services.gcc}/teams`;
