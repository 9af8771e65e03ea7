import assert from 'node:assert/strict';
import type { DigestSpec } from '../../../src/domain/digest-order.ts';
import { everyDay } from '../../../src/domain/recurrence.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { aPlace, openScene } from './support.ts';

const wish: DigestSpec = {
  when: { days: everyDay, hour: 12, minute: 0, zone: 'UTC' },
  services: [],
  onlyProblems: false,
};
const set = { what: 'set', wish } as const;

describe('a digest that two users set at the same moment', () => {
  it('an equal digest that two users set at the same moment is stored once, even by two instances of the bot', async () => {
    const store = createMemoryStore();
    const scenes = [openScene({ store }), openScene({ store })];
    const answers = await Promise.all(
      [...scenes, ...scenes].map(({ digests }) => digests.obey(set, aPlace, 'en-GB')),
    );
    assert.deepEqual(answers.map(({ done }) => done).toSorted(), [
      'alreadySet',
      'alreadySet',
      'alreadySet',
      'set',
    ]);
    for (const { digests } of answers) assert.equal(digests.length, 1);
  });

  it('digests that differ in any setting, or in the conversation, are separate', async () => {
    const { digests, subscriptions } = openScene();
    const elsewhere = { ...aPlace, home: 'a:lee', id: 'a:lee' };
    const wishes: readonly DigestSpec[] = [
      wish,
      { ...wish, onlyProblems: true },
      { ...wish, services: ['exchange'] },
      { ...wish, when: { ...wish.when, minute: 1 } },
      { ...wish, when: { ...wish.when, days: [1, 2] } },
      { ...wish, when: { ...wish.when, zone: 'Europe/Berlin' } },
    ];
    for (const place of [aPlace, elsewhere])
      for (const other of wishes)
        assert.equal((await digests.obey({ what: 'set', wish: other }, place, 'en-GB')).done, 'set');
    const ids = [...(await subscriptions.ofPlace(aPlace)), ...(await subscriptions.ofPlace(elsewhere))].map(
      ({ value }) => value.id,
    );
    assert.equal(new Set(ids).size, 2 * wishes.length);
    for (const id of ids) assert.match(id, /^[0-9a-f]{12}$/);
  });

  it('a digest that is stored under an id of an older version counts as set, and its old buttons work', async () => {
    const { digests, subscriptions } = openScene();
    await digests.obey(set, aPlace, 'en-GB');
    const [kept] = await subscriptions.ofPlace(aPlace);
    assert.ok(kept);
    await subscriptions.remove(kept);
    const old = { ...kept.value, id: '0f1e2d3c4b5a' };
    await subscriptions.save(old);
    for (const { done, digests: all } of await Promise.all([
      digests.obey(set, aPlace, 'en-GB'),
      digests.obey(set, aPlace, 'en-GB'),
    ]))
      assert.deepEqual([done, all.map(({ id }) => id)], ['alreadySet', [old.id]]);
    assert.equal((await digests.act('pause', old.id, aPlace)).done, 'paused');
    assert.equal((await digests.act('off', old.id, aPlace)).done, 'off');
    assert.deepEqual(await subscriptions.ofPlace(aPlace), []);
  });

  it('an ended digest can be set again, and is sent at its next time', async () => {
    const scene = openScene();
    const { digests, said } = scene;
    await digests.obey(set, aPlace, 'en-GB');
    await digests.obey({ what: 'off' }, aPlace, 'en-GB');
    assert.equal((await digests.obey(set, aPlace, 'en-GB')).done, 'set');
    await scene.pass(24 * 3_600_000);
    assert.equal(said.length, 1);
  });
});
