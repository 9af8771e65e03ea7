import assert from 'node:assert/strict';
import { monotonicMs } from '../../../../src/domain/time.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { assertDoneOnceStored } from '../../../support/gated-store.ts';
import { channel, exchange, kim, minute, openScene, run } from '../support.ts';

const day = 24 * hour;
const zone = 'Europe/Berlin';
const setter = { zone, locale: 'en-GB', by: kim };

describe('the preview of a watch', () => {
  it('a preview counts what the watch would have reported in the last two weeks, and stores nothing', async () => {
    const scene = openScene();
    scene.world.plant(
      run('exchange', monday - 20 * day),
      run('exchange', monday - 10 * day),
      run('exchange', monday - 10 * day + 6 * hour),
      run('exchange', monday - 9 * day, 'finished'),
      run('exchange', monday - 5 * day),
      run('exchange', monday - 4 * day, 'finished'),
      run('onedrive', monday - 3 * day),
    );
    const until = monday + minute;
    const { past, replaces } = await scene.orders.preview(exchange, channel, zone, monotonicMs(until));
    assert.deepEqual(past, { days: 14, failedRuns: 3, failedDays: 2, faults: 2, servicesSeen: ['exchange'] });
    assert.deepEqual(replaces, []);
    const twice = await scene.orders.preview({ ...exchange, inARow: 2 }, channel, zone, monotonicMs(until));
    assert.equal(twice.past.faults, 1);
    const all = await scene.orders.preview({ ...exchange, services: [] }, channel, zone, monotonicMs(until));
    assert.equal(all.past.failedRuns, 4);
    assert.deepEqual(await scene.watches.all(), []);
  });

  it('a preview says that it doesn’t know if the past could not be read', async () => {
    const scene = openScene();
    scene.world.index.downServices.add('exchange');
    const { past } = await scene.orders.preview(exchange, channel, zone, monotonicMs(monday + minute));
    assert.deepEqual(past, {
      days: 14,
      failedRuns: undefined,
      failedDays: undefined,
      faults: undefined,
      servicesSeen: undefined,
    });
  });
});

describe('the watches of a conversation', () => {
  it('a watch is stored once, however often it is saved', async () => {
    const scene = openScene();
    assert.equal((await scene.orders.save(exchange, channel, setter)).done, 'saved');
    assert.equal((await scene.orders.save(exchange, channel, setter)).done, 'alreadySet');
    assert.equal((await scene.orders.show(channel)).watches.length, 1);
  });

  it('a service has one setting: a new watch replaces the old', async () => {
    const scene = openScene();
    await scene.orders.save({ ...exchange, services: ['exchange', 'onedrive'] }, channel, setter);
    const preview = await scene.orders.preview(
      { ...exchange, inARow: 2 },
      channel,
      zone,
      monotonicMs(monday + minute),
    );
    assert.equal(preview.replaces.length, 1);
    const { watches } = await scene.orders.save({ ...exchange, inARow: 2 }, channel, setter);
    assert.deepEqual(watches.map(({ services, inARow }) => [services, inARow]).sort(), [
      [['exchange'], 2],
      [['onedrive'], 1],
    ]);
    const all = await scene.orders.save({ ...exchange, services: [] }, channel, setter);
    assert.deepEqual(
      all.watches.map(({ services }) => services),
      [[]],
    );
  });

  it('watches end service by service, but one service of a watch of all services can’t be ended alone', async () => {
    const scene = openScene();
    await scene.orders.save({ ...exchange, services: ['exchange', 'onedrive'] }, channel, setter);
    const some = await scene.orders.end({ services: ['exchange'] }, channel);
    assert.equal(some.done, 'ended');
    assert.deepEqual(
      some.watches.map(({ services }) => services),
      [['onedrive']],
    );
    assert.deepEqual(
      some.concerned.map(({ services }) => services),
      [['exchange']],
    );
    assert.equal((await scene.orders.end({ services: ['teams'] }, channel)).done, 'nothingThere');
    await scene.orders.save({ ...exchange, services: [] }, channel, setter);
    assert.equal((await scene.orders.end({ services: ['exchange'] }, channel)).done, 'partOfAll');
    assert.equal((await scene.orders.end({ services: [] }, channel)).done, 'ended');
    assert.deepEqual((await scene.orders.end({ services: [] }, channel)).done, 'nothingThere');
    await scene.pass(2 * minute);
    assert.deepEqual(await scene.watches.all(), []);
  });

  it('a watch that lost a service can have it again', async () => {
    const scene = openScene();
    const both = { ...exchange, services: ['exchange', 'onedrive'] } as const;
    await scene.orders.save(both, channel, setter);
    await scene.orders.end({ services: ['exchange'] }, channel);
    await scene.orders.save(both, channel, setter);
    assert.deepEqual(
      (await scene.orders.show(channel)).watches.map(({ services }) => services),
      [['exchange', 'onedrive']],
    );
    // One of them gets settings of its own, and loses them again.
    await scene.orders.save({ ...exchange, inARow: 2 }, channel, setter);
    await scene.orders.save(both, channel, setter);
    assert.deepEqual(
      (await scene.orders.show(channel)).watches.map(({ services, inARow }) => [services, inARow]),
      [[['exchange', 'onedrive'], 1]],
    );
  });

  it('a watch ends by its button, once', async () => {
    const scene = openScene();
    const { watches } = await scene.orders.save(exchange, channel, setter);
    const id = watches[0]?.id ?? '';
    assert.equal((await scene.orders.end({ id }, { ...channel, id: '19:other' })).done, 'nothingThere');
    assert.equal((await scene.orders.end({ id }, channel)).done, 'ended');
    assert.equal((await scene.orders.end({ id }, channel)).done, 'nothingThere');
  });

  it('the watches, the incidents and the roster are deleted with the bot', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.watch({}, { ...channel, id: '19:other' });
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    await scene.forget(channel.home, channel);
    assert.deepEqual([await scene.faultsOf(), await scene.duties.get(channel)], [[], undefined]);
    assert.equal((await scene.watches.all()).length, 1);
    await scene.forget(channel.home);
    assert.deepEqual(await scene.watches.all(), []);
    await scene.pass(5 * minute);
    assert.deepEqual(await scene.faults.pointers('faults', Number.MAX_SAFE_INTEGER, 10), []);
  });
});

describe('a command about watches', () => {
  const both = { ...exchange, services: ['exchange', 'onedrive'] } as const;
  type Orders = ReturnType<typeof openScene>['orders'];
  const orders: Readonly<Record<string, (orders: Orders, id: string) => Promise<unknown>>> = {
    'ends one by its button': ({ end }, id) => end({ id }, channel),
    'ends all': ({ end }) => end({ services: [] }, channel),
    'ends one service of two': ({ end }) => end({ services: ['exchange'] }, channel),
    'sets another one': ({ save }) => save({ ...exchange, services: ['teams'] }, channel, setter),
    'sets one that replaces a part': ({ save }) => save({ ...exchange, inARow: 2 }, channel, setter),
    'sets one that replaces the whole': ({ save }) => save({ ...both, inARow: 2 }, channel, setter),
  };
  for (const [name, order] of Object.entries(orders))
    it(`a command that ${name} is answered only once it is stored, and fails if the store does`, async () => {
      await assertDoneOnceStored(async store => {
        const scene = openScene({ store });
        const { watches } = await scene.orders.save(both, channel, setter);
        return () => order(scene.orders, watches[0]?.id ?? '');
      });
    });
});
