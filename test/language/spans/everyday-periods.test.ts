import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Temporal } from 'temporal-polyfill';
import { readSpan } from '../../../src/language/read-span.ts';
import { interpret } from '../../support/interpret.ts';
import {
  anywhere,
  at,
  berlin,
  context,
  offered,
  questionOf,
  reasonOf,
  unanswered,
  window,
} from '../support.ts';

const zone = 'Europe/Berlin';

/** Words and their window; the moment of asking, if it isn't Monday 23 November 2026, 14:05. */
type Row = readonly [words: string, window: string, now?: string];

function reads(rows: readonly Row[]): void {
  for (const [words, expected, now = '2026-11-23T14:05'] of rows) {
    it(`"${words}" at ${now} is ${expected}`, () => {
      const where = context(zone, now);
      const question = questionOf(`failed exchange backups ${words}`, where);
      assert.equal(window(question, zone), expected);
      assert.deepEqual([question.type, question.service, question.state], ['backup', 'exchange', 'failed']);
      assert.deepEqual(readSpan(question.spanWords ?? '', where)?.span, question.span, question.spanWords);
      assert.deepEqual(questionOf(`${words} failed exchange backups`, where), question);
    });
  }
}

/** Sentences that are asked about, and what is offered. */
function asksBack(rows: readonly (readonly [words: string, offers: readonly string[]])[]): void {
  for (const [words, offers] of rows) {
    it(`"${words}" is asked about`, () => {
      const reading = interpret(`failed backups ${words}`, berlin);
      assert.equal(unanswered(reading), 'period', reasonOf(reading));
      assert.deepEqual(
        offered(reading),
        offers.map(offer => `failed backups ${offer}`),
      );
      for (const offer of offered(reading)) questionOf(offer);
    });
  }
}

describe('whole units of the calendar, and times in a part of a day', () => {
  reads([
    ['last 3 full months', '2026-08-01T00:00/2026-11-01T00:00'],
    ['past two whole weeks', '2026-11-09T00:00/2026-11-23T00:00'],
    ['last 2 complete days', '2026-11-21T00:00/2026-11-23T00:00'],
    ['last 1 calendar year', '2025-01-01T00:00/2026-01-01T00:00'],
    ['last night between 1 and 3', '2026-11-23T01:00/2026-11-23T03:00'],
    ['last night between 22:00 and 02:00', '2026-11-22T22:00/2026-11-23T02:00'],
    ['yesterday evening from 19:00 to 20:30', '2026-11-22T19:00/2026-11-22T20:30'],
  ]);
  asksBack([['last night between 9 and 11', ['last night']]]);
});

