import assert from 'node:assert/strict';
import type { BinReason } from '../../src/domain/bin.ts';
import type { ConversationKey } from '../../src/domain/place.ts';
import { createAudit } from '../../src/features/audit/audit-log.ts';
import { createUnreachableCleanup, recentlyBinned } from '../../src/operations/stranded.ts';
import { createBin } from '../../src/store/bin.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { aPlace } from '../features/digest/support.ts';
import { collected } from '../support/audit.ts';
import { fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct } from '../support/product.ts';

const day = 24 * hour;
const other = { ...aPlace, home: 'a:lee', id: 'a:lee' };
const reason = { status: 404, code: undefined };

function open() {
  const [clock, store, log] = [fakeClock(), createMemoryStore(), recordingLog()];
  const places = createConversationStore(store);
  const away: [string, BinReason][] = [];
  let isDown = false;
  const putAway = async (key: ConversationKey, why: BinReason) => {
    if (isDown) throw new Error('no connection');
    away.push([key.id, why]);
    await places.forget(key);
  };
  const round = createUnreachableCleanup({ places, bin: createBin(store), putAway, store, clock, log });
  return {
    clock,
    log,
    store,
    places,
    away,
    fail: (isFailing: boolean) => {
      isDown = isFailing;
    },
    /** Lets hours pass, with a failed attempt to send in each. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= hour) {
        clock.advance(Math.min(hour, left));
        for (const { key, held, undelivered } of await places.unreached()) {
          if (undelivered) await places.refused(key, reason, clock.now());
          if (held) await places.hold(key, held.why, clock.now());
        }
        await round.go(() => true).catch(() => undefined);
      }
    },
    /** Stops the process; the next one starts with what is stored. */
    async standStill(ms: number) {
      clock.advance(ms);
      await round.go(() => true);
    },
  };
}

describe('the settings of an unreachable conversation', () => {
  it('settings go into the bin after 30 days of refusals, but not if a message was accepted meanwhile', async () => {
    const { clock, places, away, pass } = open();
    for (const place of [aPlace, other]) {
      await places.keep(place);
      await places.refused(place, reason, clock.now());
    }
    await pass(29 * day);
    await places.delivered(other);
    assert.deepEqual(away, []);
    await pass(2 * day);
    assert.deepEqual(away, [[aPlace.id, 'unreachable']]);
    await pass(10 * day);
    assert.equal(away.length, 1);
  });

  it('settings go into the bin after seven days without permission, and not before', async () => {
    const { clock, places, away, pass } = open();
    await places.keep(aPlace);
    await places.hold(aPlace, 'role', clock.now());
    await pass(6 * day);
    await places.hold(aPlace, 'role', clock.now());
    assert.deepEqual(away, []);
    await pass(2 * day);
    assert.deepEqual(away, [[aPlace.id, 'notAllowed']]);
  });

  it('settings stay if a user wrote in their conversation recently, though no message was attempted since', async () => {
    const { clock, places, away, pass, standStill } = open();
    await places.keep(aPlace);
    await places.refused(aPlace, reason, clock.now());
    await pass(29.5 * day);
    await places.heard(aPlace);
    await standStill(day);
    assert.deepEqual(away, []);
  });

  it('settings stay if a user writes in their conversation while others go into the bin', async () => {
    const { clock, places, away, pass, store, log } = open();
    for (const place of [aPlace, other]) {
      await places.keep(place);
      await places.refused(place, reason, clock.now());
    }
    await pass(29.9 * day);
    clock.advance(day);
    const putAway = async (key: ConversationKey, why: BinReason) => {
      away.push([key.id, why]);
      await places.heard(key.id === aPlace.id ? other : aPlace);
    };
    await createUnreachableCleanup({ places, bin: createBin(store), putAway, store, clock, log }).go(
      () => true,
    );
    assert.equal(away.length, 1);
  });

  it('settings stay though the bot was down for 40 days without any attempt', async () => {
    const { clock, places, away, pass, standStill } = open();
    await places.keep(aPlace);
    await places.refused(aPlace, reason, clock.now());
    await places.keep(other);
    await places.hold(other, 'role', clock.now());
    await standStill(40 * day);
    assert.deepEqual(away, []);
    await places.delivered(other);
    await pass(6 * day);
    assert.deepEqual(away, [], 'six days of tries are not enough');
    await pass(2 * day);
    assert.deepEqual(away, [[aPlace.id, 'unreachable']]);
  });

  it('settings go into the bin in the end though the store fails at first, and are listed for the admins', async () => {
    const { clock, places, away, fail, pass, store } = open();
    await places.keep(aPlace);
    await places.refused(aPlace, reason, clock.now());
    fail(true);
    await pass(31 * day);
    assert.deepEqual(away, []);
    fail(false);
    await pass(2 * hour);
    assert.equal(away.length, 1);
    const [last] = await recentlyBinned(store);
    assert.deepEqual([last?.key.id, last?.why], [aPlace.id, 'unreachable']);
  });
});

describe('the list of unreachable conversations', () => {
  it('unreachable conversations are those with a refusal or without permission, until a message is accepted there', async () => {
    const { places } = open();
    for (const place of [aPlace, other]) await places.keep(place);
    assert.deepEqual(await places.unreached(), []);
    await places.refused(aPlace, reason, monday);
    await places.hold(other, 'tenant', monday);
    const ids = async () => (await places.unreached()).map(({ key }) => key.id).sort();
    assert.deepEqual(await ids(), [aPlace.id, other.id]);
    await places.delivered(aPlace);
    assert.deepEqual(await ids(), [other.id]);
    await places.forget(other);
    assert.deepEqual(await ids(), []);
  });
});

describe('the audit entry of settings that went into the bin', () => {
  it('the audit record says that Backup Watch put settings into the bin, whatever its name in Teams', async () => {
    const store = createMemoryStore();
    const places = createConversationStore(store);
    await places.keep({ ...aPlace, botName: 'Nightly helper' });
    const from = Date.now() - 40 * day;
    for (let tries = 0; tries < 7 * 24; tries += 1) await places.refused(aPlace, reason, from + tries * hour);
    const product = await openProduct({ store });
    try {
      const entries = () => collected(createAudit(store).oldestFirst({ from, to: Date.now() + 1_000 }));
      const end = Date.now() + 15_000;
      while ((await entries()).length === 0 && Date.now() < end)
        await new Promise(resolve => setTimeout(resolve, 50));
      const [entry] = await entries();
      assert.ok(entry && 'removedFrom' in entry.what);
      assert.equal(entry.what.why, 'unreachable');
      assert.equal(entry.who.name, 'Backup Watch');
    } finally {
      await product.close();
    }
  });
});
