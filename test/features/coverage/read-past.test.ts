import assert from 'node:assert/strict';
import { gotFrom } from '../../language/field.ts';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const yesterday = ['2026-11-22T00:00', '2026-11-23T00:00'];
const saturday = ['2026-11-21T00:00', '2026-11-22T00:00'];
const weekend = ['2026-11-21T00:00', '2026-11-23T00:00'];
const week = ['2026-11-16T00:00', '2026-11-23T00:00'];
const night = ['2026-11-22T18:00', '2026-11-23T08:00'];

const asked: readonly (readonly [string, readonly string[], ...string[]])[] = [
  ['which services had no backup yesterday', yesterday],
  ['what didnt get backed up yesterday', yesterday],
  ['any workload without a backup yesterday?', yesterday],
  ['no teams backup yesterday', yesterday, 'teams'],
  ['did teams get a good backup yesterday', yesterday, 'teams'],
  ['coverage yesterday', yesterday],
  ["what didn't get backed up on Saturday", saturday],
  ['last good backup on saturday', saturday],
  ['was there any service without a good backup last weekend', weekend],
  ['services without backup last week', week],
  ['when was the last good exchange backup last week', week, 'exchange'],
  ['what was missed last night', night],
  ['did we skip any backups last night', night],
];

/** Near misses: how old a backup was, each run of a week, something else than a backup. */
const notAsked = [
  'how old was the exchange backup on saturday',
  'were we within RPO last week',
  'which services were overdue on saturday',
  'gaps in our backups last week?',
  'did we skip any backups last week',
  'did every service get a backup every day last week',
  'last good backup before saturday',
  'no backup before friday',
  'which services had no restore yesterday',
  'which service had no failed backup yesterday',
  'which mailboxes had no backup yesterday',
  'what had no backup yesterday for kim@contoso.com',
];

describe('reading questions for good backups in a window that is over', () => {
  for (const [say, [from, to], ...services] of asked) {
    it(`asks whether a good backup began in the window: ${say}`, async () => {
      const got = await gotFrom({ say });
      assert.deepEqual([got.kind, got.from, got.to], ['lastGood', from, to]);
      assert.deepEqual(got.services ?? [], services);
    });
  }

  for (const say of notAsked) {
    it(`isn’t answered by the good backups of a window: ${say}`, () => {
      const { command } = interpret(say, berlin);
      assert.ok(command.kind !== 'coverage', command.kind);
    });
  }

  it('a window that reaches the present is still a limit: no backup since Friday', () => {
    const { command } = interpret('no backup since friday', berlin);
    assert.ok(command.kind === 'coverage');
    assert.equal(command.question.window, undefined);
  });
});
