import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noProxy } from '../../src/domain/proxy.ts';
import { retryAfterMs } from '../../src/domain/retry-after.ts';
import { createBotToken } from '../../src/teams/bot-token.ts';
import { type Connector, createConnector, createConnectorAgent } from '../../src/teams/connector.ts';
import { SendError } from '../../src/teams/send-error.ts';
import { fakeClock } from '../support/fakes.ts';

interface Came {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

describe('the connector', () => {
  const dispatcher = createConnectorAgent(noProxy);
  let came: Came[];
  let answer: (res: ServerResponse, req: IncomingMessage) => void;
  let url: string;
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const { method, headers } = req;
    const body = Buffer.concat(chunks).toString();
    came.push({ method, url: req.url, authorization: headers.authorization, body });
    answer(res, req);
  });

  const told = (status: number, body?: string, headers = {}) => {
    answer = res => {
      res.writeHead(status, headers);
      res.end(body);
    };
  };
  const at = (
    serviceUrl: string,
    token: (refused?: string) => Promise<string | undefined> = async () => undefined,
  ) => createConnector(serviceUrl, { dispatcher, token });
  const refused = (sending: Promise<unknown>): Promise<SendError> =>
    sending.then(
      () => assert.fail('it was taken'),
      error => error,
    );
  const say = (connector: Connector) => connector.sendToConversation('a:1', { text: 'x' });

  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await dispatcher.close();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  beforeEach(() => {
    came = [];
    told(201, '{"id":"m1"}');
  });

  it('the connector uses the paths of the Bot Connector below its address, with ids encoded', async () => {
    for (const base of [`${url}/amer`, `${url}/amer/`]) {
      const connector = at(base);
      await connector.sendToConversation('19:c@thread.tacv2;messageid=1', { text: 'a' });
      await connector.replyToActivity('a:1', 'x/../y', { text: 'b' });
      await connector.updateActivity('a:1', '7', { text: 'c' });
      await connector.createConversation({ isGroup: true });
      await connector.getConversationMember('a:1', '29:kim');
    }
    assert.deepEqual(
      came.slice(0, 5).map(({ method, url, body }) => [method, url, body]),
      [
        ['POST', '/amer/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities', '{"text":"a"}'],
        ['POST', '/amer/v3/conversations/a%3A1/activities/x%2F..%2Fy', '{"text":"b"}'],
        ['PUT', '/amer/v3/conversations/a%3A1/activities/7', '{"text":"c"}'],
        ['POST', '/amer/v3/conversations', '{"isGroup":true}'],
        ['GET', '/amer/v3/conversations/a%3A1/members/29%3Akim', ''],
      ],
    );
    assert.deepEqual(came.slice(5), came.slice(0, 5));
  });

  it('the connector sends the bot’s own token, and none if there is none', async () => {
    await say(at(url));
    await say(at(url, async () => 't-1'));
    assert.deepEqual(
      came.map(({ authorization }) => authorization),
      [undefined, 'Bearer t-1'],
    );
  });

  it('the connector sends nothing if no token can be had', async () => {
    const error = await refused(
      say(
        at(url, async () => {
          throw new Error('no');
        }),
      ),
    );
    assert.deepEqual([error.statusCode, error.code, came], [undefined, 'NO_TOKEN', []]);
  });

  /** Teams refuses the token `old`, and the next one is `fresh`. */
  const refusesOld = () => {
    answer = (res, req) => {
      res.writeHead(req.headers.authorization === 'Bearer old' ? 401 : 201);
      res.end('{"id":"m1"}');
    };
  };

  it('the connector resends once with a fresh token after a 401 from Teams, whatever the call is', async () => {
    refusesOld();
    const refusals: (string | undefined)[] = [];
    const statuses: number[] = [];
    const connector = createConnector(url, {
      dispatcher,
      noteAnswer: status => statuses.push(status),
      token: async refused => {
        refusals.push(refused);
        return refused === undefined ? 'old' : 'fresh';
      },
    });
    const calls = [
      () => connector.sendToConversation('a:1', { text: 'a' }),
      () => connector.replyToActivity('a:1', '7', { text: 'b' }),
      () => connector.updateActivity('a:1', '7', { text: 'c' }),
      () => connector.createConversation({ isGroup: true }),
      () => connector.getConversationMember('a:1', '29:kim'),
    ];
    for (const call of calls) {
      came = [];
      await call();
      assert.deepEqual(
        came.map(({ authorization }) => authorization),
        ['Bearer old', 'Bearer fresh'],
      );
      assert.deepEqual({ ...came[1], authorization: '' }, { ...came[0], authorization: '' });
    }
    assert.deepEqual(refusals.slice(0, 2), [undefined, 'old']);
    // The token that is in use now is in order.
    assert.deepEqual(new Set(statuses), new Set([201]));
  });

