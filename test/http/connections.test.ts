import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createHttpEnd, type HttpEnd, type HttpEndParts } from '../../src/http/server.ts';
import { recordingLog } from '../support/fakes.ts';

const unused = (): never => assert.fail('not part of these tests');

/** What Node publishes whenever any of its HTTP servers has sent a response. */
interface Finished {
  readonly server: Server;
  readonly socket: Socket;
}

describe('connections of the HTTP server', () => {
  let http: HttpEnd;
  let port: number;
  let client: Socket;
  let ready: HttpEndParts['ready'] = async () => ({ isReady: true, parts: {} });

  beforeEach(async () => {
    http = createHttpEnd({
      bot: { admit: unused, receive: unused },
      isLocalMode: true,
      noteRefused: unused,
      log: recordingLog(),
      metrics: { text: unused, contentType: 'text/plain' },
      metricsToken: undefined,
      ready: () => ready(),
    });
    port = await http.listen(0, '127.0.0.1');
    client = connect(port, '127.0.0.1');
    await once(client, 'connect');
  });

  afterEach(async () => {
    client.destroy();
    await http.close();
  });

  /** Sends a GET over the one connection and returns the response's text. */
  async function get(path = '/healthz'): Promise<string> {
    client.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    let text = '';
    while (!text.includes('}')) text += String((await once(client, 'data'))[0]);
    return text;
  }

  /** The server that listens, and its end of the connection, once a response is out. */
  async function seenByNode(): Promise<Finished> {
    const finished = new Promise<Finished>(resolve => {
      const hear = (message: unknown) => {
        const seen = message as Finished;
        if (seen.socket.remotePort !== client.localPort) return;
        diagnostics.unsubscribe('http.server.response.finish', hear);
        resolve(seen);
      };
      diagnostics.subscribe('http.server.response.finish', hear);
    });
    await get();
    return finished;
  }

  it('connections are announced as usable for 75 s after a response, and carry the next request', async () => {
    for (const _ of [1, 2]) {
      const head = await get();
      assert.match(head, /^HTTP\/1\.1 200 /);
      assert.match(head, /\r\nConnection: keep-alive\r\n/i);
      assert.match(head, /\r\nKeep-Alive: timeout=75\r\n/i);
    }
  });

  it('connections stay open for at least as long as announced: the idle timer of the socket itself is 75 s', async () => {
    const { socket } = await seenByNode();
    // Newer versions of Node wait a second longer than they announce.
    assert.ok(socket.timeout !== undefined && socket.timeout >= 75_000 && socket.timeout <= 76_000);
  });

  it('a connection ends if its headers take more than 10 s or its body takes more than 15 s, checked every second', async () => {
    const { server } = await seenByNode();
    const { headersTimeout, requestTimeout } = server;
    const checkMs = (server as unknown as { connectionsCheckingInterval: number })
      .connectionsCheckingInterval;
    assert.deepEqual(
      { headersTimeout, requestTimeout, checkMs },
      { headersTimeout: 10_000, requestTimeout: 15_000, checkMs: 1_000 },
    );
  });

  it('idle connections end at once when the bot stops', async function () {
    this.timeout(5_000);
    await get();
    const ended = once(client, 'end');
    await http.close();
    await ended;
  });

  it('connections that a proxy opened ahead of a first request end at once when the bot stops', async function () {
    this.timeout(5_000);
    const closed = once(client, 'close');
    client.resume();
    await http.close();
    await closed;
  });

  it('a connection ends as soon as its response is sent when the bot stops in the middle of a request', async function () {
    this.timeout(5_000);
    let answer = () => {};
    const asked = new Promise<void>(resolve => {
      ready = () => {
        resolve();
        return new Promise(done => {
          answer = () => done({ isReady: true, parts: {} });
        });
      };
    });
    const [response] = [get('/readyz'), await asked];
    const [closed, ended] = [http.close(), once(client, 'end')];
    answer();
    assert.match(await response, /^HTTP\/1\.1 200 /);
    await Promise.all([closed, ended]);
  });
});
