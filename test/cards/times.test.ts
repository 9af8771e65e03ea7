import assert from 'node:assert/strict';
import { durationText, minutesText } from '../../src/cards/durations.ts';
import { timesFor } from '../../src/cards/times.ts';
import { now } from './models.ts';

const berlin = (locale?: string) => timesFor('Europe/Berlin', { locale }, now);

describe('times on a card', () => {
  it('times on a card are in the question’s zone and the reader’s locale', () => {
    const at = Date.UTC(2026, 10, 23, 13, 5);
    assert.equal(berlin('en-GB').instant(at), 'Mon 23 Nov, 14:05');
    assert.equal(berlin('en-US').instant(at), 'Mon, Nov 23, 2:05 PM');
    assert.equal(berlin('de-DE').instant(at), 'Mon 23 Nov, 14:05');
    assert.equal(timesFor('Asia/Kolkata', { locale: 'en-GB' }, now).instant(at), 'Mon 23 Nov, 18:35');
  });

  /** An instant of this year, one of another, and a day, in the order and by the clock of each region. */
  const asInRegion: readonly (readonly [locales: string, thisYear: string, yearBefore: string])[] = [
    [
      'en-GB en-IE de-DE de-AT de-CH fr-FR es-ES it-IT nl-NL pl-PL pt-BR ru-RU tr-TR cs-CZ fi-FI da-DK nb-NO',
      'Thu 3 Sep, 14:05',
      'Wed 3 Sep 2025, 02:05',
    ],
    [
      'sv-SE en-SE en-DE en-ZA en-IL he-IL th-TH vi-VN id-ID fr-CH fr-BE de sv fr en-150 zz-DE no',
      'Thu 3 Sep, 14:05',
      'Wed 3 Sep 2025, 02:05',
    ],
    [
      'en-US es-US und-US en en-PH en-CA ko-KR en-KR zh-TW',
      'Thu, Sep 3, 2:05 PM',
      'Wed, Sep 3, 2025, 2:05 AM',
    ],
    [
      'ja-JP en-JP zh-CN en-CN zh-Hans-CN hu-HU lt-LT ja fr-CA',
      'Thu, Sep 3, 14:05',
      'Wed, Sep 3, 2025, 02:05',
    ],
    [
      'en-AU en-NZ en-IN hi-IN en-HK zh-HK ar-EG en-EG ar-SA en-001',
      'Thu 3 Sep, 2:05 PM',
      'Wed 3 Sep 2025, 2:05 AM',
    ],
  ];
  for (const [locales, thisYear, yearBefore] of asInRegion)
    it(`times on a card are in English words, in the order and by the clock of the region, for ${locales}`, () => {
      for (const locale of locales.split(' ')) {
        const { instant, day } = timesFor('UTC', { locale }, now);
        assert.equal(instant(Date.UTC(2026, 8, 3, 14, 5)), thisYear, locale);
        assert.equal(instant(Date.UTC(2025, 8, 3, 2, 5)), yearBefore, locale);
        assert.ok(thisYear.startsWith(day(Date.UTC(2026, 8, 3))), locale);
      }
    });

  it('times on a card are in plain letters and digits of ours, whatever calendar or numerals a locale asks for', () => {
    const at = Date.UTC(2025, 11, 31, 23, 59);
    for (const locale of [
      'th-TH',
      'fa-IR',
      'ar-SA-u-nu-arab',
      'th-TH-u-ca-buddhist-nu-thai',
      'hi-IN-u-nu-deva',
    ]) {
      const { instant, dayOfMonth, span, number } = timesFor('UTC', { locale }, now);
      for (const text of [instant(at), span({ from: at, to: at + 1_000 }), dayOfMonth(at), number(1_234)])
        assert.match(text, /^[\x20-\x7e]+$/, locale);
      assert.match(instant(at), /^Wed 31 Dec 2025, (23|11):59/);
      assert.equal(dayOfMonth(at), '31');
    }
  });

  it('times on a card show noon and midnight as 12 with a 12-hour clock, and as 12 and 00 with a 24-hour clock', () => {
    for (const [hour, twelve, twentyFour] of [
      [0, '12:05 AM', '00:05'],
      [12, '12:05 PM', '12:05'],
      [1, '1:05 AM', '01:05'],
    ] as const) {
      const at = Date.UTC(2026, 10, 23, hour, 5);
      assert.equal(timesFor('UTC', { locale: 'en-US' }, now).time(at), twelve);
      assert.equal(timesFor('UTC', { locale: 'ja-JP' }, now).time(at), twentyFour);
    }
  });

  it('numbers on a card have their digits grouped as in English for every reader, since the sentences are English', () => {
    for (const locale of ['en-GB', 'en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'sv-SE', 'ar-EG', undefined])
      assert.equal(timesFor('UTC', { locale }, now).number(1_234_567), '1,234,567', locale);
  });

  it('times on a card show the year if it is not the present one in that zone', () => {
    assert.equal(berlin('en-GB').instant(Date.UTC(2025, 11, 31, 22, 59)), 'Wed 31 Dec 2025, 23:59');
    assert.equal(berlin('en-GB').instant(Date.UTC(2025, 11, 31, 23)), 'Thu 1 Jan, 00:00');
  });

  it('times on a card distinguish the two hours that the clocks show twice', () => {
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 0, 30)), 'Sun 25 Oct, 02:30 GMT+2');
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 1, 30)), 'Sun 25 Oct, 02:30 GMT+1');
    assert.equal(berlin('en-GB').instant(Date.UTC(2026, 9, 25, 2, 30)), 'Sun 25 Oct, 03:30');
  });

  it('times on a card name a span’s day once if it is one day, and its seconds only if the span is less than a minute', () => {
    const to = Date.UTC(2026, 10, 23, 13, 5);
    assert.equal(
      berlin('en-GB').span({ from: to - 3_600_000, to }),
      'Mon 23 Nov, 13:05 to 14:05 (Europe/Berlin)',
    );
    assert.equal(
      berlin('en-GB').span({ from: to - 30_000, to }),
      'Mon 23 Nov, 14:04:30 to 14:05:00 (Europe/Berlin)',
    );
    assert.equal(berlin('en-GB').span({ from: undefined, to: undefined }), 'no time bounds (Europe/Berlin)');
  });

  it('times on a card fall back to day before month and 24 hours for an invalid locale', () => {
    for (const locale of [undefined, '', 'xx_YY', '../../etc', 'x'.repeat(10_000), 'zz', 'zz-ZZ', 'und']) {
      assert.equal(berlin(locale).instant(now), 'Mon 23 Nov, 14:05');
    }
  });
});

