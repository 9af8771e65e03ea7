import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { everyDay, type Recurrence, type Weekday, workdays } from '../../src/domain/recurrence.ts';
import { lastOccurrence, nextOccurrence } from '../../src/schedule/occurrences.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const daily = (time: string, zone: string, days: readonly Weekday[] = everyDay): Recurrence => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { days, hour, minute, zone };
};

/** Returns every occurrence of a year, each computed from the previous one. */
function yearOf(recurrence: Recurrence, year: number): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let now = at(`${year}-01-01T00:00[${recurrence.zone}]`) - 1;
  const end = at(`${year + 1}-01-01T00:00[${recurrence.zone}]`);
  for (;;) {
    now = nextOccurrence(recurrence, now);
    if (now >= end) return found;
    found.push(Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(recurrence.zone));
  }
}

describe('recurrences', () => {
  for (const [zone, skipped, repeated] of [
    ['Europe/Berlin', '2026-03-29T03:00+02:00[Europe/Berlin]', '2026-10-25T02:30+02:00[Europe/Berlin]'],
    [
      'America/New_York',
      '2026-03-08T03:00-04:00[America/New_York]',
      '2026-11-01T02:30-05:00[America/New_York]',
    ],
  ] as const) {
    it(`a recurrence occurs once on each day of a year, at 02:30 in ${zone}, through both changes of the clocks`, () => {
      const year = yearOf(daily('02:30', zone), 2026);
      assert.equal(year.length, 365);
      assert.equal(new Set(year.map(one => one.toPlainDate().toString())).size, 365);
      assert.ok(
        year.some(one => one.epochMilliseconds === at(skipped)),
        'the first moment that exists',
      );
      assert.ok(year.some(one => one.epochMilliseconds === at(repeated)));
      assert.equal(year.filter(({ hour, minute }) => hour !== 2 || minute !== 30).length, 1);
    });
  }

  it('a recurrence uses the first of two equal times when the clocks go back', () => {
    const first = at('2026-11-01T01:30-04:00[America/New_York]');
    const recurrence = daily('01:30', 'America/New_York');
    assert.equal(nextOccurrence(recurrence, first - 1), first);
    assert.equal(nextOccurrence(recurrence, first), at('2026-11-02T01:30[America/New_York]'));
  });

  it('a recurrence occurs on 29 February and at every end of a month', () => {
    const days = yearOf(daily('08:00', 'UTC'), 2028).map(one => one.toPlainDate().toString());
    assert.equal(days.length, 366);
    for (const day of ['2028-02-29', '2028-03-01', '2028-04-30', '2028-12-31']) assert.ok(days.includes(day));
  });

  it('a recurrence on weekdays goes from Friday to Monday', () => {
    const friday = at('2026-11-20T07:30[Europe/Berlin]');
    assert.equal(
      nextOccurrence(daily('07:30', 'Europe/Berlin', workdays), friday),
      at('2026-11-23T07:30[Europe/Berlin]'),
    );
  });

  it('a recurrence occurs at the first moment after a day that a zone left out', () => {
    const recurrence = daily('08:00', 'Pacific/Apia', [5]);
    assert.equal(
      nextOccurrence(recurrence, at('2011-12-28T08:00[Pacific/Apia]')),
      at('2011-12-31T00:00[Pacific/Apia]'),
    );
  });

  it('next and last occurrence agree, and are in order, for any recurrence', () => {
    const recurrences = fc.record({
      days: fc
        .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
        .map(days => days.sort()),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/St_Johns',
        'Australia/Lord_Howe',
        'Africa/Cairo',
      ),
    });
    const moments = fc.integer({ min: at('2015-01-01T00:00[UTC]'), max: at('2035-01-01T00:00[UTC]') });
    fc.assert(
      fc.property(recurrences, moments, (recurrence, now) => {
        const next = nextOccurrence(recurrence, now);
        const last = lastOccurrence(recurrence, now);
        assert.ok(last <= now && now < next);
        assert.equal(nextOccurrence(recurrence, last), next);
        assert.equal(lastOccurrence(recurrence, next), next);
        assert.equal(lastOccurrence(recurrence, next - 1), last);
      }),
      { numRuns: 200 },
    );
  });
});
