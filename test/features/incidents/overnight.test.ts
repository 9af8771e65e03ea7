import assert from 'node:assert/strict';
import type { QuietHours } from '../../../src/domain/watch-order.ts';
import { quietUntil } from '../../../src/schedule/quiet-hours.ts';
import { hour, monday } from '../../support/fakes.ts';
import { minute, openScene, run } from './support.ts';

/** Monday is 14:05 in Berlin. */
const quiet: QuietHours = {
  from: { hour: 22, minute: 0 },
  to: { hour: 6, minute: 0 },
  zone: 'Europe/Berlin',
};
const ten = monday + 8 * hour - 5 * minute;

describe('an incident in quiet hours', () => {
  it('further failures in quiet hours are all reported in the morning', async () => {
    const scene = openScene();
    await scene.watch({ quiet });
    for (let n = 0; n < 12; n += 1)
      scene.world.plant(run('exchange', monday + n * 70 * minute, 'failed', minute));
    await scene.pass(20 * hour);
    assert.deepEqual(
      scene.replies().filter(({ at }) => quietUntil(quiet, at) !== undefined),
      [],
    );
    const [morning] = scene.replies().filter(({ at }) => at > ten);
    assert.equal(morning?.at, ten + 8 * hour);
    assert.ok(morning.message.kind === 'failedAgain' && morning.message.more === 5);
  });

  it('no all-clear is sent in quiet hours for a run that ended before them', async () => {
    const scene = openScene();
    await scene.watch({ quiet });
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', ten - 10 * minute, 'finished', 9.5 * minute),
    );
    await scene.pass(7 * hour);
    scene.clock.advance(hour);
    scene.restart();
    await scene.pass(10 * hour);
    const [clear, ...others] = scene.replies();
    assert.deepEqual([clear?.message.kind, clear?.at, others.length], ['allClear', ten + 8 * hour, 0]);
  });
});

describe('an incident that was found late', () => {
  it('an incident that was found late isn’t reported again once it is archived', async () => {
    const scene = openScene({ intervalMs: 15 * minute });
    await scene.watch();
    await scene.pass(hour, 15 * minute);
    const start = scene.clock.now();
    scene.world.plant(
      run('exchange', start, 'failed', minute),
      run('exchange', start + hour, 'finished', minute),
    );
    scene.clock.advance(40 * hour);
    scene.restart();
    for (let n = 0; n < 30; n += 1)
      scene.world.plant(run('exchange', start + (40 + 4 * n) * hour, 'finished', minute));
    await scene.pass(120 * hour, 15 * minute);
    assert.equal(scene.posts().length, 1);
  });
});

describe('a failure days after the last incident was closed', () => {
  it('a failure days after the last incident was closed is an incident of its own, with no run of the archived one', async () => {
    const scene = openScene({ intervalMs: 15 * minute });
    await scene.watch();
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + 120 * hour, 'failed', minute),
    );
    await scene.pass(hour, 15 * minute);
    const [closed] = await scene.faultsOf();
    await scene.act({ what: 'close' }, closed?.id ?? '');
    await scene.pass(121 * hour, 15 * minute);
    const [first, second, ...others] = scene.posts().map(({ message: { incident } }) => incident);
    assert.deepEqual(others, []);
    assert.notEqual(first?.id, second?.id);
    assert.equal(second?.about.kind === 'failing' && second.about.troubles[0]?.count, 1);
  });
});
