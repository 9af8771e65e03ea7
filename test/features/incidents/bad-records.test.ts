import assert from 'node:assert/strict';
import type { Incident } from '../../../src/features/incidents/incident/incident.ts';
import type { Watch } from '../../../src/features/incidents/watch/watch.ts';
import { hour, monday } from '../../support/fakes.ts';
import { channel, minute, openScene, run, type Scene } from './support.ts';

const other = { ...channel, id: '19:other@thread.tacv2' };

/** Replaces the records of a collection in one conversation. */
async function spoil(
  { store }: Scene,
  collection: 'watches' | 'faults',
  placeId: string,
  change: (value: never) => unknown,
): Promise<void> {
  const partition = collection === 'watches' ? 'all' : channel.home;
  for (const { key, value } of await store.list(collection, partition, { limit: 100 }))
    if ((value as Watch).place.id === placeId)
      await store.put({ collection, partition, key }, change(value as never));
}

const setAside = ({ log }: Scene) =>
  log.lines.filter(({ message }) => message === 'record set aside').map(({ fields }) => fields);

describe('an unreadable watch record', () => {
  for (const [what, change] of [
    ['an unknown time zone', (watch: Watch) => ({ ...watch, zone: 'Mars/Olympus' })],
    [
      'quiet hours in an unknown time zone',
      (watch: Watch) => ({
        ...watch,
        quiet: { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone: 'Mars/Olympus' },
      }),
    ],
    ['no services', (watch: Watch) => ({ ...watch, services: undefined })],
    ['no conversation', (watch: Watch) => ({ ...watch, place: undefined })],
  ] as const)
    it(`an unreadable watch stops no other watch, and is set aside, with ${what}`, async () => {
      const scene = openScene();
      await scene.watch();
      await scene.watch({}, other);
      await spoil(scene, 'watches', channel.id, change);
      scene.world.plant(run('exchange', monday - hour + minute));
      await scene.pass(5 * minute);
      assert.deepEqual(
        scene.posts().map(({ place }) => place),
        [other.id],
      );
      assert.equal(setAside(scene)[0]?.record, 'watch');
      assert.equal(scene.counts.get('recordsSetAside'), 1);
    });

  it('an unreadable watch stops no other watch of its conversation', async () => {
    const scene = openScene();
    await scene.watch();
    await spoil(scene, 'watches', channel.id, (watch: Watch) => ({ ...watch, zone: 'Mars/Olympus' }));
    await scene.watch({ services: ['onedrive'] });
    scene.world.plant(run('exchange', monday - hour + minute), run('onedrive', monday - hour + minute));
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 1);
  });
});

describe('an unreadable incident record', () => {
  for (const [what, change] of [
    [
      'a subject of an unknown kind',
      (incident: Incident) => ({ ...incident, about: { kind: 'odd' }, overAt: undefined }),
    ],
    ['an unknown time zone', (incident: Incident) => ({ ...incident, zone: 'Mars/Olympus' })],
    [
      'quiet hours in an unknown time zone',
      (incident: Incident) => ({
        ...incident,
        quiet: { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone: 'Mars/Olympus' },
      }),
    ],
  ] as const)
    it(`an unreadable incident stops no other incident, of its conversation or another one, and is set aside, with ${what}`, async () => {
      const scene = openScene();
      await scene.watch({ services: ['exchange', 'onedrive'] });
      await scene.watch({}, other);
      scene.world.plant(run('exchange', monday - hour + minute));
      await scene.pass(5 * minute);
      assert.equal(scene.posts().length, 2);
      await spoil(scene, 'faults', channel.id, change);
      scene.world.plant(
        run('onedrive', monday - hour + 6 * minute),
        run('exchange', monday + 7 * minute, 'finished', 2 * minute),
      );
      await scene.pass(30 * minute);
      const about = scene
        .posts()
        .slice(2)
        .map(({ place }) => place);
      assert.deepEqual(about, [channel.id]);
      assert.equal(
        scene.said.filter(({ place, how }) => place === other.id && how !== 'post').length > 0,
        true,
      );
      assert.equal(setAside(scene).length, 1);
      assert.equal(setAside(scene)[0]?.record, 'fault');
    });
});

describe('the oldest due message on an incident', () => {
  it('a message that Teams refuses counts as waiting since it was first tried, also one that is due at once', async () => {
    const scene = openScene({ deliver: () => ({ kind: 'failed', mayHaveArrived: false }) });
    await scene.watch();
    scene.world.plant(run('exchange', monday - hour + minute));
    await scene.pass(20 * minute);
    const since = await scene.passing().overdueSince?.(scene.clock.now() - 5 * minute);
    assert.ok(since !== undefined && since >= monday && since <= monday + 3 * minute, `${since}`);
  });
});

describe('the poll loop’s pass', () => {
  it('a poll loop pass doesn’t count while reading the watches fails, and counts again afterwards', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.pass(minute);
    assert.equal(scene.passing().hasPassed?.(), true);
    const { list } = scene.store;
    const refusing: typeof list = (collection, ...range) =>
      collection === 'watches' ? Promise.reject(new Error('planted')) : list(collection, ...range);
    Object.assign(scene.store, { list: refusing });
    await scene.pass(2 * minute);
    assert.equal(scene.passing().hasPassed?.(), false);
    Object.assign(scene.store, { list });
    await scene.pass(2 * minute);
    assert.equal(scene.passing().hasPassed?.(), true);
  });
});
