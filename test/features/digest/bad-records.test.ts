import assert from 'node:assert/strict';
import { createSubscriptions } from '../../../src/features/digest/subscriptions.ts';
import { aPlace, openScene } from './support.ts';

const minute = 60_000;
const hourMs = 60 * minute;
const other = (name: string) => ({ ...aPlace, home: `a:${name}`, id: `a:${name}` });

/** A digest of Kim's and one of Lee's, both due at 14:30, and their messages if Kim's record is broken. */
async function openSpoilt(spoil: (value: object) => unknown) {
  const scene = openScene();
  await scene.set('digest daily at 14:30');
  await scene.set('digest daily at 14:30', other('lee'));
  const subscriptions = createSubscriptions(scene.store);
  const [kept] = await subscriptions.ofPlace(aPlace);
  assert.ok(kept);
  const spoilt = spoil(kept.value);
  const key = `${encodeURIComponent(aPlace.id)}|${kept.value.id}`;
  await scene.store.put({ collection: 'digests', partition: aPlace.home, key }, spoilt);
  for (const { key: at, value } of await scene.store.list('queue', 'due', { limit: 10 }))
    if ((value as { id: string }).id === kept.value.id)
      await scene.store.put(
        { collection: 'queue', partition: 'due', key: at },
        { ...(value as object), when: (spoilt as { when?: unknown }).when },
      );
  const setAside = () => scene.log.lines.filter(({ message }) => message === 'record set aside');
  return { scene, kept: kept.value, spoilt, key, setAside };
}

const inZone = (zone: string) => (value: object) => {
  const { when } = value as { when: object };
  return { ...value, when: { ...when, zone } };
};

describe('a digest with a broken record', () => {
  for (const [what, spoil] of [
    ['an unknown time zone', inZone('Mars/Olympus')],
    ['no recurrence', (value: object) => ({ ...value, when: undefined })],
    ['services of another kind', (value: object) => ({ ...value, services: 7, begun: undefined })],
  ] as const)
    it(`a broken record with ${what} is set aside, and stops no other digest`, async () => {
      const { scene, kept, setAside } = await openSpoilt(spoil);
      await scene.pass(90 * minute);
      assert.deepEqual(
        scene.said.map(({ place }) => place.id),
        ['a:lee'],
      );
      const [line] = setAside();
      assert.deepEqual(
        [line?.fields.record, line?.fields.place, line?.fields.id],
        ['digest', aPlace.id, kept.id],
      );
      assert.ok((scene.meter.counted['recordsSetAside digest'] ?? 0) >= 1);
    });

  it('a broken record is tried again once an hour, stays unchanged in the store, and its digest is sent once it’s repaired', async () => {
    const { scene, kept, spoilt, key, setAside } = await openSpoilt(inZone('Mars/Olympus'));
    await scene.pass(30 * minute + 4 * hourMs);
    assert.equal(setAside().length, 5);
    const place = { collection: 'digests', partition: aPlace.home, key };
    assert.deepEqual((await scene.store.get(place))?.value, spoilt);
    await scene.store.put(place, kept);
    await createSubscriptions(scene.store).repair(kept);
    await scene.pass(hourMs);
    assert.equal(scene.said.filter(({ place: { id } }) => id === aPlace.id).length, 1);
  });

  it('a broken record doesn’t make messages late', async () => {
    const { scene } = await openSpoilt(inZone('Mars/Olympus'));
    await scene.pass(90 * minute);
    assert.equal(await scene.round.overdueSince?.(scene.clock.now() - 5 * minute), undefined);
  });
});

describe('the message that has waited longest', () => {
  const dueAt = Date.UTC(2026, 10, 23, 13, 30);

  it('the message that has waited longest is the digest that Teams refuses, since its due time', async () => {
    const scene = openScene({ deliver: async () => ({ kind: 'failed', mayHaveArrived: false }) });
    await scene.set('digest daily at 14:30', other('lee'), 'Europe/Berlin');
    await scene.set('digest daily at 14:40', aPlace, 'Europe/Berlin');
    await scene.pass(60 * minute);
    const since = (ms: number) => scene.round.overdueSince?.(scene.clock.now() - ms);
    assert.equal(await since(5 * minute), dueAt);
    assert.equal(await since(60 * minute), undefined);
  });

  it('a digest in a conversation that Teams refuses doesn’t count as waiting: it’s late for another reason', async () => {
    const scene = openScene({ deliver: async () => ({ kind: 'closed' }) });
    await scene.set('digest daily at 14:30', aPlace, 'Europe/Berlin');
    await scene.places.keep(aPlace);
    await scene.places.refused(aPlace, { status: 403, code: undefined }, scene.clock.now());
    await scene.pass(60 * minute);
    assert.equal(await scene.round.overdueSince?.(scene.clock.now() - 5 * minute), undefined);
  });

  it('a pointer in the queue without a record doesn’t count as a waiting message', async () => {
    const scene = openScene();
    await scene.set('digest daily at 14:30', aPlace, 'Europe/Berlin');
    const [kept] = await createSubscriptions(scene.store).ofPlace(aPlace);
    const key = `${encodeURIComponent(aPlace.id)}|${kept?.value.id}`;
    await scene.store.remove({ collection: 'digests', partition: aPlace.home, key });
    await scene.pass(32 * minute);
    assert.equal(await scene.round.overdueSince?.(scene.clock.now() - 5 * minute), undefined);
  });
});
