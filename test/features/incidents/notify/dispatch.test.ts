import assert from 'node:assert/strict';
import { createFaults } from '../../../../src/features/incidents/incident/incident-store.ts';
import { createErrands } from '../../../../src/features/incidents/notify/dispatch.ts';
import type { AttemptResult } from '../../../../src/schedule/conversation-back-off.ts';
import { createKeyedMutex } from '../../../../src/schedule/keyed-mutex.ts';
import { createSetAside } from '../../../../src/schedule/set-aside.ts';
import { createPlaces } from '../../../../src/store/places.ts';
import { fakeClock, noMeter, recordingLog } from '../../../support/fakes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { aPlace } from '../../digest/support.ts';
import { at, failed } from '../given.ts';

describe('a conversation for which something is due', () => {
  async function open(attend: (mayStart: () => boolean) => AttemptResult) {
    const [clock, locks] = [fakeClock(at(1)), createKeyedMutex()];
    const store = createMemoryStore();
    const faults = createFaults(store);
    const places = createPlaces(store);
    const fault = failed('exchange', 0);
    await faults.save(fault);
    await places.keep({ ...aPlace, ...fault.place });
    let visits = 0;
    const errands = createErrands({
      faults,
      watches: { ofPlace: async () => [] },
      mendIfSetBack: async () => {},
      attend: async (_place, mayStart) => {
        visits += 1;
        return attend(mayStart);
      },
      places,
      locks,
      aside: createSetAside({ meter: noMeter, clock, log: recordingLog() }),
      clock,
      log: recordingLog(),
    });
    const go = async (mayStart = () => true) => {
      await errands.begin(mayStart);
      await locks.settled();
      return visits;
    };
    return { clock, go };
  }

  it('is left alone for a minute where it could not be told', async () => {
    const { clock, go } = await open(() => 'retry');
    assert.deepEqual([await go(), await go()], [1, 1]);
    clock.advance(60_000);
    assert.equal(await go(), 2);
  });

  it('is visited again at once where it was the visitor who might not start: its lease was in doubt for a moment', async () => {
    const answers = [true, false, true, true];
    const { go } = await open(mayStart => (mayStart() ? 'done' : 'retry'));
    assert.equal(await go(() => answers.shift() ?? true), 1);
    assert.equal(await go(), 2);
  });
});
