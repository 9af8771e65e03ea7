import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAvePointJobSource } from './avepoint/index.ts';
import type { Config } from './config.ts';
import { createConversation } from './conversation/conversation.ts';
import type { Log } from './domain/log.ts';
import type { Clock } from './domain/time.ts';
import { createHttpEnd } from './http/server.ts';
import { createJobs } from './jobs/jobs.ts';
import { createTeamsBot } from './teams/teams-bot.ts';
import { createLogger } from './telemetry/logger.ts';

/** The product, wired. */
export interface App {
  /** Resolves with the address it listens on. */
  listen(): Promise<string>;
  /** Takes nothing new, finishes the turns under way, and lets go of every connection. */
  close(): Promise<void>;
}

/** What a test may put in place of the real thing. */
export interface Replacements {
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Builds the parts and wires them; decides nothing. */
export function createApp(config: Config, replacements: Replacements = {}): App {
  const clock = replacements.clock ?? { now: Date.now };
  const log = replacements.log ?? createLogger(config.logLevel);
  const waiting = { clock, sleep: (ms: number) => sleep(ms), random: Math.random };
  const avePoint = createAvePointJobSource({
    settings: config.avePoint,
    ...waiting,
    log,
  });
  const conversation = createConversation({
    jobs: createJobs({ source: avePoint.source, schedule: avePoint.schedule, clock, log }),
    clock,
    log,
    newReference: () => randomBytes(4).toString('hex'),
  });
  const { identity, allowedTenantIds, defaultTimeZone: defaultZone } = config;
  const bot = createTeamsBot({
    identity,
    allowedTenantIds,
    defaultZone,
    conversation,
    log,
    sending: waiting,
  });
  const http = createHttpEnd({ bot });

  return {
    async listen() {
      const port = await http.listen(config.port, config.host);
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      return `http://${host}:${port}`;
    },
    async close() {
      await http.close();
      await bot.settled();
      await avePoint.close();
    },
  };
}
