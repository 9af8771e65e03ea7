import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Delivery } from '../../../src/domain/messenger.ts';
import { type Store, StoreError } from '../../../src/domain/store.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import type { Subscription } from '../../../src/features/digest/subscription.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { aPlace, openScene, type Scene } from './support.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const before = at('2026-11-23T07:50[Europe/Berlin]');
const due = at('2026-11-23T08:00[Europe/Berlin]');

/** Changes the record of the only digest. */
async function change(scene: Scene, patch: Partial<Subscription>): Promise<void> {
  const [kept] = await scene.subscriptions.ofPlace(aPlace);
  assert.ok(kept);
  await scene.subscriptions.save({ ...kept.value, ...patch }, kept);
}

/** A store that can be made to fail. */
function fallibleStore(isDown: (what: 'get' | 'put', collection: string) => boolean): Store {
  const store = createMemoryStore();
  const check = (what: 'get' | 'put', collection: string) => {
    if (isDown(what, collection)) throw new StoreError('unavailable', 'no connection');
  };
  return {
    ...store,
    get: async place => {
      check('get', place.collection);
      return store.get(place);
    },
    put: async (place, ...rest) => {
      check('put', place.collection);
      return store.put(place, ...rest);
    },
  };
}

describe('ends of runs between two digests', () => {
  it('a run’s end between two digests is left to the next digest if an earlier one’s follow-up is sent after it', async () => {
    let until = 10;
    let unreadUntil = due;
    const scene = openScene({
      now: before,
      tell: ({ span: { from } }) => (from < unreadUntil ? 'partly' : 'good'),
      news: () => ({ index: 1, until }),
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    until = 20;
    await scene.pass(day);
    until = 30;
    unreadUntil = 0;
    await scene.pass(hour);
    assert.deepEqual(
      scene.said.map(({ message }) => message.occasion),
      ['due', 'due', 'followUp'],
    );
    const followUp = scene.said[2]?.message.report?.question;
    assert.deepEqual([followUp?.told, followUp?.upTo], [undefined, { index: 1, until: 20 }]);
    assert.deepEqual((await scene.the()).told, { index: 1, until: 20 });
  });

  it('a run’s end isn’t skipped if this instance’s index is behind the one that another instance reported from', async () => {
    const scene = openScene({ now: before, news: () => ({ index: 1, until: 98 }) });
    await scene.set('digest daily at 8');
    await change(scene, { told: { index: 1, until: 100 } });
    await scene.pass(hour, minute);
    assert.deepEqual((await scene.the()).told, { index: 1, until: 98 });
  });

  it('a digest starts at the time in its record, whatever time the pointer of an unsaved change has', async () => {
    const store = createMemoryStore();
    const scene = openScene({ now: before, store });
    await scene.set('digest daily at 8');
    await change(scene, { toldUntil: due - hour });
    const [pointer] = await store.list('queue', 'due', { limit: 1 });
    assert.ok(pointer);
    const stale = { ...(pointer.value as object), from: due - 9 * day };
    await store.put({ collection: 'queue', partition: 'due', key: pointer.key }, stale);
    await scene.pass(hour, minute);
    assert.deepEqual(scene.said[0]?.message.span, { from: due - hour, to: due });
  });
});

describe('follow-ups for a time that can’t be read any more', () => {
  it('a follow-up for a time that can’t be read any more is sent as unknown, and stops nothing later', async () => {
    const readable = (now: EpochMs) => now - 60 * day;
    const scene = openScene({
      now: before,
      tell: ({ span: { from } }, now) => (from < readable(now) ? 'partly' : 'good'),
    });
    await scene.set('digest daily at 8');
    const said = { place: aPlace, id: 'old' };
    await change(scene, { owed: { from: due - 90 * day, to: due - 89 * day, said } });
    await scene.pass(hour, minute);
    assert.deepEqual(
      scene.said.map(({ message }) => [message.occasion, message.report?.verdict]),
      [
        ['followUp', 'unknown'],
        ['due', 'good'],
      ],
    );
    assert.equal((await scene.the()).owed, undefined);
  });
});

describe('a digest that wasn’t sent', () => {
  const sent: Delivery = { kind: 'sent', said: { place: aPlace, id: 'm' } };
  const marksOf = ({ said }: Scene) => said.map(({ message }) => message.isAgain);

  it('a digest isn’t marked as a duplicate if the store failed before the request to Teams', async () => {
    let isDown = false;
    let tries = 0;
    const scene = openScene({
      now: before,
      store: fallibleStore(what => what === 'put' && isDown),
      deliver: async () => {
        tries += 1;
        if (tries > 1) return sent;
        isDown = true;
        throw new StoreError('unavailable', 'no connection');
      },
    });
    await scene.set('digest daily at 8');
    await scene.pass(20 * minute, minute);
    isDown = false;
    await scene.pass(hour, minute);
    assert.deepEqual(marksOf(scene), [false]);
    assert.deepEqual((await scene.the()).begun, []);
  });

  it('a digest isn’t marked as a duplicate if the store fails while its refusal is recorded', async () => {
    let isDown = false;
    let tries = 0;
    const scene = openScene({
      now: before,
      store: fallibleStore(what => what === 'put' && isDown),
      deliver: async () => {
        tries += 1;
        isDown = tries === 1;
        return isDown ? { kind: 'closed' } : sent;
      },
    });
    await scene.set('digest daily at 8');
    await scene.pass(12 * minute, minute);
    isDown = false;
    await scene.pass(hour, minute);
    assert.deepEqual(marksOf(scene), [false]);
  });

  it('a digest isn’t marked as a duplicate if a user pauses and resumes it while it’s refused', async () => {
    let tries = 0;
    const scene: Scene = openScene({
      now: before,
      deliver: async () => {
        tries += 1;
        if (tries > 1) return sent;
        await scene.digests.obey({ what: 'pause', until: undefined }, aPlace, 'en-GB');
        return { kind: 'closed' };
      },
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    assert.deepEqual((await scene.the()).begun, []);
    await scene.digests.obey({ what: 'resume' }, aPlace, 'en-GB');
    await scene.pass(day);
    assert.deepEqual(marksOf(scene), [false]);
  });
});

describe('a digest that is paused and resumed', () => {
  it('a resumed digest still covers its first day if that was due and couldn’t be sent', async () => {
    let isRefused = true;
    const scene = openScene({
      now: before,
      deliver: async () =>
        isRefused ? { kind: 'closed' } : { kind: 'sent', said: { place: aPlace, id: 'm' } },
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    await scene.digests.obey({ what: 'pause', until: undefined }, aPlace, 'en-GB');
    await scene.pass(3 * day);
    isRefused = false;
    await scene.digests.obey({ what: 'resume' }, aPlace, 'en-GB');
    await scene.pass(day);
    assert.deepEqual(
      scene.said.map(({ message }) => message.span),
      [{ from: due - day, to: due + 4 * day }],
    );
  });

  it('a resumed digest that a clock months ahead sent early is sent at its next time, and continues from now', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8');
    scene.clock.jump(90 * day);
    await scene.work();
    await scene.pass(minute);
    assert.equal(scene.said.length, 1);
    scene.clock.jump(-90 * day);
    const now = scene.clock.now() + minute;
    await scene.pass(day, minute);
    assert.deepEqual(
      scene.said.slice(1).map(({ message }) => message.span),
      [{ from: now, to: due }],
    );
  });

  it('a paused digest stays paused until the day that the user named, however far that is', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8');
    await scene.digests.obey({ what: 'pause', until: due + 30 * day }, aPlace, 'en-GB');
    const { dueAt } = await scene.the();
    await scene.pass(hour, minute);
    assert.equal((await scene.the()).dueAt, dueAt);
  });
});
