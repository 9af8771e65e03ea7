import assert from 'node:assert/strict';
import { interpret } from '../../../src/bot/interpret.ts';
import { monday } from '../../support/fakes.ts';

const read = (said: string) => interpret(said, { now: monday, zone: 'UTC', locale: 'en-GB' }).command.kind;

for (const said of [
  'get started',
  'how do I get started?',
  'set me up with alerts please',
  'help me set up this channel',
  'set this channel up',
  'new alert',
])
  it(`“${said}” opens the card on which everything is set`, () => {
    assert.equal(read(said), 'settings');
  });

for (const said of [
  'set up exchange',
  'set me up with a restore',
  'set me up with failed backups',
  'new alerts',
  'get started with the restore',
  'set up a new backup',
])
  it(`“${said}” isn’t taken for setting up a conversation`, () => {
    assert.notEqual(read(said), 'settings');
  });
