import assert from 'node:assert/strict';
import { features } from '../../src/features/index.ts';
import { sampleButtons } from './buttons.ts';

describe('the table of features', () => {
  const verbs = features.flatMap(({ buttons }) => buttons.map(({ verb }) => verb as string));
  const kinds = features.flatMap(({ commands }) => commands.map(({ kind }) => kind as string));

  it('has each verb and each kind once, so that no press and no sentence goes to another feature', () => {
    assert.equal(new Set(verbs).size, verbs.length);
    assert.equal(new Set(kinds).size, kinds.length);
  });

  it('has a sample of every button in the tests that go through all of them', () => {
    assert.deepEqual(sampleButtons.map(({ verb }) => verb).sort(), [...verbs].sort());
  });
});