  it('the connector accepts a second 401 as final', async () => {
    told(401);
    const error = await refused(say(at(url, async refused => (refused === undefined ? 'old' : 'fresh'))));
    assert.equal(error.statusCode, 401);
    assert.equal(came.length, 2);
  });

  it('the connector does not resend with the token that was refused, nor without one', async () => {
    for (const token of [
      async () => 'old',
      async () => undefined,
      async (refused?: string) => {
        if (refused !== undefined) throw new Error('no');
        return 'old';
      },
    ]) {
      came = [];
      told(401);
      assert.equal((await refused(say(at(url, token)))).statusCode, 401);
      assert.equal(came.length, 1);
    }
  });

  it('the connector fetches one token for many messages that are refused at the same time', async () => {
    refusesOld();
    let fetched = 0;
    const source = createBotToken({
      clock: fakeClock(),
      later: () => new Promise(() => {}),
      fetchToken: async () => {
        await new Promise(resolve => setImmediate(resolve));
        return { value: fetched++ === 0 ? 'old' : 'fresh', expiresAt: Number.MAX_SAFE_INTEGER };
      },
    });
    const connector = at(url, refused => source.get(refused));
    await Promise.all(Array.from({ length: 20 }, () => say(connector)));
    assert.equal(fetched, 2);
    assert.equal(came.filter(({ authorization }) => authorization === 'Bearer fresh').length, 20);
  });

  it('the connector returns the id from the response', async () => {
    assert.equal((await say(at(url))).id, 'm1');
  });

  for (const body of ['', 'broken', 'null', '7'])
    it(`the connector counts a message as accepted if its status is a success with the body ${JSON.stringify(body)}`, async () => {
      told(202, body);
      assert.equal((await say(at(url))).id, undefined);
    });

  it('the connector reports why a message was refused', async () => {
    told(429, '{"error":{"code":"Throttled","message":"m"}}', { 'retry-after': '7' });
    const error = await refused(say(at(url)));
    assert.ok(error instanceof SendError);
    assert.deepEqual([error.statusCode, error.code, error.retryAfter], [429, 'Throttled', '7']);
    told(403, '<html>no</html>');
    const other = await refused(say(at(url)));
    assert.deepEqual([other.statusCode, other.code, other.retryAfter], [403, undefined, undefined]);
  });

  it('the connector passes on Retry-After and Date as they came, so that a date is measured by the clock of Teams', async () => {
    const headers = {
      'retry-after': ['2', 'Mon, 23 Nov 2026 09:00:30 GMT'],
      date: 'Mon, 23 Nov 2026 09:00:00 GMT',
    };
    told(503, '', headers);
    const { retryAfter, date } = await refused(say(at(url)));
    assert.equal(retryAfterMs(retryAfter, date, 0), 30_000);
  });

  it('the connector sends its token to no other address', async () => {
    answer = (res, req) => {
      if (!req.url?.includes('elsewhere')) res.writeHead(307, { location: `${url}/elsewhere` });
      res.end();
    };
    assert.equal((await refused(say(at(url, async () => 't')))).statusCode, 307);
    assert.equal(came.length, 1);
  });

  it('the connector tries once, and distinguishes a connection that was cut from one that was never made', async () => {
    answer = res => res.destroy();
    assert.equal((await refused(say(at(url)))).code, 'ECONNRESET');
    assert.equal(came.length, 1);
    assert.equal((await refused(say(at('http://127.0.0.1:1')))).code, 'ECONNREFUSED');
  });

  it('the connector stops when its caller gives up, also in the middle of the body', async () => {
    const halfway = (res: ServerResponse) => {
      res.writeHead(200);
      res.write('{');
    };
    for (const stall of [() => {}, halfway]) {
      const controller = new AbortController();
      answer = res => {
        stall(res);
        setImmediate(() => controller.abort());
      };
      const { signal: abortSignal } = controller;
      const error = await refused(at(url).sendToConversation('a:1', {}, { abortSignal }));
      assert.deepEqual([error.statusCode, error.code], [undefined, undefined]);
    }
  });

  it('the connector’s error message has neither the address nor the token', async () => {
    told(500, '{"error":{"message":"secret"}}');
    const error = await refused(say(at(`${url}/secret`, async () => 'secret')));
    assert.doesNotMatch(error.message, /secret/);
  });
});
