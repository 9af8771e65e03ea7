import assert from 'node:assert/strict';
import { durationText, minutesText } from '../../src/cards/durations.ts';
import { timesFor } from '../../src/cards/times.ts';
import { now } from './models.ts';

const berlin = (locale?: string) => timesFor('Europe/Berlin', { locale }, now);

describe('times on a card', () => {
  it('are in the question’s zone and the reader’s locale', () => {
    const at = Date.UTC(2026, 10, 23, 13, 5);
    assert.equal(berlin('en-GB').instant(at), 'Mon 23 Nov 14:05');
    assert.equal(berlin('en-US').instant(at), 'Mon Nov 23 2:05 PM');
    assert.equal(berlin('de-DE').instant(at), 'Mo. 23. Nov. 14:05');
    assert.equal(timesFor('Asia/Kolkata', { locale: 'en-GB' }, now).instant(at), 'Mon 23 Nov 18:35');
  });

  it('show the year where it is not the present one in that zone', () => {
    assert.equal(berlin('en-GB').instant(Date.UTC(2025, 11, 31, 22, 59)), 'Wed 31 Dec 2025 23:59');
    assert.equal(berlin('en-GB').instant(Date.UTC(2025, 11, 31, 23)), 'Thu 1 Jan 00:00');
  });

  it('tell the two hours apart that the clocks show twice', () => {
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 0, 30)), 'Sun 25 Oct 02:30 GMT+2');
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 1, 30)), 'Sun 25 Oct 02:30 GMT+1');
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 2, 30)), 'Sun 25 Oct 03:30');
  });

  it('name a span’s day once where it is one day, and its seconds where they are all there is', () => {
    const to = Date.UTC(2026, 10, 23, 13, 5);
    assert.equal(
      berlin('en-GB').span({ from: to - 3_600_000, to }),
      'Mon 23 Nov 13:05 to 14:05 (Europe/Berlin)',
    );
    assert.equal(
      berlin('en-GB').span({ from: to - 30_000, to }),
      'Mon 23 Nov 14:04:30 to 14:05:00 (Europe/Berlin)',
    );
    assert.equal(berlin('en-GB').span({ from: undefined, to: undefined }), 'no time bounds (Europe/Berlin)');
  });

  it('fall back to day before month and 24 hours for a locale that is none', () => {
    for (const locale of [undefined, '', 'xx_YY', '../../etc', 'x'.repeat(10_000), 'zz']) {
      assert.equal(berlin(locale).instant(now), 'Mon 23 Nov 14:05');
    }
  });
});

describe('a time beside another', () => {
  it('goes without its day where that is the same in the zone', () => {
    const { near, time } = berlin('en-GB');
    const evening = Date.UTC(2026, 10, 23, 22, 30);
    assert.equal(near(evening, now), '23:30');
    assert.equal(near(evening + 3_600_000, now), 'Tue 24 Nov 00:30');
    assert.equal(near(Date.UTC(2025, 10, 23, 13, 5), now), 'Sun 23 Nov 2025 14:05');
    assert.equal(time(evening), '23:30');
    assert.equal(berlin('en-US').near(evening, now), '11:30 PM');
  });

  it('has its offset where the clocks show it twice', () => {
    const twice = Date.UTC(2026, 9, 25, 0, 30);
    assert.equal(berlin('en-GB').near(twice + 3_600_000, twice), '02:30 GMT+1');
  });
});

describe('a duration', () => {
  it('goes without seconds from a minute on, where it is told in minutes', () => {
    assert.equal(minutesText(15 * 60_000 + 4_000), '15 min');
    assert.equal(minutesText(18 * 3_600_000 + 5 * 60_000 + 59_000), '18 h 5 min');
    assert.equal(minutesText(52_000), '52 s');
  });

  it('is told in its two largest units, rounded down', () => {
    const cases: [number, string][] = [
      [0, 'under 1 s'],
      [999, 'under 1 s'],
      [51_660, '51 s'],
      [60_000, '1 min'],
      [4_359_000, '1 h 12 min'],
      [7_200_000, '2 h'],
      [3_600_000 + 59_000, '1 h'],
      [90_061_000, '1 d 1 h'],
      [86_400_000 * 400, '400 d'],
    ];
    for (const [ms, text] of cases) assert.equal(durationText(ms), text);
  });
});
