import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { failureOf } from '../../src/avepoint/errors.ts';
import { createSend } from '../../src/avepoint/http.ts';
import { readDirectHosts } from '../../src/domain/proxy.ts';
import { createAgent } from '../../src/network/agent.ts';
import { makeAuthority, type PrivateAuthority } from '../support/certificates.ts';
import { freePorts } from '../support/free-ports.ts';
import { openProxy, type ProxyOptions, type TestProxy } from '../support/proxy.ts';

const origin = 'https://graph.example';

describe('connections to outside services', () => {
  let authority: PrivateAuthority;
  let service: Server;
  let servicePort: number;
  let proxy: TestProxy;

  before(async () => {
    authority = makeAuthority(['DNS:graph.example', 'DNS:proxy.example', 'IP:127.0.0.1']);
    service = createServer({ cert: authority.cert, key: authority.key }, (req, res) => {
      res.end(
        JSON.stringify({ host: req.headers.host, proxied: req.headers['proxy-authorization'] ?? null }),
      );
    });
    await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve));
    servicePort = (service.address() as AddressInfo).port;
  });
  after(async () => {
    service.closeAllConnections();
    await new Promise(resolve => service.close(resolve));
    authority.remove();
  });
  afterEach(() => proxy.close());

  async function through(
    url: (proxy: TestProxy) => string = ({ url }) => url,
    options: ProxyOptions = {},
    noProxy = '',
    connectTimeoutMs = 2_000,
  ) {
    proxy = await openProxy({ routes: { 'graph.example:443': servicePort }, ...options });
    const web = { name: 'proxy.example:8080', url: url(proxy), setting: 'HTTPS_PROXY' };
    const agent = createAgent({
      proxies: { proxy: web, direct: readDirectHosts(noProxy) },
      connectTimeoutMs,
      connections: 2,
      ca: authority.caPem,
    });
    const send = createSend(agent);
    return {
      agent,
      ask: (to = origin, limitMs = 5_000) =>
        send({ method: 'GET', origin: to, path: '/x', headers: {} }, limitMs),
    };
  }

  const reasonOf = (outcome: Awaited<ReturnType<ReturnType<typeof createSend>>>) =>
    failureOf('jobs API', outcome, undefined).message;

  it('connections go through a tunnel of the proxy, which is reused for the next request', async () => {
    const { agent, ask } = await through();
    for (let count = 0; count < 5; count += 1) {
      const outcome = await ask();
      assert.deepEqual(outcome.kind === 'response' && outcome.body, { host: 'graph.example', proxied: null });
    }
    const { asked, plain, authorizations } = proxy;
    assert.deepEqual(
      [plain, new Set(asked), new Set(authorizations)],
      [[], new Set(['graph.example:443']), new Set([undefined])],
    );
    assert.ok(asked.length <= 2, 'two connections are the most');
    await agent.destroy();
  });

  it('connections send the user name and password to the proxy only', async () => {
    const named = ({ port }: TestProxy) => `http://kim:p%40ss@127.0.0.1:${port}`;
    const { agent, ask } = await through(named, { credentials: 'kim:p@ss' });
    const outcome = await ask();
    assert.deepEqual(outcome.kind === 'response' && outcome.body, { host: 'graph.example', proxied: null });
    await agent.destroy();
  });

  it('connections are at most as many through the proxy as without it', async () => {
    const { agent, ask } = await through();
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => ask()));
    assert.ok(outcomes.every(({ kind }) => kind === 'response'));
    assert.ok(proxy.asked.length <= 2, `${proxy.asked.length}`);
    await agent.destroy();
  });

  it('connections go to this machine directly, and to the hosts of NO_PROXY', async () => {
    const { agent, ask } = await through(undefined, {}, 'localhost.example, .direct.example');
    assert.equal((await ask(`https://127.0.0.1:${servicePort}`)).kind, 'response');
    // This name does not exist, so the error shows which way the attempt took.
    assert.match(reasonOf(await ask('https://a.direct.example')), /ENOTFOUND|EAI_AGAIN/);
    assert.deepEqual(proxy.asked, []);
    await agent.destroy();
  });

  for (const [status, sentence] of [
    [
      407,
      'the proxy proxy.example:8080 wants another user name and password than those in HTTPS_PROXY (HTTP 407)',
    ],
    [403, 'the proxy proxy.example:8080 does not connect to it (HTTP 403)'],
    [502, 'the proxy proxy.example:8080 does not connect to it (HTTP 502)'],
  ] as const)
    it(`connections fail with a sentence that names the proxy, and none of its secrets, if it answers ${status}`, async () => {
      const { agent, ask } = await through(({ port }) => `http://kim:hidden@127.0.0.1:${port}`);
      proxy.answer(status);
      assert.equal(reasonOf(await ask()), `No connection to the jobs API: ${sentence}.`);
      proxy.answer('connect');
      assert.equal((await ask()).kind, 'response', 'it is used again as soon as it connects');
      await agent.destroy();
    });

  it('connections fail with a sentence that names the proxy if it hangs up, once for each attempt', async () => {
    const { agent, ask } = await through();
    proxy.answer('cut');
    assert.match(reasonOf(await ask()), /the proxy proxy\.example:8080 cannot be reached \(ECONNRESET\)/);
    assert.equal(proxy.asked.length, 1);
    await agent.destroy();
  });

  it('connections fail with a sentence that names the proxy if it does not listen', async () => {
    const [port] = await freePorts(1);
    const { agent, ask } = await through(() => `http://127.0.0.1:${port}`);
    assert.match(reasonOf(await ask()), /the proxy proxy\.example:8080 cannot be reached \(ECONNREFUSED\)/);
    await agent.destroy();
  });

  it('connections fail with a sentence that names a silent proxy before their own time is over, and occupy none of its connections', async () => {
    const { agent, ask } = await through(undefined, {}, '', 100);
    proxy.answer('silent');
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => ask(origin, 1_000)));
    for (const outcome of outcomes)
      assert.equal(
        reasonOf(outcome),
        'No connection to the jobs API: the proxy proxy.example:8080 does not answer.',
      );
    while (proxy.open() > 0) await new Promise(resolve => setImmediate(resolve));
    proxy.answer('connect');
    assert.equal((await ask()).kind, 'response', 'it is used again as soon as it answers');
    await agent.destroy();
  });

  it('connections trust no certificate of an unknown authority behind the proxy, and their error says what to set', async () => {
    const { agent, ask } = await through();
    await agent.destroy();
    const other = createAgent({
      proxies: { proxy: { name: 'p:1', url: proxy.url, setting: 'HTTPS_PROXY' }, direct: [] },
      connectTimeoutMs: 2_000,
    });
    const outcome = await createSend(other)({ method: 'GET', origin, path: '/x', headers: {} }, 5_000);
    assert.match(
      reasonOf(outcome),
      /^The TLS certificate of the jobs API is not trusted \(\w+\)\. If a proxy opens TLS, set NODE_EXTRA_CA_CERTS/,
    );
    assert.equal((await ask()).kind, 'no-answer');
    while (proxy.open() > 0) await new Promise(resolve => setImmediate(resolve));
    await other.destroy();
  });
});
