import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';

const context = { now: Date.UTC(2026, 10, 23, 13, 5), zone: 'Europe/Berlin', locale: 'en-GB' };

describe('the judge of readings', () => {
  for (const [sentence, word] of [
    ['all partial runs this week vs last week problems', 'problems'],
    ['jobs any partial project on target this week vs last week', 'target'],
    ['count with exceptions exchange backup this week vs last week fine', 'count'],
  ] as const)
    it(`a sentence is refused for the word that its first reading leaves out, not for what a later one lacks: ${sentence}`, () => {
      const { command } = interpret(sentence, context);
      assert.equal(command.kind, 'noQuestion');
      assert.match(command.reason, /^I don’t know what .* means here/);
      assert.ok(command.reason.includes(`“${word}”`), command.reason);
    });

  for (const sentence of [
    'why is the ok backup missing',
    'why are successful exchange backups missing',
    'what is wrong with the missing ok backups',
  ])
    it(`a question why backups are missing isn’t answered with the reasons of those that failed: ${sentence}`, () => {
      const { command } = interpret(sentence, context);
      assert.equal(command.reason, 'I can’t say why something didn’t run.');
    });

  it('a sentence of which a later reading leaves nothing out is answered by that one', () => {
    const { command } = interpret('why did unfinished exchange backups yesterday ok', context);
    assert.equal(command.kind, 'causes');
  });
});
