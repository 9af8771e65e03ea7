import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { interpret } from '../../support/interpret.ts';
import { at, berlin, context, offered, questionOf } from '../support.ts';

type Row = [words: string, now: string, from: string, to: string];

/** Reads a period at a local time of a zone and compares instants. */
function check(zone: string, rows: readonly Row[]): void {
  for (const [words, now, from, to] of rows) {
    it(`the period "${words}" is read, at ${now} in ${zone}`, () => {
      const { span } = questionOf(`failed backups ${words}`, context(zone, now));
      assert.deepEqual(span, { from: at(zone, from), to: at(zone, to) });
    });
  }
}

describe('periods across a change of the clocks', () => {
  // 29 March 2026: 02:00 becomes 03:00; 25 October 2026: 03:00 becomes 02:00.
  check('Europe/Berlin', [
    ['yesterday', '2026-03-30T09:00', '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'],
    ['yesterday', '2026-10-26T09:00', '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'],
    ['last 24 hours', '2026-03-29T14:00', '2026-03-28T13:00', '2026-03-29T14:00'],
    ['last 1 day', '2026-03-29T14:00', '2026-03-28T14:00', '2026-03-29T14:00'],
    ['last 24 hours', '2026-10-25T14:00', '2026-10-24T15:00', '2026-10-25T14:00'],
    ['past week', '2026-10-28T14:00', '2026-10-21T14:00', '2026-10-28T14:00'],
    ['last night', '2026-10-25T09:00', '2026-10-24T18:00+02:00', '2026-10-25T08:00+01:00'],
    ['last 2 hours', '2026-03-29T03:30', '2026-03-29T00:30', '2026-03-29T03:30'],
    ['since 2:30', '2026-03-29T12:00', '2026-03-29T03:30+02:00', '2026-03-29T12:00'],
    ['since 2:30', '2026-10-25T12:00', '2026-10-25T02:30+02:00', '2026-10-25T12:00'],
    ['from 1:00 to 2:30', '2026-10-25T12:00', '2026-10-25T01:00', '2026-10-25T02:30+01:00'],
    ['last month', '2026-11-23T12:00', '2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00'],
  ]);
  check('America/New_York', [
    ['yesterday', '2026-03-09T09:00', '2026-03-08T00:00-05:00', '2026-03-09T00:00-04:00'],
    ['yesterday', '2026-11-02T09:00', '2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00'],
    ['over the weekend', '2026-11-02T09:00', '2026-10-31T00:00-04:00', '2026-11-02T00:00-05:00'],
  ]);
  // Half an hour on the first Sunday of April and October.
  check('Australia/Lord_Howe', [
    ['yesterday', '2026-04-06T09:00', '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:30'],
    ['yesterday', '2026-10-05T09:00', '2026-10-04T00:00+10:30', '2026-10-05T00:00+11:00'],
  ]);
  // The clocks go forward at midnight: the day begins at one.
  check('America/Santiago', [
    ['yesterday', '2026-09-07T09:00', '2026-09-06T01:00-03:00', '2026-09-07T00:00-03:00'],
  ]);
  check('Africa/Cairo', [
    ['on friday', '2026-04-25T09:00', '2026-04-24T01:00+03:00', '2026-04-25T00:00+03:00'],
  ]);
  check('Asia/Beirut', [
    ['yesterday', '2026-03-30T09:00', '2026-03-29T01:00+03:00', '2026-03-30T00:00+03:00'],
  ]);
  check('Asia/Kolkata', [['today', '2026-11-23T00:30', '2026-11-23T00:00+05:30', '2026-11-23T00:30']]);
  check('Asia/Kathmandu', [['last week', '2026-11-23T00:30', '2026-11-16T00:00+05:45', '2026-11-23T00:00']]);
  check('Pacific/Apia', [
    ['yesterday', '2026-11-23T09:00', '2026-11-22T00:00+13:00', '2026-11-23T00:00+13:00'],
    ['on 31 December 2011', '2015-06-01T09:00', '2011-12-31T00:00+14:00', '2012-01-01T00:00+14:00'],
  ]);

  it('the day that Samoa skipped is refused', () => {
    const { command } = interpret('failed on 30 December 2011', context('Pacific/Apia', '2015-06-01T09:00'));
    assert.deepEqual(command, {
      kind: 'noQuestion',
      about: 'period',
      isUnderstood: true,
      reason: 'There was no 30 December 2011 in Pacific/Apia.',
    });
  });
});

