import assert from 'node:assert/strict';
import { interpret } from '../../../src/bot/interpret.ts';
import { monday } from '../../support/fakes.ts';

const read = (said: string) => interpret(said, { now: monday, zone: 'UTC', locale: 'en-GB' });

describe('the sentence “undo”', () => {
  for (const said of [
    'undo',
    'Undo that',
    'undo it, please',
    'please undo',
    'can you undo that?',
    'undo my last change',
    'undo the last change',
    'oops, undo that last change',
    'undo this change',
    'revert',
    'revert that',
    'take that back',
    'take it back please',
  ])
    it(`“${said}” asks to undo the last change of a setting`, () => {
      assert.deepEqual(read(said).command, { kind: 'undo' });
      assert.deepEqual(read(said).notes, []);
    });

  for (const said of [
    'undo the restore',
    'undo the last restore',
    'undo delete',
    'undo failed backups',
    'undo yesterday’s change',
    'undo the change of Lee',
    'undo all',
    'undo the last two changes',
    'undo exchange',
    'revert exchange to yesterday',
    'roll back',
    'take back the mail',
    'don’t undo that',
    'do not revert',
    'why undo',
    'undo and status',
  ])
    it(`“${said}” isn’t taken for the undoing of a setting`, () => {
      const { command } = read(said);
      assert.ok(['noQuestion', 'notUnderstood', 'noOrder'].includes(command.kind), JSON.stringify(command));
    });
});
