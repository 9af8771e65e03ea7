import { createAgent } from '../avepoint/http.ts';
import type { AvePointSettings } from '../avepoint/settings.ts';
import type { KnownExpiry } from '../domain/expiry.ts';
import { type Clock, type MonotonicMs, msUntil } from '../domain/time.ts';
import type { StoreSettings } from '../store/open-store.ts';
import { createBotToken } from '../teams/bot-token.ts';
import { type BotIdentity, createCredentials } from '../teams/credentials.ts';
import { checkAvePoint } from './avepoint.ts';
import { checkBotToken } from './bot-token.ts';
import type { Finding } from './finding.ts';
import { machineFindings } from './machine.ts';
import { type ManifestParts, manifestFindings } from './manifest.ts';
import type { Group } from './run.ts';
import { expiryFindings, settingsFindings } from './settings.ts';
import { checkStore } from './store.ts';

/** As much of the settings as can be read; a part that is wrong is undefined, and told in `problems`. */
export interface ReadParts {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly expiries: readonly KnownExpiry[];
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
  until,
}: ChecksParts): readonly Group[] {
  const { problems, warnings, expiries, avePoint, watchIntervalMs, store, bot } = parts;
  return [
    {
      title: 'Settings',
      check: async () => [...settingsFindings(problems, warnings), ...expiryFindings(expiries, clock.now())],
    },
    { title: 'This machine', check: async () => machineFindings(nodeVersion) },
    {
      title: 'AvePoint',
      check: async () => {
        if (avePoint === undefined) return [notTried('AvePoint')];
        const agent = createAgent(avePoint.timeoutMs);
        try {
          const intervalMs = watchIntervalMs;
          return await checkAvePoint({ settings: avePoint, dispatcher: agent, clock, until, intervalMs });
        } finally {
          await agent.destroy();
        }
      },
    },
    {
      title: 'Store',
      check: async () => [
        store === undefined ? notTried('store') : await checkStore({ settings: store, newKey }),
      ],
    },
    {
      title: 'Teams',
      check: async () => {
        const limitMs = msUntil(until, clock);
        const getToken = bot && createBotToken(bot.identity, createCredentials(bot.identity));
        return [
          getToken === undefined
            ? notTried('bot token')
            : await checkBotToken(bot?.identity, getToken, Math.min(limitMs, 15_000)),
          ...manifestFindings(manifest),
        ];
      },
    },
  ];
}

function notTried(tried: string): Finding {
  return {
    mark: 'warning',
    tried,
    seen: 'not tried, since its settings are wrong',
    fix: 'mend the settings above, and run it again.',
  };
}
