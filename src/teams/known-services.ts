import { isLoopback } from '../domain/loopback.ts';

/** Teams' own, by cloud. */
export const services = {
  world: 'smba.trafficmanager.net',
  gcc: 'smba.infra.gcc.teams.microsoft.com',
  gccHigh: 'smba.infra.gov.teams.microsoft.us',
  dod: 'smba.infra.dod.teams.microsoft.us',
} as const;

/**
 * True for a service address that may be kept and be sent to later, with the bot's own token: https at one of Teams'
 * hosts. In local mode, where there is no token, this machine alone.
 */
export function isKnownService(serviceUrl: string, isLocal: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username } = new URL(serviceUrl);
  if (isLocal) return isLoopback(hostname);
  const isOwn = Object.values<string>(services).includes(hostname.toLowerCase());
  return protocol === 'https:' && isOwn && port === '' && username === '';
}

/** The same address at the government cloud that Teams refers to with InvalidBotApiHost. */
export const gccServiceUrl = `https://${services.gcc}/teams`;
