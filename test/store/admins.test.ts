import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/store.ts';
import { createAdmins } from '../../src/store/admins.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { aPlace } from '../features/digest/support.ts';
import { recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const kim = '00000000-0000-0000-0000-000000000001';
const lee = '00000000-0000-0000-0000-000000000002';
const channel = { ...aPlace, kind: 'channel' } as const;
const personal = { ...aPlace, home: 'a:kim', id: 'a:kim', kind: 'personal' } as const;
const soon = () => new Promise(setImmediate);

function open({ admin = [kim], viewer = [] as string[], store = createMemoryStore() as Store } = {}) {
  const log = recordingLog();
  const places = createConversationStore(store);
  return {
    log,
    places,
    store,
    admins: createAdmins({ store, places, lists: { admin, operator: [], viewer }, log }),
  };
}

describe('a user whom the settings name and who has written', () => {
  it('a named user is known by name, and by the personal chat once they write there', async () => {
    const { admins, places } = open();
    assert.deepEqual(await admins.all(), []);
    admins.heard(kim, 'Kim', channel);
    await soon();
    assert.deepEqual(await admins.all(), [{ objectId: kim, name: 'Kim', place: undefined }]);
    assert.equal(await places.get(channel), undefined, 'nothing is said unasked in a channel for its sake');
    admins.heard(kim, 'Kim', personal);
    await soon();
    const place = { home: 'a:kim', id: 'a:kim' };
    assert.deepEqual(await admins.all(), [{ objectId: kim, name: 'Kim', place }]);
    assert.deepEqual((await places.get(place))?.place, personal);
  });

  it('an admin’s personal chat stays known when they write elsewhere, under the name there', async () => {
    const { admins } = open();
    admins.heard(kim, 'Kim', personal);
    await soon();
    admins.heard(kim, 'Kim Q', channel);
    await soon();
    const [known] = await admins.all();
    assert.deepEqual([known?.name, known?.place?.id], ['Kim Q', 'a:kim']);
  });

  it('a user is no admin any more if the settings name another one', async () => {
    const { admins, store } = open();
    admins.heard(kim, 'Kim', personal);
    await soon();
    assert.deepEqual(await open({ admin: [lee], store }).admins.all(), []);
  });

  it('only the name of a named viewer is stored', async () => {
    const { admins, places } = open({ viewer: [lee] });
    admins.heard(lee, 'Lee', personal);
    await soon();
    assert.deepEqual([...(await admins.names())], [[lee, 'Lee']]);
    assert.deepEqual(await admins.all(), []);
    assert.equal(await places.get(personal), undefined);
  });

  it('users whom the settings don’t name aren’t stored', async () => {
    const { admins, places, store } = open();
    admins.heard(lee, 'Lee', personal);
    await soon();
    assert.deepEqual(await store.list('named', 'all', { limit: 9 }), []);
    assert.equal(await places.get(personal), undefined);
  });

  it('a named user costs the store one read in a while, and no answer waits for it', async () => {
    const store = createMemoryStore();
    let looks = 0;
    const counting = {
      ...store,
      get: (place: Parameters<Store['get']>[0]) => {
        looks += 1;
        return store.get(place);
      },
    };
    const { admins } = open({ store: counting });
    for (let index = 0; index < 50; index += 1) admins.heard(kim, 'Kim', channel);
    await soon();
    assert.equal(looks, 1);
  });

  it('a named user who couldn’t be stored is in the log, and is stored the next time', async () => {
    const store = createMemoryStore();
    let isDown = true;
    const failing: Store = {
      ...store,
      get: place => (isDown ? Promise.reject(new Error('no store')) : store.get(place)),
    };
    const { admins, log } = open({ store: failing });
    admins.heard(kim, 'Kim', channel);
    await soon();
    assert.equal(log.lines[0]?.level, 'warn');
    isDown = false;
    admins.heard(kim, 'Kim', channel);
    await soon();
    assert.equal((await admins.all()).length, 1);
  });
});
