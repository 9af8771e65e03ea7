import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  agreeing,
  type EndedJob,
  type Filter,
  filters,
  lets,
  type TimeWindow,
} from '../../src/checks/window-filter.ts';
import { isElsewise, windowFinding } from '../../src/checks/window-finding.ts';

const day = 86_400_000;
const base = Date.UTC(2026, 10, 20);

const run = fc
  .record({
    at: fc.integer({ min: 0, max: 3 * day }),
    lasts: fc.integer({ min: 0, max: day }),
    id: fc.uuid(),
  })
  .map(({ at, lasts, id }): EndedJob => ({ id, startedAt: base + at, finishedAt: base + at + lasts }));
const second = fc.integer({ min: 0, max: 4 * 86_400 }).map(seconds => base + seconds * 1000);
const window = fc
  .tuple(second, second)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): TimeWindow => ({ from: Math.min(a, b), to: Math.max(a, b) }));

/** As the service would do it that filters so, written anew: bounds half-open, or one second wider or narrower. */
function truth(
  { by, grain }: Filter,
  { startedAt, finishedAt }: EndedJob,
  { from, to }: TimeWindow,
  slackMs: number,
): boolean {
  const floor = (at: number) => at - (at % day);
  const lower = (grain === 'second' ? from : floor(from)) - slackMs;
  const upper = { second: to, days: floor(to) + day, midnights: floor(to) }[grain] + slackMs;
  if (by === 'nothing') return true;
  if (lower >= upper) return false;
  const inside = (at: number) => at >= lower && at < upper;
  if (by === 'start') return inside(startedAt);
  if (by === 'end') return inside(finishedAt);
  return by === 'within' ? inside(startedAt) && inside(finishedAt) : startedAt < upper && finishedAt >= lower;
}

describe('what a window filters', () => {
  it('the window check never excludes the service’s real filter, whatever jobs there are, its bounds a second off or not', () => {
    const slack = fc.constantFrom(-1000, 0, 1000);
    fc.assert(
      fc.property(
        fc.constantFrom(...filters),
        fc.uniqueArray(run, { minLength: 1, maxLength: 12, selector: ({ id }) => id }),
        fc.array(window, { minLength: 1, maxLength: 6 }),
        slack,
        fc.boolean(),
        (filter, runs, windows, slackMs, isComplete) => {
          const answers = windows.map(asked => {
            const all = runs.filter(one => truth(filter, one, asked, slackMs));
            return { window: asked, runs: isComplete ? all : all.slice(0, 2), isComplete };
          });
          assert.ok(agreeing(filters, answers).includes(filter));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the window check draws no conclusion from jobs within two seconds of a bound', () => {
    const window = { from: base + 3_600_000, to: base + 7_200_000 };
    const by = (startedAt: number) =>
      lets({ by: 'start', grain: 'second' }, { id: 'a', startedAt, finishedAt: startedAt + 1 }, window);
    assert.equal(by(window.from + 1_500), undefined);
    assert.equal(by(window.from - 1_500), undefined);
    assert.equal(by(window.from + 2_500), true);
    assert.equal(by(window.from - 2_500), false);
  });
});

describe('finding about the window', () => {
  it('the window finding is ok only if the start to the second is all that is left', () => {
    for (const filter of filters) {
      const isTaken = filter.by === 'start' && filter.grain === 'second';
      assert.equal(windowFinding([filter]).mark === 'ok', isTaken);
      assert.equal(isElsewise([filter]), !isTaken);
    }
    const several = windowFinding(filters);
    assert.equal(several.mark, 'warning');
    assert.match(several.seen, /could not be told/);
    assert.match(windowFinding([]).seen, /could not be told/);
  });

  it('the window finding fails if jobs may be missing, and warns if there are too many', () => {
    const markOf = (filter: Filter) => windowFinding([filter]).mark;
    for (const by of ['end', 'within'] as const) assert.equal(markOf({ by, grain: 'second' }), 'failure');
    for (const by of ['start', 'end', 'overlap'] as const)
      assert.equal(markOf({ by, grain: 'midnights' }), 'failure');
    assert.equal(markOf({ by: 'nothing', grain: 'second' }), 'failure');
    assert.equal(markOf({ by: 'overlap', grain: 'second' }), 'warning');
    assert.equal(markOf({ by: 'start', grain: 'days' }), 'warning');
  });

  const again = 'run it again once more backups have run.';

  it('the window finding is unknown if several filters fit and the bot’s own is one of them', () => {
    assert.deepEqual(
      windowFinding([
        { by: 'start', grain: 'second' },
        { by: 'overlap', grain: 'days' },
      ]),
      {
        mark: 'warning',
        tried: 'time window',
        seen: 'could not be told: the jobs that are there fit several ways of filtering',
        fix: again,
      },
    );
  });

  it('the window finding says so if no known filter fits', () => {
    assert.deepEqual(windowFinding([]), {
      mark: 'warning',
      tried: 'time window',
      seen: 'could not be told: what came fits no way of filtering that is thought of',
      fix: again,
    });
  });

  it('the window finding names each filter that fits if several do, none of them the bot’s own, and what the worst of them means', () => {
    const seen = (...left: Filter[]) => windowFinding(left).seen;
    assert.equal(
      seen({ by: 'overlap', grain: 'days' }, { by: 'start', grain: 'days' }),
      'the time of day does not count (whole days, UTC), and a window is about whether jobs ran at some time in it, or the start of jobs: a list has all jobs of the days that its period touches (UTC)',
    );
    assert.equal(
      seen({ by: 'start', grain: 'days' }, { by: 'start', grain: 'midnights' }),
      'the time of day does not count (whole days, UTC), or the time of day does not count (from midnight to midnight, UTC), and a window is about the start of jobs: a period within one day is empty, and the last day of a longer one is left out',
    );
    assert.equal(
      seen({ by: 'overlap', grain: 'second' }, { by: 'end', grain: 'second' }),
      'the time of day counts, and a window is about whether jobs ran at some time in it, or the end of jobs: jobs that still ran when a period was over are missing in its list, running ones among them',
    );
    assert.equal(
      seen({ by: 'nothing', grain: 'second' }),
      'windows are not regarded: every period brings all jobs there are',
    );
  });

  it('the window finding reports the worst of what it may be', () => {
    const finding = windowFinding([
      { by: 'start', grain: 'days' },
      { by: 'end', grain: 'days' },
    ]);
    assert.equal(finding.mark, 'failure');
  });
});
