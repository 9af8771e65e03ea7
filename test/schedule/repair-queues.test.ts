import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '../../src/domain/store.ts';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { createIncidentStore } from '../../src/features/incidents/incident/incident-store.ts';
import { createRepairQueues, type Walk } from '../../src/schedule/repair-queues.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { WholeStore } from '../../src/store/whole-store.ts';
import { aPlace, openScene } from '../features/digest/support.ts';
import { failed } from '../features/incidents/given.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';

let dataDir: string;
let azurite: Azurite;

/** The kinds of store, each new and empty. */
const homes: Readonly<Record<string, () => Promise<WholeStore>>> = {
  SQLite: () => openStore({ dataDir: mkdtempSync(join(dataDir, 'store-')), storeUrl: undefined }),
  'Azure Tables': () => openStore({ dataDir, storeUrl: azurite.connectionString }),
};

function repairing(
  walk: Walk | undefined,
  repair: (record: unknown) => Promise<number>,
  collection = 'digests',
) {
  const [clock, log] = [fakeClock(), recordingLog()];
  const queues = createRepairQueues({ collection, walk, repair, clock, log });
  const go = async (mayGoOn = () => true) => {
    queues.begin(mayGoOn);
    await queues.settled();
  };
  return { clock, log, go, messages: () => log.lines.map(({ message }) => message) };
}

const records = (...values: unknown[]): Walk =>
  async function* () {
    for (const value of values) yield { collection: 'digests', partition: 'p', key: 'k', value };
  };

describe('the repair of queues', () => {
  before(async function () {
    this.timeout(30_000);
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-repair-'));
    azurite = await startAzurite();
  });
  after(() => {
    azurite.stop();
    rmSync(dataDir, { recursive: true });
  });

  for (const [name, open] of Object.entries(homes))
    it(`missing pointers are written again in ${name}, and no others`, async () => {
      const store = await open();
      const scene = openScene({ store });
      await scene.set('digest daily at 14:30');
      await scene.set('digest daily at 15:30', { ...aPlace, home: 'a:lee', id: 'a:lee' });
      const faults = createIncidentStore(store);
      await faults.save(failed('exchange', 0));
      const queued = async () => [
        ...(await store.list('queue', 'due', { limit: 10 })),
        ...(await store.list('queue', 'faults', { limit: 10 })),
      ];
      const before = await queued();
      assert.equal(before.length, 3);
      await store.remove({ collection: 'queue', partition: 'due', key: before[0]?.key ?? '' });
      await store.remove({ collection: 'queue', partition: 'faults', key: before[2]?.key ?? '' });
      const subscriptions = createSubscriptions(store);
      const walk: Walk = collection => store.all(collection);
      for (const { collection, repair } of [subscriptions, faults]) {
        const { go, log } = repairing(walk, repair, collection);
        await go();
        await go();
        assert.deepEqual(
          log.lines.map(({ fields }) => fields),
          [{ collection, pointers: 1 }],
        );
      }
      const after = await queued();
      const read = (all: typeof after) => all.map(({ key, value }) => ({ key, value }));
      assert.deepEqual(read(after), read(before));
      assert.equal(after[1]?.version, before[1]?.version);
      await store.close();
    });

  it('pointers are checked once in a process', async () => {
    let repaired = 0;
    const { go } = repairing(records(1, 2), async () => {
      repaired += 1;
      return 0;
    });
    await go();
    await go();
    assert.equal(repaired, 2);
  });

  it('the pointers of a broken record are skipped, which is logged, and those of others aren’t', async () => {
    const repaired: unknown[] = [];
    const { go, messages } = repairing(records('broken', 'sound'), async value => {
      if (value === 'broken') throw new TypeError('planted');
      repaired.push(value);
      return 1;
    });
    await go();
    assert.deepEqual(repaired, ['sound']);
    assert.deepEqual(messages(), ['pointers of a record not checked', 'missing pointers written again']);
  });

  it('pointers are checked again a minute after the store failed, and not before', async () => {
    let isBroken = true;
    let asked = 0;
    const { clock, go, messages } = repairing(records(1), async () => {
      asked += 1;
      if (isBroken) throw new StoreError('unavailable', 'planted');
      return 0;
    });
    await go();
    await go();
    assert.deepEqual([asked, messages()], [1, ['queues not checked, trying again']]);
    isBroken = false;
    clock.advance(60_000);
    await go();
    assert.equal(asked, 2);
  });

  it('pointers are checked with the lease only: the check ends when it’s lost, and starts again with the next', async () => {
    const repaired: unknown[] = [];
    const { go } = repairing(records(1, 2), async value => {
      repaired.push(value);
      return 0;
    });
    const answers = [true, false];
    await go(() => answers.shift() ?? true);
    assert.deepEqual(repaired, [1]);
    await go();
    assert.deepEqual(repaired, [1, 1, 2]);
  });

  it('pointers aren’t checked in a store that can’t list its records', async () => {
    const { go, messages } = repairing(undefined, () => Promise.reject(new Error('planted')));
    await go();
    assert.deepEqual(messages(), []);
  });
});
