import { agentOptions } from '../avepoint/index.ts';
import type { AvePointSettings } from '../avepoint/settings.ts';
import type { KnownExpiry } from '../domain/expiry.ts';
import { type ProxySettings, proxyFor } from '../domain/proxy.ts';
import { type Clock, type MonotonicMs, msUntil } from '../domain/time.ts';
import { createAgent } from '../network/agent.ts';
import type { StoreSettings } from '../store/open-store.ts';
import { teamsCloud } from '../teams/cloud.ts';
import { createConnectorAgent, createConnectors } from '../teams/connector.ts';
import { type BotIdentity, createFetchToken } from '../teams/credentials.ts';
import { createFetchKeys } from '../teams/fetch-keys.ts';
import { checkAvePoint } from './avepoint.ts';
import { checkBotToken } from './bot-token.ts';
import type { Finding } from './finding.ts';
import { checkKeySet } from './key-set.ts';
import { machineFindings } from './machine.ts';
import { type ManifestParts, manifestFindings } from './manifest.ts';
import { addressesOf, proxyFinding, tablesOf } from './proxy.ts';
import { checkRoster } from './roster.ts';
import type { Group } from './run.ts';
import { expiryFindings, settingsFindings } from './settings.ts';
import { checkStore } from './store.ts';

/** As much of the settings as can be read; a part that is wrong is undefined, and told in `problems`. */
export interface ReadParts {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly expiries: readonly KnownExpiry[];
  readonly proxies: ProxySettings;
  /** What else is asked outside; with secrets in them. */
  readonly otherAddresses: readonly (string | undefined)[];
  readonly avePoint: AvePointSettings | undefined;
  /** How often the bot asks for the newest jobs. */
  readonly watchIntervalMs: number;
  readonly store: StoreSettings | undefined;
  /** In local mode there is none, and nothing is wrong with that. */
  readonly bot: { readonly identity: BotIdentity | undefined } | undefined;
}

export interface ChecksParts {
  readonly parts: ReadParts;
  readonly manifest: ManifestParts;
  readonly nodeVersion: string;
  readonly clock: Clock;
  readonly newKey: () => string;
  /** For the keys of Teams. */
  readonly fetch: typeof fetch;
  /** When the last answer must be there. */
  readonly until: MonotonicMs;
}

/** All there is to try, in the order in which it is told. */
export function createGroups({
  parts,
  manifest,
  nodeVersion,
  clock,
  newKey,
  fetch,
  until,
}: ChecksParts): readonly Group[] {
  const { problems, warnings, expiries, proxies, otherAddresses, avePoint, watchIntervalMs, store, bot } =
    parts;
  return [
    {
      title: 'Settings',
      check: async () => [...settingsFindings(problems, warnings), ...expiryFindings(expiries, clock.now())],
    },
    {
      title: 'This machine',
      check: async () => [
        ...machineFindings(nodeVersion),
        proxyFinding(proxies, addressesOf({ avePoint, store, bot, others: otherAddresses })),
      ],
    },
    {
      title: 'AvePoint',
      check: async () => {
        if (avePoint === undefined) return [notTried('AvePoint')];
        const agent = createAgent({ ...agentOptions(avePoint.timeoutMs), proxies });
        try {
          const intervalMs = watchIntervalMs;
          return await checkAvePoint({
            settings: avePoint,
            proxies,
            dispatcher: agent,
            clock,
            until,
            intervalMs,
          });
        } finally {
          await agent.destroy();
        }
      },
    },
    {
      title: 'Store',
      check: async () => {
        if (store === undefined) return [notTried('store')];
        const tables = tablesOf(store.storeUrl);
        const proxy = tables === undefined ? undefined : proxyFor(tables, proxies);
        return [await checkStore({ settings: store, proxy, newKey })];
      },
    },
    {
      title: 'Teams',
      check: async () => [
        ...(await identityFindings(bot, { store, fetch, proxies, until, clock })),
        ...manifestFindings(manifest),
      ],
    },
  ];
}

type IdentityParts = Pick<ChecksParts, 'fetch' | 'until' | 'clock'> & Pick<ReadParts, 'proxies' | 'store'>;

/** How Teams and the bot know each other, and whether the bot may read who is who. */
async function identityFindings(
  bot: ReadParts['bot'],
  { store, fetch, proxies, until, clock }: IdentityParts,
): Promise<readonly Finding[]> {
  if (bot === undefined) return [notTried('signing keys'), notTried('bot token')];
  const { identity } = bot;
  const { openIdUrl } = teamsCloud;
  const limitMs = Math.min(msUntil(until, clock), 15_000);
  const fetching = identity && createFetchToken(identity)();
  const token = async () => fetching;
  const fetchKeys = createFetchKeys({ openIdUrl, fetch, limitMs });
  const rosterParts = { store, proxies, token: async () => (await token())?.value, limitMs };
  return Promise.all([
    checkKeySet({ openIdUrl, isNeeded: identity !== undefined, fetchKeys }),
    checkBotToken(identity, token, limitMs, proxyFor('https://login.microsoftonline.com', proxies)),
    ...(identity && store ? [rosterFinding({ ...rosterParts, store })] : []),
  ]);
}

async function rosterFinding({
  store,
  proxies,
  token,
  limitMs,
}: {
  readonly store: StoreSettings;
  readonly proxies: ProxySettings;
  readonly token: () => Promise<string | undefined>;
  readonly limitMs: number;
}): Promise<Finding> {
  const dispatcher = createConnectorAgent(proxies);
  const { isService } = teamsCloud;
  const connectorAt = createConnectors({ dispatcher, token, isService }).at;
  try {
    return await checkRoster({ store, connectorAt, isService, proxies, limitMs });
  } finally {
    await dispatcher.destroy();
  }
}

function notTried(tried: string): Finding {
  return {
    mark: 'warning',
    tried,
    seen: 'not tried, since its settings are wrong',
    fix: 'mend the settings above, and run it again.',
  };
}
