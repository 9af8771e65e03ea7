import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { createBackOff } from '../../src/job-index/reader/back-off.ts';
import { createBudget, createElasticShare, createShare } from '../../src/job-index/reader/budget.ts';
import { closedWindow, floorTo, openWindow, windowAround } from '../../src/job-index/reader/window.ts';
import { latestOf, type Stretch, stretchAt, without, withStretch } from '../../src/job-index/stretches.ts';
import { fakeClock, monday } from '../support/fakes.ts';

const moment = fc.integer({ min: 0, max: 50 });
const stretch: fc.Arbitrary<Stretch> = fc
  .tuple(moment, fc.integer({ min: 1, max: 20 }), fc.boolean())
  .map(([from, length, isHistory]) => ({ from, to: from + length, isHistory }));
const many = fc.array(stretch, { maxLength: 8 });
const built = many.map(all => all.reduce<readonly Stretch[]>(withStretch, []));

describe('unread stretches', () => {
  it('unread stretches have exactly the moments that were added, none twice, and what was history first stays history', () => {
    fc.assert(
      fc.property(many, moment, (all, at) => {
        const stretches = all.reduce<readonly Stretch[]>(withStretch, []);
        const first = stretchAt(all, at);
        assert.equal(stretches.filter(one => one.from <= at && at < one.to).length, first ? 1 : 0);
        assert.equal(stretchAt(stretches, at)?.isHistory, first?.isHistory);
      }),
    );
  });

  it('unread stretches lose exactly the moments that were read', () => {
    fc.assert(
      fc.property(built, stretch, moment, (stretches, read, at) => {
        const isRead = read.from <= at && at < read.to;
        const left = stretchAt(without(stretches, read), at);
        assert.deepEqual(left?.isHistory, isRead ? undefined : stretchAt(stretches, at)?.isHistory);
      }),
    );
  });

  it('unread stretches that touch are one, so that their number does not grow with every pause', () => {
    let stretches: readonly Stretch[] = [];
    for (let at = 0; at < 500; at += 1)
      stretches = withStretch(stretches, { from: at, to: at + 1, isHistory: false });
    assert.deepEqual(stretches, [{ from: 0, to: 500, isHistory: false }]);
    assert.equal(latestOf(stretches)?.to, 500);
  });
});

const dayMs = 24 * 3_600_000;
const span = fc
  .tuple(fc.integer({ min: 0, max: 5 * dayMs }), fc.integer({ min: 1, max: 3 * dayMs }))
  .map(([from, length]) => ({ from: monday + from, to: monday + from + length }));

/** Whether an API that reads windows in that way lists a job. */
function isListed(
  job: { readonly startedAt: number; readonly finishedAt: number },
  window: { readonly from: number | undefined; readonly to: number | undefined },
  by: 'start' | 'end' | 'within' | 'overlap',
  hasTimeOfDay: boolean,
): boolean {
  const from = window.from === undefined ? -Infinity : floorTo(window.from, hasTimeOfDay ? 1_000 : dayMs);
  const to =
    window.to === undefined
      ? Infinity
      : hasTimeOfDay
        ? floorTo(window.to, 1_000)
        : floorTo(window.to, dayMs) + dayMs;
  const [start, end] = [floorTo(job.startedAt, 1_000), floorTo(job.finishedAt, 1_000)];
  const lower = by === 'overlap' || by === 'end' ? end : start;
  const upper = by === 'within' || by === 'end' ? end : start;
  return lower >= from && upper < to;
}

describe('windows of requests', () => {
  it('the windows of requests list each job that started in a stretch and is over within two days, however the API reads them', () => {
    const by = fc.constantFrom('start' as const, 'end' as const, 'within' as const, 'overlap' as const);
    fc.assert(
      fc.property(
        span,
        by,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        fc.nat(2 * dayMs - 2_000),
        (s, meant, day, isKnown, n, ms) => {
          const startedAt = s.from + (n % (s.to - s.from));
          const job = { startedAt, finishedAt: startedAt + ms };
          const meaning = isKnown ? (meant === 'overlap' ? 'start' : meant) : 'unknown';
          const rules = { meaning, hasTimeOfDay: day || !isKnown } as const;
          assert.ok(isListed(job, openWindow(s.from), meant, day), 'open');
          // By the end, windows side by side have every job.
          const window =
            meaning === 'end'
              ? closedWindow(s.from, s.to + ms + 1, rules)
              : closedWindow(s.from, s.to, rules);
          assert.ok(isListed(job, window, meant, day), 'closed');
          const around = windowAround(job, rules);
          assert.ok(around && isListed(job, around, meant, day), 'around');
        },
      ),
    );
  });
});

