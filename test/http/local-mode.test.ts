import assert from 'node:assert/strict';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { recordingLog } from '../support/fakes.ts';
import { openRawClient } from '../support/raw-client.ts';

const routes = ['POST /api/messages', 'GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /nothing'];
const reason = 'AvePoint refused the planted client';

describe('HTTP in local mode', () => {
  let http: HttpEnd;
  let port: number;
  let received: number;
  let noted: string[];

  async function open(isLocalMode = true): Promise<void> {
    [received, noted] = [0, []];
    http = createHttpEnd({
      bot: {
        admit: async () => ({ kind: 'admitted', caller: undefined }),
        receive: async () => {
          received += 1;
          return { status: 200 };
        },
      },
      isLocalMode,
      metrics: { text: async () => 'planted_metric 1', contentType: 'text/plain' },
      metricsToken: undefined,
      ready: async () => ({ isReady: false, parts: { avepoint: reason } }),
      noteRefused: name => void noted.push(name),
      log: recordingLog(),
    });
    port = await http.listen(0, '127.0.0.1');
  }

  beforeEach(() => open());
  afterEach(() => http.close());

  /** The response to a request with these headers alone. */
  async function answerTo(
    route: string,
    headers: readonly string[],
  ): Promise<{ status: number; text: string }> {
    const client = await openRawClient(port);
    const body = route.startsWith('POST') ? ['Content-Type: application/json', 'Content-Length: 2'] : [];
    client.send(
      [`${route} HTTP/1.1`, ...headers, ...body, 'Connection: close', '', body.length ? '{}' : ''].join(
        '\r\n',
      ),
    );
    const text = await client.closed();
    return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
  }

  const usual: Readonly<Record<string, number>> = {
    'POST /api/messages': 200,
    'GET /healthz': 200,
    'GET /readyz': 503,
    'GET /metrics': 200,
    'GET /nothing': 404,
  };

  for (const host of ['localhost', 'LOCALHOST:3978', '127.0.0.1:3978', '127.8.9.10', '[::1]:3978', '[::1]'])
    it(`a bot in local mode answers a request to ${host}, on every route`, async () => {
      for (const route of routes)
        assert.equal((await answerTo(route, [`Host: ${host}`])).status, usual[route], route);
      assert.match((await answerTo('GET /readyz', [`Host: ${host}`])).text, new RegExp(reason));
    });

  for (const host of [
    'rebound.example',
    'rebound.example:3978',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'evil.example#localhost',
    '0.0.0.0:3978',
    '192.168.1.5:3978',
    '[::2]:3978',
    '[::ffff:127.0.0.1]',
    'localhost:3978:1',
    '',
  ])
    it(`a bot in local mode refuses a request to the host “${host}” with 421, on every route, and shows nothing`, async () => {
      for (const route of routes) {
        const { status, text } = await answerTo(route, [`Host: ${host}`]);
        assert.equal(status, 421, route);
        assert.match(text, /only requests to this machine itself are answered/);
        assert.doesNotMatch(text, /planted/);
      }
      assert.deepEqual([received, [...new Set(noted)]], [0, ['local']]);
    });

  for (const header of [
    'X-Forwarded-For: 203.0.113.7',
    'X-Forwarded-Host: bot.example',
    'Forwarded: for=203.0.113.7',
    'Via: 1.1 tunnel',
    'X-Real-IP: 203.0.113.7',
  ])
    it(`a bot in local mode refuses a message that came through a proxy or a tunnel (“${header}”)`, async () => {
      const { status, text } = await answerTo('POST /api/messages', ['Host: localhost:3978', header]);
      assert.equal(status, 403);
      assert.match(text, /came through a proxy/);
      assert.deepEqual([received, noted], [0, ['local']]);
    });

  for (const header of [
    'Origin: https://evil.example',
    'Origin: http://localhost:3000',
    'Origin: https://localhost:3978',
    'Origin: http://127.0.0.1:3978',
    'Origin: null',
    'Origin: ',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
    'Sec-Fetch-Site: none, cross-site',
  ])
    it(`a bot in local mode refuses a web page’s request with 403, on every route: ${header}`, async () => {
      for (const route of routes) {
        const { status, text } = await answerTo(route, ['Host: localhost:3978', header]);
        assert.equal(status, 403, route);
        assert.match(text, /no requests of web pages are answered/);
        assert.doesNotMatch(text, /planted/);
      }
      assert.equal(received, 0);
    });

  it('a bot in local mode answers what a user types into a browser, and this address’s own pages', async () => {
    for (const headers of [
      ['Sec-Fetch-Site: none'],
      ['Sec-Fetch-Site: same-origin', 'Origin: http://localhost:3978'],
    ])
      assert.equal((await answerTo('GET /healthz', ['Host: localhost:3978', ...headers])).status, 200);
  });

  it('a bot with an identity is not in local mode: it answers any host, since proxies name their own', async () => {
    await http.close();
    await open(false);
    const headers = ['Host: bot.example', 'Origin: https://x.example', 'Sec-Fetch-Site: cross-site'];
    assert.equal((await answerTo('GET /healthz', headers)).status, 200);
  });
});
