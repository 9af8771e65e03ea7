import assert from 'node:assert/strict';
import { createUndoables } from '../../../src/app/undoables.ts';
import type { SettingKind } from '../../../src/features/touched.ts';
import { createChangeRecords } from '../../../src/features/undo/records.ts';
import { createUndo } from '../../../src/features/undo/undo.ts';
import { hour, monday } from '../../support/fakes.ts';
import { keeping } from '../../support/keeping.ts';
import { channel, kim, lee, minute, openScene, run } from '../incidents/support.ts';

const by = { place: channel, speaker: kim, objectId: undefined, role: 'operator' } as const;

/** Watches that are polled each minute, and changes of them that can be undone. */
function open() {
  const scene = openScene();
  const { clock, log, store } = scene;
  const kept = keeping({ jobs: {} as never, clock, log, store });
  const undoables = createUndoables({ ...kept, ...scene, bin: {} as never });
  let ids = 0;
  const newId = () => {
    ids += 1;
    return String(ids).padStart(24, '0');
  };
  const undo = createUndo({ records: createChangeRecords(store), undoables, clock, newId, log });
  return {
    ...scene,
    async change(kind: SettingKind, work: () => Promise<unknown>) {
      const { id } = await undo.recorded({ kinds: [kind] }, by, 'operator', work);
      assert.ok(id);
      return async () => assert.equal((await undo.undo(id, by)).kind, 'undone');
    },
  };
}

const fails = (at: number) => run('exchange', at, 'failed', minute);

describe('a watch that is brought back', () => {
  it('a watch that is brought back goes on with its open incident, which isn’t posted again', async () => {
    const { watch, world, pass, posts, faultsOf, orders, change } = open();
    await watch();
    world.plant(fails(monday));
    await pass(3 * minute);
    assert.equal(posts().length, 1);
    const undo = await change('watches', () => orders.end({ services: [] }, channel));
    await pass(3 * minute);
    await undo();
    world.plant(fails(monday + 8 * minute));
    await pass(10 * minute);
    assert.equal(posts().length, 1, 'one card');
    const [only, another] = await faultsOf();
    assert.equal(another, undefined);
    assert.ok(only?.about.kind === 'failing');
    assert.equal(only.about.troubles[0]?.count, 2, 'the later failure is in the same incident');
  });

  it('a watch that is brought back after the product has removed it alerts about what failed meanwhile', async () => {
    const { watch, world, pass, posts, orders, watches, change } = open();
    await watch();
    await pass(minute);
    const undo = await change('watches', () => orders.end({ services: [] }, channel));
    await pass(2 * minute);
    assert.deepEqual(await watches.all(), [], 'it had no incident to wait for');
    world.plant(fails(monday + 4 * minute));
    await pass(5 * minute);
    assert.equal(posts().length, 0);
    await undo();
    await pass(2 * minute);
    assert.equal(posts().length, 1);
  });

  it('a watch whose setting is undone reports the end of its open incident and then goes', async () => {
    const { watch, world, pass, posts, replies, watches, change } = open();
    const undo = await change('watches', () => watch());
    world.plant(fails(monday));
    await pass(3 * minute);
    assert.equal(posts().length, 1);
    await undo();
    await pass(2 * minute);
    assert.equal((await watches.all()).length, 1, 'it stays for its incident');
    world.plant(run('exchange', monday + 5 * minute, 'finished', minute));
    await pass(10 * minute);
    assert.ok(
      replies().some(({ message }) => message.kind !== 'card'),
      'recovered',
    );
    world.plant(fails(monday + 16 * minute));
    await pass(2 * hour);
    assert.equal(posts().length, 1);
    assert.deepEqual(await watches.all(), []);
  });
});

describe('a roster that is brought back', () => {
  it('a roster that is brought back calls its person for an open incident that has called no one', async () => {
    const { watch, world, pass, duty, replies, faultsOf, duties, change } = open();
    await watch();
    await duty({ what: 'set', first: lee, fallback: undefined });
    const undo = await change('onCall', () => duties.obey({ what: 'off' }, channel, kim));
    world.plant(fails(monday));
    await pass(3 * minute);
    const called = async () =>
      (await faultsOf()).flatMap(({ events }) =>
        events.flatMap(event => (event.what === 'called' ? [event.who.name] : [])),
      );
    assert.deepEqual(await called(), []);
    await undo();
    await pass(2 * minute);
    assert.deepEqual(await called(), ['Lee']);
    assert.ok(replies().length > 0);
  });
});
