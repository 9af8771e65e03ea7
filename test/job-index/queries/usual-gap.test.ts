import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dueBy, overdueSince, type Starts } from '../../../src/job-index/queries/usual-gap.ts';
import { hour, monday } from '../../support/fakes.ts';

const minute = 60_000;
const day = 24 * hour;
const week = 7 * day;

/** All is known since the first start. */
const due = (starts: readonly number[], at: number, rest: Partial<Starts> = {}) =>
  dueBy({ starts, knownSince: starts[0] ?? at, ageLimitMs: day, ...rest }, at);

/** Starts at the same moments of each of some weeks, the last of which ends at `end`. */
const weekly = (offsets: readonly number[], weeks: number, end: number) =>
  Array.from({ length: weeks }, (_, index) => end - (weeks - index) * week)
    .flatMap(from => offsets.map(offset => from + offset))
    .toSorted((a, b) => a - b);

describe('due time by the usual gap', () => {
  it('the due time by the usual gap is unknown without a run before the moment', () => {
    assert.equal(due([], monday), undefined);
    assert.equal(due([monday + 1], monday, { knownSince: monday - 8 * week }), undefined);
  });

  it('the due time by the usual gap follows the age limit alone with fewer than five runs', () => {
    const four = [1, 2, 3, 4].map(days => monday - days * week).toSorted();
    assert.equal(due(four, monday, { ageLimitMs: 3 * hour }), monday - week + 3 * hour);
    const five = [monday - 5 * week, ...four];
    assert.notEqual(due(five, monday, { ageLimitMs: 3 * hour }), monday - week + 3 * hour);
  });

  it('the due time by the usual gap leaves out runs after the moment', () => {
    const starts = [5, 4, 3, 2, 1, -1, -2].map(hours => monday - hours * hour);
    assert.equal(due(starts, monday), due(starts.slice(0, 5), monday));
  });

  it('the due time by the usual gap takes the longest gap seen in less than two weeks, and half of it more', () => {
    const starts = [0, 6, 12, 20, 26].map(hours => monday + hours * hour);
    assert.equal(due(starts, monday + 2 * day), monday + 26 * hour + 12 * hour);
  });

  it('the due time by the usual gap adds at least half an hour to a short gap', () => {
    const starts = [0, 10, 20, 30, 40].map(minutes => monday + minutes * minute);
    assert.equal(due(starts, monday + hour), monday + 40 * minute + 40 * minute);
  });

  it('the due time by the usual gap distinguishes a weekend without runs from a missed night', () => {
    const fridayEvening = monday - 64 * hour;
    const nights = [0, 1, 2, 3, 4].map(back => fridayEvening - back * day - monday + week);
    const starts = weekly(nights, 6, monday);
    assert.equal(starts.at(-1), fridayEvening);
    // Last Monday the last run was as long ago: 64 hours, less and plus the half hour that a run may be late.
    assert.equal(due(starts, monday), fridayEvening + 63.5 * 1.5 * hour + 30 * minute);
    // On Tuesdays there always was one the night before.
    assert.ok(Number(due(starts, monday + day)) < monday + day);
  });

  it('the due time by the usual gap takes the longest of four weeks, and no older one', () => {
    const starts = weekly([0, 2 * day, 4 * day, 6 * day], 8, monday);
    const without = (weeks: number) => starts.filter(start => start !== monday - weeks * week + 6 * day);
    const at = monday + hour;
    const usual = due([...starts, monday], at);
    assert.equal(due([...without(2), monday], at), usual);
    // A week ago nothing had run since two days before the run that's missing.
    const atMonday = monday - minute;
    const late = 30 * minute;
    const usualGap = day - minute - late;
    assert.equal(due(starts, atMonday), monday - day + 1.5 * usualGap + late);
    assert.equal(due(without(3), atMonday), monday - day + 1.5 * (usualGap + 2 * day) + late);
    assert.equal(due(without(7), atMonday), monday - day + 1.5 * usualGap + late);
  });

  it('the due time by the usual gap lets a run be half an hour late before it is due', () => {
    const starts = weekly(
      [0, 6, 12, 18].flatMap(hours => [0, 1, 2, 3, 4, 5, 6].map(days => days * day + hours * hour)),
      8,
      monday,
    );
    const missed = starts.at(-1) ?? 0;
    const without = starts.slice(0, -1);
    assert.ok(Number(due(without, missed + 2 * minute)) > missed + 2 * minute);
    assert.ok(Number(due(without, missed + 29 * minute)) > missed + 29 * minute);
    assert.ok(Number(due(without, missed + 65 * minute)) < missed + 65 * minute);
  });

  it('the due time by the usual gap is never before the moment while a service goes on as in the weeks before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: week / minute - 1 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: week / minute - 1 }),
        (offsets, after) => {
          const moments = offsets.map(offset => offset * minute);
          const starts = weekly(moments, 8, monday);
          const at = monday - 1 - after * minute;
          assert.ok(Number(due(starts, at)) > at);
        },
      ),
      { seed: 14 },
    );
  });

  it('the due time by the usual gap has passed for ever once a service has stopped for longer than it ever paused', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: week / minute - 1 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: (50 * day) / minute }),
        (offsets, later) => {
          const starts = weekly(
            offsets.map(offset => offset * minute),
            8,
            monday,
          );
          const last = starts.at(-1) ?? 0;
          const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
          const longest = Math.max(...gaps);
          const at = last + Math.max(1.5 * longest, longest + 30 * minute) + later * minute;
          assert.ok(Number(due(starts, at)) < at);
        },
      ),
      { seed: 14 },
    );
  });

  it('the due time by the usual gap follows the rule, whenever runs have started', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: (59 * day) / minute }), { maxLength: 60 }),
        fc.integer({ min: 0, max: (59 * day) / minute }),
        fc.integer({ min: 0, max: (59 * day) / minute }),
        (minutes, known, moment) => {
          const at = monday + moment * minute;
          const starts = minutes.toSorted((a, b) => a - b).map(offset => monday + offset * minute);
          const knownSince = Math.min(monday + known * minute, starts[0] ?? at);
          assert.equal(
            dueBy({ starts, knownSince, ageLimitMs: day }, at),
            asTheRuleReads(starts, knownSince, at),
          );
        },
      ),
      { seed: 14, numRuns: 1_000 },
    );
  });
});