describe('quarters, halves and what is to date', () => {
  reads([
    ['in Q3', '2026-07-01T00:00/2026-10-01T00:00'],
    ['Q4', '2026-10-01T00:00/2026-11-23T14:05'],
    ['Q4', '2025-10-01T00:00/2026-01-01T00:00', '2026-02-01T09:00'],
    ['in Q1 2025', '2025-01-01T00:00/2025-04-01T00:00'],
    ['Q2/2025', '2025-04-01T00:00/2025-07-01T00:00'],
    ['2025-Q2', '2025-04-01T00:00/2025-07-01T00:00'],
    ['q2 last year', '2025-04-01T00:00/2025-07-01T00:00'],
    ['in the third quarter', '2026-07-01T00:00/2026-10-01T00:00'],
    ['2nd quarter of 2026', '2026-04-01T00:00/2026-07-01T00:00'],
    ['quarter 1', '2026-01-01T00:00/2026-04-01T00:00'],
    ['this quarter', '2026-10-01T00:00/2026-11-23T14:05'],
    ['last quarter', '2026-07-01T00:00/2026-10-01T00:00'],
    ['H1', '2026-01-01T00:00/2026-07-01T00:00'],
    ['in H2 2025', '2025-07-01T00:00/2026-01-01T00:00'],
    ['in the second half of 2025', '2025-07-01T00:00/2026-01-01T00:00'],
    ['last half-year', '2026-01-01T00:00/2026-07-01T00:00'],
    ['last half year', '2025-07-01T00:00/2026-01-01T00:00', '2026-03-01T09:00'],
    ['this half-year', '2026-07-01T00:00/2026-11-23T14:05'],
    ['mtd', '2026-11-01T00:00/2026-11-23T14:05'],
    ['QTD', '2026-10-01T00:00/2026-11-23T14:05'],
    ['ytd', '2026-01-01T00:00/2026-11-23T14:05'],
    ['wtd', '2026-11-23T00:00/2026-11-25T14:05', '2026-11-25T14:05'],
    ['month to date', '2026-11-01T00:00/2026-11-23T14:05'],
    ['year-to-date', '2026-01-01T00:00/2026-11-23T14:05'],
    ['this month to date', '2026-11-01T00:00/2026-11-23T14:05'],
    ['since the start of the year', '2026-01-01T00:00/2026-11-23T14:05'],
    ['from the beginning of the month', '2026-11-01T00:00/2026-11-23T14:05'],
    ['since the beginning of november', '2026-11-01T00:00/2026-11-23T14:05'],
    ['from Q1 to Q2', '2026-01-01T00:00/2026-07-01T00:00'],
    ['from november to february', '2025-11-01T00:00/2026-03-01T00:00'],
    ['from october to now', '2026-10-01T00:00/2026-11-23T14:05'],
    ['in october of last year', '2025-10-01T00:00/2025-11-01T00:00'],
  ]);

  it('a rolling stretch is offered beside a calendar period that may mean it', () => {
    const offers = (words: string) => offered(interpret(`failed backups ${words}`, berlin));
    assert.deepEqual(offers('last half-year'), ['failed backups last 182 days']);
    assert.deepEqual(offers('in the last month'), ['failed backups last 30 days']);
    assert.deepEqual(offers('last month'), []);
  });

  asksBack([
    ['last 2 quarters', ['from 1 april 2026 to 30 september 2026', 'last 6 months']],
    ['next quarter', ['this quarter']],
    ['Q1 2027', ['today', 'last 7 days']],
    ['week 54', ['today', 'last 7 days']],
    ['week 53 of 2025', ['today', 'last 7 days']],
    ['week 53', ['today', 'last 7 days']],
  ]);

  it('a fiscal year and half of a month are no periods, and nothing is answered', () => {
    for (const words of ['in FY26', 'first half of november', 'in Q5', 'eom'])
      assert.equal(unanswered(interpret(`failed backups ${words}`, berlin)), 'period', words);
  });
});

describe('weeks by their number or a day', () => {
  const week46 = '2026-11-09T00:00/2026-11-16T00:00';
  reads([
    ...[
      'CW46',
      'KW 46',
      'kw46',
      'week 46',
      'wk 46',
      'W46',
      'calendar week 46',
      '2026-W46',
      'week no. 46',
    ].map((words): Row => [words, week46]),
    ...[
      'week of nov 9',
      'the week of 11 November',
      'week beginning 9 nov',
      'w/c 9 nov',
      'week ending 15 nov',
    ].map((words): Row => [words, week46]),
    ['CW46/2025', '2025-11-10T00:00/2025-11-17T00:00'],
    ['week 46 of 2025', '2025-11-10T00:00/2025-11-17T00:00'],
    ['CW50', '2025-12-08T00:00/2025-12-15T00:00'],
    ['CW 53', '2020-12-28T00:00/2021-01-04T00:00', '2021-01-10T09:00'],
    ['CW1', '2025-12-29T00:00/2026-01-01T09:00', '2026-01-01T09:00'],
    ['week 48', '2026-11-23T00:00/2026-11-23T14:05'],
    ['weeks 45 and 46', '2026-11-02T00:00/2026-11-16T00:00'],
    ['CW45-46', '2026-11-02T00:00/2026-11-16T00:00'],
    ['week before last', week46],
    ['the month before last', '2026-09-01T00:00/2026-10-01T00:00'],
    ['the weekend before last', '2026-11-14T00:00/2026-11-16T00:00'],
    ['past fortnight', '2026-11-09T14:05/2026-11-23T14:05'],
    ['in the last fortnight', '2026-11-09T14:05/2026-11-23T14:05'],
    ['last 2 fortnights', '2026-10-26T14:05/2026-11-23T14:05'],
    ['friday last week', '2026-11-20T00:00/2026-11-21T00:00'],
    ['last week tuesday', '2026-11-17T00:00/2026-11-18T00:00'],
    ['the 17th of last month', '2026-10-17T00:00/2026-10-18T00:00'],
  ]);
});

