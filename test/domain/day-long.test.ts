import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isDayLong } from '../../src/domain/day-long.ts';

const hour = 3_600_000;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Atlantic/Azores',
  'Asia/Kolkata',
];
const days = fc
  .record({ zone: fc.constantFrom(...zones), day: fc.integer({ min: 0, max: 366 * 16 }) })
  .map(({ zone, day }) => ({ zone, date: Temporal.PlainDate.from('2011-01-01').add({ days: day }) }));

describe('a window that is a day long', () => {
  it('a window is a day long if it is a whole day by the clocks of its zone, also of 23 or 25 hours', () => {
    fc.assert(
      fc.property(days, ({ zone, date }) => {
        const from = date.toZonedDateTime(zone).epochMilliseconds;
        const to = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
        // A zone that skipped a day has none of it.
        if (to - from > 20 * hour) assert.ok(isDayLong({ from, to }, zone), `${date} ${zone}`);
        assert.equal(isDayLong({ from, to: to - 2 * hour }, zone), to - from >= 26 * hour);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a window is a day long from a time to the same time on the next day, whatever the clocks do between', () => {
    const berlin = 'Europe/Berlin';
    const from = Temporal.ZonedDateTime.from('2026-03-28T08:00[Europe/Berlin]').epochMilliseconds;
    assert.ok(isDayLong({ from, to: from + 23 * hour }, berlin));
    assert.ok(!isDayLong({ from, to: from + 23 * hour - 1000 }, berlin));
    assert.ok(!isDayLong({ from, to: from + 23 * hour }, 'UTC'));
  });

  it('a window of 24 hours or more is a day long in every zone, and one of less than 22 in none', () => {
    const windows = fc.record({
      zone: fc.constantFrom(...zones),
      from: fc.integer({ min: Date.UTC(2011, 0), max: Date.UTC(2027, 0) }),
      length: fc.integer({ min: 1, max: 30 * hour }),
    });
    fc.assert(
      fc.property(windows, ({ zone, from, length }) => {
        const answer = isDayLong({ from, to: from + length }, zone);
        if (length >= 24 * hour) assert.equal(answer, true);
        if (length < 22 * hour) assert.equal(answer, false);
        if (zone === 'UTC' || zone === 'Asia/Kolkata') assert.equal(answer, length >= 24 * hour);
      }),
      { numRuns: 2_000 },
    );
  });
});
