import assert from 'node:assert/strict';
import { type Times, timesFor } from '../../src/cards/times.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { offered, questionOf } from '../language/support.ts';
import { interpret } from '../support/interpret.ts';

const zone = 'UTC';
const now = Date.UTC(2026, 10, 23, 13, 5);
const dayMs = 86_400_000;
/** Days whose two numbers can be mistaken for each other, and one of another year. */
const days = [Date.UTC(2026, 10, 2), Date.UTC(2026, 1, 11), Date.UTC(2026, 6, 8), Date.UTC(2025, 11, 5)];

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The parts of "Mon 2 Nov" and "Mon Nov 2 2025" as digits, in the order in which they are shown. */
function inDigits(shown: string): string[] {
  return shown
    .replaceAll(',', '')
    .split(' ')
    .slice(1)
    .map(part => (months.includes(part) ? String(months.indexOf(part) + 1) : part));
}

const askedSpan = (words: string, locale: string) =>
  questionOf(`failed on ${words}`, { now, zone, locale }).span;

describe('dates typed back', () => {
  const check = (locale: string, typed: (times: Times, at: EpochMs) => readonly string[]) => {
    const times = timesFor(zone, { locale }, now);
    for (const from of days)
      for (const words of typed(times, from))
        assert.deepEqual(askedSpan(words, locale), { from, to: from + dayMs }, `${locale}: ${words}`);
  };

  const inWords =
    'en-GB en-US en-CA fr-CA de-DE sv-SE ja-JP zh-CN zh-TW ko-KR hu-HU lt-LT mn-MN en-IN en-ZA en en-PH';
  for (const locale of inWords.split(' '))
    it(`a date from a card, typed back, is read as the same day in words, for ${locale}`, () => {
      check(locale, ({ day }, at) => [day(at), day(at).slice(4)]);
    });

  it('a date from a card, typed back with its time, is read as the same minute', () => {
    for (const locale of inWords.split(' '))
      for (const at of [
        Date.UTC(2026, 10, 2, 15, 5),
        Date.UTC(2026, 10, 23, 0, 1),
        Date.UTC(2025, 11, 5, 11, 59),
      ]) {
        const words = timesFor(zone, { locale }, now).instant(at);
        assert.equal(questionOf(`failed since ${words}`, { now, zone, locale }).span.from, at, words);
      }
  });

  const yearLast = 'en-GB en-US es-US en-PH de-DE fr-FR sv-SE pt-BR en-AU en-IN en-ZA en-HK ar-EG en-150';
  for (const locale of yearLast.split(' '))
    it(`a date from a card, typed back, is read as the same day in digits, in the order of the card, for ${locale}`, () => {
      check(locale, ({ day }, at) => {
        const [a, b, year] = inDigits(day(at));
        return [year === undefined ? `${a}/${b}` : `${a}/${b}/${year}`];
      });
    });

  const yearFirst = 'ja-JP en-JP zh-CN zh-TW ko-KR hu-HU lt-LT mn-MN';
  for (const locale of yearFirst.split(' '))
    it(`a date typed back in digits with the year first, as is usual there, is read as the same day, for ${locale}`, () => {
      check(locale, ({ day }, at) => {
        const [a, b, year] = inDigits(day(at));
        return year === undefined ? [`${a}/${b}`, `2026/${a}/${b}`, `${a}.${b}.`] : [`${year}/${a}/${b}`];
      });
    });

  it('a date typed back in digits is never guessed if two orders are in use, or if the order is not the region’s own', () => {
    for (const [locale, words] of [
      ['en-CA', '11/2'],
      ['fr-CA', '2/11'],
      ['en', '11/2'],
      ['en-ZZ', '11/2'],
      ['en-CA', '11/2/2026'],
      ['ja-JP', '11/2/2026'],
      ['hu-HU', '2/11/2026'],
    ] as const) {
      const reading = interpret(`failed on ${words}`, { now, zone, locale });
      assert.equal(reading.command.kind, 'noQuestion', `${locale}: ${words}`);
      assert.deepEqual(offered(reading).sort(), [
        'failed jobs on 11 february 2026',
        'failed jobs on 2 november 2026',
      ]);
    }
  });

  it('a date typed back with dots and a year has the day first for every reader', () => {
    const span = { from: Date.UTC(2026, 10, 2), to: Date.UTC(2026, 10, 3) };
    for (const locale of ['de-DE', 'en-US', 'hu-HU', 'ja-JP', 'en-CA']) {
      assert.deepEqual(askedSpan('2.11.2026', locale), span, locale);
    }
    assert.deepEqual(askedSpan('2.11.', 'de-DE'), span);
  });

  it('a date’s Refresh button asks for the same day for every presser', () => {
    const { span, spanWords } = questionOf('failed on 11.2.', { now, zone, locale: 'hu-HU' });
    assert.equal(spanWords, 'on 2 nov');
    assert.equal(span.from, Date.UTC(2026, 10, 2));
  });
});
