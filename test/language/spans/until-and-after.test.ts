import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Temporal } from 'temporal-polyfill';
import { readSpan } from '../../../src/language/read-span.ts';
import { interpret } from '../../support/interpret.ts';
import { anywhere, berlin, context, offered, questionOf, reasonOf, window } from '../support.ts';

const zone = 'Europe/Berlin';
type Row = [words: string, window: string, now?: string];

function reads(rows: readonly Row[]): void {
  for (const [words, expected, now = '2026-11-23T14:05'] of rows) {
    it(`"${words}" at ${now} is ${expected}`, () => {
      const where = context(zone, now);
      const question = questionOf(`failed backups ${words}`, where);
      assert.equal(window(question, zone), expected);
      assert.deepEqual(readSpan(question.spanWords ?? '', where)?.span, question.span);
    });
  }
}

function refuses(rows: readonly [sentence: string, reason: RegExp, offers: string[]][]): void {
  for (const [sentence, reason, offers] of rows) {
    it(`"${sentence}" is refused, and its other readings are offered`, () => {
      const reading = interpret(sentence, berlin);
      assert.match(reasonOf(reading), reason);
      assert.deepEqual(offered(reading), offers);
      for (const offer of offers) assert.equal(interpret(offer, berlin).command.kind, 'jobs', offer);
    });
  }
}

