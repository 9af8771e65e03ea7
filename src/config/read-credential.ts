import type { Credential } from '../domain/credential.ts';
import type { EpochMs } from '../domain/time.ts';
import { readCertificate } from './read-certificate.ts';
import type { Settings } from './settings.ts';

export interface CredentialNames {
  /** The names that a secret may have, the one to complain of first. */
  readonly secret: readonly [string, ...string[]];
  /** What the names of a certificate's settings begin with. */
  readonly certificate: string;
  /** What it is for, in a complaint. */
  readonly owner: string;
}

/** A secret or a certificate, exactly one; undefined if that is not so, which is complained of. */
export function readCredential(
  settings: Settings,
  names: CredentialNames,
  now: EpochMs,
): Credential | undefined {
  const secret = settings.get(...names.secret);
  const certificateNames = [names.certificate, `${names.certificate}_PATH`].filter(name =>
    settings.get(name),
  );
  const [secretName] = names.secret;
  const either = `the secret of ${names.owner}, or ${names.certificate}_PATH: exactly one of the two`;
  if (secret === undefined && certificateNames.length === 0) {
    settings.complain(`${secretName} is missing: ${either}`);
    return undefined;
  }
  if (secret !== undefined && certificateNames.length > 0) {
    settings.complain(
      `${secretName} is wrong: it is set beside ${certificateNames.join(' and ')}; ${either}`,
    );
    return undefined;
  }
  if (certificateNames.length > 1) {
    settings.complain(`${certificateNames.join(' and ')} are wrong: only one of them may be set`);
    return undefined;
  }
  if (secret !== undefined) return { secret };
  const certificate = readCertificate(settings, names.certificate, now);
  return certificate && { certificate };
}
