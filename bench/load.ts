import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

/** Requests at the same time, each on a connection of its own that is kept. */
export const inFlight = 32;

export interface Load {
  /** Posts activities one after the other, `inFlight` at a time, for `ms`. Rejects on any status but 200. */
  run(ms: number): Promise<LoadResult>;
  /** Posts one activity. */
  one(): Promise<string>;
  close(): Promise<void>;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Bytes of all response bodies together. */
  readonly bytes: number;
}

let sent = 0;

/**
 * Load on the bot at `url`. Each request carries `activity` under an id of its own, since a bot may answer an
 * activity only once.
 */
export function createLoad(url: string, activity: object): Load {
  const pool = new Pool(url, { connections: inFlight, pipelining: 1 });
  const [before, after] = JSON.stringify({ ...activity, id: '#' }).split('"#"');

  async function post(): Promise<Buffer> {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json' },
      body: `${before}"bench-${++sent}"${after}`,
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    if (statusCode !== 200) throw new Error(`The bot answered ${statusCode}: ${bytes}`);
    return bytes;
  }

  return {
    one: async () => (await post()).toString(),
    async run(ms) {
      let requests = 0;
      let bytes = 0;
      const startedAt = performance.now();
      const worker = async () => {
        while (performance.now() - startedAt < ms) {
          const body = await post();
          bytes += body.length;
          requests += 1;
        }
      };
      await Promise.all(Array.from({ length: inFlight }, worker));
      return { requests, seconds: (performance.now() - startedAt) / 1000, bytes };
    },
    close: () => pool.close(),
  };
}