describe('a day until a time ends on that day', () => {
  reads([
    ['on friday until 6pm', '2026-11-20T00:00/2026-11-20T18:00'],
    ['yesterday until noon', '2026-11-22T00:00/2026-11-22T12:00'],
    ['saturday until 10am', '2026-11-21T00:00/2026-11-21T10:00'],
    ['2 nov till 18:30', '2026-11-02T00:00/2026-11-02T18:30'],
    ['the 20th til 6pm', '2026-11-20T00:00/2026-11-20T18:00'],
    ['3 days ago until 6pm', '2026-11-20T00:00/2026-11-20T18:00'],
    ['previous day until noon', '2026-11-22T00:00/2026-11-22T12:00'],
    ['friday until midnight', '2026-11-20T00:00/2026-11-21T00:00'],
    ['friday until 24:00', '2026-11-20T00:00/2026-11-21T00:00'],
    ['friday before 6pm', '2026-11-20T00:00/2026-11-20T18:00'],
    ['friday until 18', '2026-11-20T00:00/2026-11-20T18:00'],
    ['today until noon', '2026-11-23T00:00/2026-11-23T12:00'],
    ['today until 6pm', '2026-11-23T00:00/2026-11-23T14:05'],
    ['from today until noon', '2026-11-23T00:00/2026-11-23T12:00'],
    ['since yesterday 6pm until 2pm', '2026-11-22T18:00/2026-11-23T14:00'],
    ['friday until 6pm saturday', '2026-11-20T00:00/2026-11-21T18:00'],
    ['friday 8am until 6pm', '2026-11-20T08:00/2026-11-20T18:00'],
    ['yesterday until 2:30', '2026-10-25T00:00/2026-10-25T02:30', '2026-10-26T09:00'],
  ]);

  it('a day until a time ends on that day whatever stands between the two', () => {
    for (const sentence of ['friday failures until 6pm', 'until 6pm exchange failures on friday'])
      assert.equal(window(questionOf(sentence), zone), '2026-11-20T00:00/2026-11-20T18:00', sentence);
  });

  refuses([
    [
      'failed from friday until 6pm',
      /On which day does that end/,
      [
        'failed jobs 20 november 2026 until 18:00',
        'failed jobs from 20 november 2026 to 22 november 2026 18:00',
      ],
    ],
    [
      'failed since friday until 2pm',
      /On which day does that end/,
      [
        'failed jobs 20 november 2026 until 14:00',
        'failed jobs from 20 november 2026 to 23 november 2026 14:00',
      ],
    ],
    [
      'failed since friday 8am until 6pm',
      /On which day does that end/,
      [
        'failed jobs from 20 november 2026 08:00 to 20 november 2026 18:00',
        'failed jobs from 20 november 2026 08:00 to 22 november 2026 18:00',
      ],
    ],
    [
      'failed since monday 6pm until 2pm',
      /On which day does that end/,
      [
        'failed jobs from 16 november 2026 18:00 to 17 november 2026 14:00',
        'failed jobs from 16 november 2026 18:00 to 23 november 2026 14:00',
      ],
    ],
    [
      'failed since friday 6pm until 2pm',
      /On which day does that end/,
      [
        'failed jobs from 20 november 2026 18:00 to 21 november 2026 14:00',
        'failed jobs from 20 november 2026 18:00 to 23 november 2026 14:00',
      ],
    ],
    [
      'failed from yesterday until 6pm',
      /On which day does that end/,
      ['failed jobs 22 november 2026 until 18:00', 'failed jobs since 22 november 2026'],
    ],
    [
      'failed between yesterday and noon',
      /On which day does that end/,
      [
        'failed jobs 22 november 2026 until 12:00',
        'failed jobs from 22 november 2026 to 23 november 2026 12:00',
      ],
    ],
    [
      'failed friday to 6pm',
      /On which day does that end/,
      [
        'failed jobs 20 november 2026 until 18:00',
        'failed jobs from 20 november 2026 to 22 november 2026 18:00',
      ],
    ],
    [
      'failed from 6pm to friday',
      /On which day does that begin/,
      [
        'failed jobs from 20 november 2026 18:00 to 20 november 2026',
        'failed jobs from 19 november 2026 18:00 to 20 november 2026',
      ],
    ],
    [
      'failed yesterday until 6',
      /morning or the afternoon/,
      ['failed jobs yesterday until 06:00', 'failed jobs yesterday until 18:00'],
    ],
    [
      'failed until 6pm on friday',
      /has no start/,
      [
        'failed jobs 20 november 2026 until 18:00',
        'failed jobs between 13 november 2026 00:00 and 20 november 2026 18:00',
      ],
    ],
    [
      'failed from friday in exchange until 6pm',
      /one period at a time/,
      ['failed Exchange jobs from friday'],
    ],
    ['failed friday until 25:00', /not a time of day/, ['failed jobs today', 'failed jobs last 7 days']],
    ['failed tomorrow until noon', /in the future/, ['failed jobs today', 'failed jobs last 7 days']],
  ]);

  it('a day until a time ends on that day in every zone and at every moment, whatever joins them', () => {
    const days =
      'yesterday,on friday,saturday,last monday,3 days ago,the 20th,2 nov,today,previous day'.split(',');
    const times = '6pm,noon,10am,18:30,00:30,midnight,24:00,23:59:59'.split(',');
    const joiners = ['until', 'till', 'til', 'before', 'to', '-'];
    const openers = ['', 'from', 'since', 'between'];
    const cases = fc.tuple(...[days, times, joiners, openers].map(list => fc.constantFrom(...list)));
    let answered = 0;
    fc.assert(
      fc.property(cases, anywhere, ([day, time, joiner, opener], where) => {
        const words = [opener, day, joiner, time].filter(Boolean).join(' ');
        const { command } = interpret(`failed jobs ${words}`, where);
        const named = interpret(`failed jobs ${day}`, where).command;
        if (command.kind !== 'jobs' || named.kind !== 'jobs') return;
        answered += 1;
        const [first, last] = [localDate(named.question.span.from, where), command.question.span];
        assert.equal(localDate(last.from, where), first, words);
        assert.equal(localDate((last.to ?? 0) - 1000, where), first, words);
      }),
      { numRuns: 600 },
    );
    assert.ok(answered > 60, `${answered} were answered`);
  });
});