describe('business days and nights', () => {
  reads([
    ['last 2 business days', '2026-11-19T00:00/2026-11-21T00:00'],
    ['last working day', '2026-11-20T00:00/2026-11-21T00:00'],
    ['past 5 workdays', '2026-11-16T00:00/2026-11-21T00:00'],
    ['last 6 business days', '2026-11-13T00:00/2026-11-21T00:00'],
    ['last 2 business days', '2026-11-20T00:00/2026-11-24T00:00', '2026-11-24T08:00'],
    ['last business day', '2026-11-20T00:00/2026-11-21T00:00', '2026-11-22T08:00'],
    ['since the last business day', '2026-11-20T00:00/2026-11-23T14:05'],
    ['2 business days ago', '2026-11-19T00:00/2026-11-20T00:00'],
    ['last 3 nights', '2026-11-20T18:00/2026-11-23T08:00'],
    ['past two nights', '2026-11-21T18:00/2026-11-23T03:00', '2026-11-23T03:00'],
    ['last night and the night before', '2026-11-21T18:00/2026-11-23T08:00'],
  ]);
  asksBack([
    ['last few nights', ['last 2 nights', 'last 3 nights', 'last 5 nights']],
    ['last few business days', ['last 2 business days', 'last 3 business days', 'last 5 business days']],
    ['last few days', ['last 3 days', 'last 6 days']],
    ['last 2 to 3 hours', ['last 2 hours', 'last 3 hours']],
  ]);

  it('N business days end before today and hold N days that are no weekend, at every moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), anywhere, (count, where) => {
        const { span } = questionOf(`failed jobs last ${count} business days`, where);
        const [first, after] = [span.from, span.to].map(moment =>
          Temporal.Instant.fromEpochMilliseconds(moment ?? 0)
            .toZonedDateTimeISO(where.zone)
            .toPlainDate(),
        );
        assert.ok(first && after && first.dayOfWeek < 6);
        let days = 0;
        for (let day = first; Temporal.PlainDate.compare(day, after) < 0; day = day.add({ days: 1 }))
          if (day.dayOfWeek < 6) days += 1;
        assert.equal(days, count);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a time ago', () => {
  reads([
    ['since an hour ago', '2026-11-23T13:05/2026-11-23T14:05'],
    ['since about 20 minutes ago', '2026-11-23T13:45/2026-11-23T14:05'],
    ['since an hour and a half ago', '2026-11-23T12:35/2026-11-23T14:05'],
    ['since a month ago', '2026-10-23T00:00/2026-11-23T14:05'],
    ['since a fortnight ago', '2026-11-09T00:00/2026-11-23T14:05'],
    ['from 3 hours ago to an hour ago', '2026-11-23T11:05/2026-11-23T13:05'],
    ['a fortnight ago', '2026-11-09T00:00/2026-11-10T00:00'],
  ]);
  asksBack([
    ['3 hours ago', ['since 3 hours ago', 'from 23 november 2026 10:35 to 23 november 2026 11:35']],
    ['an hour ago', ['since an hour ago', 'from 23 november 2026 12:35 to 23 november 2026 13:35']],
    ['a month ago', ['since a month ago', '23 october 2026', 'october 2026']],
  ]);
});

describe('spoken times and parts of a day', () => {
  reads([
    ['since half past 3', '2026-11-23T03:30/2026-11-23T14:05'],
    ['since half past 3 pm', '2026-11-22T15:30/2026-11-23T14:05'],
    ['since quarter to 9', '2026-11-23T08:45/2026-11-23T14:05'],
    ['since a quarter past eight', '2026-11-23T08:15/2026-11-23T14:05'],
    ['since 20 past 3', '2026-11-23T03:20/2026-11-23T14:05'],
    ['since 10 minutes to 9', '2026-11-23T08:50/2026-11-23T14:05'],
    ['since 8 in the morning', '2026-11-23T08:00/2026-11-23T14:05'],
    ['since 3 in the afternoon yesterday', '2026-11-22T15:00/2026-11-23T14:05'],
    ['since 6 this morning', '2026-11-23T06:00/2026-11-23T14:05'],
    ['since 11 last night', '2026-11-22T23:00/2026-11-23T14:05'],
    ['since 2 last night', '2026-11-23T02:00/2026-11-23T14:05'],
    ['since last night at 11', '2026-11-22T23:00/2026-11-23T14:05'],
    ['from yesterday 8pm till 6 this morning', '2026-11-22T20:00/2026-11-23T06:00'],
    ['from 10pm to 2am last night', '2026-11-22T22:00/2026-11-23T02:00', '2026-11-23T23:30'],
    ['between 9 and 11 last night', '2026-11-22T21:00/2026-11-22T23:00'],
    ['this morning', '2026-11-23T00:00/2026-11-23T12:00'],
    ['this am', '2026-11-23T00:00/2026-11-23T12:00'],
    ['this afternoon', '2026-11-23T12:00/2026-11-23T14:05'],
    ['yesterday pm', '2026-11-22T12:00/2026-11-23T00:00'],
    ['tonight', '2026-11-22T18:00/2026-11-23T03:00', '2026-11-23T03:00'],
    ['sat nite', '2026-11-21T18:00/2026-11-22T08:00'],
    ['yday', '2026-11-22T00:00/2026-11-23T00:00'],
    ['2day', '2026-11-23T00:00/2026-11-23T14:05'],
    ['weds', '2026-11-18T00:00/2026-11-19T00:00'],
    ['mon thru weds', '2026-11-16T00:00/2026-11-19T00:00'],
    ['since EOD yesterday', '2026-11-22T17:00/2026-11-23T14:05'],
    ['since close of business friday', '2026-11-20T17:00/2026-11-23T14:05'],
    ['yesterday from 9am to cob', '2026-11-22T09:00/2026-11-22T17:00'],
    ['since 07h30', '2026-11-23T07:30/2026-11-23T14:05'],
    ['last 7h30', '2026-11-23T06:35/2026-11-23T14:05'],
    ['on the third of november', '2026-11-03T00:00/2026-11-04T00:00'],
    ['since the twenty-first of october', '2026-10-21T00:00/2026-11-23T14:05'],
    ['since the end of last week', '2026-11-23T00:00/2026-11-23T14:05'],
    ['within the last 3 hours', '2026-11-23T11:05/2026-11-23T14:05'],
    ['friday onwards', '2026-11-20T00:00/2026-11-23T14:05'],
    ['last hour and a half', '2026-11-23T12:35/2026-11-23T14:05'],
    ['last 2 and a half hours', '2026-11-23T11:35/2026-11-23T14:05'],
    ['last 1h 30m', '2026-11-23T12:35/2026-11-23T14:05'],
    ['last 1h30', '2026-11-23T12:35/2026-11-23T14:05'],
    ['last 2 days and 6 hours', '2026-11-21T08:05/2026-11-23T14:05'],
  ]);

  it('a spoken time of either half of the day is read as the morning, and the afternoon is offered', () => {
    const reading = interpret('failed backups since half past 3', berlin);
    assert.deepEqual(offered(reading), ['failed backups since 15:30']);
  });

  it('the end of the working day is said to be 17:00', () => {
    for (const [words, written] of [
      ['since EOD yesterday', 'EOD'],
      ['since the close of business on friday', 'close of business'],
    ])
      assert.deepEqual(interpret(`failed backups ${words}`, berlin).notes, [
        { kind: 'corrected', written, read: '17:00' },
      ]);
  });

  asksBack([
    ['tonight', ['last night']],
    ['at 3am', ['since 03:00', 'from 03:00 to 04:00']],
    ['around 3', ['since 03:00', 'from 03:00 to 04:00', 'since 15:00', 'from 15:00 to 16:00']],
    ['as of friday', ['since friday', 'friday']],
    [
      'thru friday',
      ['between 16 november 2026 and 20 november 2026', 'between 13 november 2026 and 20 november 2026'],
    ],
  ]);
});

describe('hours as bare numbers', () => {
  reads([
    ['today 2-4', '2026-11-23T02:00/2026-11-23T04:00'],
    ['today 2 to 4', '2026-11-23T02:00/2026-11-23T04:00'],
    ['yesterday 9-5', '2026-11-22T09:00/2026-11-22T17:00'],
    ['9-5', '2026-11-22T09:00/2026-11-22T17:00'],
    ['9-5', '2026-11-23T09:00/2026-11-23T17:00', '2026-11-23T18:00'],
    ['22-6', '2026-11-22T22:00/2026-11-23T06:00'],
    ['yesterday 10-2', '2026-11-22T10:00/2026-11-22T14:00'],
    ['between 2 and 4', '2026-11-23T02:00/2026-11-23T04:00'],
    ['yesterday between 2 and 4 pm', '2026-11-22T14:00/2026-11-22T16:00'],
    ['2-4 this morning', '2026-11-23T02:00/2026-11-23T04:00'],
  ]);

  it('the other half of the day, and days of the month, are offered beside bare hours', () => {
    assert.deepEqual(offered(interpret('failed backups yesterday 2-4', berlin)), [
      'failed backups yesterday 14:00 to 16:00',
    ]);
    assert.deepEqual(offered(interpret('failed backups between 2 and 4', berlin)), [
      'failed backups between 14:00 and 16:00',
      'failed backups between 2 and 4 november 2026',
    ]);
  });

  it('numbers that may be a date, an amount or pages are no hours', () => {
    for (const words of ['11-23', '2-3 days', 'page 2-4', 'between 25 and 28', 'items 2-4'])
      assert.equal(unanswered(interpret(`failed backups ${words}`, berlin)), 'period', words);
    assert.equal(
      window(questionOf('failed backups between 1 and 7 november'), zone),
      '2026-11-01T00:00/2026-11-08T00:00',
    );
  });
});

describe('times with a zone', () => {
  reads([
    ['since 2026-11-22T18:00:00Z', '2026-11-22T19:00/2026-11-23T14:05'],
    ['since 2026-11-22T18:00:00.123Z', '2026-11-22T19:00/2026-11-23T14:05'],
    ['since 2026-11-22T18:00:00-05:00', '2026-11-23T00:00/2026-11-23T14:05'],
    ['since 2026-11-22 18:00 UTC', '2026-11-22T19:00/2026-11-23T14:05'],
    ['since 6pm utc yesterday', '2026-11-22T19:00/2026-11-23T14:05'],
    ['since yesterday 18:00 GMT+2', '2026-11-22T17:00/2026-11-23T14:05'],
    ['since 18:00 CET', '2026-11-22T18:00/2026-11-23T14:05'],
    ['since 6pm ET', '2026-11-23T00:00/2026-11-23T14:05'],
    ['since 6pm Europe/London', '2026-11-22T19:00/2026-11-23T14:05'],
    ['since 18:00 local time', '2026-11-22T18:00/2026-11-23T14:05'],
    ['yesterday from 18:00 to 20:00 UTC', '2026-11-22T19:00/2026-11-22T21:00'],
    ['2026-11-22T18:00:00.000Z to 2026-11-23T06:00:00.000Z', '2026-11-22T19:00/2026-11-23T07:00'],
    ['2026-11-22T18:00Z/2026-11-23T06:00Z', '2026-11-22T19:00/2026-11-23T07:00'],
    ['2026-11-22T18:00-20:00', '2026-11-22T18:00/2026-11-22T20:00'],
  ]);
  asksBack([
    ['since 18:00 EST', ['since 18:00 UTC-05:00', 'since 18:00 UTC+10:00']],
    ['since 6pm IST', ['since 6pm UTC+05:30', 'since 6pm UTC+02:00', 'since 6pm UTC+01:00']],
  ]);

  it('a time of today in UTC is the latest one in every zone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), anywhere, (hour, where) => {
        const { span } = questionOf(`failed jobs since ${String(hour).padStart(2, '0')}:00 UTC`, where);
        const length = (span.to ?? 0) - (span.from ?? 0);
        assert.ok(length > 0 && length <= 24 * 3_600_000, `${length}`);
        assert.equal(new Date(span.from ?? 0).getUTCHours(), hour);
      }),
      { numRuns: 100 },
    );
  });

  it('an hour that comes twice is written in UTC if nothing else tells it apart', () => {
    const where = { now: at(zone, '2026-10-25T02:30+01:00'), zone, locale: 'en-GB' };
    const question = questionOf('failed jobs from 2 hours ago to an hour ago', where);
    assert.deepEqual(readSpan(question.spanWords ?? '', where)?.span, question.span);
  });
});

