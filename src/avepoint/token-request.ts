import type { Clock } from '../domain/time.ts';
import { type Client, createProof } from './client-credential.ts';
import type { HttpRequest } from './http.ts';

/** Writes requests for tokens, one permission each. Made anew for every attempt, since a proof is taken once. */
export function createTokenRequest(
  client: Client,
  clock: Clock,
): (permission: string) => Promise<HttpRequest> {
  const { origin, pathname, search } = new URL(client.tokenUrl);
  const prove = createProof(client, clock);
  return async permission => {
    const form = { grant_type: 'client_credentials', ...(await prove()), scope: permission };
    return {
      method: 'POST',
      origin,
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    };
  };
}
