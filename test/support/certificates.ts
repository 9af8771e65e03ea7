import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../../src/domain/credential.ts';

/** What openssl makes, as files in a folder of its own and as the product has it. */
export interface MadeCertificate extends Certificate {
  /** Paths of the certificate, its key, and both as PKCS#12 without a password. */
  readonly files: { readonly certificate: string; readonly key: string; readonly pfx: string };
  remove(): void;
}

export const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

/** Self-signed for 127.0.0.1, valid for so many days. */
export function makeCertificate(
  days = 2,
  algorithm: readonly string[] = ['-newkey', 'rsa:2048'],
): MadeCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-certificate-'));
  const files = {
    certificate: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
    pfx: join(folder, 'both.pfx'),
  };
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const out = ['-keyout', files.key, '-out', files.certificate, '-days', `${days}`, '-nodes'];
  openssl('req', '-x509', ...algorithm, ...out, ...names);
  openssl(
    'pkcs12',
    '-export',
    '-in',
    files.certificate,
    '-inkey',
    files.key,
    '-out',
    files.pfx,
    '-passout',
    'pass:',
  );
  const certificatePem = readFileSync(files.certificate, 'utf8');
  const { fingerprint, validTo } = new X509Certificate(certificatePem);
  return {
    files,
    certificatePem,
    privateKeyPem: readFileSync(files.key, 'utf8'),
    thumbprint: fingerprint.replaceAll(':', '').toLowerCase(),
    expiresAt: Date.parse(validTo),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A certificate authority that only its own file vouches for, and a certificate that it has issued. */
export interface PrivateAuthority {
  /** The authority's own certificate. */
  readonly caPem: string;
  readonly cert: string;
  readonly key: string;
  /** Paths of the same. */
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  remove(): void;
}

/**
 * As a company's own authority, or a proxy that opens TLS, has it: for these names (`DNS:a.example`, `IP:127.0.0.1`).
 */
export function makeAuthority(names: readonly string[]): PrivateAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-authority-'));
  const path = (name: string) => join(folder, name);
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  const ca = ['-keyout', path('ca-key.pem'), '-out', path('ca.pem')];
  openssl('req', '-x509', ...newKey, ...ca, '-days', '2', '-subj', '/CN=Private authority');
  const asked = ['-keyout', path('key.pem'), '-out', path('request.pem')];
  openssl('req', ...newKey, ...asked, '-subj', '/CN=issued');
  writeFileSync(path('names.cnf'), `subjectAltName=${names.join(',')}`);
  const by = ['-CA', path('ca.pem'), '-CAkey', path('ca-key.pem'), '-CAcreateserial'];
  const issued = ['-in', path('request.pem'), '-out', path('cert.pem'), '-extfile', path('names.cnf')];
  openssl('x509', '-req', ...issued, ...by, '-days', '2');
  const text = (name: string) => readFileSync(path(name), 'utf8');
  return {
    caPem: text('ca.pem'),
    cert: text('cert.pem'),
    key: text('key.pem'),
    files: { ca: path('ca.pem'), cert: path('cert.pem'), key: path('key.pem') },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
