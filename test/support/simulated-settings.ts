import { simulatedClient } from '../../simulator/tokens.ts';
import type { AvePointSettings } from '../../src/avepoint/index.ts';

/** The settings for a simulator at `url`, as a new tenant would have them, but for `changes`. */
export function simulatedSettings(url: string, changes: Partial<AvePointSettings> = {}): AvePointSettings {
  return {
    graphUrl: url,
    tokenUrl: `${url}/connect/token`,
    clientId: simulatedClient.id,
    credential: { secret: simulatedClient.secret },
    jobsApi: 'auto',
    firstPageIndex: 0,
    location: undefined,
    locations: [],
    timeoutMs: 5_000,
    backgroundTimeoutMs: 30_000,
    ...changes,
  };
}
