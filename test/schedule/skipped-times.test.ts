import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { everyDay } from '../../src/domain/recurrence.ts';
import { lastOccurrence, nextOccurrence } from '../../src/schedule/occurrences.ts';

const dayMs = 24 * 3_600_000;

describe('a time that the clocks skip', () => {
  for (const [zone, date, hour] of [
    ['Europe/Berlin', '2026-03-29', 2],
    ['America/New_York', '2026-03-08', 2],
    ['Europe/London', '2026-03-29', 1],
    ['Africa/Cairo', '2026-04-24', 0],
  ] as const) {
    it(`a skipped time occurs when the clocks have gone on, whether it’s the first or the last skipped one, in ${zone}`, () => {
      const end = Temporal.ZonedDateTime.from({
        timeZone: zone,
        ...fieldsOf(date),
        hour: hour + 1,
      }).epochMilliseconds;
      for (const minute of [0, 1, 30, 59]) {
        const recurrence = { days: everyDay, hour, minute, zone };
        assert.equal(nextOccurrence(recurrence, end - dayMs / 2), end, `${hour}:${minute}`);
        assert.equal(lastOccurrence(recurrence, end + dayMs / 2), end, `${hour}:${minute}`);
        assert.equal(lastOccurrence(recurrence, end - 1) < end - dayMs / 2, true);
      }
    });
  }
});

function fieldsOf(date: string): { year: number; month: number; day: number } {
  const { year, month, day } = Temporal.PlainDate.from(date);
  return { year, month, day };
}
