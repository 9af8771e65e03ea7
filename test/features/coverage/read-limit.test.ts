import assert from 'node:assert/strict';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const hour = 3_600_000;

describe('a sentence about backup-age limits', () => {
  const targets = [
    ['target exchange 12h', 'exchange', 12 * hour],
    ['target for onedrive 24 hours', 'onedrive', 24 * hour],
    ['exchange target 2 days', 'exchange', 48 * hour],
    ['set the target of teams chat to 90 minutes', 'teamsChat', 1.5 * hour],
    ['target sharepoint one week', 'sharepoint', 168 * hour],
    ['target exchange usual', 'exchange', undefined],
    ['exchange target off', 'exchange', undefined],
    ['Set the backup-age limit of Exchange to 12 h', 'exchange', 12 * hour],
    ['Reset the backup-age limit of Exchange', 'exchange', undefined],
    ['age limit teams 12h', 'teams', 12 * hour],
  ] as const;
  for (const [sentence, service, targetMs] of targets) {
    it(`a sentence about a backup-age limit sets that of one service or resets it: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'target', service, targetMs });
    });
  }

  it('a sentence about backup-age limits lists them if it sets none', () => {
    for (const sentence of [
      'targets',
      'target',
      'what are the targets?',
      'show targets',
      'Backup-age limits',
    ])
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'targets' }, sentence);
  });

  const refused = [
    ['target exchange', /How old/],
    ['target 12h', /Which service/],
    ['target exchange and onedrive 12h', /One service/],
    ['target exchange 12h 24h', /One limit/],
    ['target exchange 10 minutes', /at least 1 hour/],
    ['target exchange 61 days', /at most 60 days/],
    ['target exchange 12h for bob', /“bob”/],
    ['target failed exchange 12h', /“failed”/],
  ] as const;
  for (const [sentence, reason] of refused) {
    it(`a sentence about backup-age limits changes nothing if it is incomplete or invalid, and the bot offers others: ${sentence}`, () => {
      const { command, offers } = interpret(sentence, berlin);
      assert.match(command.kind === 'noOrder' ? command.reason : command.kind, reason);
      assert.ok(offers.length > 0);
      for (const { sentence } of offers)
        assert.ok(['target', 'targets'].includes(interpret(sentence, berlin).command.kind), sentence);
    });
  }
});
