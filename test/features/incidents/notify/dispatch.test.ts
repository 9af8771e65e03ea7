import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/features/incidents/incident/incident-store.ts';
import { createDispatcher } from '../../../../src/features/incidents/notify/dispatch.ts';
import type { AttemptResult } from '../../../../src/schedule/conversation-back-off.ts';
import { createKeyedMutex } from '../../../../src/schedule/keyed-mutex.ts';
import { createSetAside } from '../../../../src/schedule/set-aside.ts';
import { createConversationStore } from '../../../../src/store/places.ts';
import { fakeClock, noMeter, recordingLog } from '../../../support/fakes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { aPlace } from '../../digest/support.ts';
import { at, failed } from '../given.ts';

describe('the dispatcher', () => {
  async function open(notify: (canSend: () => boolean) => AttemptResult) {
    const [clock, locks] = [fakeClock(at(1)), createKeyedMutex()];
    const store = createMemoryStore();
    const incidents = createIncidentStore(store);
    const places = createConversationStore(store);
    const incident = failed('exchange', 0);
    await incidents.save(incident);
    await places.keep({ ...aPlace, ...incident.place });
    let visits = 0;
    const dispatcher = createDispatcher({
      incidents,
      watches: { ofPlace: async () => [] },
      repairClock: async () => {},
      notify: async (_place, canSend) => {
        visits += 1;
        return notify(canSend);
      },
      places,
      locks,
      aside: createSetAside({ meter: noMeter, clock, log: recordingLog() }),
      clock,
      log: recordingLog(),
    });
    const go = async (canSend = () => true) => {
      await dispatcher.begin(canSend);
      await locks.settled();
      return visits;
    };
    return { clock, go };
  }

  it('a conversation that could not be notified waits for a minute', async () => {
    const { clock, go } = await open(() => 'retry');
    assert.deepEqual([await go(), await go()], [1, 1]);
    clock.advance(60_000);
    assert.equal(await go(), 2);
  });

  it('a conversation is visited again at once if the instance could not send: its lease was in doubt for a moment', async () => {
    const answers = [true, false, true, true];
    const { go } = await open(canSend => (canSend() ? 'done' : 'retry'));
    assert.equal(await go(() => answers.shift() ?? true), 1);
    assert.equal(await go(), 2);
  });
});
