import assert from 'node:assert/strict';
import type { ConversationRef } from '../../src/domain/place.ts';
import { createAlerting } from '../../src/features/incidents/incidents.ts';
import { hour, noMeter } from '../support/fakes.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
const exchange = { services: ['exchange'], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;

describe('a channel that the bot is removed from while a poll finds a failure there', () => {
  let here: WholeSends;
  let place: ConversationRef;
  beforeEach(async () => {
    here = await openSends({ now: Date.UTC(2026, 10, 23, 8) });
    place = here.placeOf('19:incidents', 'channel');
    await here.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: undefined });
    await here.pass(3 * minute, 10_000);
  });
  afterEach(() => here.close());

  function fail(): void {
    const now = here.clock.now();
    here.world.plant({
      service: 'exchange',
      startedAt: now - 2 * minute,
      endedAt: now - minute,
      state: 'failed',
    });
  }

  /** Runs something directly before the next incident is saved. */
  function beforeNextIncident(happen: () => Promise<unknown>): () => boolean {
    const { store } = here;
    const { put } = store;
    let hasHappened = false;
    store.put = async (...args) => {
      if (args[0].collection === 'faults' && !hasHappened) {
        hasHappened = true;
        await happen();
      }
      return put.apply(store, args);
    };
    return () => hasHappened;
  }

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(await here.watching.faults.ofPlace(place), []);
    assert.deepEqual(await here.watching.watches.ofPlace(place), []);
    assert.equal(await here.places.get(place), undefined);
    assert.deepEqual(here.taken, []);
    assert.deepEqual(
      here.log.lines.filter(({ message }) => message.includes('no address')),
      [],
    );
  }

  it('no incident stays after a removal of the bot that reaches the polling instance', async () => {
    let removal: Promise<unknown> | undefined;
    const hasHappened = beforeNextIncident(async () => {
      removal = here.watching.forget('team-1', place);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    });
    fail();
    await here.pass(minute, 10_000);
    assert.ok(hasHappened());
    await removal;
    await here.pass(10 * minute, minute);
    await here.digests.forget('team-1', place);
    await here.pass(2 * hour, 5 * minute);
    await assertNothingLeft();
  });

  it('no incident stays after a removal of the bot that reaches another instance', async () => {
    const { store, places, clock, log, world } = here;
    const other = createAlerting({ store, places, index: world.index, meter: noMeter, clock, log });
    const hasHappened = beforeNextIncident(async () => {
      await other.forget('team-1', place);
      await here.digests.forget('team-1', place);
    });
    fail();
    await here.pass(2 * hour, 5 * minute);
    assert.ok(hasHappened());
    await assertNothingLeft();
  });

  it('an incident that an earlier version left behind is removed, and isn’t alerted to any more', async () => {
    fail();
    await here.pass(3 * minute, 10_000);
    const [incident] = await here.watching.faults.ofPlace(place);
    assert.ok(incident);
    await here.watching.forget('team-1', place);
    await here.digests.forget('team-1', place);
    const { telling } = incident.value;
    await here.watching.faults.save({ ...incident.value, telling: { ...telling, said: undefined } });
    await here.places.refused(place, { status: undefined, code: undefined }, here.clock.now());
    const [sent, lines] = [here.taken.length, here.log.lines.length];
    await here.pass(3 * hour, 5 * minute);
    assert.deepEqual(await here.watching.faults.ofPlace(place), []);
    assert.equal(here.taken.length, sent);
    assert.deepEqual(
      here.log.lines.slice(lines).filter(({ level }) => level === 'warn'),
      [],
    );
  });
});
