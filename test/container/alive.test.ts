import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const end =
  (status: number): RequestListener =>
  (req, res) => {
    res.statusCode = req.url === '/healthz' ? status : 404;
    res.end();
  };

describe('health check of a container', () => {
  const servers: Server[] = [];
  async function portOf(answer: RequestListener, host = '127.0.0.1'): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, host, resolve));
    return String((server.address() as AddressInfo).port);
  }
  const run = (env: Record<string, string>) =>
    new Promise<number | null>(resolve =>
      spawn(process.execPath, ['scripts/alive.js'], {
        env: { PATH: process.env.PATH, ...env },
        stdio: 'ignore',
      }).once('close', resolve),
    );

  after(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('the container’s health check passes while the bot answers at /healthz, whatever address it listens on', async () => {
    const PORT = await portOf(end(200));
    const other = await portOf(end(200), '127.0.0.2');
    const results = await Promise.all([
      run({ PORT }),
      run({ PORT, HOST: '0.0.0.0' }),
      run({ PORT: other, HOST: '127.0.0.2' }),
    ]);
    assert.deepEqual(results, [0, 0, 0]);
  });

  it('the container’s health check fails if nothing listens, or the answer is an error', async () => {
    assert.deepEqual(await Promise.all([run({ PORT: '1' }), run({ PORT: await portOf(end(503)) })]), [1, 1]);
  });

  it('the container’s health check fails by itself, before the engine ends it, if the bot hangs', async function () {
    // Its limit is four seconds, and the engine's five.
    this.timeout(8_000);
    const startedAt = performance.now();
    assert.equal(await run({ PORT: await portOf(() => {}) }), 1);
    assert.ok(performance.now() - startedAt < 5_000 + 1_000);
  });
});
