import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { stretchesOf } from '../../../src/features/rank/stretches.ts';
import { anywhere } from '../../language/support.ts';

const hour = 3_600_000;

describe('a window that is cut at the calendar', () => {
  it('the parts of a window follow each other without a gap, and only the first and the last may be cut', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.integer({ min: 1, max: 70 * 24 * 3600 }),
        fc.constantFrom('day', 'week'),
        ({ now, zone }, seconds, unit) => {
          const to = Math.floor(now / 1000) * 1000;
          const from = to - seconds * 1000;
          const stretches = stretchesOf({ from, to }, zone, unit);
          assert.equal(stretches[0]?.from, from);
          assert.equal(stretches.at(-1)?.to, to);
          for (const [at, one] of stretches.entries()) {
            assert.ok(one.from < one.to);
            if (at > 0) assert.equal(one.from, stretches[at - 1]?.to);
            if (at > 0 && at < stretches.length - 1) assert.ok(one.isWhole);
            const [first, last] = [one.from, one.to - 1].map(ms =>
              Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate(),
            );
            if (unit === 'day') assert.equal(first?.toString(), last?.toString());
            else assert.equal(first?.weekOfYear, last?.weekOfYear);
          }
        },
      ),
    );
  });

  it('a day on which the clocks go back has 25 hours, and the hour that comes twice is two', () => {
    const from = Temporal.ZonedDateTime.from('2026-10-25T00:00[Europe/Berlin]').epochMilliseconds;
    const span = { from, to: from + 25 * hour };
    assert.deepEqual(stretchesOf(span, 'Europe/Berlin', 'day'), [{ ...span, isWhole: true }]);
    assert.equal(stretchesOf(span, 'Europe/Berlin', 'hour').length, 25);
  });
});
