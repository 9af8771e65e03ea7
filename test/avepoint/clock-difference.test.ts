import assert from 'node:assert/strict';
import { createClockDifference } from '../../src/avepoint/clock-difference.ts';
import type { Outcome } from '../../src/avepoint/http.ts';
import { fakeClock, hour } from '../support/fakes.ts';
import { aQuery } from './support/parts.ts';
import { openSimulatedClient, type SimulatedClient } from './support/simulated-client.ts';

const request = { method: 'GET', origin: 'http://x', path: '/', headers: {} } as const;

/** Measures answers that take `tookMs`, with the `Date` of a clock that is `aheadMs` ahead when they are sent. */
function measuring() {
  const clock = fakeClock(Date.parse('2026-11-24T03:00:00.250Z'));
  let noticed = 0;
  const difference = createClockDifference(clock, () => {
    noticed += 1;
  });
  async function answered(outcome: Outcome, tookMs: number): Promise<void> {
    const send = difference.measured(async () => {
      clock.advance(tookMs);
      return outcome;
    });
    assert.equal(await send(request, 1_000), outcome);
  }
  const withDate = (date: string | undefined, tookMs = 0) =>
    answered({ kind: 'response', status: 200, retryAfter: undefined, date, body: {} }, tookMs);
  const withClock = (aheadMs: number, tookMs = 0) =>
    withDate(new Date(clock.now() + aheadMs).toUTCString(), tookMs);
  return { difference, clock, noticed: () => noticed, answered, withDate, withClock };
}

describe('the clock difference', () => {
  it('the clock difference is unknown before the first answer with a Date', async () => {
    const { difference, answered, withDate } = measuring();
    assert.equal(difference.aheadMs(), undefined);
    await answered({ kind: 'timed-out' }, 0);
    await withDate(undefined);
    await withDate('soon');
    await withDate('1.5');
    assert.equal(difference.aheadMs(), undefined);
  });

  it('the clock difference adds half a second to the whole seconds of a Date', async () => {
    const { difference, withDate } = measuring();
    await withDate('Tue, 24 Nov 2026 03:00:00 GMT');
    assert.equal(difference.aheadMs(), 250);
  });

  it('the clock difference is negative if the service’s clock is behind', async () => {
    const { difference, withClock } = measuring();
    await withClock(-90_000);
    assert.ok(Math.abs((difference.aheadMs() ?? 0) + 90_000) <= 500);
  });

  it('the clock difference takes a Date for the middle between request and answer', async () => {
    const { difference, withDate } = measuring();
    await withDate('Tue, 24 Nov 2026 03:00:02 GMT', 4_000);
    assert.equal(difference.aheadMs(), 250);
  });

  it('the clock difference is the median of the latest answers, so that one wrong Date changes little', async () => {
    const { difference, withClock } = measuring();
    for (const seconds of [10, 10, 10, -3_600, 10]) await withClock(seconds * 1_000);
    assert.ok(Math.abs((difference.aheadMs() ?? 0) - 10_000) <= 500);
  });

  it('the clock difference follows a clock that was set, after three answers', async () => {
    const { difference, withClock } = measuring();
    for (let n = 0; n < 20; n++) await withClock(60_000);
    for (let n = 0; n < 3; n++) await withClock(0);
    assert.ok(Math.abs(difference.aheadMs() ?? Number.NaN) <= 500);
  });

  it('the clock difference is right at once if the wall clock is set, before any further answer', async () => {
    const { difference, withClock, clock } = measuring();
    await withClock(0);
    for (const [set, ahead] of [
      [6 * hour, -6 * hour],
      [-12 * hour, 6 * hour],
      [6 * hour, 0],
    ] as const) {
      clock.jump(set);
      assert.ok(Math.abs((difference.aheadMs() ?? Number.NaN) - ahead) <= 500);
    }
  });

  it('the clock difference prefers answers that came fast', async () => {
    const { difference, withClock } = measuring();
    for (let n = 0; n < 5; n++) await withClock(0, 10);
    for (let n = 0; n < 4; n++) await withClock(0, 30_000);
    assert.ok(Math.abs(difference.aheadMs() ?? Number.NaN) <= 510);
  });
});

describe('AvePoint’s clock', () => {
  it('the clock for AvePoint’s jobs is the machine’s while that is right to a minute, and AvePoint’s while it is not', async () => {
    const { difference, withClock, clock } = measuring();
    assert.equal(difference.clock.now(), clock.now(), 'nothing else is known yet');
    await withClock(50_000);
    assert.equal(difference.clock.now(), clock.now());
    for (const set of [6 * hour, -12 * hour, 6 * hour - 60_000]) {
      clock.jump(set);
      assert.ok(Math.abs(difference.clock.now() - clock.elsewhere() - 50_000) <= 500);
      assert.ok(difference.uncorrectedMs() < 5_000);
    }
    clock.jump(60_000);
    assert.ok(difference.clock.now() - clock.now() > 49_000, 'it is not given up for a few seconds');
  });

  it('the clock for AvePoint’s jobs is the machine’s again if no answer confirms within ten seconds that it was set, and not asleep', async () => {
    const { difference, withClock, clock, noticed } = measuring();
    await withClock(0);
    clock.jump(6 * hour);
    const asleepOrSet = difference.clock.now();
    assert.ok(Math.abs(asleepOrSet - clock.elsewhere()) <= 500);
    assert.equal(noticed(), 1, 'so that an answer is asked for');
    clock.advance(10_001);
    assert.equal(difference.clock.now(), clock.now());
    await withClock(-6 * hour);
    assert.ok(Math.abs(difference.clock.now() - clock.elsewhere()) <= 500);
    assert.equal(noticed(), 1);
  });

  it('the clock for AvePoint’s jobs can be learned from another process that has just read AvePoint', () => {
    const { difference, clock } = measuring();
    clock.jump(6 * hour);
    difference.saw(clock.elsewhere());
    assert.ok(Math.abs(difference.clock.now() - clock.elsewhere()) <= 5_000);
  });
});

describe('the clock difference of the client', () => {
  let client: SimulatedClient;
  afterEach(() => client.close());

  for (const name of ['source', 'background'] as const) {
    it(`the clock difference of the client is measured by the answers of the ${name}, be they lists, jobs or errors`, async () => {
      const switches = { clockSkewSeconds: 90 };
      client = await openSimulatedClient({ switches, settings: { jobsApi: 'cloudbackupjobs' } });
      const { soon, simulator, clockAheadMs } = client;
      await client.signedIn(soon());
      assert.equal(clockAheadMs(), undefined, 'the token service may have another clock');
      await client[name].page(aQuery(), soon());
      assert.ok(Math.abs((clockAheadMs() ?? 0) - 90_000) < 2_000);
      simulator.setSwitches({ clockSkewSeconds: -90 });
      simulator.addTrouble({ kind: 'status', status: 400, at: 'job' });
      for (let n = 0; n < 3; n++) await client[name].job('FB1', soon()).catch(() => undefined);
      assert.ok(Math.abs((clockAheadMs() ?? 0) + 90_000) < 2_000);
    });
  }
});
