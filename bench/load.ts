import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

/** Requests at the same time, each on a persistent connection of its own. */
export const inFlight = 32;

/** Makes the body of the next request. */
export type Bodies = () => string;

let sent = 0;

/** The same activity each time, under an id of its own, since a bot may answer an activity only once. */
export function always(activity: object): Bodies {
  const [before, after] = JSON.stringify({ ...activity, id: '#' }).split('"#"');
  return () => `${before}"bench-${++sent}"${after}`;
}

/** Another activity each time: `activityAt` is given a number that goes up by one. */
export function varying(activityAt: (index: number) => object): Bodies {
  let index = 0;
  return () => JSON.stringify({ ...activityAt(index++), id: `bench-${++sent}` });
}

export interface Load {
  /** Posts activities one after the other, `inFlight` at a time, for `ms`. Rejects on any status but 200. */
  run(ms: number): Promise<LoadResult>;
  /** Posts so many, `inFlight` at a time. */
  count(requests: number): Promise<void>;
  /** Posts one activity. */
  one(): Promise<string>;
  close(): Promise<void>;
}

interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Bytes of all response bodies together. */
  readonly bytes: number;
}

/** Load on the bot at `url`. */
export function createLoad(url: string, bodies: Bodies): Load {
  const pool = new Pool(url, { connections: inFlight, pipelining: 1 });
  const post = () => postTo(pool, bodies());
  return {
    one: async () => (await post()).toString(),
    async count(requests) {
      let left = requests;
      await atOnce(async () => {
        while (left-- > 0) await post();
      });
    },
    async run(ms) {
      let requests = 0;
      let bytes = 0;
      const startedAt = performance.now();
      await atOnce(async () => {
        while (performance.now() - startedAt < ms) {
          const body = await post();
          bytes += body.length;
          requests += 1;
        }
      });
      return { requests, seconds: (performance.now() - startedAt) / 1000, bytes };
    },
    close: () => pool.close(),
  };
}

function atOnce(worker: () => Promise<void>): Promise<unknown> {
  return Promise.all(Array.from({ length: inFlight }, worker));
}

/** Posts an activity and resolves with the body of the answer. Rejects on any status but 200. */
export async function postTo(pool: Pool, activity: string): Promise<Buffer> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/api/messages',
    headers: { 'content-type': 'application/json' },
    body: activity,
  });
  const bytes = Buffer.from(await body.arrayBuffer());
  if (statusCode !== 200) throw new Error(`The bot answered ${statusCode}: ${bytes}`);
  return bytes;
}
