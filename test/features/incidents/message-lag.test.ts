import assert from 'node:assert/strict';
import { monday } from '../../support/fakes.ts';
import { minute, openScene, run } from './support.ts';

const refused = { kind: 'failed', mayHaveArrived: false } as const;

describe('the lag of incident messages', () => {
  it('the lag of each message is measured from when it was due, and that of edits isn’t', async () => {
    let isRefused = true;
    const scene = openScene({ deliver: () => (isRefused ? refused : undefined) });
    await scene.watch();
    scene.world.plant(run('exchange', monday - 30 * minute, 'failed', 31 * minute));
    await scene.pass(4 * minute);
    assert.deepEqual(scene.lags, [], 'nothing has been said');
    isRefused = false;
    await scene.pass(10 * minute);
    const [post, ...none] = scene.lags;
    assert.deepEqual([scene.said.length, none], [1, []]);
    assert.ok(post !== undefined && post >= 3 * 60 && post <= 10 * 60, `${post}`);
    scene.world.plant(run('exchange', monday + 10 * minute, 'finished', 10 * minute));
    await scene.pass(20 * minute);
    assert.deepEqual(
      scene.said.map(({ how }) => how),
      ['post', 'edit', 'reply'],
    );
    assert.deepEqual(scene.lags.slice(1), [0], 'the all-clear, the moment it was seen');
  });

  it('the lag of a message doesn’t count quiet hours', async () => {
    const scene = openScene();
    const quiet = { from: { hour: 13, minute: 0 }, to: { hour: 16, minute: 0 }, zone: 'Europe/Berlin' };
    await scene.watch({ quiet });
    scene.world.plant(run('exchange', monday - 30 * minute, 'failed', 31 * minute));
    await scene.pass(180 * minute);
    assert.equal(scene.posts().length, 1);
    const [lag] = scene.lags;
    assert.ok(lag !== undefined && lag <= 60, `${lag}`);
  });
});
