/** The product as it is started without a bot identity, for processes of the bench. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClient } from '../simulator/tokens.ts';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { clockOf } from '../test/support/fakes.ts';

export interface ProductSettings {
  readonly simulatorUrl: string;
  /** What the bot's clock is ahead of the machine's. */
  readonly clockOffsetMs: number;
}

/** Its settings; its store is in a folder of its own. One person asks all the questions here, without limit. */
export function productEnv(simulatorUrl: string): Record<string, string> {
  return {
    AVEPOINT_GRAPH_URL: simulatorUrl,
    AVEPOINT_TOKEN_URL: `${simulatorUrl}/connect/token`,
    AVEPOINT_CLIENT_ID: simulatedClient.id,
    AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
    ASKS_PER_USER_PER_MINUTE: '0',
    DATA_DIR: mkdtempSync(join(tmpdir(), 'backup-watch-bench-')),
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
}

/** Resolves with the address it listens on. */
export async function listenProduct({ simulatorUrl, clockOffsetMs }: ProductSettings): Promise<string> {
  const config = readConfig(productEnv(simulatorUrl));
  const app = await createApp(config, { clock: clockOf(() => Date.now() + clockOffsetMs) });
  return app.listen();
}
