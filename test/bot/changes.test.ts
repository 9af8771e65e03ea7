import assert from 'node:assert/strict';
import { decodeAction, commandOf as featureCommandOf } from '../../src/features/index.ts';
import { monday } from '../support/fakes.ts';
import { helpFor } from '../support/help.ts';
import { type Command, interpret } from '../support/interpret.ts';
import { packPress } from '../support/press.ts';

const lee = { id: '29:lee', name: 'Lee' };
const commandOf = (text: string) =>
  interpret(text, {
    now: monday,
    zone: 'UTC',
    locale: 'en-GB',
    people: text.includes('@Lee') ? [lee] : [],
  }).command;

const changesSomething = (command: Command) => featureCommandOf(command).order(command)?.change !== undefined;
const shownByPress = (press: Parameters<typeof packPress>[0]) => {
  const { verb, data } = packPress(press);
  return decodeAction(verb, data, monday)?.shownBy;
};

describe('commands that change something', () => {
  it('a command that sets or ends something is a change; a question or an unsaved watch is not', () => {
    for (const [sentence, expected] of [
      ['digest daily at 08:00', true],
      ['digest pause', true],
      ['digest resume', true],
      ['digest off', true],
      ['digest', false],
      ['digest now', false],
      ['watch exchange', false],
      ['unwatch exchange', true],
      ['watch', false],
      ['on duty @Lee', true],
      ['on duty off', true],
      ['escalate after 10 minutes', true],
      ['remind after 12 hours', true],
      ['when do you remind us?', false],
      ['on duty', false],
      ['target exchange 12h', true],
      ['target exchange off', true],
      ['targets', false],
      ['exchange is retired', true],
      ['exchange is expected', true],
      ['is exchange retired', false],
      ['retired services', false],
      ['failed backups today', false],
      ['status', false],
      ['banana', false],
      ['help', false],
    ] as const)
      assert.equal(changesSomething(commandOf(sentence)), expected, sentence);
  });

  it('an example of help takes an operator if it changes something', () => {
    for (const { examples } of helpFor('admin')) {
      for (const example of examples) {
        const command = commandOf(example);
        if (changesSomething(command))
          assert.equal(featureCommandOf(command).asked(command).permission.role, 'operator', example);
      }
    }
  });

  it('a button with a sentence is never a change by itself', () => {
    const change = { kind: 'target', service: 'exchange', targetMs: 43_200_000 } as const;
    assert.equal(shownByPress({ verb: 'ask', sentence: 'target exchange 12h' }), undefined);
    assert.equal(shownByPress({ verb: 'change.save', change, seen: '0123456789abcdef' }), 'targets');
    assert.equal(shownByPress({ verb: 'change.cancel', change }), undefined);
    assert.equal(shownByPress({ verb: 'digest.off', id: '0123456789ab' }), 'digest');
  });
});
