/** Node's and OpenSSL's error codes for a certificate that isn't trusted. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH/;

/**
 * Returns true for the error code of a connection that failed because this machine doesn't trust the certificate.
 * Nothing was sent then.
 */
export function isUntrustedCertificate(code: string | undefined): boolean {
  return code !== undefined && untrusted.test(code);
}

/** The remedy. */
export const trustCertificate =
  'If a proxy opens TLS, set NODE_EXTRA_CA_CERTS to the file of its certificate authority.';
