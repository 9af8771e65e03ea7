import assert from 'node:assert/strict';
import { hour, monday } from '../../support/fakes.ts';
import { channel, kim, minute, openScene, run } from './support.ts';

const day = 24 * hour;
const other = { ...channel, id: '19:other' };

describe('the reports of incidents that are over', () => {
  it('a report can be asked for a year and longer, then it is deleted with what led to it', async () => {
    const scene = openScene();
    await scene.watch();
    for (const start of [monday, monday + 10 * day, monday + 420 * day])
      scene.world.plant(
        run('exchange', start, 'failed', minute),
        run('exchange', start + hour, 'finished', minute),
      );
    await scene.pass(2 * hour, 10 * minute);
    const [first] = await scene.faultsOf();
    const said = first?.telling.said?.id ?? '';
    await scene.pass(20 * day, hour);
    assert.deepEqual(await scene.faultsOf(), []);
    assert.equal((await scene.faults.find(channel, first?.id ?? ''))?.id, first?.id);
    assert.equal((await scene.faults.inThread(channel, said))?.id, first?.id);
    const kept = async (collection: string) =>
      (await scene.store.list(collection, channel.home, { limit: 100 })).length;
    assert.deepEqual([await kept('pastFaults'), await kept('faultThreads')], [2, 2]);
    await scene.pass(408 * day, 2 * hour);
    assert.deepEqual([await kept('pastFaults'), await kept('faultThreads')], [1, 1]);
    assert.equal(await scene.faults.find(channel, first?.id ?? ''), undefined);
  });

  it('incident reports are deleted with their conversation, and with the bot; those of other conversations stay', async () => {
    const scene = openScene();
    for (const place of [channel, other]) {
      await scene.watch({}, place);
      await scene.duty({ what: 'set', first: kim, fallback: undefined }, place);
    }
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + hour, 'finished', minute),
    );
    await scene.pass(5 * day, hour);
    const left = async () => {
      const counts = ['watches', 'faults', 'pastFaults', 'faultThreads', 'duty', 'queue'].map(
        async collection => (await scene.store.list(collection, channel.home, { limit: 100 })).length,
      );
      return Promise.all(counts);
    };
    const before = await left();
    assert.deepEqual(before.slice(2, 5), [2, 2, 2]);
    await scene.forget(channel.home, other);
    assert.deepEqual((await left()).slice(2, 5), [1, 1, 1]);
    assert.equal((await scene.duties.get(channel))?.first?.id, kim.id);
    await scene.forget(channel.home);
    assert.deepEqual(await left(), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(await scene.store.list('queue', 'faults', { limit: 100 }), []);
  });
});