describe('several periods that are one stretch', () => {
  reads([
    ['yesterday and today', '2026-11-22T00:00/2026-11-23T14:05'],
    ['today and yesterday', '2026-11-22T00:00/2026-11-23T14:05'],
    ['saturday and sunday', '2026-11-21T00:00/2026-11-23T00:00'],
    ['sat/sun', '2026-11-21T00:00/2026-11-23T00:00'],
    ['friday, saturday and sunday', '2026-11-20T00:00/2026-11-23T00:00'],
    ['last week and this week', '2026-11-16T00:00/2026-11-23T14:05'],
    ['last night and this morning', '2026-11-22T18:00/2026-11-23T12:00'],
    ['yesterday and the day before', '2026-11-21T00:00/2026-11-23T00:00'],
    ['last week and the week before that', '2026-11-09T00:00/2026-11-23T00:00'],
    ['from friday evening to monday morning', '2026-11-20T18:00/2026-11-23T12:00'],
    ['friday evening to monday morning', '2026-11-13T18:00/2026-11-16T12:00', '2026-11-21T09:00'],
    ['from last night until 10am', '2026-11-22T18:00/2026-11-23T10:00'],
    ['01.11. - 07.11.', '2026-11-01T00:00/2026-11-08T00:00'],
  ]);
  asksBack([
    ['monday and friday', ['monday', 'friday']],
    [
      'from friday evening till 8am',
      [
        'from 20 november 2026 18:00 to 21 november 2026 08:00',
        'from 20 november 2026 18:00 to 23 november 2026 08:00',
      ],
    ],
  ]);

  it('two periods that are compared stay two', () => {
    for (const sentence of ['compare yesterday and today', 'difference between last week and this week'])
      assert.equal(interpret(sentence, berlin).command.kind, 'compare', sentence);
  });
});

