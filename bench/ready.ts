import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { messageActivity } from '../test/support/activities.ts';
import { scriptBeside } from './child.ts';
import { postTo } from './load.ts';
import { productEnv } from './product.ts';
import type { Scene } from './scene.ts';
import { median } from './table.ts';

const rounds = 7;
const pollMs = 5;
const longestMs = 60_000;

/** Milliseconds from the start of the process, medians. */
export interface ReadyTime {
  /** `GET /healthz` was answered with 200. */
  readonly ready: number;
  /** Asked for help from then on, it had answered. */
  readonly answered: number;
}

/** How soon the built product is there, as `npm start` starts it, and the built bare bot. They take turns. */
export async function timeReady({
  backend,
}: Scene): Promise<{ readonly real: ReadyTime; readonly bare: ReadyTime }> {
  const { simulatorUrl, serviceUrl } = backend.ready;
  const sides = [
    { script: fileURLToPath(scriptBeside(import.meta.url, 'bare-start')), env: {} },
    { script: 'scripts/start.js', env: productEnv(simulatorUrl) },
  ].map(side => ({ ...side, times: [] as ReadyTime[] }));
  // The first round fills the machine's cache of files.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { script, env, times } of sides) {
      const time = await startOnce(script, env, serviceUrl);
      if (round > 0) times.push(time);
    }
  }
  const [bare, real] = sides.map(({ times }) => ({
    ready: median(times.map(({ ready }) => ready)),
    answered: median(times.map(({ answered }) => answered)),
  }));
  if (!bare || !real) throw new Error('Nothing was measured.');
  return { bare, real };
}

async function startOnce(
  script: string,
  env: Readonly<Record<string, string>>,
  serviceUrl: string,
): Promise<ReadyTime> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const pool = new Pool(`http://127.0.0.1:${port}`);
  try {
    while (!(await isAlive(pool))) {
      if (child.exitCode !== null || performance.now() - startedAt > longestMs)
        throw new Error(`${script} did not start.`);
      await sleep(pollMs);
    }
    const ready = performance.now() - startedAt;
    await postTo(pool, JSON.stringify(messageActivity(serviceUrl, 'help')));
    return { ready, answered: performance.now() - startedAt };
  } finally {
    await pool.destroy();
    child.kill('SIGKILL');
    await ended;
  }
}

async function isAlive(pool: Pool): Promise<boolean> {
  try {
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/healthz' });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
