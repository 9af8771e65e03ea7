import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { badStates, type JobState, type JobType, type Service } from '../../src/domain/job.ts';
import { interpret } from '../support/interpret.ts';
import { berlin, questionOf } from './support.ts';

type Row = [
  sentence: string,
  type: JobType | undefined,
  service: Service | undefined,
  state: JobState | undefined,
  from: string | undefined,
  to: string | undefined,
];

const now = '2026-11-23T14:05:00+01:00';

// Instants are written with their offset, so that nothing here depends on the machine's zone.
const rows: Row[] = [
  ['failed backups today', 'backup', undefined, 'failed', '2026-11-23T00:00:00+01:00', now],
  ['Which restores are running?', 'restore', undefined, 'inProgress', undefined, undefined],
  ['exchange failures since Friday', undefined, 'exchange', 'failed', '2026-11-20T00:00:00+01:00', now],
  [
    'exports yesterday',
    'export',
    undefined,
    undefined,
    '2026-11-22T00:00:00+01:00',
    '2026-11-23T00:00:00+01:00',
  ],
  [
    'partial sharepoint backups last week',
    'backup',
    'sharepoint',
    'partiallyFinished',
    '2026-11-16T00:00:00+01:00',
    '2026-11-23T00:00:00+01:00',
  ],
  [
    'completed teams chat backups past 6 hours',
    'backup',
    'teamsChat',
    'finished',
    '2026-11-23T08:05:00+01:00',
    now,
  ],
  [
    'retention jobs on Friday',
    'retention',
    undefined,
    undefined,
    '2026-11-20T00:00:00+01:00',
    '2026-11-21T00:00:00+01:00',
  ],
  [
    'failed onedrive backups between 1 and 7 November',
    'backup',
    'onedrive',
    'failed',
    '2026-11-01T00:00:00+01:00',
    '2026-11-08T00:00:00+01:00',
  ],
  [
    'power automate backups with exceptions this month',
    'backup',
    'powerAutomate',
    'finishedWithException',
    '2026-11-01T00:00:00+01:00',
    now,
  ],
  [
    'deletions last month',
    'delete',
    undefined,
    undefined,
    '2026-10-01T00:00:00+02:00',
    '2026-11-01T00:00:00+01:00',
  ],
  ['backups since yesterday 6pm', 'backup', undefined, undefined, '2026-11-22T18:00:00+01:00', now],
  ['faild sharpoint backups today', 'backup', 'sharepoint', 'failed', '2026-11-23T00:00:00+01:00', now],
  [
    'failed backups overnight',
    'backup',
    undefined,
    'failed',
    '2026-11-22T18:00:00+01:00',
    '2026-11-23T08:00:00+01:00',
  ],
  ['did backups fail?', 'backup', undefined, 'failed', '2026-11-22T14:05:00+01:00', now],
  [
    'unsuccessful exchange backups over the weekend',
    'backup',
    'exchange',
    'failed',
    '2026-11-21T00:00:00+01:00',
    '2026-11-23T00:00:00+01:00',
  ],
];

describe('examples of the specification', () => {
  for (const [sentence, type, service, state, from, to] of rows) {
    it(`the grammar reads "${sentence}"`, () => {
      const question = questionOf(sentence);
      assert.deepEqual([question.type, question.service, question.state], [type, service, state]);
      assert.deepEqual(question.span, { from: from && Date.parse(from), to: to && Date.parse(to) });
      assert.equal(question.zone, 'Europe/Berlin');
      assert.equal(question.pageSize, 10);
    });
  }

  it('the grammar reports both corrections of "faild sharpoint backups today"', () => {
    assert.deepEqual(interpret('faild sharpoint backups today', berlin).notes, [
      { kind: 'corrected', written: 'faild', read: 'failed' },
      { kind: 'corrected', written: 'sharpoint', read: 'sharepoint' },
    ]);
  });

  it('the grammar reads "backups without errors" as those that neither failed nor were partial or had exceptions', () => {
    assert.deepEqual(questionOf('backups without errors').narrowed?.without?.states, badStates);
  });

  it('the grammar refuses "failed on 31 November" and says that November has 30 days', () => {
    const { command } = interpret('failed on 31 November', berlin);
    assert.deepEqual(command, {
      kind: 'noQuestion',
      about: 'period',
      isUnderstood: true,
      reason: 'November has 30 days.',
    });
  });
});