describe('what is after a day or period begins when that ends', () => {
  reads([
    ['after yesterday', '2026-11-23T00:00/2026-11-23T14:05'],
    ['after last week', '2026-11-23T00:00/2026-11-23T14:05'],
    ['after friday', '2026-11-21T00:00/2026-11-23T14:05'],
    ['after last friday', '2026-11-21T00:00/2026-11-23T14:05'],
    ['after the weekend', '2026-11-23T00:00/2026-11-23T14:05'],
    ['after 2 november', '2026-11-03T00:00/2026-11-23T14:05'],
    ['after the 20th', '2026-11-21T00:00/2026-11-23T14:05'],
    ['after october', '2026-11-01T00:00/2026-11-23T14:05'],
    ['after 2025', '2026-01-01T00:00/2026-11-23T14:05'],
    ['after last night', '2026-11-23T08:00/2026-11-23T14:05'],
    ['after yesterday evening', '2026-11-23T00:00/2026-11-23T14:05'],
    // A moment is no stretch that could be over.
    ['after 6pm', '2026-11-22T18:00/2026-11-23T14:05'],
    ['after friday 6pm', '2026-11-20T18:00/2026-11-23T14:05'],
  ]);

  const notOver = /isn’t over yet/;
  refuses([
    ['failed after today', notOver, ['failed jobs since today']],
    ['failed after monday', notOver, ['failed jobs since monday']],
    ['failed after this week', notOver, ['failed jobs since this week']],
    ['failed after november', notOver, ['failed jobs since november']],
    ['failed after 2026', notOver, ['failed jobs since 2026']],
    ['failed after 3 days', notOver, ['failed jobs since 3 days']],
    ['failed after tomorrow', /in the future/, ['failed jobs today', 'failed jobs last 7 days']],
  ]);

  it('what is after a day or period begins when that ends in every zone and at every moment', () => {
    const periods =
      'yesterday,friday,last week,the weekend,last month,october,2 november,last night,this morning,the 20th,today,this week,3 days,friday evening'.split(
        ',',
      );
    let answered = 0;
    fc.assert(
      fc.property(fc.constantFrom(...periods), anywhere, (words, where) => {
        const { command } = interpret(`failed jobs after ${words}`, where);
        const named = interpret(`failed jobs ${words}`, where).command;
        if (command.kind !== 'jobs') return;
        assert.ok(named.kind === 'jobs', words);
        answered += 1;
        assert.equal(command.question.span.from, named.question.span.to, words);
      }),
      { numRuns: 400 },
    );
    assert.ok(answered > 150, `${answered} were answered`);
  });
});

describe('a time after which something was on a named day', () => {
  reads([
    ['friday after 6pm', '2026-11-20T18:00/2026-11-21T00:00'],
    ['yesterday after 18:00', '2026-11-22T18:00/2026-11-23T00:00'],
    ['after 6pm on friday', '2026-11-20T18:00/2026-11-21T00:00'],
    ['after 6pm yesterday', '2026-11-22T18:00/2026-11-23T00:00'],
    ['2 november after 8:00', '2026-11-02T08:00/2026-11-03T00:00'],
    ['after 2pm today', '2026-11-23T14:00/2026-11-23T14:05'],
    ['monday after 6pm', '2026-11-16T18:00/2026-11-17T00:00'],
    // "Since" goes on.
    ['friday since 6pm', '2026-11-20T18:00/2026-11-23T14:05'],
    ['since 6pm on friday', '2026-11-20T18:00/2026-11-23T14:05'],
  ]);

  it('a time after which something was ends with its day, and going on to now is offered', () => {
    const offers = (sentence: string) => offered(interpret(sentence, berlin));
    assert.deepEqual(offers('failed friday after 6pm'), ['failed jobs friday since 6pm']);
    assert.deepEqual(offers('failed after 6pm on friday'), ['failed jobs since 6pm on friday']);
    assert.deepEqual(offers('failed friday after 6'), [
      'failed jobs friday since 6',
      'failed jobs friday after 18:00',
    ]);
    assert.deepEqual(offers('failed after 6pm'), []);
  });

  refuses([['failed today after 6pm', /in the future/, ['failed jobs today', 'failed jobs last 7 days']]]);
});

function localDate(moment: number | undefined, where: { zone: string }): string {
  return Temporal.Instant.fromEpochMilliseconds(moment ?? 0)
    .toZonedDateTimeISO(where.zone)
    .toPlainDate()
    .toString();
}
