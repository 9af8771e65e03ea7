import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Temporal } from 'temporal-polyfill';
import type { Window } from '../../../src/domain/question.ts';
import { comparedAnew } from '../../../src/features/compare/windows.ts';
import { readSpan } from '../../../src/language/read-span.ts';
import type { ReadingContext } from '../../../src/language/reading.ts';
import { anywhere, berlin, context, offered, reasonOf, window as written } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const zone = 'Europe/Berlin';

/** The windows of a comparison; fails if the sentence is none. */
function compared(sentence: string, where = berlin) {
  const { command } = interpret(sentence, where);
  assert.ok(command.kind === 'compare', `${sentence}: ${command.kind}`);
  return command.question;
}

function windows(sentence: string, where = berlin): [string, string] {
  const { window, other } = compared(sentence, where);
  return [local(window, where.zone), local(other, where.zone)];
}

function local({ span }: Pick<Window, 'span'>, inZone: string): string {
  const filter = { type: undefined, service: undefined, state: undefined };
  return written({ ...filter, span, spanWords: undefined, zone: inZone, pageSize: 10 }, inZone);
}

const monday = '2026-11-23T14:05';
const today = '2026-11-23T00:00/2026-11-23T14:05';
const thisMonth = '2026-11-01T00:00/2026-11-23T14:05';
const dayBefore = '2026-11-22T00:00/2026-11-22T14:05';
const weekBefore = '2026-11-16T00:00/2026-11-16T14:05';
const monthBefore = '2026-10-01T00:00/2026-10-23T14:05';
const september = '2026-09-01T00:00/2026-10-01T00:00';
const october = '2026-10-01T00:00/2026-11-01T00:00';

