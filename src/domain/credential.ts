import type { EpochMs } from './time.ts';

/** By what the product proves who it is. */
export type Credential = { readonly secret: string } | { readonly certificate: Certificate };

/** A certificate together with its key. */
export interface Certificate {
  /** In PEM, this one alone, without those that vouch for it. */
  readonly certificatePem: string;
  /** In PEM (PKCS#8), an RSA key, not encrypted. */
  readonly privateKeyPem: string;
  /** SHA-1 of the certificate, in lower-case hexadecimal. */
  readonly thumbprint: string;
  readonly expiresAt: EpochMs;
}
