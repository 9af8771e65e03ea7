import assert from 'node:assert/strict';
import type { Outcome } from '../../src/avepoint/http.ts';
import { sendWithRetries } from '../../src/avepoint/send-with-retries.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { inMs, msUntil } from '../../src/domain/time.ts';
import { recordingMeter } from '../support/fakes.ts';
import { fakeTime, recordingLog } from './support/parts.ts';

function answer(status: number, retryAfter?: string): Outcome {
  return { kind: 'response', status, retryAfter, date: undefined, body: {} };
}
const timedOut: Outcome = { kind: 'timed-out' };
const noAnswer: Outcome = { kind: 'no-answer', cause: undefined };

/** Attempts end as listed, the last one again and again, each after `attemptMs` or at its limit. */
function run(
  outcomes: Outcome[],
  { budgetMs = 10_000, attemptMs = 10, random = 0.5, waitsMs = [] as number[] } = {},
) {
  const time = fakeTime();
  const { log, lines, warnings } = recordingLog();
  const limits: number[] = [];
  const meter = recordingMeter();
  /** Under way at once, and before each attempt so long a wait for it. */
  let entered = 0;
  let most = 0;
  let waitedMs = 0;
  let begunAt = 0;
  let sentMs = 0;
  const duringWaits: number[] = [];
  const startedAt = time.clock.now();
  const result = sendWithRetries(
    {
      clock: time.clock,
      sleep(ms) {
        duringWaits.push(entered);
        return time.sleep(ms);
      },
      random: () => random,
      log,
      meter,
    },
    {
      service: 'jobs API',
      api: 'jobs',
      what: 'GET /x',
      timeoutMs: 5_000,
      until: inMs(budgetMs, time.clock),
      queued: {
        async enter(until) {
          const waitMs = waitsMs.shift() ?? 0;
          const leftMs = Math.min(waitMs, msUntil(until, time.clock));
          time.advance(leftMs);
          waitedMs += leftMs;
          if (leftMs < waitMs) throw new JobSourceError('busy', 'late');
          entered += 1;
          most = Math.max(most, entered);
          begunAt = time.clock.now();
          return () => {
            entered -= 1;
            sentMs += time.clock.now() - begunAt;
          };
        },
        lateError: () => (waitedMs > sentMs ? new JobSourceError('busy', 'late') : undefined),
      },
      attempt: async limitMs => {
        const outcome = outcomes[Math.min(limits.length, outcomes.length - 1)] ?? noAnswer;
        limits.push(limitMs);
        time.advance(outcome.kind === 'timed-out' ? limitMs : attemptMs);
        return outcome;
      },
    },
  );
  return {
    result,
    time,
    meter,
    limits,
    lines,
    warnings,
    startedAt,
    entered: () => [entered, most],
    /** How many were under way during each wait before a retry. */
    duringWaits,
    took: () => time.clock.now() - startedAt,
  };
}

