import assert from 'node:assert/strict';
import { isBackingOff } from '../../src/domain/undelivered.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { createTouchConversation } from '../../src/teams/touch-conversation.ts';
import { aPlace } from '../features/digest/support.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const soon = () => new Promise(setImmediate);

describe('conversations in which a user wrote', () => {
  it('a conversation in which a user wrote retains its address until Teams accepts a message at the new one, which is tried at once', async () => {
    const places = createConversationStore(createMemoryStore());
    await places.keep(aPlace);
    await places.refused(aPlace, { status: 403, code: undefined }, monday);
    const moved = { ...aPlace, serviceUrl: 'http://127.0.0.1:2/' };
    createTouchConversation(places, fakeClock(), recordingLog())(moved);
    await soon();
    const { place, movedTo, undelivered } = (await places.get(aPlace)) ?? {};
    assert.deepEqual([place, movedTo], [aPlace, moved]);
    assert.equal(isBackingOff(undelivered, monday), false);
    await places.delivered(aPlace, moved);
    assert.deepEqual((await places.get(aPlace))?.place, moved);
  });

  it('a conversation may be sent to at once though a user wrote there a moment before it was refused', async () => {
    const places = createConversationStore(createMemoryStore());
    await places.keep(aPlace);
    const clock = fakeClock();
    const touch = createTouchConversation(places, clock, recordingLog());
    touch(aPlace);
    await soon();
    await places.refused(aPlace, { status: 404, code: undefined }, clock.now());
    clock.advance(5_000);
    touch(aPlace);
    await soon();
    assert.equal(isBackingOff((await places.get(aPlace))?.undelivered, clock.now()), false);
  });

  it('a conversation in which a user wrote gets the address that an earlier version dropped', async () => {
    const places = createConversationStore(createMemoryStore());
    await places.refused(aPlace, { status: undefined, code: undefined }, monday);
    createTouchConversation(places, fakeClock(), recordingLog())(aPlace);
    await soon();
    const { place, undelivered } = (await places.get(aPlace)) ?? {};
    assert.deepEqual(place, aPlace);
    assert.equal(isBackingOff(undelivered, monday), false);
  });

  it('a conversation without proactive messages is not recorded', async () => {
    const places = createConversationStore(createMemoryStore());
    createTouchConversation(places, fakeClock(), recordingLog())(aPlace);
    await soon();
    assert.equal(await places.get(aPlace), undefined);
  });

  it('recording a conversation costs the store one read in a while, and delays no answer', async () => {
    const store = createMemoryStore();
    let looks = 0;
    const places = createConversationStore({
      ...store,
      get: place => {
        looks += 1;
        return store.get(place);
      },
    });
    const touch = createTouchConversation(places, fakeClock(), recordingLog());
    for (let index = 0; index < 50; index += 1) touch(aPlace);
    await soon();
    assert.equal(looks, 1);
  });

  it('recording a conversation only logs a line if the store fails', async () => {
    const log = recordingLog();
    const places = createConversationStore({
      ...createMemoryStore(),
      get: () => Promise.reject(new Error('no store')),
    });
    createTouchConversation(places, fakeClock(), log)(aPlace);
    await soon();
    assert.equal(log.lines[0]?.level, 'warn');
  });
});
