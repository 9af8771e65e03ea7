import assert from 'node:assert/strict';
import { digestCard } from '../../../src/features/digest/card.ts';
import { createDigestCardCache } from '../../../src/features/digest/card-cache.ts';
import { good, message } from '../../cards/digest-models.ts';
import { textOf } from '../../support/playground.ts';

describe('the renderer of digests', () => {
  it('equal digests get the same card, which equals the card of each alone', () => {
    const render = createDigestCardCache();
    const report = good();
    const first = message(report);
    const card = render(first);
    assert.equal(render({ ...first, composedAt: first.composedAt + 60_000 }), card);
    assert.deepEqual(card, digestCard(first));
  });

  it('a digest in a personal chat is written in its reader’s own zone, which its window doesn’t name', () => {
    const render = createDigestCardCache();
    const report = good();
    const [personal, channel] = (['personal', 'channel'] as const).map(kind =>
      textOf(render(message(report), kind)),
    );
    assert.match(channel ?? '', /to Mon 08:00 \(Europe\/Berlin\)\n[\s\S]*Daily at 08:00\. Say/);
    assert.match(personal ?? '', /to Mon 08:00\n[\s\S]*Daily at 08:00 \(Europe\/Berlin\)\. Say/);
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
