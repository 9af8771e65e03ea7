import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';
import { jobsScope, simulatedClient } from '../../simulator/tokens.ts';
import { type List, type ListQuery, listQuery, readList, type SeedPage, seedPath } from './list.ts';

/** Monday 23 November 2026, 14:05 UTC. */
export const monday = Date.UTC(2026, 10, 23, 14, 5);

/** A simulator that listens, and a client that asks it. The clock stands until `clock.now` is set. */
export interface Asked {
  readonly simulator: Simulator;
  readonly url: string;
  readonly clock: { now: number };
  /** Gets with a valid token. `query` values are written as they are. */
  get(path: string, query?: Record<string, string | number | bigint>): Promise<Response>;
  page(query?: Record<string, string | number | bigint>): Promise<SeedPage>;
  /** Reads a list in the shape of its path. `from` and `to` are milliseconds since 1970. */
  list(path: string, query?: ListQuery): Promise<List>;
  token(form?: Record<string, string>): Promise<Response>;
  /** Posts JSON to the simulator's own switches. */
  post(path: string, body: unknown): Promise<Response>;
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
    const list: Asked['list'] = async (path, query = {}) => {
      const answer = await get(path, listQuery(path, query));
      if (answer.status !== 200) throw new Error(`${answer.status} from ${path}`);
      return readList(path, await answer.json());
    };
    const post: Asked['post'] = (path, body) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await use({ simulator, url, clock, get, token, page, list, post });
  } finally {
    await close();
  }
}
