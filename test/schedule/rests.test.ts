import assert from 'node:assert/strict';
import { createRests } from '../../src/schedule/rests.ts';
import { createPlaces } from '../../src/store/places.ts';
import { aPlace } from '../digest/support.ts';
import { fakeClock, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

describe('what could not be done', () => {
  const [firstMs, longestMs] = [60_000, 200_000];
  const may = () => true;
  const one = { name: 'one', place: { home: aPlace.home, id: aPlace.id } };

  function open() {
    const clock = fakeClock(monday);
    const store = createMemoryStore();
    const places = createPlaces(store);
    return { clock, places, rests: createRests({ places, firstMs, longestMs, clock }) };
  }

  it('rests for a while, then for twice that, up to the longest; once it is done it begins anew', async () => {
    const { clock, rests } = open();
    for (const ms of [60_000, 120_000, 200_000, 200_000]) {
      assert.equal(rests.isResting(one), false);
      await rests.attempt(one, may, async () => 'later');
      clock.advance(ms - 1);
      assert.equal(rests.isResting(one), true, `${ms}`);
      assert.equal(rests.isResting({ ...one, name: 'another' }), false);
      clock.advance(1);
    }
    await rests.attempt(one, may, async () => 'over');
    assert.equal(rests.isResting(one), false);
    await rests.attempt(one, may, async () => 'later');
    clock.advance(60_000);
    assert.equal(rests.isResting(one), false);
  });

  it('rests where the try rejects, and rejects', async () => {
    const { rests } = open();
    const failing = rests.attempt(one, may, () => Promise.reject(new Error('no store')));
    await assert.rejects(failing, /no store/);
    assert.equal(rests.isResting(one), true);
  });

  it('does not rest where it was not allowed to start, though it is allowed again by then', async () => {
    const { rests } = open();
    const answers = [true, false, true];
    await rests.attempt(
      one,
      () => answers.shift() ?? true,
      async asked => {
        while (asked());
        return 'later';
      },
    );
    assert.equal(rests.isResting(one), false);
  });

  it('rests until the time in the record of a conversation that refuses, and not once a person has written there', async () => {
    const { clock, places, rests } = open();
    await places.keep(aPlace);
    const refuse = async () => {
      await places.refused(aPlace, { status: 403, code: undefined }, clock.now());
      return 'closed' as const;
    };
    await rests.attempt(one, may, refuse);
    clock.advance(59_999);
    assert.equal(rests.isResting(one), true);
    clock.advance(1);
    assert.equal(rests.isResting(one), false);
    clock.advance(5 * 3_600_000);
    await rests.attempt(one, may, refuse);
    await places.heard(aPlace);
    for (let seconds = 0; seconds < 5; seconds += 1) {
      rests.isResting(one);
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
    rests.isResting(one);
    await new Promise(setImmediate);
    assert.equal(rests.isResting(one), false);
  });

  it('reads the record of a conversation that refuses once in 5 s, however much waits there', async () => {
    const clock = fakeClock(monday);
    const places = createPlaces(createMemoryStore());
    let reads = 0;
    const counted = {
      get: (place: typeof one.place) => {
        reads += 1;
        return places.get(place);
      },
    };
    const rests = createRests({ places: counted, firstMs, longestMs, clock });
    await places.keep(aPlace);
    await rests.attempt(one, may, async () => {
      await places.refused(aPlace, { status: 403, code: undefined }, clock.now());
      return 'closed';
    });
    reads = 0;
    for (let seconds = 0; seconds < 30; seconds += 1) {
      clock.advance(1_000);
      for (let n = 0; n < 20; n += 1) assert.equal(rests.isResting({ ...one, name: `digest ${n}` }), true);
      await new Promise(setImmediate);
    }
    assert.equal(reads, 6);
  });
});
