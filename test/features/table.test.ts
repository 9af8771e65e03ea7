import assert from 'node:assert/strict';
import { changes, features } from '../../src/features/index.ts';
import { verbs as verbsInTests } from '../support/press.ts';
import { sampleButtons } from './buttons.ts';

describe('the table of features', () => {
  const verbs = [...features.flatMap(({ buttons = [] }) => buttons), ...changes.buttons].map(
    ({ verb }) => verb,
  );
  const kinds = features.flatMap(({ commands = [] }) => commands.map(({ kind }) => kind));

  it('has each verb and each kind once, so that no press and no sentence goes to another feature', () => {
    assert.equal(new Set(verbs).size, verbs.length);
    assert.equal(new Set(kinds).size, kinds.length);
  });

  it('has a sample of every button in the tests that go through all of them', () => {
    const samples = [...sampleButtons.map(({ verb }) => verb), ...verbsInTests];
    assert.deepEqual(samples.filter(verb => verb !== 'ask').sort(), [...verbs].sort());
  });
});
