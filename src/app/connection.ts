import { createAccess } from '../access/access.ts';
import { createCachedMembership } from '../access/cached-membership.ts';
import { createCachedRoles } from '../access/cached-roles.ts';
import { withFallback, withTimeout } from '../domain/with-timeout.ts';
import { createAgent, createFetch } from '../network/agent.ts';
import { BotAdapter } from '../teams/adapter.ts';
import { createTokenHealth } from '../teams/bot-token.ts';
import { createMembership } from '../teams/membership.ts';
import { createPeople } from '../teams/people.ts';
import type { Replacements, Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';

/**
 * Limits for one attempt to read an entry of a roster, and for all of them. An answer may wait less; the next one finds
 * what was read.
 */
const rosterMs = { tryMs: 2_500, wholeMs: 8_000 } as const;

/** How often roster entries that are due soon are renewed. */
const renewEveryMs = 60_000;

/** The connection to Teams: both tokens, the clients, and the rosters. */
export type Connection = Awaited<ReturnType<typeof createConnection>>;

export async function createConnection(runtime: Runtime, stored: Stored, replacements: Replacements) {
  const { config, clock, background, later, log } = runtime;
  const { identity, proxies } = config;
  const { cloud, fetchToken } = replacements;
  const teamsToken = createTokenHealth({
    ask: replacements.teamsToken ?? (() => adapter.askForToken()),
    clock,
  });
  /** For rare requests to other services. */
  const outside = createAgent({ proxies, connectTimeoutMs: 5_000, connections: 2 });
  const fetchOutside = createFetch(outside);
  const adapter = new BotAdapter(identity, {
    cloud,
    proxies,
    fetch: fetchOutside,
    noteAnswer: teamsToken.noteAnswer,
    fetchToken,
    clock,
    later,
    log,
  });
  const connectorAt = (serviceUrl: string) => adapter.connectorAt(serviceUrl);
  const membership =
    identity &&
    createCachedMembership({
      membership: createMembership({ connectorAt, ...rosterMs, ...background, log }),
      clock,
      within: (ms, work) => withTimeout(ms, () => work).catch(() => undefined),
    });
  const people = createPeople({ connectorAt, clock, log });
  const givenRoles = createCachedRoles({
    stored: stored.givenRoles,
    clock,
    log,
    within: (ms, work) => withFallback(ms, () => work, undefined),
  });
  const access = createAccess({
    lists: config.roles,
    allowedTenantIds: config.allowedTenantIds,
    membership,
    given: givenRoles,
  });
  const { languageModel: settings } = config;
  // Its client is loaded only if there is a model to ask.
  const model =
    settings &&
    (await import('../language-model/language-model.ts')).createLanguageModel({
      settings,
      fetch: fetchOutside,
      clock,
      log,
    });
  return {
    model,
    teamsToken,
    outside,
    fetchOutside,
    adapter,
    connectorAt,
    membership,
    people,
    givenRoles,
    access,
  };
}

/** Renews the rosters until this process stops. */
export async function renewRosters(
  { membership }: Connection,
  { background, ending }: Runtime,
): Promise<void> {
  while (!ending.aborted) {
    await background.sleep(renewEveryMs);
    await membership?.renew(() => !ending.aborted);
  }
}
