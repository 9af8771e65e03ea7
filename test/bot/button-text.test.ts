import assert from 'node:assert/strict';
import { pressedText } from '../../src/bot/button-text.ts';
import { sampleButtons } from '../features/buttons.ts';
import { monday } from '../support/fakes.ts';

describe('a press in the audit record', () => {
  for (const { verb, data } of sampleButtons)
    it(`reads as what its button says, and not as the letters that it carries: ${verb}`, () => {
      assert.match(pressedText(verb, JSON.stringify(data), monday) ?? '', /^“[A-Z][^”]+”/);
    });

  it('is not read if it is none of ours', () => {
    assert.equal(pressedText('compare.show', '{"v":1}', monday), undefined);
    assert.equal(pressedText('compare.show', '{"v":', monday), undefined);
  });
});