describe('windows on a card', () => {
  const at = (day: number, hour = 0, minute = 0) => Date.UTC(2026, 10, day, hour - 1, minute);
  const hours = 3_600_000;
  const asSaid: readonly (readonly [from: number, to: number, text: string, american?: string])[] = [
    [at(23), now, 'Today, 00:00–14:05', 'Today, 12:00 AM–2:05 PM'],
    [at(23, 8), at(23, 9, 30), 'Today, 08:00–09:30'],
    [at(22), at(23), 'Yesterday, Sun 22 Nov', 'Yesterday, Sun, Nov 22'],
    [at(22, 18), at(23), 'Yesterday, 18:00–midnight'],
    [at(19), at(20), 'Thu 19 Nov'],
    [at(19, 1), at(19, 3), 'Thu 19 Nov, 01:00–03:00'],
    [now - 24 * hours, now, 'Last 24 hours, to Mon 14:05', 'Last 24 hours, to Mon 2:05 PM'],
    [now - 36 * hours, now, 'Last 36 hours, to Mon 14:05'],
    [now - 7 * 24 * hours, now, 'Last 7 days, to Mon 14:05'],
    [at(16), at(23), 'Mon 16 – Sun 22 Nov', 'Mon, Nov 16 – Sun, Nov 22'],
    [Date.UTC(2026, 9, 29, 23), at(3), 'Fri 30 Oct – Mon 2 Nov'],
    [at(15, 18), at(16, 8), 'Sun 15 Nov, 18:00 – Mon 16 Nov, 08:00'],
    [at(22), now, 'Yesterday, 00:00 – today, 14:05'],
    [at(22, 18), at(23, 8), 'Yesterday, 18:00 – today, 08:00'],
    [Date.UTC(2025, 10, 22, 23), Date.UTC(2025, 10, 25, 23), 'Sun 23 – Tue 25 Nov 2025'],
  ];
  for (const [from, to, text, american] of asSaid)
    it(`a window is written as people say it: ${text}`, () => {
      const window = (locale: string) =>
        timesFor('Europe/Berlin', { locale, ownZone: 'Europe/Berlin' }, now).window({ from, to });
      assert.equal(window('en-GB'), text);
      if (american) assert.equal(window('en-US'), american);
    });

  it('a window of days is named by its days if the clocks change within it', () => {
    const monday = Date.UTC(2026, 9, 26, 12);
    const { window } = timesFor('Europe/Berlin', { locale: 'en-GB', ownZone: 'Europe/Berlin' }, monday);
    assert.equal(window({ from: monday - 49 * hours, to: monday }), 'Last 2 days, to Mon 13:00');
    assert.equal(
      window({ from: Date.UTC(2026, 9, 24, 22), to: Date.UTC(2026, 9, 25, 23) }),
      'Yesterday, Sun 25 Oct',
    );
  });

  it('a window has its zone unless it’s the only reader’s own', () => {
    const span = { from: at(23), to: now };
    const inBerlin = (ownZone?: string) =>
      timesFor('Europe/Berlin', { locale: 'en-GB', ownZone }, now).window(span);
    assert.equal(inBerlin('Europe/Berlin'), 'Today, 00:00–14:05');
    assert.equal(inBerlin('Asia/Tokyo'), 'Today, 00:00–14:05 (Europe/Berlin)');
    assert.equal(inBerlin(), 'Today, 00:00–14:05 (Europe/Berlin)');
  });

  it('a time in a narrow column has its weekday if it’s of the last days, and only its day before', () => {
    const { brief } = berlin('en-GB');
    assert.equal(brief(now - hours), '13:05');
    assert.equal(brief(now - 24 * hours), 'Sun 14:05');
    assert.equal(brief(now - 7 * 24 * hours), 'Mon 16 Nov');
  });
});

