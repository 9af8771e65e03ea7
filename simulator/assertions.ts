import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const longestLifeSeconds = 3600;
/** As far as clocks may be apart. */
const skewSeconds = 300;

const headerSchema = z.object({ alg: z.literal('RS256'), x5t: z.string() });
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  jti: z.string().min(1),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
});

/** Knows clients by assertions that are signed with the key of a certificate registered for them. */
export interface Assertions {
  /** `pem`: the certificate alone, as an administrator uploads it. Throws if it is invalid. */
  register(pem: string): void;
  /** True for the assertion of `clientId` in a token request to `address`. None is accepted a second time. */
  accepts(form: URLSearchParams, clientId: string, address: string, now: number): boolean;
}

export function createAssertions(): Assertions {
  const certificates = new Map<string, X509Certificate>();
  const taken = new Map<string, number>();

  return {
    register(pem) {
      const certificate = new X509Certificate(pem);
      const sha1 = Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex');
      certificates.set(sha1.toString('base64url'), certificate);
    },
    accepts(form, clientId, address, now) {
      if (form.get('client_assertion_type') !== assertionType) return false;
      if (form.has('client_id') && form.get('client_id') !== clientId) return false;
      const [head = '', body = '', signature = '', ...rest] = (form.get('client_assertion') ?? '').split('.');
      const header = headerSchema.safeParse(decoded(head)).data;
      const claims = claimsSchema.safeParse(decoded(body)).data;
      const certificate = header && certificates.get(header.x5t);
      if (rest.length > 0 || certificate === undefined || claims === undefined) return false;

      const signed = Buffer.from(`${head}.${body}`);
      if (!verify('sha256', signed, certificate.publicKey, Buffer.from(signature, 'base64url'))) return false;
      if (now < Date.parse(certificate.validFrom) || now >= Date.parse(certificate.validTo)) return false;

      const seconds = now / 1000;
      const { iss, sub, aud, jti, exp, nbf = 0, iat = 0 } = claims;
      if (iss !== clientId || sub !== clientId || aud !== address) return false;
      if (exp <= seconds || exp > seconds + longestLifeSeconds) return false;
      if (Math.max(nbf, iat) > seconds + skewSeconds) return false;

      for (const [old, until] of taken) if (until <= seconds) taken.delete(old);
      if (taken.has(jti)) return false;
      taken.set(jti, exp);
      return true;
    },
  };
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
