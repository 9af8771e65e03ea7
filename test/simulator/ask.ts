import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';
import { jobsScope, simulatedClient } from '../../simulator/tokens.ts';

/** Monday 23 November 2026, 14:05 UTC. */
export const monday = Date.UTC(2026, 10, 23, 14, 5);
export const seedPath = '/cloudbackup/jobs';
export const currentPath = '/backup/m365/cloudbackupjobs';

export interface SeedJob {
  id: string;
  state: string;
  startTime: number;
  finishTime: number;
  duration: number;
  backupDetails: { totalCount: number; failedCount: number; successfulCount: number; skippedCount: number };
  jobErrors: { isErrorCode: boolean; value: string; url: string; number: number }[];
}

export interface SeedPage {
  totalCount: number;
  jobs: SeedJob[];
  nextLink: string;
}

/** A simulator that listens, and a client that asks it. The clock stands until `clock.now` is set. */
export interface Asked {
  readonly simulator: Simulator;
  readonly url: string;
  readonly clock: { now: number };
  /** Gets with a valid token. `query` values are written as they are. */
  get(path: string, query?: Record<string, string | number | bigint>): Promise<Response>;
  page(query?: Record<string, string | number | bigint>): Promise<SeedPage>;
  token(form?: Record<string, string>): Promise<Response>;
}

/** Runs `use` beside a simulator of its own and closes it afterwards. */
export async function asking(options: SimulatorOptions, use: (asked: Asked) => Promise<void>): Promise<void> {
  const clock = { now: monday };
  const simulator = createSimulator({ now: () => clock.now, ...options });
  const { url, close } = await simulator.listen(0);
  const token = (form: Record<string, string> = {}) =>
    fetch(`${url}/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: simulatedClient.id,
        client_secret: simulatedClient.secret,
        scope: jobsScope,
        ...form,
      }),
    });
  let held: string | undefined;
  const get: Asked['get'] = async (path, query = {}) => {
    held ??= ((await (await token()).json()) as { access_token: string }).access_token;
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return fetch(`${url}${path}?${search}`, { headers: { authorization: `Bearer ${held}` } });
  };
  try {
    const page: Asked['page'] = async query => (await (await get(seedPath, query)).json()) as SeedPage;
    await use({ simulator, url, clock, get, token, page });
  } finally {
    await close();
  }
}

/** Ticks by another way than the simulator's: seconds from the year 1 to 1970, counted in days. */
export function ticks(epochMs: number): bigint {
  return (719_162n * 86_400_000n + BigInt(epochMs)) * 10_000n;
}
