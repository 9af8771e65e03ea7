import assert from 'node:assert/strict';
import { createConversationBackOff } from '../../src/schedule/conversation-back-off.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { aPlace } from '../features/digest/support.ts';
import { fakeClock, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

describe('the back-off of a conversation', () => {
  const [firstMs, longestMs] = [60_000, 200_000];
  const may = () => true;
  const one = { name: 'one', place: { home: aPlace.home, id: aPlace.id } };

  function open() {
    const clock = fakeClock(monday);
    const store = createMemoryStore();
    const places = createConversationStore(store);
    return { clock, places, backOff: createConversationBackOff({ places, firstMs, longestMs, clock }) };
  }

  it('the back-off doubles from the first pause to the longest, and starts again after a success', async () => {
    const { clock, backOff } = open();
    for (const ms of [60_000, 120_000, 200_000, 200_000]) {
      assert.equal(backOff.isWaiting(one), false);
      await backOff.attempt(one, may, async () => 'retry');
      clock.advance(ms - 1);
      assert.equal(backOff.isWaiting(one), true, `${ms}`);
      assert.equal(backOff.isWaiting({ ...one, name: 'another' }), false);
      clock.advance(1);
    }
    await backOff.attempt(one, may, async () => 'done');
    assert.equal(backOff.isWaiting(one), false);
    await backOff.attempt(one, may, async () => 'retry');
    clock.advance(60_000);
    assert.equal(backOff.isWaiting(one), false);
  });

  it('the back-off forgets a name that wasn’t attempted for twice the longest pause: its digest may be gone', async () => {
    const { clock, backOff } = open();
    for (const ms of [60_000, 120_000]) {
      await backOff.attempt(one, may, async () => 'retry');
      clock.advance(ms);
    }
    clock.advance(2 * longestMs);
    await backOff.attempt(one, may, async () => 'retry');
    clock.advance(59_999);
    assert.equal(backOff.isWaiting(one), true);
    clock.advance(1);
    assert.equal(backOff.isWaiting(one), false);
  });

  it('the back-off waits if the attempt rejects, and rejects', async () => {
    const { backOff } = open();
    const failing = backOff.attempt(one, may, () => Promise.reject(new Error('no store')));
    await assert.rejects(failing, /no store/);
    assert.equal(backOff.isWaiting(one), true);
  });

  it('the back-off doesn’t wait if the attempt wasn’t allowed to start, though it’s allowed again by then', async () => {
    const { backOff } = open();
    const answers = [true, false, true];
    await backOff.attempt(
      one,
      () => answers.shift() ?? true,
      async asked => {
        while (asked());
        return 'retry';
      },
    );
    assert.equal(backOff.isWaiting(one), false);
  });

  it('the back-off waits until the time in the record of a conversation that refuses, and ends when a user writes there', async () => {
    const { clock, places, backOff } = open();
    await places.keep(aPlace);
    const refuse = async () => {
      await places.refused(aPlace, { status: 403, code: undefined }, clock.now());
      return 'closed' as const;
    };
    await backOff.attempt(one, may, refuse);
    clock.advance(59_999);
    assert.equal(backOff.isWaiting(one), true);
    clock.advance(1);
    assert.equal(backOff.isWaiting(one), false);
    clock.advance(5 * 3_600_000);
    await backOff.attempt(one, may, refuse);
    await places.heard(aPlace);
    for (let seconds = 0; seconds < 5; seconds += 1) {
      backOff.isWaiting(one);
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
    backOff.isWaiting(one);
    await new Promise(setImmediate);
    assert.equal(backOff.isWaiting(one), false);
  });

  it('the back-off reads the record of a conversation that refuses once in 5 s, however many messages wait there', async () => {
    const clock = fakeClock(monday);
    const places = createConversationStore(createMemoryStore());
    let reads = 0;
    const counted = {
      get: (place: typeof one.place) => {
        reads += 1;
        return places.get(place);
      },
    };
    const backOff = createConversationBackOff({ places: counted, firstMs, longestMs, clock });
    await places.keep(aPlace);
    await backOff.attempt(one, may, async () => {
      await places.refused(aPlace, { status: 403, code: undefined }, clock.now());
      return 'closed';
    });
    reads = 0;
    for (let seconds = 0; seconds < 30; seconds += 1) {
      clock.advance(1_000);
      for (let n = 0; n < 20; n += 1) assert.equal(backOff.isWaiting({ ...one, name: `digest ${n}` }), true);
      await new Promise(setImmediate);
    }
    assert.equal(reads, 6);
  });
});
