import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PartName } from '../../src/domain/meter.ts';
import { keepBeating } from '../../src/operations/heartbeat.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';
import { openProduct } from '../support/product.ts';

const secret = 'a-token-in-the-path';
const second = 1_000;

/** The service that receives heartbeats, over HTTP. */
async function openListener() {
  let status = 200;
  const heard: (string | undefined)[] = [];
  const server = createServer((req, res) => {
    heard.push(req.url);
    res.writeHead(status, status === 302 ? { location: '/elsewhere' } : {});
    res.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`,
    answer: (with_: number) => {
      status = with_;
    },
    close: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

describe('the heartbeat', () => {
  let listener: Awaited<ReturnType<typeof openListener>>;
  beforeEach(async () => {
    listener = await openListener();
  });
  afterEach(() => listener.close());

  /** Lets it run for some minutes. `troubleAt` returns the part that is in trouble at a second. */
  async function beating(
    minutes: number,
    troubleAt: (at: number) => PartName | undefined = () => undefined,
    url: string | null = listener.url,
  ) {
    const clock = fakeClock();
    const log = recordingLog();
    const startedAt = clock.now();
    const seconds = () => (clock.now() - startedAt) / second;
    const beatsAt: number[] = [];
    await keepBeating({
      url: url ?? undefined,
      async health() {
        const name = troubleAt(seconds());
        return {
          isGood: name === undefined,
          parts: name === undefined ? [] : [{ name, trouble: 'planted' }],
        };
      },
      fetch: (...args) => {
        beatsAt.push(seconds());
        return fetch(...args);
      },
      ending: new AbortController().signal,
      clock,
      log,
      async later(ms) {
        clock.advance(ms);
        if (seconds() >= minutes * 60) throw new Error('over');
      },
    });
    return { log, beatsAt, messages: log.lines.map(({ message }) => message) };
  }

  it('the heartbeat is sent once a minute while all is well, and nothing is logged', async () => {
    const { beatsAt, log } = await beating(5);
    assert.deepEqual(beatsAt, [0, 60, 120, 180, 240]);
    assert.deepEqual(listener.heard, Array(5).fill(`/${secret}`));
    assert.deepEqual(log.lines, []);
  });

  it('the heartbeat stops while a part fails, and is sent within seconds once the part is in order', async () => {
    const { beatsAt, messages, log } = await beating(6, at => (at >= 70 && at < 201 ? 'store' : undefined));
    assert.deepEqual(beatsAt, [0, 60, 205, 265, 325]);
    assert.deepEqual(messages, ['health check failed', 'health check passed again']);
    assert.deepEqual(log.lines[0]?.fields, { troubles: { store: 'planted' } });
  });

  it('a failure that is over with the next check isn’t logged, and only its heartbeat is left out', async () => {
    const { beatsAt, log } = await beating(1, at => (at === 0 ? 'index' : undefined));
    assert.deepEqual(beatsAt, [5]);
    assert.deepEqual(log.lines, []);
  });

  it('the health is checked and logged without a heartbeat address, too', async () => {
    const { beatsAt, messages } = await beating(3, at => (at >= 60 ? 'index' : undefined), null);
    assert.deepEqual([beatsAt, messages], [[], ['health check failed']]);
  });

  it('a lasting failure is logged again every ten minutes, so that an alert on the log lasts as long', async () => {
    const { messages } = await beating(45, at => (at >= 60 && at < 1_920 ? 'messages' : undefined));
    assert.deepEqual(messages, [...Array(4).fill('health check failed'), 'health check passed again']);
  });

  it('a heartbeat that fails does no harm: logged once, its address never, no redirect followed', async () => {
    for (const status of [404, 500, 302]) {
      listener.answer(status);
      const { log } = await beating(3);
      assert.equal(log.lines.length, 1);
      assert.match(JSON.stringify(log.lines), new RegExp(String(status)));
      assert.doesNotMatch(JSON.stringify(log.lines), new RegExp(secret));
    }
    assert.ok(!listener.heard.includes('/elsewhere'));
    const { log } = await beating(3, undefined, `http://127.0.0.1:1/${secret}`);
    assert.equal(log.lines.length, 1);
    assert.doesNotMatch(JSON.stringify(log.lines), new RegExp(secret));
  });

  it('a heartbeat without an answer doesn’t delay a stop', async () => {
    let isAsked = () => {};
    const asked = new Promise<void>(resolve => (isAsked = resolve));
    const silent = createServer(() => isAsked());
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const product = await openProduct({ env: { HEARTBEAT_URL: url } });
    await asked;
    const startedAt = Date.now();
    await product.close();
    assert.ok(Date.now() - startedAt < 5_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('the heartbeat starts once AvePoint is read, and ends with the product', async () => {
    const product = await openProduct({ env: { HEARTBEAT_URL: listener.url } });
    const end = Date.now() + 20_000;
    while (listener.heard.length === 0 && Date.now() < end) await new Promise(setImmediate);
    await product.close();
    assert.deepEqual(listener.heard, [`/${secret}`]);
  });
});
