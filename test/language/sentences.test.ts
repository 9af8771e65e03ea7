import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { interpret } from '../support/interpret.ts';
import { at, berlin, questionOf } from './support.ts';

/** What is typed at three in the morning: sentence; type, service and state; window in Berlin; page size if not 10. */
const rows: [sentence: string, filter: string, window: string, pageSize?: number][] = [
  ['any failures?', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['anything failed?', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['did anything fail last night?', 'all all failed', '2026-11-22 18:00 to 2026-11-23 08:00'],
  ['what failed', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['what failed last night', 'all all failed', '2026-11-22 18:00 to 2026-11-23 08:00'],
  ['failed', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['failures', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['errors', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['errors 24h', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['exchange failed?', 'all exchange failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['failed exchange', 'all exchange failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['exchange errors today', 'all exchange failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['exchange errors since midnight', 'all exchange failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['sharepoint fails 24h', 'all sharepoint failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['onedrive failures 7d', 'all onedrive failed', '2026-11-16 14:05 to 2026-11-23 14:05'],
  ['onedrive last 12h failed', 'all onedrive failed', '2026-11-23 02:05 to 2026-11-23 14:05'],
  ['teams failed yesterday', 'all teams failed', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['teams chats failed yesterday', 'all teamsChat failed', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['what is running', 'all all inProgress', 'no bounds'],
  ["what's running right now", 'all all inProgress', 'no bounds'],
  ['running', 'all all inProgress', 'no bounds'],
  ['anything still running?', 'all all inProgress', 'no bounds'],
  ['restores in progress', 'restore all inProgress', 'no bounds'],
  ['ongoing exports', 'export all inProgress', 'no bounds'],
  ['active exchange backups', 'backup exchange inProgress', 'no bounds'],
  ['is anything running for sharepoint', 'all sharepoint inProgress', 'no bounds'],
  ['backup failed yesterday?', 'backup all failed', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['did the exchange backup fail', 'backup exchange failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['anything fail since 6am', 'all all failed', '2026-11-23 06:00 to 2026-11-23 14:05'],
  ['anything fail since 6 am?', 'all all failed', '2026-11-23 06:00 to 2026-11-23 14:05'],
  ['fails since 06:00', 'all all failed', '2026-11-23 06:00 to 2026-11-23 14:05'],
  ['failed since 22:30', 'all all failed', '2026-11-22 22:30 to 2026-11-23 14:05'],
  ['since yesterday 22:00 failed', 'all all failed', '2026-11-22 22:00 to 2026-11-23 14:05'],
  [
    'show me failed jobs for teams for the last 3 days',
    'all teams failed',
    '2026-11-20 14:05 to 2026-11-23 14:05',
  ],
  ['pls show failed bakcups', 'backup all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['FAILED BACKUPS TODAY!!!', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['failed,backups,today', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['how many backups failed this week', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['how many restores did we run last month', 'restore all all', '2026-10-01 00:00 to 2026-11-01 00:00'],
  [
    'which backups had warnings over the weekend',
    'backup all finishedWithException',
    '2026-11-21 00:00 to 2026-11-23 00:00',
  ],
  [
    'backups with warnings yesterday',
    'backup all finishedWithException',
    '2026-11-22 00:00 to 2026-11-23 00:00',
  ],
  [
    'completed with errors yesterday',
    'all all finishedWithException',
    '2026-11-22 00:00 to 2026-11-23 00:00',
  ],
  ['partial backups 24h', 'backup all partiallyFinished', '2026-11-22 14:05 to 2026-11-23 14:05'],
  [
    'partially finished exchange backups since monday',
    'backup exchange partiallyFinished',
    '2026-11-23 00:00 to 2026-11-23 14:05',
  ],
  ['partial failures this week', 'all all partiallyFinished', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['successful backups last night', 'backup all finished', '2026-11-22 18:00 to 2026-11-23 08:00'],
  ['succeeded restores today', 'restore all finished', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['all backups today', 'backup all all', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['all jobs yesterday', 'all all all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['jobs last hour', 'all all all', '2026-11-23 13:05 to 2026-11-23 14:05'],
  ['last 15 min failures', 'all all failed', '2026-11-23 13:50 to 2026-11-23 14:05'],
  ['past two weeks failed groups backups', 'backup groups failed', '2026-11-09 14:05 to 2026-11-23 14:05'],
  ['m365 groups failed 48h', 'all groups failed', '2026-11-21 14:05 to 2026-11-23 14:05'],
  ['power bi failed last week', 'all powerBi failed', '2026-11-16 00:00 to 2026-11-23 00:00'],
  ['powerbi errors this month', 'all powerBi failed', '2026-11-01 00:00 to 2026-11-23 14:05'],
  ['flows failed today', 'all powerAutomate failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['power apps failed today', 'all powerApps failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['yammer failures 7 days', 'all vivaEngage failed', '2026-11-16 14:05 to 2026-11-23 14:05'],
  ['viva engage backups yesterday', 'backup vivaEngage all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  [
    'public folder backups failed last weekend',
    'backup publicFolder failed',
    '2026-11-21 00:00 to 2026-11-23 00:00',
  ],
  ['project online backups yesterday', 'backup project all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['e-mail restores last week', 'restore exchange all', '2026-11-16 00:00 to 2026-11-23 00:00'],
  ['mailbox exports past 3 days', 'export exchange all', '2026-11-20 14:05 to 2026-11-23 14:05'],
  ['spo failures 1 week', 'all sharepoint failed', '2026-11-16 14:05 to 2026-11-23 14:05'],
  ['one drive errors overnight', 'all onedrive failed', '2026-11-22 18:00 to 2026-11-23 08:00'],
  ['deleted yesterday', 'delete all all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['deletions this year', 'delete all all', '2026-01-01 00:00 to 2026-11-23 14:05'],
  ['retention on sunday', 'retention all all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['retention jobs last friday', 'retention all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['exports on 20 nov', 'export all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['exports nov 20', 'export all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['exports 2026-11-20', 'export all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['exports on 20.11.2026', 'export all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['exports 20/11/2026', 'export all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['failed between monday and wednesday', 'all all failed', '2026-11-16 00:00 to 2026-11-19 00:00'],
  ['failed 1-7 november', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed from 1 nov to 7 nov', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed between 20:00 and 23:00', 'all all failed', '2026-11-22 20:00 to 2026-11-22 23:00'],
  ['failed from 22 to 6am', 'all all failed', '2026-11-22 22:00 to 2026-11-23 06:00'],
  ['failed yesterday between 20:00 and 23:00', 'all all failed', '2026-11-22 20:00 to 2026-11-22 23:00'],
  ['failed friday night', 'all all failed', '2026-11-20 18:00 to 2026-11-21 08:00'],
  ['failed saturday evening', 'all all failed', '2026-11-21 18:00 to 2026-11-22 00:00'],
  ['failed yesterday afternoon', 'all all failed', '2026-11-22 12:00 to 2026-11-22 18:00'],
  ['failed this morning', 'all all failed', '2026-11-23 00:00 to 2026-11-23 12:00'],
  ['failed since friday 18:00', 'all all failed', '2026-11-20 18:00 to 2026-11-23 14:05'],
  ['failed since 18:00 on friday', 'all all failed', '2026-11-20 18:00 to 2026-11-23 14:05'],
  ['failed since last friday', 'all all failed', '2026-11-20 00:00 to 2026-11-23 14:05'],
  ['failed since last week', 'all all failed', '2026-11-16 00:00 to 2026-11-23 14:05'],
  ['failed since the weekend', 'all all failed', '2026-11-21 00:00 to 2026-11-23 14:05'],
  ['failed in october', 'all all failed', '2026-10-01 00:00 to 2026-11-01 00:00'],
  ['failed in october 2025', 'all all failed', '2025-10-01 00:00 to 2025-11-01 00:00'],
  ['failed last year', 'all all failed', '2025-01-01 00:00 to 2026-01-01 00:00'],
  ['failed 3 days ago', 'all all failed', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['failed backups today 5 per page', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05', 5],
  ['failed backups, 20 at a time', 'backup all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 20],
  ['page size 25 failed exports', 'export all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 25],
  [
    'show failed backups today, 3 per page please',
    'backup all failed',
    '2026-11-23 00:00 to 2026-11-23 14:05',
    3,
  ],
  ['exchnage failures todya', 'all exchange failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  [
    'unsuccesful sharepiont backups yestrday',
    'backup sharepoint failed',
    '2026-11-22 00:00 to 2026-11-23 00:00',
  ],
  [
    'restores for office 365 groups since monday',
    'restore groups all',
    '2026-11-23 00:00 to 2026-11-23 14:05',
  ],
  [
    'can you check if exchange failed last night please',
    'all exchange failed',
    '2026-11-22 18:00 to 2026-11-23 08:00',
  ],
  [
    'hey, any failed teams backups since yesterday?',
    'backup teams failed',
    '2026-11-22 00:00 to 2026-11-23 14:05',
  ],
  ['restores', 'restore all all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['failed backups since 2', 'backup all failed', '2026-11-23 02:00 to 2026-11-23 14:05'],
  ['failed backups since 2pm', 'backup all failed', '2026-11-23 14:00 to 2026-11-23 14:05'],
  ['11/02/2026 failed', 'all all failed', '2026-02-11 00:00 to 2026-02-12 00:00'],
  ['failed on 11/02/2026', 'all all failed', '2026-02-11 00:00 to 2026-02-12 00:00'],
  ['0 per page failed backups', 'backup all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 1],
  ['failed 1000 per page', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 25],
  ['failed backups -5 per page', 'backup all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 1],
  ['failed backups ten per page', 'backup all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['5 a page failed', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05', 5],
  ['running backups on friday', 'backup all inProgress', 'no bounds'],
  ['list backups', 'backup all all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['power-bi failed this week', 'all powerBi failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['e-mail backups yesterday', 'backup exchange all', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['failed teams-chat backups', 'backup teamsChat failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['yesterday from 6pm to 8pm failures', 'all all failed', '2026-11-22 18:00 to 2026-11-22 20:00'],
  ['failures today since 6am', 'all all failed', '2026-11-23 06:00 to 2026-11-23 14:05'],
  ['failed from 22:00 to 06:00', 'all all failed', '2026-11-22 22:00 to 2026-11-23 06:00'],
  ['between 2 Nov 08:00 and 3 Nov 09:00 failures', 'all all failed', '2026-11-02 08:00 to 2026-11-03 09:00'],
  ['failed between 2 and 4pm', 'all all failed', '2026-11-22 14:00 to 2026-11-22 16:00'],
  ['failed from Monday to Wednesday', 'all all failed', '2026-11-16 00:00 to 2026-11-19 00:00'],
  ['from friday 18:00 to monday 08:00 failed', 'all all failed', '2026-11-20 18:00 to 2026-11-23 08:00'],
  ['since friday 6pm errors', 'all all failed', '2026-11-20 18:00 to 2026-11-23 14:05'],
  ['since 2 nov 18:00 errors', 'all all failed', '2026-11-02 18:00 to 2026-11-23 14:05'],
  ['on 20 November failures', 'all all failed', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['on Nov 20 failures', 'all all failed', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['yesterday morning failures', 'all all failed', '2026-11-22 00:00 to 2026-11-22 12:00'],
  ['this morning failed', 'all all failed', '2026-11-23 00:00 to 2026-11-23 12:00'],
  ['failed right now', 'all all failed', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['running now', 'all all inProgress', 'no bounds'],
  ['currently running restores', 'restore all inProgress', 'no bounds'],
  ["what's currently running?", 'all all inProgress', 'no bounds'],
  ['failed last half hour', 'all all failed', '2026-11-23 13:35 to 2026-11-23 14:05'],
  ['failed in the last hour', 'all all failed', '2026-11-23 13:05 to 2026-11-23 14:05'],
  ['29 feb failures', 'all all failed', '2024-02-29 00:00 to 2024-03-01 00:00'],
  ['backups from friday', 'backup all all', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['restore of the exchange backup', 'restore exchange all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['failed since 18.30', 'all all failed', '2026-11-22 18:30 to 2026-11-23 14:05'],
  ['failed since 18h', 'all all failed', '2026-11-22 20:05 to 2026-11-23 14:05'],
  ['failed since 3 days', 'all all failed', '2026-11-20 14:05 to 2026-11-23 14:05'],
  ['failed 2 days ago', 'all all failed', '2026-11-21 00:00 to 2026-11-22 00:00'],
  ['failed day before yesterday', 'all all failed', '2026-11-21 00:00 to 2026-11-22 00:00'],
  ['failed since noon', 'all all failed', '2026-11-23 12:00 to 2026-11-23 14:05'],
  ['failed since midnight', 'all all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['failed since 12am', 'all all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['FAİLED BACKUPS TODAY', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  [
    'ｆａｉｌｅｄ　ｂａｃｋｕｐｓ　ｌａｓｔ　２４ｈ',
    'backup all failed',
    '2026-11-22 14:05 to 2026-11-23 14:05',
  ],
  ['“failed” backups — today’s', 'backup all failed', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['5 per page', 'all all all', '2026-11-22 14:05 to 2026-11-23 14:05', 5],
  ['jobs', 'all all all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['job', 'all all all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['all jobs', 'all all all', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['failed backups in october', 'backup all failed', '2026-10-01 00:00 to 2026-11-01 00:00'],
  ['failed in may', 'all all failed', '2026-05-01 00:00 to 2026-06-01 00:00'],
  ['may 5 failures', 'all all failed', '2026-05-05 00:00 to 2026-05-06 00:00'],
  ['failed last november', 'all all failed', '2025-11-01 00:00 to 2025-12-01 00:00'],
  ['failed this year', 'all all failed', '2026-01-01 00:00 to 2026-11-23 14:05'],
  [
    'failed backups today 5 per page show me please',
    'backup all failed',
    '2026-11-23 00:00 to 2026-11-23 14:05',
    5,
  ],
  ['failed since 2026-11-02T18:00', 'all all failed', '2026-11-02 18:00 to 2026-11-23 14:05'],
  ['failed since 2026-11-02 18:00', 'all all failed', '2026-11-02 18:00 to 2026-11-23 14:05'],
  ['failed since 2/11', 'all all failed', '2026-11-02 00:00 to 2026-11-23 14:05'],
  ['failed on friday the 20th', 'all all failed', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['failed friday 20 november', 'all all failed', '2026-11-20 00:00 to 2026-11-21 00:00'],
  ['failed 1-7 nov', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed nov 1-7', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed 1 Nov - 7 Nov', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed between nov 1 and 7', 'all all failed', '2026-11-01 00:00 to 2026-11-08 00:00'],
  ['failed from 20 dec to 5 jan', 'all all failed', '2025-12-20 00:00 to 2026-01-06 00:00'],
  ['failed 24/07', 'all all failed', '2026-07-24 00:00 to 2026-07-25 00:00'],
];

describe('sentences as operators type them', () => {
  for (const [sentence, filter, window, pageSize] of rows) {
    it(`the grammar reads "${sentence}"`, () => {
      const question = questionOf(sentence);
      const { type, service, state } = question;
      assert.equal([type, service, state].map(value => value ?? 'all').join(' '), filter);
      const [from, to] = window.split(' to ');
      const bound = (local: string | undefined) => local && at('Europe/Berlin', local.replace(' ', 'T'));
      const expected =
        window === 'no bounds' ? { from: undefined, to: undefined } : { from: bound(from), to: bound(to) };
      assert.deepEqual(question.span, expected);
      assert.equal(question.pageSize, pageSize ?? 10);
      assert.equal(question.zone, berlin.zone);
    });
  }
});

/** A service or a period alone, or with a mark: how the backups are. */
const bare: [sentence: string, service: string, window: string][] = [
  ['exchange', 'exchange', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['teams?', 'teams', '2026-11-22 14:05 to 2026-11-23 14:05'],
  ['exchange yesterday', 'exchange', '2026-11-22 00:00 to 2026-11-23 00:00'],
  ['today', 'all', '2026-11-23 00:00 to 2026-11-23 14:05'],
  ['last night?', 'all', '2026-11-22 18:00 to 2026-11-23 08:00'],
  ['past 30 minutes', 'all', '2026-11-23 13:35 to 2026-11-23 14:05'],
  ['since 2', 'all', '2026-11-23 02:00 to 2026-11-23 14:05'],
];

describe('a service or a period and nothing else', () => {
  for (const [sentence, service, window] of bare) {
    it(`a service or a period alone asks for the status: "${sentence}"`, () => {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'health', command.kind);
      const [from, to] = window.split(' to ').map(local => at('Europe/Berlin', local.replace(' ', 'T')));
      assert.equal(command.question.service ?? 'all', service);
      assert.deepEqual(command.question.span, { from, to });
    });
  }
});
