import { readFileSync } from 'node:fs';
import type { Certificate } from '../domain/credential.ts';
import type { EpochMs } from '../domain/time.ts';
import { CertificateError, parseCertificate } from './parse-certificate.ts';
import type { Settings } from './settings.ts';

/**
 * The certificate `<name>_PATH` leads to, or that `<name>` itself holds (as Key Vault gives it); its password is
 * `<name>_PASSWORD`. Undefined if there is none, or if there is something to complain of.
 */
export function readCertificate(settings: Settings, name: string, now: EpochMs): Certificate | undefined {
  const path = settings.get(`${name}_PATH`);
  const source = path === undefined ? name : `${name}_PATH`;
  const password = settings.get(`${name}_PASSWORD`);
  let content: Buffer;
  try {
    content = path === undefined ? Buffer.from(settings.get(name) ?? '', 'latin1') : readFileSync(path);
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    settings.complain(`${source} is wrong: the file cannot be read (${code})`);
    return undefined;
  }
  try {
    return parseCertificate(content, password, now);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    const isMissing = error.isPassword && password === undefined;
    const blamed = error.isPassword ? `${name}_PASSWORD` : source;
    settings.complain(
      `${blamed} is ${isMissing ? 'missing' : 'wrong'}: a certificate with its key is needed, as PEM or PFX; ${error.message}`,
    );
    return undefined;
  }
}