describe('sending with retries', () => {
  it('sending with retries recovers from failures that happen once or twice', async () => {
    for (const trouble of [answer(503), answer(429), answer(500), answer(408), noAnswer]) {
      const { result, limits } = run([trouble, trouble, answer(200)]);
      assert.equal((await result).status, 200);
      assert.equal(limits.length, 3);
    }
  });

  it('sending with retries counts each attempt by how it ended, by a word of our own for every status, and what was retried', async () => {
    const outcomes = [timedOut, noAnswer, answer(429), answer(503), answer(200)];
    const { result, meter } = run(outcomes, { budgetMs: 60_000 });
    await result;
    const attempt = (outcome: string) => `apiRequests jobs ${outcome}`;
    assert.deepEqual(meter.counted, {
      [attempt('timed-out')]: 1,
      [attempt('no-answer')]: 1,
      [attempt('429')]: 1,
      [attempt('5xx')]: 1,
      [attempt('2xx')]: 1,
      'apiRetries jobs': 4,
    });
    assert.deepEqual(
      meter.observed.map(({ name, seconds }) => [name, seconds]),
      [5, 0.01, 0.01, 0.01, 0.01].map(seconds => ['apiSeconds jobs', seconds]),
    );
    for (const [status, outcome] of [
      [302, '3xx'],
      [401, '401'],
      [403, '403'],
      [404, '404'],
      [418, '4xx'],
      [0, 'odd'],
      [-7, 'odd'],
      [99_999, 'odd'],
      [1e21, 'odd'],
    ] as const) {
      const { result, meter } = run([answer(status)]);
      await result;
      assert.equal(meter.counted[attempt(outcome)], 1, `${status}`);
    }
  });

  it('sending with retries waits as long as a Retry-After asks', async () => {
    const { result, time } = run([answer(429, '3'), answer(200)], { random: 0 });
    assert.equal((await result).status, 200);
    assert.deepEqual(time.slept, [3000]);
  });

  it('sending with retries sleeps on if a timer fires too early', async () => {
    const time = fakeTime();
    const asked: number[] = [];
    await sendWithRetries(
      {
        clock: time.clock,
        sleep: async ms => time.advance(ms > 1 ? ms - 1 : ms),
        random: () => 0,
        log: recordingLog().log,
      },
      {
        service: 'jobs API',
        api: 'jobs',
        what: 'GET /x',
        timeoutMs: 5_000,
        until: inMs(10_000, time.clock),
        attempt: async () => (asked.push(time.clock.now()) === 1 ? answer(429, '2') : answer(200)),
      },
    );
    assert.equal((asked[1] ?? 0) - (asked[0] ?? 0), 2000);
  });

  it('sending with retries gives up at once if the wait does not fit, with the time to ask again', async () => {
    const { result, time, startedAt, limits } = run([answer(429, '60')], { attemptMs: 0 });
    await assert.rejects(result, (error: { code: string; details: { retryAt: number } }) => {
      assert.equal(error.code, 'rate-limited');
      assert.equal(error.details.retryAt, startedAt + 60_000);
      return true;
    });
    assert.equal(limits.length, 1);
    assert.deepEqual(time.slept, []);
  });

  it('sending with retries reports no time to ask again that is over', async () => {
    const { result } = run([answer(429, '1'), timedOut]);
    await assert.rejects(result, (error: { code: string; details: { retryAt?: number } }) => {
      assert.equal(error.code, 'rate-limited');
      assert.equal(error.details.retryAt, undefined);
      return true;
    });
  });

  it('sending with retries limits each attempt to the time-out or what is left, and ends by the deadline', async () => {
    const { result, limits, took } = run([timedOut], { random: 0 });
    await assert.rejects(result, { code: 'timed-out' });
    assert.deepEqual(limits, [5000, 5000]);
    assert.equal(took(), 10_000);
  });

  it('sending with retries never lets a time-out hide an earlier error', async () => {
    await assert.rejects(run([answer(503), timedOut]).result, { code: 'unavailable' });
    await assert.rejects(run([timedOut, answer(503)]).result, { code: 'unavailable' });
    await assert.rejects(run([noAnswer, timedOut], { budgetMs: 3_500 }).result, { code: 'unavailable' });
  });

  it('sending with retries sends nothing when no time is left', async () => {
    const { result, limits } = run([answer(200)], { budgetMs: 0 });
    await assert.rejects(result, { code: 'timed-out' });
    assert.deepEqual(limits, []);
  });

  it('sending with retries ends within the budget whatever goes wrong for ever', async () => {
    for (const trouble of [
      answer(503),
      answer(429),
      answer(429, '1'),
      answer(503, '2'),
      noAnswer,
      timedOut,
    ]) {
      for (const budgetMs of [100, 3_500, 10_000]) {
        for (const random of [0, 0.5, 0.999]) {
          const { result, took } = run([trouble], { budgetMs, random });
          await assert.rejects(result, { name: 'JobSourceError' });
          assert.ok(took() <= budgetMs, `${took()} of ${budgetMs} ms`);
        }
      }
    }
  });

  it('sending with retries occupies a connection only while an attempt is under way, not while it waits to retry', async () => {
    const { result, duringWaits, entered } = run([answer(503), answer(503), answer(200)]);
    await result;
    assert.deepEqual(duringWaits, [0, 0]);
    assert.deepEqual(entered(), [0, 1]);
  });

  it('sending with retries gives an attempt what the wait before it has left, and measures the attempt alone', async () => {
    const { result, limits, meter } = run([answer(200)], { budgetMs: 3_500, waitsMs: [3_000] });
    await result;
    assert.deepEqual(limits, [500]);
    assert.deepEqual(meter.observed, [{ name: 'apiSeconds jobs', seconds: 0.01 }]);
  });

  it('sending with retries reports busy, not timed out, if our own queue took the time', async () => {
    for (const waitMs of [3_000, 3_500, 9_000]) {
      const { result, took } = run([timedOut], { budgetMs: 3_500, waitsMs: [waitMs] });
      await assert.rejects(result, { code: 'busy' });
      assert.ok(took() <= 3_500);
    }
    const { result } = run([timedOut], { budgetMs: 3_500, waitsMs: [500] });
    await assert.rejects(result, { code: 'timed-out' });
  });

  it('sending with retries reports what AvePoint has answered before, rather than that it is busy', async () => {
    const { result } = run([answer(503), timedOut], { budgetMs: 3_500, waitsMs: [0, 9_000] });
    await assert.rejects(result, { code: 'unavailable' });
  });

  it('sending with retries logs a line for each attempt and a warning for each retry', async () => {
    const { result, lines, warnings } = run([answer(503), answer(200)]);
    await result;
    assert.equal(lines.filter(line => line.level === 'debug').length, 2);
    assert.deepEqual(
      warnings().map(line => line.fields),
      [{ request: 'GET /x', status: 503, attempt: 1, waitMs: 125 }],
    );
  });
});
