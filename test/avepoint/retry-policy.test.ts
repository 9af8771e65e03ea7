import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome } from '../../src/avepoint/http.ts';
import { decideNext, leastAttemptMs } from '../../src/avepoint/retry-policy.ts';

const now = Date.parse('2026-11-24T03:00:00Z');

function answer(status: number, retryAfter?: string, date?: string): Outcome {
  return { kind: 'response', status, retryAfter, date, body: {} };
}

function decide(outcome: Outcome, changes: Partial<Parameters<typeof decideNext>[0]> = {}) {
  return decideNext({ outcome, attempt: 1, now, leftMs: 10_000, random: 0.5, ...changes });
}

describe('the retry policy', () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    it(`the retry policy retries after ${status}`, () => assert.equal(decide(answer(status)).kind, 'retry'));
  }
  for (const status of [200, 204, 301, 400, 401, 403, 404, 409, 501, 505]) {
    it(`the retry policy accepts ${status}`, () => assert.equal(decide(answer(status)).kind, 'accept'));
  }
  it('the retry policy retries after a 200 without JSON, which a proxy may have sent or cut', () => {
    const outcome = { ...answer(200), body: undefined } as Outcome;
    assert.equal(decide(outcome).kind, 'retry');
    assert.equal(decide(outcome, { attempt: 5 }).kind, 'give-up');
  });
  it('the retry policy retries after a failed connection and after a time-out', () => {
    assert.equal(decide({ kind: 'no-answer', cause: undefined }).kind, 'retry');
    assert.equal(decide({ kind: 'timed-out' }).kind, 'retry');
  });
  it('the retry policy does not retry after a body that is too large', () => {
    assert.equal(decide({ kind: 'too-large' }).kind, 'give-up');
  });

  it('the retry policy waits a random part of a span that doubles, up to 4 s', () => {
    const waits = [1, 2, 3, 4].map(attempt => decide(answer(503), { attempt, random: 0.999_999 }));
    assert.deepEqual(
      waits.map(next => next.kind === 'retry' && next.waitMs),
      [249, 499, 999, 1999],
    );
    assert.deepEqual(decide(answer(503), { random: 0 }), { kind: 'retry', waitMs: 0, retryAt: undefined });
  });

  it('the retry policy stops after five attempts', () => {
    assert.equal(decide(answer(503), { attempt: 4 }).kind, 'retry');
    assert.equal(decide(answer(503), { attempt: 5 }).kind, 'give-up');
  });

  it('the retry policy waits exactly as long as Retry-After asks, without chance', () => {
    for (const random of [0, 0.5, 0.99]) {
      const next = decide(answer(429, '2'), { random });
      assert.deepEqual(next, { kind: 'retry', waitMs: 2000, retryAt: now + 2000 });
    }
  });

  it('the retry policy gives up at once, with the time to ask again, if Retry-After does not fit', () => {
    assert.deepEqual(decide(answer(429, '60')), { kind: 'give-up', retryAt: now + 60_000 });
    assert.deepEqual(decide(answer(503, '60')), { kind: 'give-up', retryAt: now + 60_000 });
  });

  it('the retry policy never begins a wait that leaves no room for an attempt', () => {
    const leftMs = 2000 + leastAttemptMs;
    assert.equal(decide(answer(429, '2'), { leftMs }).kind, 'retry');
    assert.equal(decide(answer(429, '2'), { leftMs: leftMs - 1 }).kind, 'give-up');
    fc.assert(
      fc.property(
        fc.constantFrom<Outcome>(answer(503), answer(429, '1'), answer(429, '3'), { kind: 'timed-out' }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: -100, max: 12_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (outcome, attempt, leftMs, random) => {
          const next = decide(outcome, { attempt, leftMs, random });
          if (next.kind === 'retry') assert.ok(next.waitMs >= 0 && next.waitMs + leastAttemptMs <= leftMs);
        },
      ),
    );
  });

  it('the retry policy asks for another try after a day at the latest, whatever Retry-After says', () => {
    const inADay = { kind: 'give-up', retryAt: now + 24 * 3_600_000 };
    assert.deepEqual(decide(answer(429, '99999999999')), inADay);
    assert.deepEqual(decide(answer(429, '9'.repeat(400))), inADay);
  });
});