describe('any way to say a period, beside anything else', () => {
  const said =
    'q3|in q1 2025|last half-year|mtd|cw46|week of nov 9|week before last|past fortnight|last 3 nights|last 2 business days|since an hour ago|since half past 3|yesterday 9-5|between 2 and 4|yesterday and today|last night and the night before|from friday evening to monday morning|since i left friday|since eod yesterday|last hour and a half|since 18:00 utc|this am|from 10pm to 2am last night|in the last month|from last night until 10am'.split(
      '|',
    );
  const parts = fc.record({
    period: fc.constantFrom(...said),
    service: fc.constantFrom('', 'exchange', 'teams chat', 'power bi', 'm365 groups'),
    state: fc.constantFrom('', 'failed', 'partial', 'finished with exceptions'),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }),
  });

  it('a period keeps its window in any place, zone and moment, ends after it begins, and never lies ahead', () => {
    let answered = 0;
    fc.assert(
      fc.property(parts, anywhere, ({ period, service, state, order }, where) => {
        const words = [period, `${service} backups`.trim(), state];
        const { command } = interpret(
          order
            .map(one => words[one])
            .filter(Boolean)
            .join(' '),
          where,
        );
        const alone = interpret(`backups ${period}`, where).command;
        if (alone.kind !== 'jobs') return assert.equal(command.kind, alone.kind, period);
        assert.ok(command.kind === 'jobs', period);
        answered += 1;
        const { span, spanWords } = command.question;
        assert.deepEqual(span, alone.question.span);
        const now = Math.floor(where.now / 1000) * 1000;
        assert.ok(
          span.from !== undefined && span.to !== undefined && span.from < span.to && span.to <= now + 1000,
        );
        assert.deepEqual(readSpan(spanWords ?? '', where)?.span, span, spanWords);
      }),
      { numRuns: 500 },
    );
    assert.ok(answered > 350, `${answered} were answered`);
  });

  it('a time that no reading covers never gets a list, whatever stands beside it', () => {
    const unread = fc.constantFrom(
      ...'early this morning|in FY26|since the outage|during business hours|last few nights|at 3am|around 3|first half of november|on weekdays|eom|3 hours ago|thru friday|page 2-4|2-3 days|since 6pm IST|week 54|monday and friday|before the patch on saturday|the other day|a while ago|last 2 quarters|every friday|since my last shift'.split(
        '|',
      ),
    );
    fc.assert(
      fc.property(unread, parts, anywhere, (period, { service, state, order }, where) => {
        const words = [period, `${service} backups`.trim(), state];
        const reading = interpret(
          order
            .map(one => words[one])
            .filter(Boolean)
            .join(' '),
          where,
        );
        assert.notEqual(unanswered(reading), undefined, `${words} ${reading.command.kind}`);
      }),
      { numRuns: 400 },
    );
  });

  it('days with 23 and 25 hours are whole', () => {
    const hours = (words: string, moment: string, where = zone) => {
      const { span } = questionOf(`failed jobs ${words}`, context(where, moment));
      return ((span.to ?? 0) - (span.from ?? 0)) / 3_600_000;
    };
    assert.equal(hours('last business day', '2026-03-30T09:00'), 24);
    assert.equal(hours('saturday and sunday', '2026-03-30T09:00'), 47);
    assert.equal(hours('saturday and sunday', '2026-10-26T09:00'), 49);
    assert.equal(hours('cw13', '2026-04-02T09:00'), 167);
    assert.equal(hours('cw43', '2026-10-28T09:00'), 169);
    assert.equal(hours('last 2 nights', '2026-10-25T09:00'), 39);
    assert.equal(hours('last 1 nights', '2026-03-29T09:00'), 13);
    assert.equal(hours('since an hour ago', '2026-10-25T03:30'), 1);
    assert.equal(hours('saturday and sunday', '2026-04-06T09:00', 'Australia/Lord_Howe'), 48.5);
    assert.equal(hours('saturday and sunday', '2026-09-07T09:00', 'America/Santiago'), 47);
  });
});

