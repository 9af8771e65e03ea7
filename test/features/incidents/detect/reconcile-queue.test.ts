import assert from 'node:assert/strict';
import { type Alerting, createAlerting } from '../../../../src/features/incidents/incidents.ts';
import { createConversationStore } from '../../../../src/store/places.ts';
import { fakeClock, hour, monday, noMeter, recordingLog } from '../../../support/fakes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { channel, exchange, kim, minute, openScene, openWorld, run } from '../support.ts';

const set = { zone: 'UTC', locale: 'en-GB', by: kim };

/** Processes that share a store and an API, and a Teams in which one conversation may keep them waiting. */
function openShared() {
  const [clock, store] = [fakeClock(), createMemoryStore({ isShared: true })];
  const world = openWorld(clock);
  const said: string[] = [];
  const slow = new Map<string, Promise<void>>();
  function start(name: string) {
    const watching: Alerting = createAlerting({
      store,
      places: createConversationStore(store),
      index: world.index,
      known: { read: async () => undefined },
      meter: noMeter,
      clock,
      log: recordingLog(),
    });
    async function say(place: { home: string; id: string }, how: string) {
      await slow.get(place.id);
      said.push(`${name} ${place.id} ${how}`);
      return { kind: 'sent', said: { place, id: `m${said.length}` } } as const;
    }
    const round = watching.round(
      {
        post: place => say(place, 'post'),
        reply: to => say(to.place, 'reply'),
        edit: to => say(to.place, 'edit'),
      },
      minute,
    );
    return { ...watching, round };
  }
  return { clock, store, world, said, slow, start };
}

/** Does everything that needs no time to pass. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

describe('a conversation in which a message waits', () => {
  it('a waiting message delays neither the polls nor other conversations, and nothing is missed', async () => {
    const { clock, world, said, slow, start } = openShared();
    const { orders, round } = start('A');
    await orders.save(exchange, { ...channel, id: 'slow' }, set);
    await orders.save({ ...exchange, services: ['onedrive'] }, { ...channel, id: 'other' }, set);
    let release = () => {};
    slow.set(
      'slow',
      new Promise(resolve => {
        release = resolve;
      }),
    );
    world.plant(
      run('exchange', monday - hour),
      run('exchange', monday + 5 * minute, 'failed', minute),
      run('onedrive', monday + 10 * minute, 'failed', minute),
    );
    for (let minutes = 0; minutes < 60; minutes += 1) {
      clock.advance(minute);
      world.index.read();
      for (let turn = 0; turn < 3; turn += 1) {
        await round.go(() => true);
        await idle();
      }
    }
    assert.deepEqual(said, ['A other post']);
    release();
    await round.settled();
    for (let minutes = 0; minutes < 40; minutes += 1) {
      clock.advance(minute);
      world.index.read();
      await round.go(() => true);
      await round.settled();
    }
    assert.deepEqual(said.filter(one => one !== 'A slow edit').slice(1), ['A slow post', 'A slow reply']);
  });
});

describe('a removal while a message is under way', () => {
  it('a poll that began before the bot was removed opens no incident there', async () => {
    const { clock, world, slow, start } = openShared();
    const place = { ...channel, id: 'slow' };
    const { orders, round, faults, forget } = start('A');
    await orders.save({ ...exchange, services: [] }, place, set);
    let release = () => {};
    slow.set('slow', new Promise(resolve => (release = resolve)));
    const pass = async (minutes: number) => {
      for (let passed = 0; passed < minutes; passed += 1) {
        clock.advance(minute);
        world.index.read();
        for (let turn = 0; turn < 3; turn += 1) {
          await round.go(() => true);
          await idle();
        }
      }
    };
    await pass(3);
    world.plant(run('exchange', clock.now(), 'failed', minute));
    await pass(3);
    const isForgotten = forget(place.home, place);
    await idle();
    world.plant(run('onedrive', clock.now(), 'failed', minute));
    await pass(3);
    release();
    await isForgotten;
    await round.settled();
    assert.deepEqual(await faults.ofPlace(place), []);
  });
});

describe('an instance that takes over again', () => {
  it('an instance that takes over again goes on from what the other one stored, not from its own memory', async () => {
    const { clock, world, said, start } = openShared();
    const [a, b] = [start('A'), start('B')];
    await a.orders.save(exchange, { ...channel, id: 'here' }, set);
    async function pass({ round }: typeof a, ms: number, stepMs: number) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(stepMs);
        world.index.read();
        for (let turn = 0; turn < 3; turn += 1) {
          await round.go(() => true);
          await round.settled();
        }
      }
    }
    await pass(a, 10 * minute, minute);
    const end = monday + 72 * hour + 5 * minute;
    world.plant({ service: 'exchange', startedAt: monday + hour, endedAt: end, state: 'failed' });
    await pass(b, 71 * hour, 10 * minute);
    clock.advance(80 * minute);
    await pass(a, hour, minute);
    assert.deepEqual(said, ['A here post']);
  });
});

describe('changes while a poll is under way', () => {
  it('a watch that is ended while a poll is under way opens nothing', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.pass(5 * minute);
    scene.world.plant(run('exchange', monday + 5 * minute, 'failed', 30_000));
    const all = scene.store.list.bind(scene.store);
    let hasEnded = false;
    scene.store.list = async (collection, ...asked) => {
      const found = await all(collection, ...asked);
      if (collection === 'watches' && !hasEnded) {
        hasEnded = true;
        await scene.orders.end({ services: [] }, channel);
      }
      return found;
    };
    await scene.pass(2 * hour);
    assert.deepEqual([scene.said, await scene.faultsOf(), await scene.watches.all()], [[], [], []]);
  });

  it('two users who save the same watch at once have one watch', async () => {
    const scene = openScene();
    const both = [1, 2].map(() => scene.orders.save(exchange, channel, set));
    await Promise.all(both);
    assert.equal((await scene.watches.all()).length, 1);
  });

  it('a watch that is set again while it is about to be removed stays', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.pass(5 * minute);
    await scene.orders.end({ services: [] }, channel);
    const all = scene.store.list.bind(scene.store);
    let isSet = false;
    scene.store.list = async (collection, ...asked) => {
      const found = await all(collection, ...asked);
      if (collection === 'faults' && !isSet) {
        isSet = true;
        await scene.watch();
      }
      return found;
    };
    await scene.pass(5 * minute);
    assert.ok(isSet);
    assert.deepEqual(
      (await scene.watches.all()).map(({ isEnding }) => isEnding),
      [false],
    );
  });

  it('a watch that was ended and set again finds what failed in between, and lasts', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.watch({ services: ['teams'] });
    await scene.pass(5 * minute);
    await scene.orders.end({ services: ['teams'] }, channel);
    await scene.pass(hour);
    scene.world.plant(run('teams', monday + 3 * hour, 'failed', minute));
    await scene.pass(3 * hour);
    assert.deepEqual(scene.said, []);
    await scene.watch({ services: ['teams'] });
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 1);
  });
});
