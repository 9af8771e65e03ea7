import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import { goldenCards } from './golden-cards.ts';

const folder = new URL('test/golden/', root);
const update = process.env.UPDATE_GOLDEN === '1';

describe('golden cards (UPDATE_GOLDEN=1 writes them anew)', () => {
  for (const [name, make] of Object.entries(goldenCards)) {
    it(`the card ${name} is drawn as it was reviewed`, () => {
      const file = new URL(`${name}.json`, folder);
      const drawn = make();
      if (update) writeFileSync(file, `${JSON.stringify(drawn, null, 2)}\n`);
      assert.deepEqual(drawn, JSON.parse(readFileSync(file, 'utf8')));
    });
  }

  it('each golden file belongs to a card', () => {
    const names = readdirSync(folder).filter(name => name.endsWith('.json'));
    assert.deepEqual(
      names.sort(),
      Object.keys(goldenCards)
        .map(name => `${name}.json`)
        .sort(),
    );
  });
});
