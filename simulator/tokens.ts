import { randomUUID } from 'node:crypto';
import type { Answer } from './answers.ts';
import { createAssertions } from './assertions.ts';
import type { Switches } from './switches.ts';

/** What reading jobs needs. */
export const jobsScope = 'microsoft365backup.jobInfo.read.all';

/** What reading the schedule needs. */
export const settingsScope = 'microsoft365backup.settings.read.all';

/** The app registration that the simulator knows. */
export const simulatedClient = { id: 'backup-watch-demo', secret: 'demo-secret-not-a-real-one' } as const;

/** Scopes of the product that the registration may ask for. */
const knownScopes = new Set([
  jobsScope,
  settingsScope,
  'microsoft365backup.unusualActivity.read.all',
  'microsoft365backup.subscriptionInfo.read.all',
]);

/** `none`: no token, or none that is valid now. `lacking`: valid, without the scope that is needed. */
type Standing = 'ok' | 'lacking' | 'none';

export interface Tokens {
  /** Answers a form-encoded client credentials request that came to `address`. */
  grant(form: URLSearchParams, address: string, now: number): Answer;
  /** Checks the token of a request that needs `scope`. */
  standing(authorization: string | undefined, scope: string, now: number): Standing;
  /** From here on the client may also prove itself by assertions. `pem` is the certificate, without its key. */
  registerCertificate(pem: string): void;
  /** From here on every token handed out so far is refused. */
  revokeAll(): void;
}

export function createTokens(switches: () => Switches): Tokens {
  const tokens = new Map<string, { readonly scopes: ReadonlySet<string>; readonly expiresAt: number }>();
  const assertions = createAssertions();
  const hasSecret = (form: URLSearchParams) =>
    form.get('client_id') === simulatedClient.id && form.get('client_secret') === simulatedClient.secret;
  const answer = (status: number, body: object): Answer => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  });
  return {
    grant(form, address, now) {
      const refused = (error: string) => answer(400, { error });
      if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
      // RFC 6749 forbids two ways at once.
      const isKnown = form.has('client_assertion')
        ? !form.has('client_secret') && assertions.accepts(form, simulatedClient.id, address, now)
        : hasSecret(form);
      if (!isKnown) return refused('invalid_client');
      const asked = (form.get('scope') ?? '').split(' ').filter(scope => scope !== '');
      const unknown = asked.some(scope => !knownScopes.has(scope));
      const refusesSettings = switches().settingsScope === 'refuse' && asked.includes(settingsScope);
      const refusesJobs = switches().jobsScope === 'refuse' && asked.includes(jobsScope);
      if (unknown || refusesSettings || refusesJobs) return refused('invalid_scope');
      const scopes = new Set(asked.length === 0 ? knownScopes : asked);
      if (switches().withholdScope) scopes.delete(jobsScope);
      if (switches().settingsScope === 'withhold') scopes.delete(settingsScope);
      const seconds = switches().tokenLifetimeSeconds;
      for (const [old, { expiresAt }] of tokens) if (expiresAt <= now) tokens.delete(old);
      const token = `simulated-${randomUUID()}`;
      tokens.set(token, { scopes, expiresAt: now + seconds * 1000 });
      return answer(200, {
        token_type: 'Bearer',
        expires_in: seconds,
        ext_expires_in: seconds,
        access_token: token,
      });
    },
    standing(authorization, scope, now) {
      const known = tokens.get(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
      if (known === undefined || known.expiresAt <= now) return 'none';
      return known.scopes.has(scope) ? 'ok' : 'lacking';
    },
    registerCertificate: assertions.register,
    revokeAll: () => tokens.clear(),
  };
}