describe('two periods that are compared', () => {
  const rows: [sentence: string, first: string, second: string, now?: string][] = [
    ['failures compared to yesterday', today, dayBefore],
    ['compare failures with yesterday', today, dayBefore],
    ['failures vs previous day', today, dayBefore],
    ['failures today vs yesterday', today, dayBefore],
    ['failures yesterday vs today', today, dayBefore],
    ['failures against last week', today, weekBefore],
    ['backups this week compared to last week', today, weekBefore],
    ['backups last week vs this week', today, weekBefore],
    ['backups this week vs the previous week', today, weekBefore],
    ['difference between this week and last week', today, weekBefore],
    ['failures against last month', thisMonth, monthBefore],
    ['failures this month vs october', thisMonth, monthBefore],
    ['failures november vs october', thisMonth, monthBefore],
    ['failures vs last year', '2026-01-01T00:00/2026-11-23T14:05', '2025-01-01T00:00/2025-11-23T14:05'],
    [
      'failures this quarter vs last quarter',
      '2026-10-01T00:00/2026-11-23T14:05',
      '2026-07-01T00:00/2026-08-23T14:05',
    ],
    ['backups monday vs tuesday', today, '2026-11-17T00:00/2026-11-17T14:05'],
    ['backups today vs last monday', today, weekBefore],
    ['backups today vs 3 nov', today, '2026-11-03T00:00/2026-11-03T14:05'],
    [
      'failures 8am-5pm today vs 8am-5pm yesterday',
      '2026-11-23T08:00/2026-11-23T14:05',
      '2026-11-22T08:00/2026-11-22T14:05',
    ],
    [
      'failures this morning vs yesterday morning',
      '2026-11-23T00:00/2026-11-23T10:00',
      '2026-11-22T00:00/2026-11-22T10:00',
      '2026-11-23T10:00',
    ],
    [
      'failures this weekend vs last weekend',
      '2026-11-21T00:00/2026-11-21T09:00',
      '2026-11-14T00:00/2026-11-14T09:00',
      '2026-11-21T09:00',
    ],
    [
      'failures this week vs last week',
      '2026-11-23T00:00/2026-11-25T10:00',
      '2026-11-16T00:00/2026-11-18T10:00',
      '2026-11-25T10:00',
    ],
    // Finished periods stay whole, and so does what is shorter than the first.
    ['failures october vs september', october, september],
    ['failures last month vs september', october, september],
    [
      'failures this month vs last month',
      '2026-03-01T00:00/2026-03-31T15:00',
      '2026-02-01T00:00/2026-03-01T00:00',
      '2026-03-31T15:00',
    ],
    // Those of different units too: no part of a month is seven days.
    ['failures last 7 days vs last month', '2026-11-16T14:05/2026-11-23T14:05', october],
    ['failures today vs last week', today, '2026-11-16T00:00/2026-11-23T00:00'],
    // The one before
    ['failures vs previous 7 days', '2026-11-16T14:05/2026-11-23T14:05', '2026-11-09T14:05/2026-11-16T14:05'],
    [
      'failures last week vs previous week',
      '2026-11-16T00:00/2026-11-23T00:00',
      '2026-11-09T00:00/2026-11-16T00:00',
    ],
    ['compare failures yesterday', '2026-11-22T00:00/2026-11-23T00:00', '2026-11-21T00:00/2026-11-22T00:00'],
    // A day and its times are one period.
    [
      'compare failures yesterday from 8:00 to 12:00',
      '2026-11-22T08:00/2026-11-22T12:00',
      '2026-11-22T04:00/2026-11-22T08:00',
    ],
  ];
  for (const [sentence, first, second, now = monday] of rows) {
    it(`"${sentence}" at ${now} compares ${first} with ${second}`, () => {
      assert.deepEqual(windows(sentence, context(zone, now)), [first, second]);
    });
  }

  it('a period that is cut at the same point is offered whole, with one tap', () => {
    const cut: [sentence: string, label: string, first: string, second: string][] = [
      [
        'failures this week vs last week',
        'vs all of last week',
        '2026-11-23T00:00/2026-11-25T10:00',
        '2026-11-16T00:00/2026-11-23T00:00',
      ],
      [
        'exchange backups against last month',
        'vs all of last month',
        '2026-11-01T00:00/2026-11-25T10:00',
        october,
      ],
      [
        'backups last week vs this week',
        'vs all of last week',
        '2026-11-23T00:00/2026-11-25T10:00',
        '2026-11-16T00:00/2026-11-23T00:00',
      ],
    ];
    for (const [sentence, label, first, second] of cut) {
      const where = context(zone, '2026-11-25T10:00');
      const { command, offers } = interpret(sentence, where);
      assert.ok(command.kind === 'compare');
      assert.deepEqual(
        offers.map(offer => offer.label),
        [label],
      );
      const [whole = ''] = offered({ command, notes: [], offers });
      assert.deepEqual(windows(whole, where), [first, second], whole);
      const { type, service, state } = compared(whole, where);
      assert.deepEqual(
        [type, service, state],
        [command.question.type, command.question.service, command.question.state],
      );
    }
    for (const sentence of [
      'failures october vs september',
      'failures 24h vs previous 24h',
      'compare failures 24h',
    ])
      assert.deepEqual(interpret(sentence, berlin).offers, [], sentence);
  });

  it('two periods are cut at the same weekday and time across a change of the clocks', () => {
    // 25 October 2026: 03:00 becomes 02:00.
    assert.deepEqual(windows('failures this week vs last week', context(zone, '2026-10-28T14:05')), [
      '2026-10-26T00:00/2026-10-28T14:05',
      '2026-10-19T00:00/2026-10-21T14:05',
    ]);
    assert.deepEqual(windows('failures today vs yesterday', context(zone, '2026-10-26T14:05')), [
      '2026-10-26T00:00/2026-10-26T14:05',
      '2026-10-25T00:00/2026-10-25T14:05',
    ]);
    assert.deepEqual(
      windows('failures today vs yesterday', context('America/Santiago', '2026-09-06T14:05')),
      ['2026-09-06T01:00/2026-09-06T14:05', '2026-09-05T00:00/2026-09-05T14:05'],
    );
  });

  it('the second of two compared periods has words only if those give just the part that is compared', () => {
    const words = (sentence: string) => compared(sentence).other.spanWords;
    assert.equal(words('failures today vs yesterday'), 'yesterday until 14:05');
    assert.equal(words('backups monday vs tuesday'), 'tuesday until 14:05');
    assert.equal(words('failures this week vs last week'), undefined);
    assert.equal(words('failures this month vs october'), '1 october 2026 00:00 to 23 october 2026 14:05');
    assert.equal(words('failures october vs september'), 'september');
  });

  it('a comparison with a period that is not over has no longer second window', () => {
    const pairs =
      'today vs yesterday,this week vs last week,this month vs last month,this quarter vs last quarter,this year vs last year,today vs friday,monday vs tuesday,last week vs this week'.split(
        ',',
      );
    fc.assert(
      fc.property(fc.constantFrom(...pairs), anywhere, (words, where) => {
        const { command } = interpret(`failed jobs ${words}`, where);
        if (command.kind !== 'compare') return;
        const { window, other } = command.question;
        const now = Math.floor(where.now / 1000) * 1000;
        const clock = (ms: number) =>
          Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(where.zone);
        const days = ({ from, to }: typeof window.span) =>
          clock(from)
            .toPlainDate()
            .toPlainDateTime()
            .until(clock(to).toPlainDateTime())
            .total({ unit: 'hours' });
        // An hour that comes twice is as long on the clock as another.
        if (window.span.to >= now) assert.ok(days(other.span) <= days(window.span) + 1, words);
        if (other.spanWords !== undefined)
          assert.deepEqual(readSpan(other.spanWords, where)?.span, other.span, words);
      }),
      { numRuns: 400 },
    );
  });
});

