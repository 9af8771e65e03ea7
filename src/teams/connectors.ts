import type { AuthenticateRequestResult, ConnectorClient } from 'botframework-connector';
import { LRUCache } from 'lru-cache';
import { type Connector, type ConnectorParts, createConnector } from './connector.ts';

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

/** One connector for each service address. */
export interface Connectors {
  /** Throws `ForeignService`. */
  at(serviceUrl: string): Connector;
  /**
   * The same caller, answered through these. The SDK's own client would be made anew for every turn, costs more than the rest
   * of the turn, and sends what was refused up to four times by itself, over seconds and beyond any limit of ours.
   */
  answering(caller: AuthenticateRequestResult): AuthenticateRequestResult;
}

export interface ConnectorsParts extends ConnectorParts {
  /** Whether the bot's token may be shown there. */
  readonly isService: (serviceUrl: string) => boolean;
}

export function createConnectors({ isService, ...parts }: ConnectorsParts): Connectors {
  const kept = new LRUCache<string, { readonly conversations: Connector }>({ max: keptAtMost });

  function clientAt(serviceUrl: string): { readonly conversations: Connector } {
    const known = kept.get(serviceUrl);
    if (known) return known;
    if (!isService(serviceUrl)) throw new ForeignService(serviceUrl);
    const client = { conversations: createConnector(serviceUrl, parts) };
    kept.set(serviceUrl, client);
    return client;
  }

  const connectorFactory = {
    // As much of the SDK's client as its turns use: see `Connector`.
    create: async (serviceUrl: string) => clientAt(serviceUrl) as unknown as ConnectorClient,
  };
  return {
    at: serviceUrl => clientAt(serviceUrl).conversations,
    answering: caller => ({ ...caller, connectorFactory }),
  };
}
