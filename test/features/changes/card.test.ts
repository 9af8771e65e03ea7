import assert from 'node:assert/strict';
import { changeCards } from '../../cards/change-models.ts';
import { buttonsOf, textsOf } from '../../cards/elements.ts';
import { retiredCards } from '../../cards/retired-models.ts';

const all = { ...changeCards, ...retiredCards };
const previews = Object.keys(all).filter(name => /^change-(?!cancelled)(?!.*-nothing)/.test(name));
const ending = ['change-digests-off', 'change-unwatch', 'change-duty-off', 'change-retire'];

describe('the card of a preview', () => {
  for (const name of previews)
    it(`a preview asks a question, says once that nothing has changed, and has Save before Cancel: ${name}`, () => {
      const card = all[name]?.();
      assert.ok(card);
      const texts = textsOf(card);
      assert.match(texts[0] ?? '', /\?$/);
      assert.equal(texts.join('\n').split('Nothing has changed yet.').length, 2);
      const isEnding = ending.includes(name);
      assert.deepEqual(
        buttonsOf(card)
          .slice(0, 2)
          .map(({ title, style }) => [title, style]),
        [
          ['Save', isEnding ? 'destructive' : 'positive'],
          ['Cancel', undefined],
        ],
      );
    });
});