describe('words between since and a time', () => {
  const rows: readonly (readonly [sentence: string, from: string, read: string])[] = [
    ['what failed since I left friday evening', '2026-11-20T18:00', 'since friday evening'],
    ['failed backups since we patched on Saturday', '2026-11-21T00:00', 'since saturday'],
    ['failed backups since the update last night', '2026-11-22T18:00', 'since last night'],
    ['failed backups since the upgrade to v7 on friday', '2026-11-20T00:00', 'since friday'],
    ['failed backups since the outage 2 hours ago', '2026-11-23T12:05', 'since 2 hours ago'],
    ['since the maintenance yesterday at 6pm failed backups', '2026-11-22T18:00', 'since yesterday at 6pm'],
  ];
  for (const [sentence, from, read] of rows)
    it(`"${sentence}" runs from that time, and says so`, () => {
      const { notes } = interpret(sentence, berlin);
      const question = questionOf(sentence);
      assert.equal(window(question, zone), `${from}/2026-11-23T14:05`);
      assert.equal(question.spanWords, read);
      assert.deepEqual(
        notes.map(note => note.kind === 'corrected' && note.read),
        [read],
      );
    });

  it('an event without a time, and one that names jobs of its own, is asked about', () => {
    for (const sentence of [
      'failed backups since the outage',
      'failed backups since my last shift',
      'failed backups since early november',
      'failed backups since shortly before last weekend',
      'failed backups since exchange failed on friday',
      'failed backups since the teams migration on saturday',
      'failed backups after we patched on saturday',
      'failed backups before the patch on saturday',
      'failed backups until the patch on saturday',
    ])
      assert.equal(unanswered(interpret(sentence, berlin)), 'period', sentence);
  });
});
