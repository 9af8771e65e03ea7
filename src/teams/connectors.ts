import type { AuthenticateRequestResult, ConnectorClient } from 'botframework-connector';
import { LRUCache } from 'lru-cache';

/** A tenant's conversations share a handful of service addresses. */
const keptAtMost = 100;

/** A service address that is none of the channel's own: the bot's token is not shown there. */
export class ForeignService extends Error {
  override readonly name = 'ForeignService';
  /** Undefined where the address is none. */
  readonly host: string | undefined;

  constructor(serviceUrl: string) {
    super("the service address is none of the channel's own");
    this.host = URL.canParse(serviceUrl) ? new URL(serviceUrl).hostname : undefined;
  }
}

/** What the SDK's typings leave out of a client: the steps that each of its requests goes through. */
interface Pipelined {
  readonly client?: { readonly pipeline?: { removePolicy(policy: { name: string }): void } };
}

/**
 * Keeps the SDK's clients, which it would make anew for every turn, one for each service address and party that is
 * spoken to. Their silent retries are taken out: the SDK sends a refused activity up to four times by itself, over
 * seconds and beyond any limit of ours. What is worth another try, `send-reply.ts` decides.
 */
export function createConnectors(
  isService: (serviceUrl: string) => boolean,
): (caller: AuthenticateRequestResult) => AuthenticateRequestResult {
  const clients = new LRUCache<string, ConnectorClient>({ max: keptAtMost });

  return caller => {
    const { claimsIdentity, connectorFactory } = caller;
    if (!connectorFactory) return caller;
    const party = ['aud', 'appid', 'azp'].map(claim => claimsIdentity.getClaimValue(claim) ?? '');
    return {
      ...caller,
      connectorFactory: {
        async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
          if (!isService(serviceUrl)) throw new ForeignService(serviceUrl);
          const key = JSON.stringify([serviceUrl, audience, ...party]);
          const known = clients.get(key);
          if (known) return known;
          const client = await connectorFactory.create(serviceUrl, audience);
          (client as unknown as Pipelined).client?.pipeline?.removePolicy({ name: 'defaultRetryPolicy' });
          clients.set(key, client);
          return client;
        },
      },
    };
  };
}
