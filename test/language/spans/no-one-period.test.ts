import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { interpret } from '../../support/interpret.ts';
import { berlin, context, offered, questionOf, reasonOf, window } from '../support.ts';

const zone = 'Europe/Berlin';

function refuses(rows: readonly [sentence: string, reason: RegExp, offers: string[]][]): void {
  for (const [sentence, reason, offers] of rows) {
    it(`"${sentence}" is refused, and periods that it may mean are offered`, () => {
      const reading = interpret(sentence, berlin);
      assert.match(reasonOf(reading), reason);
      assert.deepEqual(offered(reading), offers);
      for (const offer of offers) assert.equal(interpret(offer, berlin).command.kind, 'jobs', offer);
    });
  }
}

describe('a weekday said of many is no single day', () => {
  refuses([
    ['failed on mondays', /Which Monday/, ['failed jobs on monday', 'failed jobs on last monday']],
    ['failed fridays', /Which Friday/, ['failed jobs friday']],
    ['mondays backups', /Which Monday/, ['backups monday', 'backups last monday']],
    ["mondays' backups", /Which Monday/, ['backups monday', 'backups last monday']],
    ['failed on weekends', /Which weekend/, ['failed jobs last weekend']],
  ]);

  for (const sentence of [
    'failed every monday',
    'failed each friday',
    'failed every other friday',
    'failed since mondays',
    'failed after fridays',
    'failed last mondays',
    'failed every monday until 6pm',
    'failed mondays until 6pm',
    'failed between mondays and fridays',
    'failed every weekend',
  ]) {
    it(`a weekday of many in "${sentence}" is refused`, () =>
      assert.equal(interpret(sentence, berlin).command.kind, 'noQuestion'));
  }

  it('a weekday with an apostrophe is one day', () => {
    for (const sentence of ['monday\u2019s failures', "monday's failures"])
      assert.equal(window(questionOf(sentence), zone), '2026-11-23T00:00/2026-11-23T14:05', sentence);
    assert.equal(window(questionOf("friday's failures"), zone), '2026-11-20T00:00/2026-11-21T00:00');
    assert.equal(window(questionOf("the weekend's failures"), zone), '2026-11-21T00:00/2026-11-23T00:00');
  });

  it('a digest on many weekdays recurs on each of them', () => {
    for (const [sentence, days] of [
      ['digest mondays at 8', [1]],
      ['digest every monday at 8', [1]],
      ['digest weekends at 8', [6, 7]],
    ] as const) {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'digest' && command.order.what === 'set', sentence);
      assert.deepEqual(command.order.wish.when?.days, days);
    }
  });
});

describe('24/7 is no date', () => {
  for (const sentence of [
    '24/7 failures',
    'failed 24/7',
    'failed since 24/7',
    'failed 24/7 today',
    'failed on 24/7',
    'failed between 24/7 and 30/7',
  ])
    for (const locale of ['en-GB', 'en-US', undefined])
      it(`24/7 in "${sentence}" is refused as a date in the locale ${locale}`, () => {
        assert.match(reasonOf(interpret(sentence, { ...berlin, locale })), /24\/7/);
      });

  it('24/07 and 24/7/2026 are dates', () => {
    for (const words of ['24/07', '24/7/2026'])
      assert.equal(window(questionOf(`failed ${words}`), zone), '2026-07-24T00:00/2026-07-25T00:00', words);
  });
});

describe('the previous day, and days without their number', () => {
  it('the previous day is yesterday of the calendar, as the previous week is', () => {
    for (const words of ['previous day', 'the previous day', "previous day's", 'preceding day'])
      assert.equal(
        window(questionOf(`failed ${words} jobs`), zone),
        '2026-11-22T00:00/2026-11-23T00:00',
        words,
      );
    assert.equal(window(questionOf('failed since previous day'), zone), '2026-11-22T00:00/2026-11-23T14:05');
    assert.equal(window(questionOf('failed previous 1 day'), zone), '2026-11-22T14:05/2026-11-23T14:05');
    assert.equal(window(questionOf('failed last day'), zone), '2026-11-22T14:05/2026-11-23T14:05');
  });

  const three = (unit: string) => [`failed jobs last 3 ${unit}`, `failed jobs last 6 ${unit}`];
  refuses([
    ['failed last days', /How many days/, three('days')],
    ['failed in the past days', /How many days/, three('days')],
    ['failed previous days', /How many days/, three('days')],
    ['failed since the last days', /How many days/, three('days')],
    ['failed last hours', /How many hours/, three('hours')],
    ['failed last weeks', /How many weeks/, ['failed jobs last week', ...three('weeks')]],
    ['failed past weeks', /How many weeks/, ['failed jobs last week', ...three('weeks')]],
    ['failed last months', /How many months/, ['failed jobs last month', ...three('months')]],
  ]);
});

describe('a moment in a period', () => {
  const at = (moment: string, next: string) => [
    `failed jobs since ${moment}`,
    `failed jobs from ${moment} to ${next}`,
  ];
  refuses([
    ['failed last night at 2', /a moment/, at('23 november 2026 02:00', '23 november 2026 03:00')],
    ['failed at 2 last night', /a moment/, at('23 november 2026 02:00', '23 november 2026 03:00')],
    ['failed last night at 11', /a moment/, at('22 november 2026 23:00', '23 november 2026 00:00')],
    ['failed yesterday morning at 9', /a moment/, at('22 november 2026 09:00', '22 november 2026 10:00')],
    [
      'failed at 2am yesterday',
      /a moment/,
      ['failed jobs since yesterday 02:00', 'failed jobs yesterday from 02:00 to 03:00'],
    ],
    [
      'failed yesterday at 2',
      /a moment/,
      [
        'failed jobs since yesterday 02:00',
        'failed jobs yesterday from 02:00 to 03:00',
        'failed jobs since yesterday 14:00',
        'failed jobs yesterday from 14:00 to 15:00',
      ],
    ],
    ['failed last week at 2', /one period at a time/, ['failed jobs last week']],
  ]);

  it('the buttons of a moment last night lead to the very hours that were meant', () => {
    const [since, hour] = offered(interpret('failed last night at 2', context(zone, '2026-11-23T14:05')));
    assert.equal(window(questionOf(since ?? ''), zone), '2026-11-23T02:00/2026-11-23T14:05');
    assert.equal(window(questionOf(hour ?? ''), zone), '2026-11-23T02:00/2026-11-23T03:00');
  });
});
