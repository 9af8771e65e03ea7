import assert from 'node:assert/strict';
import { type HttpLimits, usualLimits } from '../../src/http/limits.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { recordingLog } from '../support/fakes.ts';
import { chunkOf, messageHead, openRawClient, type RawClient } from '../support/raw-client.ts';

const shaped = 'Bearer aaa.bbb.ccc';
const limit = 256 * 1024;
const kb = 1024;

describe('requests before authentication', () => {
  let http: HttpEnd;
  let port: number;
  let clients: RawClient[];
  let received: unknown[];
  let noted: Record<string, number>;
  /** How many tokens the bot was asked to check. */
  let admitted: number;
  /** Whether a token is valid. */
  let admit: () => Promise<boolean>;
  /** What the bot does with what it receives. */
  let receive: () => Promise<{ status: number }>;

  async function open(limits: Partial<HttpLimits> = {}): Promise<void> {
    http = createHttpEnd({
      bot: {
        admit: async authorization => {
          admitted += 1;
          const isValid = authorization === shaped && (await admit());
          return isValid
            ? { kind: 'admitted', caller: undefined }
            : { kind: 'refused', receipt: { status: 401 } };
        },
        receive: (_caller, body) => {
          received.push(body);
          return receive();
        },
      },
      isLocalMode: false,
      metrics: { text: async () => '', contentType: 'text/plain' },
      metricsToken: undefined,
      ready: async () => ({ isReady: true, parts: {} }),
      noteRefused: reason => {
        noted[reason] = (noted[reason] ?? 0) + 1;
      },
      log: recordingLog(),
      limits: { ...usualLimits, lingerMs: 50, ...limits },
    });
    port = await http.listen(0, '127.0.0.1');
  }

  beforeEach(async () => {
    [clients, received, noted, admitted] = [[], [], {}, 0];
    admit = async () => true;
    receive = async () => ({ status: 200 });
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.destroy();
    await http.close();
  });

  async function client(...sent: string[]): Promise<RawClient> {
    const made = await openRawClient(port);
    clients.push(made);
    for (const text of sent) made.send(text);
    return made;
  }
  const many = (count: number, ...sent: string[]) =>
    Promise.all(Array.from({ length: count }, () => client(...sent)));
  const message = (body: string, headers: Readonly<Record<string, string | number>> = {}) =>
    messageHead({ Authorization: shaped, 'Content-Length': Buffer.byteLength(body), ...headers }) + body;
  /** Sends a small message over a connection of its own, and returns the status. */
  async function statusOfMessage(): Promise<string> {
    return statusOf(await (await client(message('{}'))).until(/\r\n\r\n/));
  }
  const statusOf = (text: string) => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? `none: ${text}`;

  describe('with the usual limits', () => {
    beforeEach(() => open());

    for (const [what, authorization] of Object.entries({
      'no Authorization header': undefined,
      'an empty one': '',
      'one word': 'Bearer',
      'another scheme': 'Basic aaa.bbb.ccc',
      'two parts': 'Bearer aaa.bbb',
      'four parts': 'Bearer aaa.bbb.ccc.ddd',
      'an empty part': 'Bearer aaa.bbb.',
      'letters that are not in base64url': 'Bearer aaa.b+b.ccc',
      'more behind the token': `${shaped} x`,
      'a token of 9,000 characters': `Bearer ${'a'.repeat(8_992)}.b.c`,
    }))
      it(`a request gets 401 and the end of its connection before any of its body was sent, with ${what}`, async () => {
        const headers = { 'Content-Length': 200_000, ...(authorization !== undefined && { authorization }) };
        const text = await (await client(messageHead(headers))).closed();
        assert.match(text, /^HTTP\/1\.1 401 /);
        assert.match(text, /\r\nConnection: close\r\n/i);
        assert.deepEqual([received, noted, admitted], [[], { token: 1 }, 0]);
      });

    it('a request gets 413 before any of its body was sent, if that is announced as longer than 256 KB', async () => {
      const headers = { Authorization: shaped, 'Content-Length': limit + 1 };
      const text = await (await client(messageHead(headers))).closed();
      assert.match(text, /^HTTP\/1\.1 413 /);
      assert.deepEqual([received, noted], [[], { body: 1 }]);
    });

    it('a request gets no 100 Continue if it is refused, and one if it is not', async () => {
      const refused = await client(messageHead({ 'Content-Length': 2, Expect: '100-continue' }));
      assert.match(await refused.closed(), /^HTTP\/1\.1 401 /);
      const head = { Authorization: shaped, 'Content-Length': 2, Expect: '100-continue' };
      const taken = await client(messageHead(head));
      assert.match(await taken.until(/\r\n\r\n/), /^HTTP\/1\.1 100 Continue\r\n/);
      taken.send('{}');
      assert.match(await taken.until(/ 200 /), / 200 OK/);
    });

    for (const [what, head, wrap] of [
      ['announced', { 'Content-Length': limit }, (text: string) => text],
      ['in chunks', { 'Transfer-Encoding': 'chunked' }, (text: string) => `${chunkOf(text)}0\r\n\r\n`],
    ] as const)
      it(`a request is read if its body has 256 KB, ${what}`, async () => {
        const body = JSON.stringify('x'.repeat(limit - 2));
        const one = await client(messageHead({ Authorization: shaped, ...head }) + wrap(body));
        assert.match(await one.until(/ 200 /), / 200 OK/);
        assert.deepEqual(received, [JSON.parse(body)]);
      });

    it('a request gets 413 at the first byte after 256 KB, though its body never ends', async () => {
      const one = await client(
        messageHead({ Authorization: shaped, 'Transfer-Encoding': 'chunked' }),
        chunkOf('x'.repeat(limit)),
      );
      one.send(chunkOf('x'));
      const text = await one.closed();
      assert.match(text, /^HTTP\/1\.1 413 /);
      assert.deepEqual([received, noted], [[], { body: 1 }]);
    });

    it('a request is cut off soon after its 413 if it goes on sending', async () => {
      const one = await client(messageHead({ Authorization: shaped, 'Transfer-Encoding': 'chunked' }));
      const chunk = chunkOf('x'.repeat(64 * kb));
      let sent = 0;
      const pump = () => {
        while (!one.socket.destroyed && one.socket.write(chunk)) sent += chunk.length;
      };
      one.socket.on('drain', pump);
      pump();
      await one.closed();
      assert.ok(sent < 32 * limit, `${sent} bytes`);
    });

    it('a request body is accepted with a byte-order mark, and as JSON in UTF-8 only', async () => {
      const statuses = [];
      for (const [type, body] of [
        ['application/json', '\ufeff{}'],
        ['application/json; charset=utf-8', '{}'],
        ['application/json;charset="UTF-8"', '{}'],
        ['application/json; charset=utf-16', '{}'],
        ['application/json; boundary=x', '{}'],
        ['application/jsonx', '{}'],
        ['text/json', '{}'],
        ['application/json', '{'],
        ['application/json', ''],
      ] as const)
        statuses.push(
          statusOf(await (await client(message(body, { 'Content-Type': type }))).until(/\r\n\r\n/)),
        );
      assert.deepEqual(statuses, ['200', '200', '200', '415', '415', '415', '415', '400', '400']);
    });

    it('a connection has one request at a time: a second before the first is answered ends it', async () => {
      receive = () => new Promise(() => {});
      const one = await client(message('{}').repeat(300));
      assert.equal(await one.closed(), '');
      assert.equal(received.length, 1);
      assert.ok((noted.busy ?? 0) > 0, 'what is dropped is noted');
    });

    it('a request is answered, whatever protocol it offers to change to', async () => {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
      assert.match(await (await client(message('{}', headers))).until(/\r\n\r\n/), /^HTTP\/1\.1 200 /);
    });

    it('a request gets 431 with more than 16 KB of headers', async () => {
      const text = await (await client(message('{}', { 'X-Long': 'x'.repeat(17 * kb) }))).closed();
      assert.match(text, /^HTTP\/1\.1 431 /);
    });

    it('a request is answered at every other address without its body', async () => {
      for (const [line, status] of [
        ['GET /healthz', 200],
        ['GET /readyz', 200],
        ['HEAD /healthz', 200],
        ['GET /metrics', 404],
        ['POST /metrics', 404],
        ['POST /nothing', 404],
        ['DELETE /api/messages', 405],
        ['GET /api/messages', 405],
        ['POST /healthz', 405],
        ['GET /constructor', 404],
      ] as const) {
        const head = `${line} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\nContent-Length: 100000000\r\n\r\n`;
        const text = await (await client(head)).closed();
        assert.equal(statusOf(text), String(status), line);
      }
    });
  });

  it('a request is ended with 408 if its headers or its body take too long, and an idle connection isn’t', async () => {
    await open({ headersMs: 150, requestMs: 300, checkMs: 20 });
    const idle = await client(message('{}'));
    await idle.until(/ 200 /);
    const head = messageHead({ Authorization: shaped, 'Content-Length': 2 });
    const ended = await Promise.all(
      [
        ...(await many(3)),
        ...(await many(3, head.slice(0, -4))),
        ...(await many(3, head)),
        ...(await many(3, `${head}{`)),
      ].map(one => one.closed()),
    );
    assert.deepEqual(ended.map(statusOf), Array(12).fill('408'));
    assert.equal(received.length, 1);
    idle.send(message('[]'));
    assert.match(await idle.until(/ 200 [\s\S]* 200 /), / 200 [\s\S]* 200 /);
    assert.deepEqual(received, [{}, []]);
  });

  it('a request finds a connection however many others are slow or idle: the oldest of those without a valid token is ended', async () => {
    await open({ connections: 20 });
    const teams = await client(message('{}'));
    await teams.until(/ 200 /);
    const slow = await many(100, messageHead({ Authorization: shaped }).slice(0, -2));
    const idle = await many(100, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all(slow.map(one => one.closed()));
    assert.equal(await statusOfMessage(), '200');
    teams.send(message('[]'));
    await teams.until(/ 200 [\s\S]* 200 /);
    assert.deepEqual(received, [{}, {}, []]);
    assert.ok((noted.busy ?? 0) >= 182, `${noted.busy} ended`);
    assert.equal(idle.filter(({ socket }) => !socket.destroyed).length <= 19, true);
  });

  it('a request isn’t cut off once it is admitted, and the newest connection makes way if all are at work', async () => {
    await open({ connections: 2 });
    const answers: (() => void)[] = [];
    receive = () => new Promise(resolve => answers.push(() => resolve({ status: 200 })));
    const working = await many(2, message('{}'));
    while (received.length < 2) await new Promise(setImmediate);
    assert.equal(await (await client(message('{}'))).closed(), '');
    for (const answer of answers) answer();
    for (const one of working) assert.match(await one.until(/ 200 /), / 200 /);
  });

  it('a request finds a connection however many slow bodies came with a valid token: the oldest of those is ended', async () => {
    await open({ connections: 20 });
    const slow = await many(100, messageHead({ Authorization: shaped, 'Content-Length': 9 }), '{');
    while (slow.filter(({ socket }) => socket.destroyed).length < 80) await new Promise(setImmediate);
    assert.equal(await statusOfMessage(), '200');
    assert.deepEqual(received, [{}]);
  });

  it('a request gets 401 before any of its body was sent, if its token is forged', async () => {
    await open();
    const headers = { Authorization: 'Bearer forged.forged.forged', 'Content-Length': 200_000 };
    assert.match(await (await client(messageHead(headers))).closed(), /^HTTP\/1\.1 401 /);
    assert.deepEqual([received, admitted], [[], 1]);
  });

  it('a request makes way for others while its token is being checked, and may be gone when that is done', async () => {
    await open({ connections: 20 });
    const checks: (() => void)[] = [];
    admit = () => new Promise(resolve => checks.push(() => resolve(true)));
    const waiting = await many(50, messageHead({ Authorization: shaped, 'Content-Length': 9 }), '{');
    while (checks.length < 50) await new Promise(setImmediate);
    admit = async () => true;
    assert.equal(await statusOfMessage(), '200');
    for (const check of checks) check();
    for (const { socket } of waiting) socket.destroy();
    assert.equal(await statusOfMessage(), '200');
    assert.deepEqual(received, [{}, {}]);
  });

  it('a request may come byte by byte', async () => {
    await open();
    const one = await client(messageHead({ Authorization: shaped, 'Transfer-Encoding': 'chunked' }));
    for (const letter of '{"text":"hello"}') {
      one.send(chunkOf(letter));
      await new Promise(setImmediate);
    }
    one.send('0\r\n\r\n');
    await one.until(/ 200 /);
    assert.deepEqual(received, [{ text: 'hello' }]);
  });
});
