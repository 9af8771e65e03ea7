import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { noProxy, type ProxySettings } from '../../src/domain/proxy.ts';
import { createAgent, createFetch } from '../../src/network/agent.ts';
import { keepBeating } from '../../src/operations/heartbeat.ts';
import { createConnector, createConnectorAgent } from '../../src/teams/connector.ts';
import { remedyOf, type SendError } from '../../src/teams/send-error.ts';
import { listen } from '../avepoint/support/server.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';
import { type Answering, openOutside } from '../support/outside.ts';

const host = 'smba.trafficmanager.net';

async function open(answer: Answering = (_, res) => void res.end('{"id":"m1"}')) {
  const outside = await openOutside({ [host]: answer });
  const web = { name: 'proxy.example:8080', url: outside.proxy.url, setting: 'HTTPS_PROXY' };
  const proxies: ProxySettings = { proxy: web, direct: [] };
  return { outside, proxies };
}

const refused = (sending: Promise<unknown>): Promise<SendError> =>
  sending.then(
    () => assert.fail('it was taken'),
    error => error,
  );

describe('messages to Teams through a proxy', () => {
  const sendThrough = (dispatcher: ReturnType<typeof createConnectorAgent>) =>
    createConnector(`https://${host}/emea/`, {
      dispatcher,
      token: async () => 'planted-token',
    }).sendToConversation('a:1', { text: 'x' });

  it('a message to Teams goes through the proxy, which does not see its token', async () => {
    const seen: (string | undefined)[] = [];
    const { outside, proxies } = await open((req, res) => {
      seen.push(req.headers.authorization);
      res.statusCode = 201;
      res.end('{"id":"m1"}');
    });
    const dispatcher = createAgent({ proxies, connectTimeoutMs: 2_000, ca: outside.authority.caPem });
    assert.deepEqual(await sendThrough(dispatcher), { id: 'm1' });
    assert.deepEqual([seen, outside.proxy.authorizations], [['Bearer planted-token'], [undefined]]);
    assert.equal(outside.tunnels(host), 1);
    await dispatcher.destroy();
    await outside.close();
  });

  it('a message to Teams was certainly not sent if the proxy refuses, so that it is sent again, and the error names the proxy', async () => {
    const { outside, proxies } = await open();
    const dispatcher = createConnectorAgent(proxies);
    for (const [answer, code, sentence] of [
      [
        407,
        'PROXY_REFUSED',
        'the proxy proxy.example:8080 wants another user name and password than those in HTTPS_PROXY (HTTP 407)',
      ],
      [502, 'PROXY_REFUSED', 'the proxy proxy.example:8080 does not connect to it (HTTP 502)'],
      ['cut', 'PROXY_UNREACHABLE', 'the proxy proxy.example:8080 cannot be reached (ECONNRESET)'],
    ] as const) {
      outside.proxy.answer(answer);
      const error = await refused(sendThrough(dispatcher));
      assert.deepEqual([error.code, (error.cause as Error).message], [code, sentence]);
      assert.deepEqual(remedyOf(error, monday), { kind: 'wait', ms: undefined, isThrottled: false });
    }
    await dispatcher.destroy();
    await outside.close();
  });

  it('a message to Teams was certainly not sent if the certificate is of an unknown authority', async () => {
    const { outside, proxies } = await open();
    const dispatcher = createConnectorAgent(proxies);
    const error = await refused(sendThrough(dispatcher));
    assert.equal(remedyOf(error, monday).kind, 'wait', `${error.code}`);
    await dispatcher.destroy();
    await outside.close();
  });

  it('a message to Teams is refused for the reason in a body that a proxy has compressed', async () => {
    const server = await listen((_, res) => {
      res.writeHead(403, { 'content-encoding': 'gzip' });
      res.end(gzipSync('{"error":{"code":"BotNotInConversationRoster"}}'));
    });
    const dispatcher = createConnectorAgent(noProxy);
    const connector = createConnector(server.url, { dispatcher, token: async () => undefined });
    const error = await refused(connector.sendToConversation('a:1', {}));
    assert.deepEqual([error.statusCode, error.code], [403, 'BotNotInConversationRoster']);
    await dispatcher.destroy();
    await server.close();
  });

  for (const [what, headers, body] of [
    ['is packed in an unknown way', { 'content-encoding': 'zstd' }, 'x'],
    ['is a bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(30 * 1024 * 1024))],
  ] as const)
    it(`a message to Teams was accepted if the body of the answer ${what}; but nothing is known of a member then`, async () => {
      const server = await listen((_, res) => {
        res.writeHead(200, headers);
        res.end(body);
      });
      const dispatcher = createConnectorAgent(noProxy);
      const connector = createConnector(server.url, { dispatcher, token: async () => undefined });
      assert.deepEqual(await connector.sendToConversation('a:1', {}), {});
      assert.equal((await refused(connector.getConversationMember('a:1', 'b'))).code, 'UNREADABLE');
      await dispatcher.destroy();
      await server.close();
    });
});

describe('heartbeat through a proxy', () => {
  it('a heartbeat that the proxy refuses names the proxy in the log, and neither its password nor its own address', async () => {
    const { outside, proxies } = await open();
    outside.proxy.answer(403);
    const dispatcher = createAgent({ proxies, connectTimeoutMs: 2_000 });
    const log = recordingLog();
    await keepBeating({
      url: `https://${host}/planted`,
      health: async () => ({ isGood: true, parts: [] }),
      fetch: createFetch(dispatcher),
      ending: new AbortController().signal,
      clock: fakeClock(),
      later: () => Promise.reject(new Error('over')),
      log,
    });
    assert.deepEqual(
      log.lines.map(({ fields }) => fields),
      [{ reason: 'it could not be sent (the proxy proxy.example:8080 does not connect to it (HTTP 403))' }],
    );
    await dispatcher.destroy();
    await outside.close();
  });
});