describe('overdue since', () => {
  it('the start of an overdue time is the first moment of which the rule says so, whenever runs have started', () => {
    fc.assert(
      fc.property(
        // Most at few times of the day, so that weeks are alike.
        fc.array(fc.integer({ min: 0, max: 8 * 6 * 7 - 1 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 16 }),
        (offsets, after, length) => {
          const starts = offsets.toSorted((a, b) => a - b).map(offset => monday + offset * 4 * hour);
          const last = starts.at(-1) ?? 0;
          const known = { starts, knownSince: starts[0] ?? last, ageLimitMs: day };
          const from = last + after * 30 * minute;
          const to = from + length * day;
          assert.equal(overdueSince(known, { from, to }), firstOverdue(known, from, to));
        },
      ),
      { seed: 14, numRuns: 300 },
    );
  });

  it('the start of an overdue time may be when the last run’s own week comes to it, whose gap was the longest', () => {
    const starts = [29, 22, 15, 14, 8, 5, 0].map(days => monday - days * day);
    const known = { starts, knownSince: monday - 29 * day, ageLimitMs: day };
    const span = { from: monday, to: monday + 8 * day };
    assert.equal(overdueSince(known, span), monday + week + 30 * minute);
    assert.equal(overdueSince(known, span), firstOverdue(known, span.from, span.to));
  });

  it('the start of an overdue time follows only the starts before the moment', () => {
    const known = { starts: [0, 1, 2, 3, 4, 5].map(hours => monday + hours * hour), knownSince: monday };
    const span = { from: monday + 5 * hour, to: monday + day };
    const later = { ...known, starts: [...known.starts, monday + 2 * day, monday + 2 * day + 1] };
    const since = overdueSince({ ...known, ageLimitMs: day }, span);
    assert.equal(since, monday + 6.5 * hour + 1);
    assert.equal(overdueSince({ ...later, ageLimitMs: day }, span), since);
  });
});

/** The same by trying each quarter of an hour, and the moment after it. */
function firstOverdue(known: Starts, from: number, to: number): number | undefined {
  for (let at = from; at < to; at += 15 * minute)
    for (const one of [at, at + 1]) if (one < to && Number(dueBy(known, one)) < one) return one;
  return undefined;
}

/** The rule once more, in the words of its description. */
function asTheRuleReads(starts: readonly number[], knownSince: number, at: number): number | undefined {
  const past = starts.filter(start => start <= at);
  const last = past.at(-1);
  if (last === undefined) return undefined;
  if (past.length < 5) return last + day;
  const late = 30 * minute;
  const allWeeks = Array.from({ length: 60 }, (_, index) => at - late - (index + 1) * week);
  const fourWeeks = allWeeks
    .filter(then => then <= last)
    .slice(0, 4)
    .filter(then => then >= knownSince);
  const ages = fourWeeks.map(then => then - Math.max(knownSince, ...past.filter(start => start <= then)));
  const gaps = past.slice(1).map((start, index) => start - (past[index] ?? start));
  const isShort = at - late - knownSince < 2 * week || ages.length === 0;
  const longest = Math.max(...(isShort ? gaps : ages));
  return last + Math.max(longest * 1.5, longest + 30 * minute) + (isShort ? 0 : late);
}
