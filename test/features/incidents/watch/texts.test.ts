import assert from 'node:assert/strict';
import { endedText, notSavedText, savedText } from '../../../../src/features/incidents/watch/texts.ts';

describe('the reply to a press on a watch’s button', () => {
  it('the reply to a press on a watch’s button is short and true', () => {
    assert.equal(savedText, 'Saved. I’m watching from now on.');
    assert.equal(notSavedText, 'Not saved.');
    assert.equal(endedText('ended'), 'Stopped watching.');
    assert.equal(endedText('nothingThere'), 'That watch has already been stopped.');
  });
});
