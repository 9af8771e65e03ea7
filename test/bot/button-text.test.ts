import assert from 'node:assert/strict';
import { pressedText } from '../../src/bot/button-text.ts';
import { sampleButtons } from '../features/buttons.ts';
import { monday } from '../support/fakes.ts';

describe('text of a press in the audit record', () => {
  for (const { verb, data } of sampleButtons)
    it(`a press in the audit record reads as its button’s meaning, and not as the letters in the payload: ${verb}`, () => {
      assert.match(pressedText(verb, JSON.stringify(data), monday) ?? '', /^“[A-Z][^”]+”/);
    });

  it('a press in the audit record is not read if it is not from a button of ours', () => {
    assert.equal(pressedText('compare.show', '{"v":1}', monday), undefined);
    assert.equal(pressedText('compare.show', '{"v":', monday), undefined);
  });
});
