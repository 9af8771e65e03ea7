import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AskLimits, createAskLimits } from '../../src/access/ask-limits.ts';
import { AskedTooOftenError } from '../../src/domain/asker.ts';
import { fakeClock } from '../support/fakes.ts';

const minuteMs = 60_000;

/** Counts a question of so many requests. Returns after how many milliseconds it may be asked; undefined if it was. */
function ask(limits: AskLimits, who: string, requests = 1): number | undefined {
  const asker = limits.asker(who);
  try {
    for (let sent = 0; sent < requests; sent += 1) asker.pay();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AskedTooOftenError);
    return error.waitMs;
  }
}

describe('requests to AvePoint for one user in a minute', () => {
  it('the requests of one user are limited as set, for each user separately', () => {
    const limits = createAskLimits(3, fakeClock());
    assert.deepEqual(
      [1, 2, 3].map(() => ask(limits, 'kim')),
      [undefined, undefined, undefined],
    );
    assert.equal(ask(limits, 'kim'), 20_000);
    assert.equal(ask(limits, 'lee'), undefined);
  });

  it('the requests of one user are all those of a question, and one that has begun is never cut short', () => {
    const clock = fakeClock();
    const limits = createAskLimits(6, clock);
    assert.equal(ask(limits, 'kim', 5), undefined);
    assert.equal(ask(limits, 'kim', 4), undefined, 'one was left to begin with');
    assert.equal(ask(limits, 'kim'), 40_000, 'the three too many are made up for');
    clock.advance(40_000);
    assert.equal(ask(limits, 'kim'), undefined);
    assert.equal(ask(limits, 'kim'), 10_000);
  });

  it('the requests of one user are not used up by a question that takes none, which is answered however many were made', () => {
    const limits = createAskLimits(1, fakeClock());
    assert.equal(ask(limits, 'kim', 20), undefined);
    assert.equal(ask(limits, 'kim', 0), undefined);
    assert.equal(limits.take('kim', true), undefined);
  });

  it('the requests of one user are given back if they were not sent', () => {
    const limits = createAskLimits(1, fakeClock());
    const asker = limits.asker('kim');
    asker.pay();
    assert.equal(ask(limits, 'kim'), minuteMs);
    asker.refund();
    assert.equal(ask(limits, 'kim'), undefined);
    assert.equal(ask(limits, 'kim'), minuteMs, 'and no more than that');
  });

  it('the requests of one user do not include a request of another question that is shared, and what follows it is not refused', () => {
    const limits = createAskLimits(1, fakeClock());
    ask(limits, 'kim');
    const asker = limits.asker('kim');
    asker.share();
    asker.pay();
    assert.equal(ask(limits, 'kim'), 2 * minuteMs);
  });

  it('the requests of one user are possible again after the time in the refusal, and not a second before', () => {
    const clock = fakeClock();
    const limits = createAskLimits(30, clock);
    for (let count = 0; count < 30; count += 1) assert.equal(ask(limits, 'kim'), undefined);
    const waitMs = ask(limits, 'kim') ?? 0;
    clock.advance(waitMs - 1_000);
    assert.ok(ask(limits, 'kim'));
    clock.advance(1_000);
    assert.equal(ask(limits, 'kim'), undefined);
  });

  it('the requests of one user are without limit if 0 is set, as is everything else', () => {
    const limits = createAskLimits(0, fakeClock());
    assert.equal(ask(limits, 'kim', 10_000), undefined);
    for (const isAsking of [true, false])
      for (let count = 0; count < 10_000; count += 1) assert.equal(limits.take('kim', isAsking), undefined);
  });

  it('the requests of one user are the same if the wall clock is set', () => {
    const clock = fakeClock();
    const limits = createAskLimits(1, clock);
    ask(limits, 'kim');
    for (const hours of [-24, 48]) {
      clock.jump(hours * 60 * minuteMs);
      assert.equal(ask(limits, 'kim'), minuteMs);
    }
  });

  it('the requests of one user are never more on average than the limit, beyond one full bucket and one question', () => {
    const largest = 15;
    const questions = fc.array(
      fc.record({
        pauseMs: fc.integer({ min: 0, max: 20_000 }),
        requests: fc.integer({ min: 0, max: largest }),
      }),
      { maxLength: 200, size: 'max' },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), questions, (perMinute, asked) => {
        const clock = fakeClock();
        const limits = createAskLimits(perMinute, clock);
        const begun = clock.now();
        let sent = 0;
        for (const { pauseMs, requests } of asked) {
          clock.advance(pauseMs);
          const allowed = perMinute + ((clock.now() - begun) / minuteMs) * perMinute;
          const waitMs = ask(limits, 'kim', requests);
          if (waitMs === undefined) sent += requests;
          else assert.ok(requests > 0);
          assert.ok(sent <= allowed + largest);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('questions and actions of one user in a minute', () => {
  it('the limit of questions and actions is 120 each, so that no question prevents an acknowledgement', () => {
    const limits = createAskLimits(1, fakeClock());
    ask(limits, 'kim', 50);
    for (const isAsking of [true, false]) {
      let taken = 0;
      while (limits.take('kim', isAsking) === undefined) taken += 1;
      assert.equal(taken, 120);
      assert.equal(limits.take('lee', isAsking), undefined, 'one person’s haste is nobody else’s');
    }
  });
});