describe('periods that depend on the day or hour of asking', () => {
  check('Europe/Berlin', [
    ['on friday', '2026-11-20T14:05', '2026-11-20T00:00', '2026-11-20T14:05'],
    ['last friday', '2026-11-20T14:05', '2026-11-13T00:00', '2026-11-14T00:00'],
    ['since friday', '2026-11-20T14:05', '2026-11-20T00:00', '2026-11-20T14:05'],
    ['since friday 18:00', '2026-11-20T14:05', '2026-11-13T18:00', '2026-11-20T14:05'],
    ['over the weekend', '2026-11-21T14:05', '2026-11-21T00:00', '2026-11-21T14:05'],
    ['last weekend', '2026-11-21T14:05', '2026-11-14T00:00', '2026-11-16T00:00'],
    ['over the weekend', '2026-11-25T14:05', '2026-11-21T00:00', '2026-11-23T00:00'],
    ['last night', '2026-11-23T03:00', '2026-11-22T18:00', '2026-11-23T03:00'],
    ['the night before last', '2026-11-23T03:00', '2026-11-21T18:00', '2026-11-22T08:00'],
    ['this quarter', '2026-11-23T03:00', '2026-10-01T00:00', '2026-11-23T03:00'],
    ['last quarter', '2026-02-23T03:00', '2025-10-01T00:00', '2026-01-01T00:00'],
    ['since last quarter', '2026-11-23T03:00', '2026-07-01T00:00', '2026-11-23T03:00'],
    ['overnight', '2026-11-23T08:00', '2026-11-22T18:00', '2026-11-23T08:00'],
    ['tonight', '2026-11-23T03:00', '2026-11-22T18:00', '2026-11-23T03:00'],
    ['tonight', '2026-11-23T21:00', '2026-11-23T18:00', '2026-11-23T21:00'],
    ['from 22:00 to 06:00', '2026-11-23T03:00', '2026-11-21T22:00', '2026-11-22T06:00'],
    ['from 22:00 to 06:00', '2026-11-23T06:00', '2026-11-22T22:00', '2026-11-23T06:00'],
    ['from Monday to Wednesday', '2026-11-25T14:05', '2026-11-23T00:00', '2026-11-25T14:05'],
    ['since 14:05', '2026-11-23T14:05', '2026-11-22T14:05', '2026-11-23T14:05'],
    ['since 6pm', '2026-11-23T03:00', '2026-11-22T18:00', '2026-11-23T03:00'],
    ['today', '2026-11-23T00:00', '2026-11-23T00:00', '2026-11-23T00:00:01'],
    ['this week', '2026-11-29T23:59', '2026-11-23T00:00', '2026-11-29T23:59'],
    ['this month', '2026-03-31T12:00', '2026-03-01T00:00', '2026-03-31T12:00'],
    ['last month', '2026-03-31T12:00', '2026-02-01T00:00', '2026-03-01T00:00'],
    ['on 29 February', '2026-11-23T12:00', '2024-02-29T00:00', '2024-03-01T00:00'],
    ['on 24 November', '2026-11-23T12:00', '2025-11-24T00:00', '2025-11-25T00:00'],
    ['from 20 December to 5 January', '2026-11-23T12:00', '2025-12-20T00:00', '2026-01-06T00:00'],
    ['between 2 Nov 08:00 and 3 Nov 09:00', '2026-11-23T12:00', '2026-11-02T08:00', '2026-11-03T09:00'],
    ['from yesterday 22:00 to today 06:00', '2026-11-23T12:00', '2026-11-22T22:00', '2026-11-23T06:00'],
    ['from friday to now', '2026-11-23T12:00', '2026-11-20T00:00', '2026-11-23T12:00'],
    ['since 12am', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T14:05'],
    ['since 12pm', '2026-11-23T14:05', '2026-11-23T12:00', '2026-11-23T14:05'],
    ['since 6:30pm', '2026-11-23T14:05', '2026-11-22T18:30', '2026-11-23T14:05'],
    ['since 6 p.m.', '2026-11-23T14:05', '2026-11-22T18:00', '2026-11-23T14:05'],
    ['yesterday from 22:00 to 24:00', '2026-11-23T14:05', '2026-11-22T22:00', '2026-11-23T00:00'],
    ['since last night', '2026-11-23T14:05', '2026-11-22T18:00', '2026-11-23T14:05'],
    ['since this morning', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T14:05'],
    ['since friday evening', '2026-11-23T14:05', '2026-11-20T18:00', '2026-11-23T14:05'],
    ['since the 20th', '2026-11-23T14:05', '2026-11-20T00:00', '2026-11-23T14:05'],
    ['1/11-7/11', '2026-11-23T14:05', '2026-11-01T00:00', '2026-11-08T00:00'],
    ['1.-7. November', '2026-11-23T14:05', '2026-11-01T00:00', '2026-11-08T00:00'],
    ['01/11/2026 - 07/11/2026', '2026-11-23T14:05', '2026-11-01T00:00', '2026-11-08T00:00'],
    ['00:00-06:00', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T06:00'],
    ['between 10pm yesterday and 2am', '2026-11-23T14:05', '2026-11-22T22:00', '2026-11-23T02:00'],
    ['8am-5pm today', '2026-11-23T14:05', '2026-11-23T08:00', '2026-11-23T14:05'],
    ['since november', '2026-11-23T14:05', '2026-11-01T00:00', '2026-11-23T14:05'],
    ['since 2025', '2026-11-23T14:05', '2025-01-01T00:00', '2026-11-23T14:05'],
    ['last 10 years', '2026-11-23T14:05', '2016-11-23T14:05', '2026-11-23T14:05'],
  ]);

  it('a period ends at the moment of asking, rounded down to the whole second', () => {
    const { span } = questionOf('failed backups', { ...berlin, now: berlin.now + 987 });
    assert.deepEqual(span, { from: berlin.now - 86_400_000, to: berlin.now });
  });
});

describe('hours without am or pm beside one that has it', () => {
  const windows: readonly Row[] = [
    // Twelve beside a time in the morning is midnight, and noon beside one in the afternoon.
    ['from 12 to 2am', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T02:00'],
    ['12 to 2am', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T02:00'],
    ['12-2am', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T02:00'],
    ['from 12 to 2pm', '2026-11-23T14:05', '2026-11-23T12:00', '2026-11-23T14:00'],
    ['from 12 to 12pm', '2026-11-23T14:05', '2026-11-23T00:00', '2026-11-23T12:00'],
    ['from 2 to 4pm', '2026-11-23T18:05', '2026-11-23T14:00', '2026-11-23T16:00'],
    ['from 2 to 4am', '2026-11-23T18:05', '2026-11-23T02:00', '2026-11-23T04:00'],
    ['from 10 to 2pm', '2026-11-23T18:05', '2026-11-23T10:00', '2026-11-23T14:00'],
    ['from 12 to 12:30pm', '2026-11-23T18:05', '2026-11-23T12:00', '2026-11-23T12:30'],
    ['from 2 to 2:30pm', '2026-11-23T18:05', '2026-11-23T14:00', '2026-11-23T14:30'],
    ['from 12 to 12:30am', '2026-11-23T18:05', '2026-11-23T00:00', '2026-11-23T00:30'],
    ['from 0 to 4pm', '2026-11-23T18:05', '2026-11-23T00:00', '2026-11-23T16:00'],
    // An end is the first such hour after its start.
    ['from 10am to 2', '2026-11-23T18:05', '2026-11-23T10:00', '2026-11-23T14:00'],
    ['from 2pm to 4', '2026-11-23T18:05', '2026-11-23T14:00', '2026-11-23T16:00'],
    ['between noon and 6', '2026-11-23T18:05', '2026-11-23T12:00', '2026-11-23T18:00'],
    ['9am to 12', '2026-11-23T18:05', '2026-11-23T09:00', '2026-11-23T12:00'],
    ['12am to 6', '2026-11-23T18:05', '2026-11-23T00:00', '2026-11-23T06:00'],
    ['10pm to 2', '2026-11-23T18:05', '2026-11-22T22:00', '2026-11-23T02:00'],
    ['10pm to 12', '2026-11-23T18:05', '2026-11-22T22:00', '2026-11-23T00:00'],
    ['yesterday 6pm to 8', '2026-11-23T18:05', '2026-11-22T18:00', '2026-11-22T20:00'],
    ['from 2pm to 16', '2026-11-23T18:05', '2026-11-23T14:00', '2026-11-23T16:00'],
    ['from 14:00 to 4', '2026-11-23T18:05', '2026-11-22T14:00', '2026-11-23T04:00'],
    ['from 22 to 2am', '2026-11-23T18:05', '2026-11-22T22:00', '2026-11-23T02:00'],
  ];
  check('Europe/Berlin', windows);

  const doubtful: readonly [words: string, reason: RegExp, offers: readonly string[]][] = [
    ['12 to 12am', /12:00 or at 00:00/, ['failed jobs 12:00 to 12am', 'failed jobs 00:00 to 12am']],
    ['10 to 2am', /22:00 or at 10:00/, ['failed jobs 22:00 to 2am', 'failed jobs 10:00 to 2am']],
    ['10-2am', /22:00 or at 10:00/, ['failed jobs 22:00 to 2am', 'failed jobs 10:00 to 2am']],
    [
      'between 11 and 6am',
      /23:00 or at 11:00/,
      ['failed jobs between 23:00 and 6am', 'failed jobs between 11:00 and 6am'],
    ],
    [
      'from 6 to midnight',
      /18:00 or at 06:00/,
      ['failed jobs from 18:00 to midnight', 'failed jobs from 06:00 to midnight'],
    ],
    [
      'from 10 to 2am yesterday',
      /22:00 or at 10:00/,
      ['failed jobs from 22:00 to 2am yesterday', 'failed jobs from 10:00 to 2am yesterday'],
    ],
    [
      'yesterday from 10 to 2am',
      /22:00 or at 10:00/,
      ['failed jobs yesterday from 22:00 to 2am', 'failed jobs yesterday from 10:00 to 2am'],
    ],
  ];
  for (const [words, reason, offers] of doubtful)
    it(`the bot asks in which half of the day "${words}" begins`, () => {
      const reading = interpret(`failed jobs ${words}`, berlin);
      assert.match(reading.command.kind === 'noQuestion' ? reading.command.reason : '', reason);
      assert.deepEqual(offered(reading), offers);
      for (const offer of offers) assert.equal(interpret(offer, berlin).command.kind, 'jobs', offer);
    });

  it('a period on a day to come is refused without a question about am or pm', () => {
    const { command } = interpret('failed jobs tomorrow from 10 to 2am', berlin);
    assert.match(command.kind === 'noQuestion' ? command.reason : '', /in the future/);
  });
});

describe('dates in the order of the locale', () => {
  const novemberSecond = {
    from: at('Europe/Berlin', '2026-11-02T00:00'),
    to: at('Europe/Berlin', '2026-11-03T00:00'),
  };
  const februaryEleventh = {
    from: at('Europe/Berlin', '2026-02-11T00:00'),
    to: at('Europe/Berlin', '2026-02-12T00:00'),
  };
  const spanIn = (locale: string | undefined) =>
    questionOf('failed on 11/02/2026', { ...berlin, locale }).span;

  it('a date has the month first in the United States and the day first elsewhere', () => {
    assert.deepEqual(spanIn('en-US'), novemberSecond);
    assert.deepEqual(spanIn('en-GB'), februaryEleventh);
    assert.deepEqual(spanIn('de-DE'), februaryEleventh);
  });

  for (const locale of [undefined, '', 'en', 'en-CA', 'not a locale!']) {
    it(`an ambiguous date is refused with both days offered in the locale ${locale}`, () => {
      const reading = interpret('failed Exchange backups on 11/02/2026', { ...berlin, locale });
      assert.equal(reading.command.kind, 'noQuestion');
      assert.deepEqual(offered(reading), [
        'failed Exchange backups on 11 february 2026',
        'failed Exchange backups on 2 november 2026',
      ]);
    });
  }

  it('a date with the year first, a month name, dots or an impossible month is read without asking', () => {
    for (const words of [
      '2026-11-02',
      '2 November 2026',
      '2nd of November',
      'Nov 2',
      'November 2nd, 2026',
      '2.11.2026',
    ]) {
      assert.deepEqual(
        questionOf(`failed ${words}`, { ...berlin, locale: undefined }).span,
        novemberSecond,
        words,
      );
    }
    const { span } = questionOf('failed 13/02/2026', { ...berlin, locale: undefined });
    assert.equal(span.from, at('Europe/Berlin', '2026-02-13T00:00'));
  });
});

describe('periods that are refused with the reason', () => {
  const rows: [sentence: string, reason: RegExp, offers?: string[]][] = [
    ['failed on 31 November', /November has 30 days/, ['failed jobs on 30 november 2025']],
    ['failed on 29 February 2026', /February 2026 has 28 days/, ['failed jobs on 28 february 2026']],
    ['failed on 30 February', /at most 29 days/, ['failed jobs on 28 february 2026']],
    [
      'failed in the last few hours',
      /How many hours/,
      ['failed jobs last 3 hours', 'failed jobs last 6 hours'],
    ],
    [
      'failed between 22 and 20 nov',
      /ends before it begins/,
      ['failed jobs between 20 november 2026 and 22 november 2026'],
    ],
    ['failed on 2026-13-01', /no month 13/, ['failed jobs today', 'failed jobs last 7 days']],
    ['failed between 1 and 31 November', /November has 30 days/],
    ['failed tomorrow', /in the future/, ['failed jobs today']],
    ['failed on 24 December 2026', /in the future/],
    ['failed next week', /in the future/, ['failed jobs this week']],
    ['failed this friday', /in the future/, ['failed jobs last friday']],
    ['failed tonight', /in the future/, ['failed jobs last night']],
    ['failed between 1 and 30 November', /in the future/, ['failed jobs since 1 november 2026']],
    ['failed since today 18:00', /in the future/],
    ['failed last 100000000000000000000 days', /ten years/, ['failed jobs last year']],
    ['failed last 0 days', /is empty/],
    ['failed last 1.5 hours', /whole number/, ['failed jobs last 90 minutes']],
    ['failed since 1995-01-01', /before the year 2000/],
    ['failed on 2 Nov 1830', /before the year 2000/],
    ['failed in 1999', /before the year 2000/],
    ['failed between 2 Nov 2010 and 3 Nov 2025', /ten years/],
    [
      'failed between 20 Nov 2026 and 2 Nov 2026',
      /ends before it begins/,
      ['failed jobs between 2 november 2026 and 20 november 2026'],
    ],
    ['failed since 25:00', /not a time of day/],
    ['failed since 13pm', /not a time of day/],
    ['failed on Friday 21 November 2026', /is a Saturday/],
    ['failed at 6am', /a moment/, ['failed jobs since 06:00', 'failed jobs from 06:00 to 07:00']],
    ['failed before 6am', /has no start/, ['failed jobs from 00:00 to 06:00']],
    [
      'failed since 2.11',
      /time of day or a date/,
      ['failed jobs since 02:11', 'failed jobs since 2 november 2026'],
    ],
    ['failed between 25 and 28', /times of day or a date/, ['failed jobs between 25 and 28 october 2026']],
  ];
  for (const [sentence, reason, offers] of rows) {
    it(`the period of "${sentence}" is refused`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(reading.command.kind, 'noQuestion');
      assert.match(reading.command.kind === 'noQuestion' ? reading.command.reason : '', reason);
      if (offers) assert.deepEqual(offered(reading), offers);
      for (const offer of reading.offers)
        assert.equal(interpret(offer.sentence, berlin).command.kind, 'jobs');
    });
  }
});

describe('invalid times', () => {
  it('an invalid time is named by its first twenty characters', () => {
    for (const [words, named] of [
      ['since 99:99', '99:99'],
      [`since ${'9'.repeat(40)}:00`, '9'.repeat(20)],
      [`at ${'8'.repeat(40)}pm`, '8'.repeat(20)],
    ])
      assert.deepEqual(interpret(`failed ${words}`, berlin).command, {
        kind: 'noQuestion',
        about: 'period',
        isUnderstood: true,
        reason: `${named} is not a time of day.`,
      });
  });
});

describe('invalid hours beside a time', () => {
  for (const words of ['between 30 and 3pm', 'from 30 to 3pm', 'between 3pm and 30', 'from 30 to now'])
    it(`an invalid hour is named as what is wrong with "${words}"`, () => {
      const { command } = interpret(`failed ${words}`, berlin);
      assert.deepEqual(command, {
        kind: 'noQuestion',
        about: 'period',
        isUnderstood: true,
        reason: '30 is not a time of day.',
      });
    });
});

describe('readings that are offered beside the one taken', () => {
  it('the words "since 2" at 14:05 are read as 02:00, and 14:00 is offered', () => {
    const reading = interpret('failed exchange backups since 2, 5 per page', berlin);
    assert.equal(
      reading.command.kind === 'jobs' && reading.command.question.span.from,
      at('Europe/Berlin', '2026-11-23T02:00'),
    );
    assert.deepEqual(reading.offers, [
      { label: 'since 14:00', sentence: 'failed Exchange backups since 14:00, 5 per page' },
    ]);
  });

  it('the night that is on is offered beside the latest one that is over', () => {
    const offers = (sentence: string, local: string) =>
      offered(interpret(sentence, context('Europe/Berlin', local)));
    assert.deepEqual(offers('failed 22:00 to 06:00', '2026-11-23T04:25'), ['failed jobs since 22:00']);
    assert.deepEqual(offers('failed between 10pm and 6am', '2026-11-22T23:10'), ['failed jobs since 22:00']);
    assert.deepEqual(offers('failed from 8:00 to 16:00', '2026-11-23T12:00'), ['failed jobs since 08:00']);
    for (const local of ['2026-11-23T06:00', '2026-11-23T14:05', '2026-11-23T22:00']) {
      assert.deepEqual(offers('failed 22:00 to 06:00', local), [], local);
    }
  });

  it('the words "since friday" are offered beside "from friday", and the clock beside "since 18h"', () => {
    assert.deepEqual(offered(interpret('backups from friday', berlin)), ['backups since friday']);
    assert.deepEqual(offered(interpret('backups since 18h', berlin)), ['backups since 18:00']);
  });
});
