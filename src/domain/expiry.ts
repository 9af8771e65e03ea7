import type { EpochMs } from './time.ts';

/** The bot's credentials, as in a sentence. It's stored by these names which of their expiries an admin knows. */
export const credentialNames = {
  avePointCertificate: 'the certificate for AvePoint',
  avePointSecret: 'the secret for AvePoint',
  botCertificate: 'the certificate of the bot',
  botSecret: 'the secret of the bot',
  storeUrl: 'the connection string of the store',
  metricsToken: 'the token for the metrics',
  heartbeatUrl: 'the address of the heartbeat',
} as const;

export type CredentialKind = keyof typeof credentialNames;

/** When a credential of the bot expires. */
export interface KnownExpiry {
  readonly credential: CredentialKind;
  readonly at: EpochMs;
}
