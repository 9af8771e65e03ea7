import { type AvePointSettings, createAvePointJobSource } from '../../../src/avepoint/index.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { clockOf } from '../../support/fakes.ts';
import { recordingLog } from './parts.ts';

/** A client on the real clock that doesn't wait unless a server asks for it. Its waits are recorded. */
export function aClient(url: string, changes: Partial<AvePointSettings> = {}) {
  const { log, lines, warnings } = recordingLog();
  const slept: number[] = [];
  const client = createAvePointJobSource({
    settings: {
      graphUrl: url,
      tokenUrl: `${url}/connect/token`,
      clientId: 'backup-watch-demo',
      credential: { secret: 'demo-secret-not-a-real-one' },
      jobsApi: 'cloudbackup-jobs',
      firstPageIndex: 0,
      location: undefined,
      locations: [],
      timeoutMs: 5_000,
      backgroundTimeoutMs: 30_000,
      ...changes,
    },
    clock: clockOf(() => Date.now()),
    sleep: async ms => {
      slept.push(ms);
      await new Promise(resolve => setTimeout(resolve, ms));
    },
    random: () => 0,
    log,
  });
  return { ...client, lines, warnings, slept, soon: (ms = 10_000) => monotonicMs(Date.now() + ms) };
}
