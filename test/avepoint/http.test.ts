import assert from 'node:assert/strict';
import { Agent } from 'undici';
import { createSend, type HttpRequest } from '../../src/avepoint/http.ts';
import { noProxy } from '../../src/domain/proxy.ts';
import { createAgent } from '../../src/network/agent.ts';
import { listen } from './support/server.ts';

const requestTo = (origin: string): HttpRequest => ({ method: 'GET', origin, path: '/x', headers: {} });

describe('one attempt', () => {
  it('an attempt ends by its limit if no connection is ever made', async () => {
    const agent = new Agent({ connect: () => {} });
    assert.deepEqual(await createSend(agent)(requestTo('http://127.0.0.1:9'), 30), { kind: 'timed-out' });
    await agent.destroy();
  });

  it('an attempt ends by its limit if all connections are busy, and is then never sent', async () => {
    const held: (() => void)[] = [];
    const server = await listen((_, response) => void held.push(() => response.end('1')));
    const agent = new Agent({ connections: 1, pipelining: 1 });
    const send = createSend(agent);
    const first = send(requestTo(server.url), 5_000);
    while (held.length === 0) await new Promise(resolve => setImmediate(resolve));
    assert.equal((await send(requestTo(server.url), 30)).kind, 'timed-out');
    held[0]?.();
    assert.equal((await first).kind, 'response');
    const last = send(requestTo(server.url), 5_000);
    while (held.length < 2) await new Promise(resolve => setImmediate(resolve));
    held[1]?.();
    assert.equal((await last).kind, 'response');
    assert.equal(server.asked.length, 2);
    await agent.destroy();
    await server.close();
  });

  it('an attempt distinguishes a connection that fails from one that takes too long', async () => {
    const server = await listen((_, response) => response.socket?.destroy());
    const agent = createAgent({ proxies: noProxy, connectTimeoutMs: 5_000 });
    assert.equal((await createSend(agent)(requestTo(server.url), 5_000)).kind, 'no-answer');
    await agent.destroy();
    await server.close();
  });

  it('an attempt returns the body of an answer as JSON, and undefined if it is none', async () => {
    const server = await listen(
      ({ url }, response) => void response.end(url === '/x' ? '{"a":[1]}' : '<html>'),
    );
    const agent = createAgent({ proxies: noProxy, connectTimeoutMs: 5_000 });
    const send = createSend(agent);
    const [json, html] = [
      await send(requestTo(server.url), 5_000),
      await send({ ...requestTo(server.url), path: '/y' }, 5_000),
    ];
    assert.deepEqual(json.kind === 'response' && json.body, { a: [1] });
    assert.equal(html.kind === 'response' && html.body, undefined);
    await agent.destroy();
    await server.close();
  });
});