describe('budget of requests', () => {
  it('a budget of requests lets at most its burst and its rate pass in any time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 200 }), waits => {
        const clock = fakeClock(0);
        const budget = createBudget(clock, { perMinute: 6, atOnce: 10 });
        let spent = 0;
        for (const ms of waits) {
          clock.advance(ms);
          if (!budget.hasLeft()) continue;
          budget.spend();
          spent += 1;
        }
        assert.ok(spent <= 10 + (clock.now() / 60_000) * 6 + 1);
      }),
    );
  });

  it('a budget of requests is made up for after it was overdrawn, and takes no notice if the wall clock is set', () => {
    const clock = fakeClock(monday);
    const budget = createBudget(clock, { perMinute: 10, atOnce: 10 });
    for (let count = 0; count < 30; count += 1) budget.spend();
    clock.advance(60_000);
    assert.ok(!budget.hasLeft());
    for (const ms of [3_600_000, -7_200_000]) {
      clock.jump(ms);
      assert.ok(!budget.hasLeft());
    }
    clock.advance(120_000);
    assert.ok(budget.hasLeft());
  });

  it('a budget of requests is spent by its shares, which go on if the rest is used up', () => {
    const clock = fakeClock(monday);
    const whole = createBudget(clock, { perMinute: 10, atOnce: 2 });
    const share = createShare(clock, whole, { perMinute: 1, atOnce: 3 });
    for (let count = 0; count < 2; count += 1) share.spend();
    assert.ok(!whole.hasLeft());
    assert.ok(share.hasLeft());
    share.spend();
    assert.ok(!share.hasLeft());
  });

  it('a budget of requests gives an elastic share what it has to spare, and its own part when there is nothing to spare', () => {
    const clock = fakeClock(monday);
    const whole = createBudget(clock, { perMinute: 10, atOnce: 10 });
    const share = createElasticShare(clock, whole, { perMinute: 1, atOnce: 2 });
    const spent = () => {
      for (let count = 0; ; count += 1) {
        if (!share.hasLeft()) return count;
        share.spend();
      }
    };
    assert.equal(spent(), 8, 'six while at least half is left, and two of its own');
    clock.advance(60_000);
    assert.equal(spent(), 7, 'six again, and the one of its own that has come back');
    while (whole.hasLeft()) whole.spend();
    clock.advance(6_000);
    assert.ok(!share.hasLeft());
  });
});

describe('back-off of the reader', () => {
  const refused = new JobSourceError('forbidden', 'no');
  const silent = new JobSourceError('timed-out', 'no answer');

  function triesIn(minutes: number, error: Error): number {
    const clock = fakeClock(monday);
    const backOff = createBackOff({ clock, random: () => 0.5, firstMs: 60_000, longestMs: 3_600_000 });
    let tries = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      if (backOff.mayTry('x')) {
        tries += 1;
        backOff.failed('x', error);
      }
      clock.advance(60_000);
    }
    return tries;
  }

  it('the reader’s back-off asks less and less often, down to once an hour, if it is refused', () => {
    assert.equal(triesIn(24 * 60, refused), 6 + 23);
  });

  it('the reader’s back-off asks every minute if there is no answer', () => {
    assert.equal(triesIn(60, silent), 60);
  });

  it('the reader’s back-off lets everything be tried at once when it is cleared, and goes on from its earlier state', () => {
    const clock = fakeClock(monday);
    const backOff = createBackOff({ clock, random: () => 0.5, firstMs: 60_000, longestMs: 3_600_000 });
    for (let count = 0; count < 5; count += 1) backOff.failed('x', refused);
    assert.ok(!backOff.mayTry('x'));
    backOff.clear();
    assert.ok(backOff.mayTry('x'));
    assert.equal(backOff.failures('x'), 5);
    backOff.failed('x', refused);
    clock.advance(10 * 60_000);
    assert.ok(!backOff.mayTry('x'));
    backOff.succeeded('x');
    assert.equal(backOff.failures('x'), 0);
  });
});