describe('what is not compared', () => {
  const rows: [sentence: string, reason: RegExp, offers?: string[]][] = [
    [
      'failures vs 3 nov',
      /Which period should “3 nov” be compared with\?/,
      ['failed jobs today vs 3 nov', 'compare failed jobs 3 nov'],
    ],
    [
      'failures vs friday',
      /Which period should “friday”/,
      ['failed jobs today vs friday', 'compare failed jobs friday'],
    ],
    [
      'failures vs today',
      /Which period should “today”/,
      ['failed jobs today vs yesterday', 'compare failed jobs today'],
    ],
    [
      'failures against october',
      /Which period should “october”/,
      ['failed jobs this month vs october', 'compare failed jobs october'],
    ],
    ['failures vs the last 3 days', /Which period should “last 3 days”/, ['compare failed jobs last 3 days']],
    ['failures friday vs previous day', /Which period should “friday”/],
    ['failures last month vs previous month', /Which period should “last month”/],
    [
      'failures today vs today',
      /same period/,
      ['failed jobs today vs yesterday', 'compare failed jobs today'],
    ],
    ['failures today vs mondays', /Which Monday/, ['failed jobs today vs last monday']],
    ['failures today vs tomorrow', /in the future/, ['failed jobs today vs yesterday']],
    ['restores vs exports yesterday', /one kind of job/],
    ['restores vs backups yesterday', /“vs”/],
    ['compare restores with backups yesterday', /“compare”/],
    ['compare backups with exchange', /“compare”/],
    ['backups against exchange', /“against”/],
    ['backups yesterday against exchange', /“against”/],
    ['failures today vs exchange failures yesterday', /one period at a time/],
  ];
  for (const [sentence, reason, offers] of rows) {
    it(`"${sentence}" is refused`, () => {
      const reading = interpret(sentence, berlin);
      assert.match(reasonOf(reading), reason);
      if (offers) assert.deepEqual(offered(reading), offers);
      for (const offer of offered(reading)) {
        const { command } = interpret(offer, berlin);
        if (/\bvs\b|^compare/.test(offer)) assert.notEqual(command.kind, 'noQuestion', offer);
      }
    });
  }

  it('the states behind "with" are no second period', () => {
    assert.equal(compared('compare backups with errors today and yesterday').state, 'failed');
    assert.equal(compared('compare backups with exceptions yesterday').state, 'finishedWithException');
  });
});

