import assert from 'node:assert/strict';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { createIncidentStore } from '../../src/features/incidents/incident/incident-store.ts';
import { createOnCall } from '../../src/features/incidents/on-call/on-call.ts';
import { createWatches, watchOf } from '../../src/features/incidents/watch/watches.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import { createTargets } from '../../src/store/targets.ts';
import { fakeClock } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const place = { home: 'team-1', id: '19:a@thread.tacv2' };
const partition = place.home;
const key = encodeURIComponent(place.id);
const at = Date.UTC(2026, 9, 1, 7);
const kim = { id: '29:kim', name: 'Kim', objectId: '00000000-0000-0000-0000-000000000001' };

/** Each record as the previous version stored it. */
const digest = {
  place,
  id: 'd1',
  when: { days: [1, 2, 3, 4, 5], at: { hour: 7, minute: 30 }, zone: 'Europe/Berlin' },
  services: ['exchange'],
  onlyProblems: false,
  locale: 'de-DE',
  createdAt: at,
  dueAt: at + 86_400_000,
  toldUntil: at,
  lastSaid: at,
  begun: [],
};
const watch = {
  place,
  kind: 'channel',
  id: '0123456789ab',
  services: ['exchange'],
  inARow: 1,
  isPartialIncluded: false,
  zone: 'Europe/Berlin',
  createdAt: at,
  createdBy: kim,
  isEnding: false,
};
const run = { id: 'FB1', state: 'failed', startedAt: at - 60_000, endedAt: at, foundAt: at };
const fault = {
  place,
  kind: 'channel',
  id: '68dcd5f001234567',
  about: {
    kind: 'failing',
    troubles: [{ service: 'exchange', runs: [run], count: 1, first: run, causes: [] }],
  },
  openedAt: at,
  zone: 'Europe/Berlin',
  isSilent: false,
  call: { who: kim, at, escalateAt: at + 900_000, isEscalated: false },
  events: [{ what: 'told', at }],
  telling: {
    said: { id: 'm1' },
    revision: 1,
    shown: 1,
    shownAt: at,
    lastSaidAt: at,
    toldRuns: 1,
    isAllClearTold: false,
    begun: [],
  },
};
const duty = { first: kim, escalateMs: 900_000, setBy: kim, setAt: at };
const address = {
  ...place,
  kind: 'channel',
  tenantId: 'tenant-1',
  serviceUrl: 'https://smba.example/emea/',
  botId: '28:bot',
};

async function storeWith(collection: string, part: string, recordKey: string, value: unknown) {
  const store = createMemoryStore();
  await store.put({ collection, partition: part, key: recordKey }, value);
  return store;
}

describe('a record of an older version', () => {
  it('a digest of an older version is sent at its time, and goes by time since it has no mark of reported runs', async () => {
    const subscriptions = createSubscriptions(await storeWith('digests', partition, `${key}|d1`, digest));
    const kept = await subscriptions.get(place, 'd1');
    assert.deepEqual(kept?.value, digest);
    assert.equal(await subscriptions.repair(digest), 1);
    const [due] = await subscriptions.pointers('due', digest.dueAt, 10);
    assert.deepEqual([due?.at, due?.from], [digest.dueAt, at]);
  });

  it('a digest that an older version sent after an upgrade goes by time: its mark doesn’t count any more', async () => {
    const store = createMemoryStore();
    const subscriptions = createSubscriptions(store);
    await subscriptions.save({
      ...(await storedDigest()),
      told: { index: 'i', until: 5 } as never,
    });
    assert.deepEqual((await subscriptions.get(place, 'd1'))?.value.told, { index: 'i', until: 5 });
    const there = { collection: 'digests', partition, key: `${key}|d1` };
    const value = (await store.get(there))?.value as object;
    await store.put(there, { ...value, toldUntil: at + 1 });
    const read = (await subscriptions.get(place, 'd1'))?.value;
    assert.deepEqual([read?.toldUntil, read?.told], [at + 1, undefined]);
  });

  it('a watch of an older version works', async () => {
    const watches = createWatches(
      await storeWith('watches', 'all', `${encodeURIComponent(place.home)}|${key}|${watch.id}`, watch),
    );
    const all = await watches.ofPlace(place);
    assert.deepEqual(all, [watch]);
    assert.equal(watchOf(all, 'exchange')?.id, watch.id);
  });

  it('an incident of an older version escalates at its time', async () => {
    const faults = createIncidentStore(await storeWith('faults', partition, `${key}|${fault.id}`, fault));
    assert.deepEqual((await faults.find(place, fault.id))?.about, fault.about);
    assert.equal(await faults.repair(fault), 1);
    const [next] = await faults.pointers('faults', at + 900_000, 10);
    assert.deepEqual(next, { at: at + 900_000, place, id: fault.id });
  });

  it('an on-call roster of an older version has the usual reminder time', async () => {
    const store = await storeWith('duty', partition, key, duty);
    const duties = createOnCall({ store, incidents: createIncidentStore(store), clock: fakeClock() });
    const read = await duties.get(place);
    assert.deepEqual([read?.first, read?.escalateMs, read?.remindMs], [kim, 900_000, undefined]);
  });

  it('a conversation of an older version gets messages, even if that version had given it up', async () => {
    const store = await storeWith('places', partition, key, { place: address, trouble: { status: 403 } });
    assert.deepEqual(await createConversationStore(store).get(place), {
      place: address,
      undelivered: undefined,
    });
  });

  it('the record of a service of an older version is read', async () => {
    const store = await storeWith('services', 'all', 'exchange', { last: { startedAt: at } });
    assert.deepEqual((await createServiceRecords(store).all()).exchange, {
      last: { startedAt: at },
      retired: undefined,
    });
  });

  it('a target of an older version is read', async () => {
    const store = await storeWith('targets', 'all', 'exchange', { ms: 43_200_000 });
    assert.deepEqual(await createTargets(store).all(), { exchange: 43_200_000 });
  });
});

/** The old digest as this version reads it. */
async function storedDigest() {
  const store = await storeWith('digests', partition, `${key}|d1`, digest);
  const kept = await createSubscriptions(store).get(place, 'd1');
  assert.ok(kept);
  return kept.value;
}
