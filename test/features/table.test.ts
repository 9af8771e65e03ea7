import assert from 'node:assert/strict';
import { interpret } from '../../src/bot/interpret.ts';
import { changes, commandOf, features } from '../../src/features/index.ts';
import { fieldSentences } from '../language/field.ts';
import { monday } from '../support/fakes.ts';
import { verbs as verbsInTests } from '../support/press.ts';
import { sampleButtons } from './buttons.ts';

describe('the table of features', () => {
  const verbs = [...features.flatMap(({ buttons = [] }) => buttons), ...changes.buttons].map(
    ({ verb }) => verb,
  );
  const kinds = features.flatMap(({ commands = [] }) => commands.map(({ kind }) => kind));

  it('the table of features has each verb and kind once, so that no press or sentence goes to another feature', () => {
    assert.equal(new Set(verbs).size, verbs.length);
    assert.equal(new Set(kinds).size, kinds.length);
  });

  it('the table of features has each code of a change once, so that no Save goes to another feature’s change', () => {
    const codes = features.flatMap(({ changes: kinds = [] }) =>
      kinds.flatMap(kind => Object.keys(kind.codes)),
    );
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(codes.length, 12);
  });

  it('the table of features has a command for whatever a sentence may be read as', () => {
    for (const { say } of fieldSentences)
      assert.doesNotThrow(
        () => commandOf(interpret(say, { now: monday, zone: 'UTC', locale: 'en-GB' }).command),
        say,
      );
  });

  it('the tests that go through all buttons have a sample of every button in the table of features', () => {
    const samples = [...sampleButtons.map(({ verb }) => verb), ...verbsInTests];
    assert.deepEqual(samples.filter(verb => verb !== 'ask').sort(), [...verbs].sort());
  });
});
