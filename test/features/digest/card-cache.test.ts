import assert from 'node:assert/strict';
import { digestCard } from '../../../src/features/digest/card.ts';
import { createDigestCardCache } from '../../../src/features/digest/card-cache.ts';
import { good, message } from '../../cards/digest-models.ts';

describe('the renderer of digests', () => {
  it('equal digests get the same card, which equals the card of each alone', () => {
    const render = createDigestCardCache();
    const report = good();
    const first = message(report);
    const card = render(first);
    assert.equal(render({ ...first, composedAt: first.composedAt + 60_000 }), card);
    assert.deepEqual(card, digestCard(first));
  });

  it('different digests get different cards', () => {
    const render = createDigestCardCache();
    const report = good();
    const card = render(message(report));
    const others = [
      message(good()),
      message(report, { isAgain: true }),
      message(report, { lateMs: 600_000 }),
      message(report, { locale: 'en-US' }),
      message(report, { zone: 'America/Chicago' }),
      message(report, { wish: undefined }),
    ];
    for (const other of others) {
      assert.notEqual(render(other), card);
      assert.deepEqual(render(other), digestCard(other));
    }
  });
});
