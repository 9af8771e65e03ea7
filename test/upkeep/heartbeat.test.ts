import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { StoreError } from '../../src/domain/store.ts';
import { keepBeating } from '../../src/upkeep/heartbeat.ts';
import { rememberingOutcome } from '../../src/upkeep/last-outcome.ts';
import { fakeClock, fakeSource, recordingLog } from '../support/fakes.ts';
import { openProduct } from '../support/product.ts';

const secret = 'a-token-in-the-path';

/** Whoever listens, over HTTP. */
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

interface State {
  readonly broken: { store: boolean; api: boolean };
  /** Somebody else asks AvePoint. */
  askElsewhere(): Promise<void>;
}

describe('the heartbeat', () => {
  let listener: Awaited<ReturnType<typeof openListener>>;
  beforeEach(async () => {
    listener = await openListener();
  });
  afterEach(() => listener.close());

  /** So many minutes of it; what happens in one of them stands under its number. */
  async function beating(
    minutes: number,
    deeds: Readonly<Record<number, (state: State) => unknown>> = {},
    url = listener.url,
  ) {
    const clock = fakeClock();
    const log = recordingLog();
    const broken = { store: false, api: false };
    const own = fakeSource(() => {
      if (broken.api) throw new JobSourceError('unavailable', 'no');
      return { jobs: [], totalCount: 0, hasMore: false };
    });
    const { source, last } = rememberingOutcome(own, clock);
    const state: State = {
      broken,
      async askElsewhere() {
        clock.advance(1);
        await source
          .page({ ...own.queries[0], pageSize: 10 } as never, clock.now() + 1_000)
          .catch(() => undefined);
      },
    };
    let minute = 0;
    await keepBeating({
      url,
      store: {
        get: async () => {
          if (broken.store) throw new StoreError('unavailable', 'no');
          return undefined;
        },
      },
      source,
      last,
      fetch,
      ending: new AbortController().signal,
      clock,
      log,
      async later(ms) {
        minute += 1;
        if (minute === minutes) throw new Error('over');
        clock.advance(ms);
        await deeds[minute]?.(state);
      },
    });
    return { log, counts: own.queries.filter(({ pageSize }) => pageSize === 1) };
  }
  const set = (changes: Partial<State['broken']>) => (state: State) => {
    Object.assign(state.broken, changes);
  };

  it('is fetched once a minute, and one job is counted each minute where nobody else asks', async () => {
    const { counts, log } = await beating(5);
    assert.deepEqual(listener.heard, Array(5).fill(`/${secret}`));
    assert.equal(counts.length, 5);
    assert.deepEqual(log.lines, []);
  });

  it('asks nothing of AvePoint in a minute in which somebody else did', async () => {
    const ask = (state: State) => state.askElsewhere();
    const { counts } = await beating(4, { 1: ask, 3: ask });
    assert.equal(counts.length, 2);
    assert.equal(listener.heard.length, 4);
  });

  it('asks itself where what somebody else asked has failed', async () => {
    const fail = async (state: State) => {
      state.broken.api = true;
      await state.askElsewhere();
      state.broken.api = false;
    };
    const { counts } = await beating(2, { 1: fail });
    assert.equal(counts.length, 2);
    assert.equal(listener.heard.length, 2);
  });

  for (const part of ['store', 'api'] as const)
    it(`is left out while the ${part} fails, which is told once`, async () => {
      const { log } = await beating(6, { 1: set({ [part]: true }), 4: set({ [part]: false }) });
      assert.equal(listener.heard.length, 3);
      assert.deepEqual(
        log.lines.map(({ level }) => level),
        ['warn', 'info'],
      );
    });

  it('does not hurt where nobody takes it: told once, its address never, no redirect followed', async () => {
    for (const status of [404, 500, 302]) {
      listener.answer(status);
      const { log } = await beating(3, {});
      assert.equal(log.lines.length, 1);
      assert.match(JSON.stringify(log.lines), new RegExp(String(status)));
      assert.doesNotMatch(JSON.stringify(log.lines), new RegExp(secret));
    }
    assert.ok(!listener.heard.includes('/elsewhere'));
    const { log } = await beating(3, {}, `http://127.0.0.1:1/${secret}`);
    assert.equal(log.lines.length, 1);
    assert.doesNotMatch(JSON.stringify(log.lines), new RegExp(secret));
  });

  it('holds up no stop where nobody answers it', async () => {
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

  it('begins and ends with the product', async () => {
    const product = await openProduct({ env: { HEARTBEAT_URL: listener.url } });
    const end = Date.now() + 10_000;
    while (listener.heard.length === 0 && Date.now() < end) await new Promise(setImmediate);
    await product.close();
    assert.deepEqual(listener.heard, [`/${secret}`]);
    assert.equal(product.simulator.requests().filter(({ path }) => path.includes('jobs')).length, 1);
  });
});
