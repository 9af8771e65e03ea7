import assert from 'node:assert/strict';
import { Agent } from 'undici';
import type { TroubleInput } from '../../simulator/trouble.ts';
import { aQuery } from './support/parts.ts';
import {
  eventually,
  openSimulatedClient,
  type SimulatedClient,
  type SimulatedClientOptions,
} from './support/simulated-client.ts';

const current = { jobsApi: 'cloudbackupjobs' } as const;

describe('the background source', () => {
  let client: SimulatedClient;
  async function open(options: SimulatedClientOptions = {}): Promise<SimulatedClient> {
    client = await openSimulatedClient({ ...options, settings: { ...current, ...options.settings } });
    return client;
  }
  afterEach(() => client.close());

  it('the background source reads what the foreground reads, with the same token', async () => {
    const { source, background, soon, tokensAsked, meter } = await open({ history: false });
    client.simulator.plant({ startedAt: client.time.now() - 3_600_000 });
    const inBackground = await background.page(aQuery(), soon());
    assert.equal(inBackground.totalCount, 1);
    assert.deepEqual(inBackground, await source.page(aQuery(), soon()));
    assert.equal(tokensAsked(), 1);
    assert.equal(meter.counted['apiRequests jobs 2xx'], 1);
    assert.equal(meter.counted['apiRequests index 2xx'], 1);
  });

  it('the background source has two connections at most, and takes none from the foreground', async () => {
    const { source, background, soon, simulator, asked } = await open({ history: false });
    await source.page(aQuery(), soon());
    simulator.clearRequests();
    simulator.addTrouble({ kind: 'stall', at: 'jobs', times: 2 });
    const stalled = Promise.allSettled(Array.from({ length: 40 }, () => background.page(aQuery(), soon())));
    await eventually(() => asked().length === 2);
    const answers = Array.from({ length: 40 }, () => source.page(aQuery(), soon()));
    assert.equal((await Promise.all(answers)).length, 40);
    assert.equal(asked().length, 42, 'of the background’s requests only two are under way');
    await client.close();
    for (const { status } of await stalled) assert.equal(status, 'rejected');
  });

  it('the background source has a time limit of its own', async () => {
    let answer = () => {};
    const gate = new Promise<void>(resolve => {
      answer = resolve;
    });
    const limits = { timeoutMs: 50, backgroundTimeoutMs: 10_000 };
    const { source, background, soon, simulator } = await open({
      history: false,
      settings: limits,
      sleep: () => gate,
    });
    await client.signedIn(soon());
    simulator.addTrouble({ kind: 'latency', ms: 1, at: 'jobs' });
    const inBackground = background.page(aQuery(), soon());
    await assert.rejects(source.page(aQuery(), soon(60)), { code: 'timed-out' });
    answer();
    assert.equal((await inBackground).totalCount, 0);
  });

  it('the background source ends an attempt at its limit, and does not try again', async () => {
    const { background, soon, simulator, asked } = await open({ settings: { backgroundTimeoutMs: 50 } });
    simulator.addTrouble({ kind: 'stall', at: 'jobs' });
    await assert.rejects(background.page(aQuery(), soon()), { code: 'timed-out' });
    assert.equal(asked().length, 1);
  });

  it('the background source ends by the caller’s deadline if that is earlier', async () => {
    const { background, soon, simulator } = await open();
    await client.signedIn(soon());
    simulator.addTrouble({ kind: 'stall', at: 'jobs' });
    await assert.rejects(background.page(aQuery(), soon(50)), { code: 'timed-out' });
  });

  const failures: [string, TroubleInput, string][] = [
    ['503', { kind: 'status', status: 503 }, 'unavailable'],
    ['500', { kind: 'status', status: 500 }, 'unavailable'],
    ['429', { kind: 'status', status: 429 }, 'rate-limited'],
    ['429 with a short Retry-After', { kind: 'status', status: 429, retryAfter: 1 }, 'rate-limited'],
    ['a dropped connection', { kind: 'drop' }, 'unavailable'],
    ['a body cut midway', { kind: 'drop', when: 'midway' }, 'unavailable'],
    ['HTML', { kind: 'malformed', body: 'html' }, 'malformed'],
  ];
  for (const [what, trouble, code] of failures) {
    it(`the background source reports ${what} after one attempt: ${code}`, async () => {
      const { background, soon, simulator, asked, time } = await open();
      simulator.addTrouble({ ...trouble, at: 'jobs', times: 1 });
      await assert.rejects(background.page(aQuery(), soon()), { name: 'JobSourceError', code });
      assert.equal(asked().length, 1);
      assert.deepEqual(time.slept, []);
    });
  }

  const threeHours = 3 * 3_600_000;
  for (const [status, code] of [
    [429, 'rate-limited'],
    [503, 'unavailable'],
  ] as const) {
    for (const form of ['seconds', 'an HTTP date'] as const) {
      it(`the background source obeys a Retry-After of hours with ${status}, in ${form}`, async () => {
        const { background, soon, simulator, time } = await open();
        const retryAt = time.now() + threeHours;
        const retryAfter = form === 'seconds' ? threeHours / 1_000 : new Date(retryAt).toUTCString();
        simulator.addTrouble({ kind: 'status', status, retryAfter, at: 'jobs' });
        const error = await background.page(aQuery(), soon()).catch(caught => caught);
        assert.equal(error.code, code);
        assert.ok(Math.abs(error.details.retryAt - retryAt) < 2_000);
      });
    }
  }

  it('the background source renews a refused token once, then believes the refusal', async () => {
    const { background, soon, simulator, asked, tokensAsked } = await open();
    simulator.addTrouble({ kind: 'status', status: 401, at: 'jobs', times: 1 });
    assert.equal((await background.page(aQuery(), soon())).jobs.length, 10);
    assert.deepEqual([asked().length, tokensAsked()], [2, 2]);
    simulator.addTrouble({ kind: 'status', status: 401, at: 'jobs' });
    await assert.rejects(background.page(aQuery(), soon()), { code: 'unauthorised' });
    assert.deepEqual([asked().length, tokensAsked()], [4, 3]);
  });

  it('the background source does not try again after a 401 and a 503', async () => {
    const { background, soon, simulator, asked } = await open();
    simulator.addTrouble({ kind: 'status', status: 401, at: 'jobs', times: 1 });
    simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs', times: 1 });
    await assert.rejects(background.page(aQuery(), soon()), { code: 'unavailable' });
    assert.equal(asked().length, 2);
  });

  it('the background source looks single jobs up, once', async () => {
    const { background, soon, simulator, asked } = await open({ history: false });
    simulator.plant({ id: 'FB1', startedAt: client.time.now() - 1_000 });
    assert.equal((await background.job('FB1', soon()))?.id, 'FB1');
    simulator.addTrouble({ kind: 'status', status: 503, at: 'job' });
    await assert.rejects(background.job('FB1', soon()), { code: 'unavailable' });
    assert.equal(asked().length, 2);
  });

  it('the background source uses the dispatcher of the foreground, if one is given', async () => {
    const agent = new Agent();
    let dispatched = 0;
    const dispatcher = agent.compose(dispatch => (options, handler) => {
      dispatched++;
      return dispatch(options, handler);
    });
    const { source, background, soon } = await open({ dispatcher });
    await source.page(aQuery(), soon());
    await background.page(aQuery(), soon());
    assert.equal(dispatched, 3, 'a token and two lists');
    await agent.close();
  });
});
