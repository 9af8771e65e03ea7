import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Certificate } from '../domain/credential.ts';
import type { EpochMs } from '../domain/time.ts';

/** The file holds no certificate that the product could use. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  /** True if only the password is wrong. */
  readonly isPassword: boolean;

  constructor(message: string, isPassword = false) {
    super(message);
    this.isPassword = isPassword;
  }
}

/**
 * A certificate with its RSA key, from PEM (both in one text, the key perhaps encrypted) or PKCS#12 (bytes, or their
 * base64, as Azure Key Vault has them). Of several certificates it is the one that the key belongs to.
 *
 * @throws CertificateError
 */
export function parseCertificate(content: Buffer, password: string | undefined, now: EpochMs): Certificate {
  const text = content.toString('latin1');
  const { key, certificates } = text.includes('-----BEGIN ')
    ? partsOfPem(text, password)
    : partsOfPkcs12(base64Of(text) ?? content, password);
  if (certificates.length === 0) throw new CertificateError('no certificate is in it');
  if (key === undefined) throw new CertificateError('the private key is not in it');
  if (key.asymmetricKeyType !== 'rsa') throw new CertificateError('its key is no RSA key');
  const own = certificates.find(certificate => certificate.checkPrivateKey(key));
  if (!own) throw new CertificateError('its private key belongs to another certificate');
  const expiresAt = Date.parse(own.validTo);
  if (expiresAt <= now) throw new CertificateError('it has expired');
  if (Date.parse(own.validFrom) > now) throw new CertificateError('it is not valid yet');
  return {
    certificatePem: own.toString(),
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprint: own.fingerprint.replaceAll(':', '').toLowerCase(),
    expiresAt,
  };
}

interface Parts {
  readonly key: KeyObject | undefined;
  readonly certificates: readonly X509Certificate[];
}

const wrongPassword = (password: string | undefined) =>
  new CertificateError(password === undefined ? 'it has a password' : 'its password is another', true);

function partsOfPem(text: string, password: string | undefined): Parts {
  const blocks = text.match(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  const pem = blocks.find(block => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(block));
  return {
    key: pem === undefined ? undefined : keyOfPem(pem, password),
    certificates: blocks.filter(block => block.startsWith('-----BEGIN CERTIFICATE-----')).map(certificateOf),
  };
}

function keyOfPem(pem: string, password: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase: password ?? '' });
  } catch {
    if (/ENCRYPTED/.test(pem)) throw wrongPassword(password);
    throw new CertificateError('its private key cannot be read');
  }
}

function certificateOf(source: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(source);
  } catch {
    throw new CertificateError('no certificate is in it');
  }
}

/** Node reads PKCS#12 for TLS alone. The library that does is loaded only if one is to be read. */
function partsOfPkcs12(bytes: Buffer, password: string | undefined): Parts {
  const forge: typeof import('node-forge') = createRequire(import.meta.url)('node-forge');
  const { asn1, pkcs12, pki } = forge;
  let content: import('node-forge').asn1.Asn1;
  try {
    content = asn1.fromDer(bytes.toString('binary'));
  } catch {
    throw new CertificateError('it is neither PEM nor PKCS#12 (PFX)');
  }
  // Two parts of the format spell other characters differently, and the library knows one of the ways.
  if (!/^[ -~]*$/.test(password ?? ''))
    throw new CertificateError('the password of a PFX may have plain letters, digits and signs only', true);
  let bags: import('node-forge').pkcs12.Bag[];
  try {
    bags = pkcs12.pkcs12FromAsn1(content, password ?? '').safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (error) {
    if (/password|decrypt/i.test(String(error))) throw wrongPassword(password);
    throw new CertificateError('it is neither PEM nor PKCS#12 (PFX)');
  }
  const keyTypes: readonly string[] = [pki.oids.keyBag, pki.oids.pkcs8ShroudedKeyBag].map(String);
  const keyBag = bags.find(({ type }) => keyTypes.includes(type));
  if (keyBag && !keyBag.key) throw new CertificateError('its key is no RSA key');
  return {
    key: keyBag?.key ? createPrivateKey(pki.privateKeyToPem(keyBag.key)) : undefined,
    certificates: bags.flatMap(({ cert }) => (cert ? [certificateOf(pki.certificateToPem(cert))] : [])),
  };
}

function base64Of(text: string): Buffer | undefined {
  const joined = text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(joined) ? Buffer.from(joined, 'base64') : undefined;
}
