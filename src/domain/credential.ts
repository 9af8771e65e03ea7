import type { EpochMs } from './time.ts';

/** What the bot authenticates with. */
export type Credential = { readonly secret: string } | { readonly certificate: Certificate };

/** A certificate with its private key. */
export interface Certificate {
  /** PEM, without its chain. */
  readonly certificatePem: string;
  /** PEM (PKCS#8), an RSA key, not encrypted. */
  readonly privateKeyPem: string;
  /** SHA-1 of the certificate, in lower-case hexadecimal. */
  readonly thumbprint: string;
  readonly expiresAt: EpochMs;
}
