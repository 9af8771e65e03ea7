/** The product as it is started without a bot identity. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClient } from '../simulator/tokens.ts';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type BotReady, type BotReport, reportCpu } from './bot.ts';
import { runAsChild } from './child.ts';

export interface RealBotSettings {
  readonly simulatorUrl: string;
  /** What the bot's clock is ahead of the machine's. */
  readonly clockOffsetMs: number;
}

runAsChild<RealBotSettings, BotReady, BotReport>({
  async start({ simulatorUrl, clockOffsetMs }) {
    const config = readConfig({
      AVEPOINT_GRAPH_URL: simulatorUrl,
      AVEPOINT_TOKEN_URL: `${simulatorUrl}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      DATA_DIR: mkdtempSync(join(tmpdir(), 'backup-watch-bench-')),
      LOG_LEVEL: 'warn',
      PORT: '0',
    });
    const app = await createApp(config, { clock: { now: () => Date.now() + clockOffsetMs } });
    return { url: await app.listen() };
  },
  report: reportCpu,
});
