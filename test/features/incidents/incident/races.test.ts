import assert from 'node:assert/strict';
import { type Store, StoreError } from '../../../../src/domain/store.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { channel, kim, lee, minute, openScene, run, type SaidHere } from '../support.ts';

const reported = (said: readonly SaidHere[]) =>
  said.map(({ at, how, message }) => [how, message.kind, (at - monday) / minute]);
const words = (said: readonly SaidHere[]) => reported(said.filter(({ how }) => how !== 'edit'));

/** A store that can run a hook before a read or a write. */
function openStore() {
  const inner = createMemoryStore();
  const hooks: { before: (what: 'list' | 'put', collection: string, value?: unknown) => Promise<void> } = {
    before: async () => {},
  };
  const store: Store = {
    ...inner,
    async list(collection, ...asked) {
      await hooks.before('list', collection);
      return inner.list(collection, ...asked);
    },
    async put(where, value, expected) {
      await hooks.before('put', where.collection, value);
      return inner.put(where, value, expected);
    },
  };
  return { store, hooks };
}

describe('a store that fails once in a poll', () => {
  for (const [name, what, collection, nth] of [
    ['when the watches are read', 'list', 'watches', 1],
    ['when they are read again to open a fault', 'list', 'watches', 2],
  ] as const)
    it(`a failing store delays what the poll found by a minute, and not until something else happens: ${name}`, async () => {
      const { store, hooks } = openStore();
      const scene = openScene({ store });
      await scene.watch();
      await scene.pass(10 * minute);
      scene.world.plant(run('exchange', monday + 5 * minute, 'failed', 15 * minute));
      await scene.pass(9 * minute);
      let left: number = nth;
      hooks.before = async (done, of) => {
        if (done !== what || of !== collection) return;
        left -= 1;
        if (left === 0) throw new StoreError('unavailable', 'no connection');
      };
      await scene.pass(5 * minute);
      assert.ok(left <= 0);
      assert.deepEqual(words(scene.said), [['post', 'card', 21]]);
    });
});

describe('a card that can’t be edited', () => {
  it('a card that can’t be edited stops no call and no other message', async () => {
    let isRefused = false;
    const deliver = ({ how }: SaidHere) =>
      isRefused && how === 'edit' ? ({ kind: 'failed', mayHaveArrived: false } as const) : undefined;
    const scene = openScene({ deliver });
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday, 'failed', 5 * minute));
    await scene.pass(7 * minute);
    isRefused = true;
    scene.world.plant(
      run('exchange', monday + 10 * minute, 'failed', 2 * minute),
      run('exchange', monday + 2 * hour, 'finished', minute),
    );
    await scene.pass(5 * hour);
    assert.deepEqual(
      words(scene.said).map(([how, kind]) => [how, kind]),
      [
        ['post', 'card'],
        ['reply', 'escalation'],
        ['reply', 'failedAgain'],
        ['reply', 'allClear'],
      ],
    );
  });

  it('a card that is deleted before its incident is over is posted green, with an all-clear to the owner', async () => {
    let isDeleted = false;
    const deliver = ({ how }: SaidHere) =>
      isDeleted && how === 'edit' ? ({ kind: 'missing' } as const) : undefined;
    const scene = openScene({ deliver });
    await scene.watch();
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    await scene.act({ what: 'takeOver' }, (await scene.faultsOf())[0]?.id ?? '', lee);
    await scene.pass(2 * minute);
    isDeleted = true;
    scene.world.plant(run('exchange', monday + 20 * minute, 'finished', minute));
    await scene.pass(hour);
    const last = scene.said.at(-1);
    assert.deepEqual(
      words(scene.said).map(([how, kind]) => [how, kind]),
      [
        ['post', 'card'],
        ['post', 'card'],
        ['reply', 'allClear'],
      ],
    );
    assert.ok(last?.message.kind === 'allClear' && last.message.who?.id === lee.id);
  });
});

describe('a user who acts while a message is on its way', () => {
  it('a person who is put on call while the fallback is being called is called then', async () => {
    const ann = { id: '29:ann', name: 'Ann' };
    let isSet = false;
    const scene = openScene({
      deliver({ message }) {
        if (message.kind !== 'escalation' || isSet) return undefined;
        isSet = true;
        void scene.duty({ what: 'set', first: ann, fallback: undefined });
        return undefined;
      },
    });
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday, 'failed', 5 * minute));
    await scene.pass(3 * hour);
    assert.deepEqual(
      scene.said.flatMap(({ message }) => (message.kind === 'escalation' ? [message.who.name] : [])),
      ['Lee', 'Ann'],
    );
  });

  it('a press on a wide outage while a service joins it doesn’t split it', async () => {
    const { store, hooks } = openStore();
    const scene = openScene({ store });
    await scene.watch({ services: [] });
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    await scene.pass(3 * minute);
    const start = scene.clock.now();
    for (const service of ['exchange', 'sharepoint', 'onedrive', 'teams'] as const)
      scene.world.plant(run(service, start, 'failed', minute));
    await scene.pass(5 * minute);
    const [wide] = await scene.faultsOf();
    assert.ok(wide);
    let isPressed = false;
    hooks.before = async (what, collection, value) => {
      const { about } = (value ?? {}) as typeof wide;
      if (what !== 'put' || collection !== 'faults' || about.kind !== 'failing') return;
      if (about.troubles.length < 5 || isPressed) return;
      isPressed = true;
      await scene.act({ what: 'acknowledge' }, wide.id, kim);
    };
    scene.world.plant(run('groups', scene.clock.now(), 'failed', minute));
    await scene.pass(hour);
    assert.ok(isPressed);
    assert.deepEqual(words(scene.said), [
      ['post', 'card', 4],
      ['reply', 'failedAgain', 34],
    ]);
    assert.equal((await scene.faultsOf())[0]?.acknowledged?.by.id, kim.id);
  });
});

describe('missing data beside a watch that was ended', () => {
  it('missing data is reported once, for what is still watched', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.watch({ services: ['sharepoint'] });
    await scene.pass(3 * minute);
    scene.world.plant(run('exchange', monday, 'failed', 5 * minute));
    await scene.pass(5 * minute);
    await scene.orders.end({ services: ['exchange'] }, channel);
    scene.world.index.downServices.add('sharepoint');
    for (let n = 0; n < 30; n += 1)
      scene.world.plant(run('exchange', scene.clock.now() + n * 2 * minute, 'failed', minute));
    await scene.pass(hour);
    const blind = scene.said.filter(({ message }) => message.incident.about.kind === 'blind');
    assert.deepEqual(
      blind.map(({ how }) => how),
      ['post'],
    );
  });
});

describe('a watch that was ended', () => {
  it('an ended watch is removed soon after its incident was closed', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    await scene.orders.end({ services: [] }, channel);
    await scene.pass(5 * minute);
    assert.equal((await scene.watches.all()).length, 1);
    await scene.act({ what: 'close' }, (await scene.faultsOf())[0]?.id ?? '');
    await scene.pass(2 * minute);
    assert.deepEqual(await scene.watches.all(), []);
  });
});
