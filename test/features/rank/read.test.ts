import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobTypes } from '../../../src/domain/job.ts';
import { composeRank } from '../../../src/features/rank/compose.ts';
import { type Grouping, groupings, isOfTime } from '../../../src/features/rank/question.ts';
import { gotOf } from '../../language/field.ts';
import { berlin, offered, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

/** "failed exchange+teams 2026-11-22T14:05/2026-11-23T14:05 by service 3"; what isn't said is left out. */
function read(sentence: string): string {
  const { command } = interpret(sentence, berlin);
  assert.ok(command.kind === 'rank', `${sentence}: ${command.kind}`);
  const { type, services, states, from, to, by, limit } = gotOf(interpret(sentence, berlin));
  const { isWorstFirst, isWhich } = command.question;
  return [
    type === 'all' ? '' : type,
    services?.join('+'),
    states?.join() === 'all' ? '' : states?.join('+'),
    `${from}/${to}`,
    `by ${by}`,
    limit,
    isWorstFirst && (isOfTime(by as Grouping) || by === 'state') ? 'most first' : '',
    isWhich ? 'which' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const lastDay = '2026-11-22T14:05/2026-11-23T14:05';
const lastWeek = '2026-11-16T00:00/2026-11-23T00:00';
const sevenDays = '2026-11-16T14:05/2026-11-23T14:05';
const today = '2026-11-23T00:00/2026-11-23T14:05';
const month = '2026-11-01T00:00/2026-11-23T14:05';

describe('jobs that are counted in groups', () => {
  const rows: [sentence: string, meaning: string][] = [
    ['which service fails most', `failed ${lastDay} by service`],
    ['Which service has the most failures?', `failed ${lastDay} by service`],
    ['what service failed the most last week', `failed ${lastWeek} by service`],
    ['services with the most failures today', `failed ${today} by service`],
    ['failures by service', `failed ${lastDay} by service`],
    ['faliures by service', `failed ${lastDay} by service`],
    ['per service failures', `failed ${lastDay} by service`],
    ['last week failures by service please', `failed ${lastWeek} by service`],
    ['number of failed backups by workload', `backup failed ${lastDay} by service`],
    ['failed backups of each service today', `backup failed ${today} by service`],
    ['failures broken down by service', `failed ${lastDay} by service`],
    ['list services by failure count', `failed ${lastDay} by service`],
    ['order services by failures', `failed ${lastDay} by service`],
    ['what’s the worst performing service today', `failed ${today} by service`],
    ['rank services by failures', `failed ${lastDay} by service`],
    ['group restores by service, last month', `restore 2026-10-01T00:00/2026-11-01T00:00 by service`],
    ['last month, group restores by service', 'restore 2026-10-01T00:00/2026-11-01T00:00 by service'],
    ['worst service this week', `failed ${today} by service`],
    ['worst service for restores', `restore failed ${lastDay} by service`],
    ['top 3 failing services', `failed ${lastDay} by service 3`],
    ['top three services by failures this month', `failed ${month} by service 3`],
    ['worst 5 services', `failed ${lastDay} by service 5`],
    ['the 2 worst days last week', `failed ${lastWeek} by day 2 most first`],
    [
      'exchange and teams problems by service',
      `exchange+teams failed+exception+partial ${lastDay} by service`,
    ],
    ['failed or partial backups by service', `backup failed+partial ${lastDay} by service`],
    ['running jobs by service', 'running open/open by service'],
    ['which services failed last night', `failed 2026-11-22T18:00/2026-11-23T08:00 by service which`],
    ['how many services failed today', `failed ${today} by service which`],
    ['which services ran today', `${today} by service which`],
    ['failures per day', `failed ${sevenDays} by day`],
    ['failed backups per day last week', `backup failed ${lastWeek} by day`],
    ['exchange failures day by day', `exchange failed ${sevenDays} by day`],
    ['daily failures last week', `failed ${lastWeek} by day`],
    ['failures each day last week', `failed ${lastWeek} by day`],
    ['worst day in november for failures', `failed ${month} by day most first`],
    ['the day with the most failures last week', `failed ${lastWeek} by day most first`],
    ['busiest day last week', `${lastWeek} by day most first`],
    ['which days had failures last week', `failed ${lastWeek} by day which`],
    ['failures per hour today', `failed ${today} by hour`],
    ['failed jobs per week this month', `failed ${month} by week`],
    ['backup count by state', `backup ${lastDay} by state`],
    ['backups by status today', `backup ${today} by state`],
    ['split teams jobs by state, past 3 days', 'teams 2026-11-20T14:05/2026-11-23T14:05 by state'],
    ['breakdown by type', `${lastDay} by type`],
    ['which type of job failed most often today', `failed ${today} by type`],
  ];
  for (const [sentence, meaning] of rows) {
    it(`"${sentence}" asks for ${meaning}`, () => assert.equal(read(sentence), meaning));
  }

  it('a day is no table, so without a period the last 7 days are meant, and it is said', () => {
    assert.deepEqual(interpret('failures per day', berlin).notes, [
      { kind: 'usualPeriod', words: 'last 7 days' },
    ]);
    assert.deepEqual(interpret('failures per day last week', berlin).notes, []);
  });

  it('a sentence that is composed for groups asks for just these', () => {
    fc.assert(
      fc.property(
        fc.record({
          type: fc.option(fc.constantFrom(...jobTypes), { nil: undefined }),
          services: fc.constantFrom([], ['exchange'] as const, ['exchange', 'teamsChat'] as const),
          states: fc.constantFrom([], ['failed'] as const, ['finished', 'partiallyFinished'] as const),
          by: fc.constantFrom(...groupings.filter(by => by !== 'hour')),
          limit: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
          isWorstFirst: fc.boolean(),
        }),
        asked => {
          if (asked.by === 'service' && asked.services.length === 1) return;
          const sentence = composeRank(asked, 'last week');
          const { command } = interpret(sentence, berlin);
          assert.ok(command.kind === 'rank', sentence);
          const { type, services, states, by, limit, isWorstFirst } = command.question;
          const isInOrder = isOfTime(by) || by === 'state';
          assert.deepEqual(
            [type, [...services].sort(), [...states].sort(), by, limit],
            [asked.type, [...asked.services].sort(), [...asked.states].sort(), asked.by, asked.limit],
            sentence,
          );
          if (isInOrder) assert.equal(isWorstFirst, asked.isWorstFirst || limit !== undefined, sentence);
        },
      ),
    );
  });
});

describe('what is not counted in groups', () => {
  const rows: [sentence: string, about: string][] = [
    ['failures by day of the week', 'rank'],
    ['failed backups per service and day', 'rank'],
    ['jobs per service per state', 'rank'],
    ['give me a breakdown of failed backups this week', 'rank'],
    ['how many services do we have', 'rank'],
    ['is exchange the worst service', 'rank'],
    ['did exchange back up every day last week', 'rank'],
    ['which service doesn’t fail', 'rank'],
    ['running jobs per day', 'rank'],
    ['failures every day', 'rank'],
    ['failures per user', 'person'],
    ['backups by size', 'size'],
    ['failures per day since the outage', 'period'],
    ['failures by service for kim@contoso.com', 'person'],
    ['failures by service tomorrow', 'noQuestion'],
    ['failures per hour last week', 'noQuestion'],
    ['sort failed jobs by day', 'rank'],
    ['top 5 failed backups', 'order'],
    ['why do failures happen by service', 'words'],
  ];
  for (const [sentence, about] of rows) {
    it(`"${sentence}" is refused: ${about}`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about);
      for (const offer of offered(reading))
        assert.equal(unanswered(interpret(offer, berlin)), undefined, offer);
    });
  }

  for (const [sentence, kind] of [
    ['most common errors', 'causes'],
    ['failed jobs by cause', 'causes'],
    ['what needs attention, worst first', 'health'],
    ['failed jobs of the exchange service', 'jobs'],
    ['which services are backed up', 'coverage'],
    ['all services', 'tabs'],
  ] as const) {
    it(`"${sentence}" is no question about groups`, () =>
      assert.notEqual(interpret(sentence, berlin).command.kind, 'rank', kind));
  }
});
