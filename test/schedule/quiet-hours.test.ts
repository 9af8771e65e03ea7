import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { ClockTime, QuietHours } from '../../src/domain/watch-order.ts';
import { quietUntil } from '../../src/schedule/quiet-hours.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const time = (text: string): ClockTime => {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return { hour, minute };
};
const hours = (from: string, to: string, zone: string): QuietHours => ({
  from: time(from),
  to: time(to),
  zone,
});

/** Checks a period: quiet from its first moment to its last, and not just before it and at its end. */
function assertQuiet(quiet: QuietHours, from: string, to: string): void {
  const [begin, end] = [at(`${from}[${quiet.zone}]`), at(`${to}[${quiet.zone}]`)];
  assert.equal(quietUntil(quiet, begin - 1), undefined, `before ${from}`);
  for (let moment = begin; moment < end; moment += 7 * minuteMs)
    assert.equal(quietUntil(quiet, moment), end, new Date(moment).toISOString());
  assert.equal(quietUntil(quiet, end - 1), end);
  assert.equal(quietUntil(quiet, end), undefined, `at ${to}`);
}

describe('quiet hours', () => {
  it('there are no quiet hours without a setting', () => {
    assert.equal(quietUntil(undefined, 0), undefined);
  });

  it('quiet hours go past midnight if their end is the earlier time, otherwise they are within a day', () => {
    assertQuiet(hours('22:00', '06:00', 'Europe/Berlin'), '2026-11-23T22:00', '2026-11-24T06:00');
    assertQuiet(hours('12:30', '13:15', 'Europe/Berlin'), '2026-11-23T12:30', '2026-11-23T13:15');
    assertQuiet(hours('00:00', '06:00', 'America/New_York'), '2026-11-23T00:00', '2026-11-23T06:00');
    assertQuiet(hours('18:00', '00:00', 'America/New_York'), '2026-11-23T18:00', '2026-11-24T00:00');
  });

  for (const [zone, spring, autumn] of [
    ['Europe/Berlin', ['2026-03-28', '2026-03-29'], ['2026-10-24', '2026-10-25']],
    ['America/New_York', ['2026-03-07', '2026-03-08'], ['2026-10-31', '2026-11-01']],
  ] as const) {
    it(`quiet hours last seven hours in the night when clocks go forward, nine when they go back, in ${zone}`, () => {
      for (const [[evening, morning], lasts] of [
        [spring, 7],
        [autumn, 9],
      ] as const) {
        const quiet = hours('22:00', '06:00', zone);
        assertQuiet(quiet, `${evening}T22:00`, `${morning}T06:00`);
        const begin = at(`${evening}T22:00[${zone}]`);
        assert.equal((quietUntil(quiet, begin) ?? 0) - begin, lasts * hourMs);
      }
    });

    it(`quiet hours with a skipped start or end use the moment when the clocks go on, in ${zone}`, () => {
      const [evening, morning] = spring;
      for (const skipped of ['02:00', '02:30', '02:59'])
        assertQuiet(hours('22:00', skipped, zone), `${evening}T22:00`, `${morning}T03:00`);
      assertQuiet(hours('02:30', '06:00', zone), `${morning}T03:00`, `${morning}T06:00`);
      const gap = at(`${morning}T03:00[${zone}]`);
      for (const moment of [gap - 1, gap, gap + hourMs])
        assert.equal(quietUntil(hours('02:10', '02:50', zone), moment), undefined);
      const nextDay = Temporal.PlainDate.from(morning).add({ days: 1 }).toString();
      assert.equal(quietUntil(hours('02:50', '02:10', zone), gap), at(`${nextDay}T02:10[${zone}]`));
    });
  }
});

describe('quiet hours, compared minute by minute', () => {
  /** Four days around each change of the clocks in a year, minute by minute, with what the clocks show. */
  const stretches = ['Europe/Berlin', 'America/New_York'].flatMap(zone =>
    (zone === 'Europe/Berlin' ? ['2026-03-29', '2026-10-25'] : ['2026-03-08', '2026-11-01']).map(date => {
      const start = at(`${date}T00:00[${zone}]`) - 48 * hourMs;
      const minutes = Array.from({ length: 4 * 24 * 60 }, (_, index) => {
        const moment = start + index * minuteMs;
        const shown = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
        return { moment, day: shown.day, minute: shown.hour * 60 + shown.minute };
      });
      return { zone, minutes };
    }),
  );

  /**
   * For each minute whether it's quiet, and when that ends: each day it starts and ends once, as soon as the clocks
   * show the time.
   */
  function walk({ minutes }: (typeof stretches)[number], from: number, to: number) {
    let isQuiet: boolean | undefined;
    const seen = new Set<string>();
    const ends: number[] = [];
    const turns = minutes.map(({ moment, day, minute }) => {
      for (const [what, wanted] of from < to
        ? ([
            ['begin', from],
            ['end', to],
          ] as const)
        : ([
            ['end', to],
            ['begin', from],
          ] as const)) {
        if (minute < wanted || seen.has(`${what} ${day}`)) continue;
        seen.add(`${what} ${day}`);
        isQuiet = what === 'begin';
        if (what === 'end') ends.push(moment);
      }
      return isQuiet;
    });
    return { turns, ends };
  }

  it('quiet hours equal a walk from minute to minute, for all times and changes of the clocks', () => {
    const minuteOfDay = fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 50, max: 200 }));
    fc.assert(
      fc.property(
        fc.nat({ max: stretches.length - 1 }),
        fc.uniqueArray(minuteOfDay, { minLength: 2, maxLength: 2 }),
        fc.array(fc.oneof(fc.integer({ min: 1_440, max: 4_200 }), fc.integer({ min: 2_880, max: 3_100 })), {
          minLength: 12,
          maxLength: 12,
        }),
        (index, [from = 0, to = 0], places) => {
          const stretch = stretches[index] as (typeof stretches)[number];
          const clock = (minutes: number) => ({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
          const quiet = { from: clock(from), to: clock(to), zone: stretch.zone };
          const { turns, ends } = walk(stretch, from, to);
          for (const place of places) {
            const moment = stretch.minutes[place]?.moment ?? 0;
            const expected = turns[place] ? ends.find(end => end > moment) : undefined;
            assert.equal(quietUntil(quiet, moment + 59_999), expected, new Date(moment).toISOString());
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
