import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isWithin, type JsonBounds, pressBounds } from '../../src/teams/activity.ts';
import { objectsIn } from '../cards/elements.ts';
import { goldenCards } from '../cards/golden-cards.ts';
import { pressActivity } from '../support/activities.ts';
import { packPress } from '../support/press.ts';

const roomy: JsonBounds = { depth: 1_000_000, parts: 10_000_000, units: 10_000_000 };

/** The same, by recursion, which only small values allow. */
function measure(value: unknown): JsonBounds {
  if (typeof value === 'string') return { depth: 1, parts: 1, units: value.length };
  if (typeof value !== 'object' || value === null) return { depth: 1, parts: 1, units: 0 };
  const inner = Object.values(value).map(measure);
  const names = Array.isArray(value) ? '' : Object.keys(value).join('');
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    parts: inner.reduce((sum, { parts }) => sum + parts, 1),
    units: inner.reduce((sum, { units }) => sum + units, names.length),
  };
}

describe('bounds of activities', () => {
  it('the bounds are exact for any JSON: what just fits is within, and one less of anything is not enough', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
        const exact = measure(value);
        assert.equal(isWithin(value, exact), true);
        for (const name of ['depth', 'parts', 'units'] as const)
          assert.equal(isWithin(value, { ...exact, [name]: exact[name] - 1 }), false, name);
      }),
    );
  });

  it('the bounds are measured without recursion, however deep or wide a body of a megabyte is', () => {
    const deep = JSON.parse('['.repeat(500_000) + ']'.repeat(500_000));
    assert.equal(isWithin(deep, roomy), true);
    assert.equal(isWithin(deep, { ...roomy, depth: 499_999 }), false);
    const wide = JSON.parse(`[${'0,'.repeat(500_000)}0]`);
    assert.equal(isWithin(wide, roomy), true);
    assert.equal(isWithin(wide, { ...roomy, parts: 500_000 }), false);
  });

  it('the bounds leave each button that is on a card ten times the room it needs, as Teams sends it', () => {
    const narrow = {
      depth: pressBounds.depth / 2,
      parts: pressBounds.parts / 10,
      units: pressBounds.units / 10,
    };
    let buttons = 0;
    for (const [name, make] of Object.entries(goldenCards))
      for (const { type, verb, data } of objectsIn(make())) {
        if (type !== 'Action.Execute') continue;
        buttons += 1;
        assert.ok(isWithin(pressActivity('', verb, data).value, narrow), `${name}: ${JSON.stringify(data)}`);
      }
    assert.ok(buttons > 300, String(buttons));
    const { verb, data } = packPress({ verb: 'ask', sentence: '"\u0001'.repeat(500) });
    assert.ok(isWithin(pressActivity('', verb, data).value, narrow));
  });
});
