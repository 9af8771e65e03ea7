import assert from 'node:assert/strict';
import { serviceFailures } from '../../../src/features/incidents/incident/incident.ts';
import { hour, monday } from '../../support/fakes.ts';
import { minute, openScene, type Planted, run } from './support.ts';

const hoursAgo = (hours: number) => monday - hours * hour;

/** The failures of a watch that is set `read` ms before the index has all of exchange's past. */
async function countedWith(read: number, planted: readonly Planted[]) {
  const scene = openScene();
  scene.world.index.unreadServices.add('exchange');
  scene.world.plant(...planted);
  await scene.pass(minute);
  await scene.watch();
  await scene.pass(read);
  assert.deepEqual(
    (await scene.faultsOf()).filter(({ about }) => about.kind === 'failing'),
    [],
    'nothing is counted while the past is unread',
  );
  scene.world.index.unreadServices.clear();
  await scene.pass(10 * minute);
  return (await scene.faultsOf()).flatMap(serviceFailures).map(({ count }) => count);
}

describe('a watch whose service’s past is read late', () => {
  it('failures that a clean run had ended before the watch was set aren’t counted when they are read after it', async () => {
    const failures = [
      run('exchange', hoursAgo(9)),
      run('exchange', hoursAgo(7)),
      run('exchange', hoursAgo(5)),
    ];
    const clean = run('exchange', hoursAgo(3), 'finished');
    assert.deepEqual(await countedWith(30 * minute, [...failures, clean]), []);
    const latest = run('exchange', monday - 10 * minute, 'failed', 20 * minute);
    assert.deepEqual(await countedWith(30 * minute, [...failures, clean, latest]), [1]);
  });

  it('failures that last when the watch is set are counted from the first, whether they are read before it or after', async () => {
    const failures = [run('exchange', hoursAgo(9)), run('exchange', hoursAgo(7))];
    assert.deepEqual(await countedWith(30 * minute, failures), [2]);
    const scene = openScene();
    scene.world.plant(...failures);
    await scene.pass(minute);
    await scene.watch();
    await scene.pass(10 * minute);
    assert.deepEqual(
      (await scene.faultsOf()).flatMap(serviceFailures).map(({ count }) => count),
      [2],
    );
  });
});
