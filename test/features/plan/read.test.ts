import assert from 'node:assert/strict';
import { gotOf } from '../../language/field.ts';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

describe('asking for planned backups', () => {
  for (const [sentence, ...services] of [
    ['when does exchange back up next', 'exchange'],
    ['backup schedule'],
    ['schedule'],
    ['when is the next onedrive backup', 'onedrive'],
    ['upcoming backups'],
    ['what runs tonight'],
    ['schedule for teams and exchange', 'exchange', 'teams'],
    ['when will teams be backed up again', 'teams'],
    ['when is exchange due', 'exchange'],
    ['which backup is next'],
  ])
    it(`"${sentence}" asks for the plan`, () => {
      const got = gotOf(interpret(sentence ?? '', berlin));
      assert.deepEqual([got.kind, got.services], ['nextRun', services]);
    });

  for (const sentence of [
    'schedule for next week',
    'when will the restore finish',
    'when does the retention job run',
    'failed scheduled backups',
    'which backups have yet to complete',
    'schedule a backup',
    'change the schedule',
    'what ran last night',
    'backups for the next customer',
    'next page',
  ])
    it(`"${sentence}" is not answered with today’s plan`, () => {
      assert.notEqual(interpret(sentence, berlin).command.kind, 'plan');
    });

  for (const sentence of [
    'when does exchange back up tomorrow',
    'what is scheduled for tomorrow',
    'backup schedule of Exchange tomorrow',
  ])
    it(`"${sentence}" is a question about tomorrow, whose plan isn’t known`, () => {
      const { kind, question } = interpret(sentence, berlin).command;
      assert.deepEqual([kind, question?.isOfTomorrow], ['plan', true]);
    });
});
