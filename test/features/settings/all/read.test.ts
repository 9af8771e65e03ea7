import assert from 'node:assert/strict';
import { berlin } from '../../../language/support.ts';
import { interpret } from '../../../support/interpret.ts';

const commandOf = (sentence: string) => interpret(sentence, berlin).command;

describe('questions about all digests and watches', () => {
  for (const sentence of [
    'subscriptions',
    'Subscriptions please',
    'show all subscriptions',
    'all digests and watches',
    'list every digest and every watch',
  ])
    it(`the question “${sentence}” lists all digests and watches`, () =>
      assert.deepEqual(commandOf(sentence), { kind: 'subscriptions' }));

  for (const sentence of [
    'subscriptions of exchange',
    'subscriptions today',
    'end all subscriptions',
    'delete all subscriptions',
    'subscriptions of Kim',
  ])
    it(`the sentence “${sentence}” neither narrows nor ends subscriptions, and gets suggestions`, () => {
      const { command, offers } = interpret(sentence, berlin);
      assert.equal(command.kind, 'noOrder');
      assert.deepEqual(
        offers.map(({ sentence }) => sentence),
        ['subscriptions', 'digest', 'watch'],
      );
    });

  for (const sentence of ['digest', 'watch', 'digest daily at 8', 'watch exchange', 'failed backups today'])
    it(`the sentence “${sentence}” doesn’t ask for all subscriptions`, () =>
      assert.notEqual(commandOf(sentence).kind, 'subscriptions'));
});
