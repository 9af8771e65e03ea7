import assert from 'node:assert/strict';
import fc from 'fast-check';
import { monotonicMs } from '../../../src/domain/time.ts';
import { hour, monday } from '../../support/fakes.ts';
import { createWatchedStore } from '../../support/watched-store.ts';
import { aPlace, openScene, type SceneParts } from './support.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const minute = 60_000;

describe('a digest on request', () => {
  it('a digest on request shows the last 24 hours, whatever was sent before and whichever digest it is', async () => {
    const scene = openScene();
    const { digests, clock } = scene;
    const now = async (id?: string) =>
      (await digests.now(aPlace, id, reader, monotonicMs(clock.now() + 1000)))?.span;
    const lastDay = () => ({ from: clock.now() - 24 * hour, to: clock.now() });
    assert.deepEqual(await now(), lastDay(), 'none is set');
    await scene.set('digest weekdays at 15:00 for exchange');
    assert.deepEqual(await now(), lastDay(), 'just set');
    await scene.pass(2 * hour);
    assert.equal(scene.said.length, 1);
    assert.deepEqual(await now(), lastDay(), 'told a moment ago');
    assert.deepEqual(scene.asked.at(-1)?.services, ['exchange']);
    await scene.pass(5 * 24 * hour, hour);
    assert.deepEqual(await now((await scene.the()).id), lastDay(), 'told days ago');
  });

  it('a digest on request changes nothing in the store', async () => {
    const store = createWatchedStore();
    let isDown = true;
    const scene = openScene({ store, tell: () => (isDown ? 'down' : 'attention') });
    await scene.set('digest daily at 15:00');
    // The one at 15:00 had no data, so the figures must follow.
    await scene.pass(2 * hour);
    assert.ok((await scene.the()).owed);
    isDown = false;
    const before = store.contents();
    for (let times = 0; times < 3; times += 1) {
      assert.ok(await scene.digests.now(aPlace, undefined, reader, monotonicMs(scene.clock.now() + 1000)));
      scene.clock.advance(7 * minute);
    }
    assert.deepEqual(store.contents(), before);
  });

  it('a digest on request doesn’t change later digests', async () => {
    const told = async (nows: readonly number[], parts: SceneParts) => {
      const scene = openScene(parts);
      await scene.set('digest daily at 15:00');
      for (let tick = 0; tick < 4 * 24 * 2; tick += 1) {
        await scene.pass(hour / 2, hour / 2);
        if (nows.includes(tick))
          await scene.digests
            .now(aPlace, undefined, reader, monotonicMs(scene.clock.now() + 1000))
            .catch(() => {});
      }
      return scene.said.map(({ at, message: { span, occasion, report } }) => ({
        at,
        span,
        occasion,
        verdict: report?.verdict,
      }));
    };
    const ticks = fc.array(fc.integer({ min: 0, max: 4 * 24 * 2 - 1 }), { maxLength: 8 });
    const down = fc.record({ from: fc.integer({ min: 0, max: 90 }), hours: fc.integer({ min: 0, max: 12 }) });
    await fc.assert(
      fc.asyncProperty(ticks, down, async (nows, { from, hours }) => {
        const parts = (): SceneParts => ({
          tell: (_, now) =>
            now >= monday + from * hour && now < monday + (from + hours) * hour ? 'down' : 'good',
        });
        assert.deepEqual(await told(nows, parts()), await told([], parts()));
      }),
      { numRuns: 15 },
    );
  });
});