describe('time beside another', () => {
  it('a time beside another leaves out its day if that is the same in the zone', () => {
    const { near, time } = berlin('en-GB');
    const evening = Date.UTC(2026, 10, 23, 22, 30);
    assert.equal(near(evening, now), '23:30');
    assert.equal(near(evening + 3_600_000, now), 'Tue 24 Nov, 00:30');
    assert.equal(near(Date.UTC(2025, 10, 23, 13, 5), now), 'Sun 23 Nov 2025, 14:05');
    assert.equal(time(evening), '23:30');
    assert.equal(berlin('en-US').near(evening, now), '11:30 PM');
  });

  it('a time beside another shows its offset if the clocks show it twice', () => {
    const twice = Date.UTC(2026, 9, 25, 0, 30);
    assert.equal(berlin('en-GB').near(twice + 3_600_000, twice), '02:30 GMT+1');
  });
});

describe('duration', () => {
  it('a duration from a minute on leaves out seconds if minutes are asked for', () => {
    assert.equal(minutesText(15 * 60_000 + 4_000), '15 min');
    assert.equal(minutesText(18 * 3_600_000 + 5 * 60_000 + 59_000), '18 h 5 min');
    assert.equal(minutesText(52_000), '52 s');
  });

  it('a duration is shown in its two largest units, rounded down', () => {
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
