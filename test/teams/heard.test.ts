import assert from 'node:assert/strict';
import { createPlaces } from '../../src/store/places.ts';
import { createHeard } from '../../src/teams/heard.ts';
import { aPlace } from '../digest/support.ts';
import { recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const soon = () => new Promise(setImmediate);

describe('a place in which somebody was heard', () => {
  it('gets its address brought up to date, and its trouble is over', async () => {
    const places = createPlaces(createMemoryStore());
    await places.keep(aPlace);
    await places.mark(aPlace, 'disabled');
    const moved = { ...aPlace, serviceUrl: 'http://127.0.0.1:2/' };
    createHeard(places, recordingLog())(moved);
    await soon();
    assert.deepEqual(await places.get(aPlace), { place: moved });
  });

  it('is not kept where nothing is said unasked', async () => {
    const places = createPlaces(createMemoryStore());
    createHeard(places, recordingLog())(aPlace);
    await soon();
    assert.equal(await places.get(aPlace), undefined);
  });

  it('costs the store one look in a while, and no answer waits for it', async () => {
    const store = createMemoryStore();
    let looks = 0;
    const places = createPlaces({
      ...store,
      get: place => {
        looks += 1;
        return store.get(place);
      },
    });
    const heard = createHeard(places, recordingLog());
    for (let index = 0; index < 50; index += 1) heard(aPlace);
    await soon();
    assert.equal(looks, 1);
  });

  it('only leaves a line in the log where the store fails', async () => {
    const log = recordingLog();
    const places = createPlaces({ ...createMemoryStore(), get: () => Promise.reject(new Error('no store')) });
    createHeard(places, log)(aPlace);
    await soon();
    assert.equal(log.lines[0]?.level, 'warn');
  });
});