describe('a comparison that is made again', () => {
  /** The windows when the words of a card posted at `monday` are read at a later time. */
  function again(sentence: string, later: string, otherWords?: string): [string, string] {
    const where = context(zone, later);
    const { window, other } = compared(sentence, context(zone, monday));
    const asked = otherWords === undefined ? other : worded(otherWords, context(zone, monday));
    const both = comparedAnew({ window, other: asked }, worded(window.spanWords ?? '', where), where.now);
    assert.ok(both);
    return [local(both.window, zone), local(both.other, zone)];
  }

  function worded(spanWords: string, where: ReadingContext): Window {
    const { from, to } = readSpan(spanWords, where)?.span ?? {};
    assert.ok(from !== undefined && to !== undefined, spanWords);
    return { span: { from, to }, spanWords, zone };
  }

  const rows: [sentence: string, later: string, first: string, second: string][] = [
    [
      'jobs today vs yesterday',
      '2026-11-23T16:00',
      '2026-11-23T00:00/2026-11-23T16:00',
      '2026-11-22T00:00/2026-11-22T16:00',
    ],
    [
      'jobs today vs yesterday',
      '2026-11-24T09:00',
      '2026-11-24T00:00/2026-11-24T09:00',
      '2026-11-23T00:00/2026-11-23T09:00',
    ],
    [
      'jobs today vs 3 nov',
      '2026-11-24T09:00',
      '2026-11-24T00:00/2026-11-24T09:00',
      '2026-11-03T00:00/2026-11-03T09:00',
    ],
    [
      'jobs this week vs last week',
      '2026-11-25T09:00',
      '2026-11-23T00:00/2026-11-25T09:00',
      '2026-11-16T00:00/2026-11-18T09:00',
    ],
    [
      'jobs this week vs last week',
      '2026-12-02T09:00',
      '2026-11-30T00:00/2026-12-02T09:00',
      '2026-11-23T00:00/2026-11-25T09:00',
    ],
    [
      'jobs this month vs last month',
      '2026-12-02T09:00',
      '2026-12-01T00:00/2026-12-02T09:00',
      '2026-11-01T00:00/2026-11-02T09:00',
    ],
    [
      'jobs this month vs october',
      '2026-12-02T09:00',
      '2026-12-01T00:00/2026-12-02T09:00',
      '2026-10-01T00:00/2026-10-02T09:00',
    ],
    [
      'jobs this year vs last year',
      '2026-12-02T09:00',
      '2026-01-01T00:00/2026-12-02T09:00',
      '2025-01-01T00:00/2025-12-02T09:00',
    ],
    [
      'jobs 8am-5pm today vs 8am-5pm yesterday',
      '2026-11-24T09:00',
      '2026-11-24T08:00/2026-11-24T09:00',
      '2026-11-23T08:00/2026-11-23T09:00',
    ],
    [
      'jobs monday vs tuesday',
      '2026-11-24T09:00',
      '2026-11-24T00:00/2026-11-24T09:00',
      '2026-11-23T00:00/2026-11-23T09:00',
    ],
    [
      'jobs today vs yesterday until noon',
      '2026-11-23T16:00',
      '2026-11-23T00:00/2026-11-23T16:00',
      '2026-11-22T00:00/2026-11-22T12:00',
    ],
    ['jobs october vs september', '2026-12-02T09:00', october, september],
    [
      'compare jobs 24h',
      '2026-11-24T09:00',
      '2026-11-23T09:00/2026-11-24T09:00',
      '2026-11-22T09:00/2026-11-23T09:00',
    ],
    [
      'compare jobs yesterday',
      '2026-11-24T09:00',
      '2026-11-23T00:00/2026-11-24T00:00',
      '2026-11-22T00:00/2026-11-23T00:00',
    ],
  ];
  for (const [sentence, later, first, second] of rows) {
    it(`made again, "${sentence}" at ${later} compares ${first} with ${second}`, () => {
      assert.deepEqual(again(sentence, later), [first, second]);
    });
  }

  it('a comparison of an older card with last week whole is cut when it is made again', () => {
    assert.deepEqual(again('jobs this week vs last week', '2026-11-25T09:00', 'last week'), [
      '2026-11-23T00:00/2026-11-25T09:00',
      '2026-11-16T00:00/2026-11-18T09:00',
    ]);
  });
});
