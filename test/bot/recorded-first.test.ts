import assert from 'node:assert/strict';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { type RecordKey, type Store, StoreError } from '../../src/domain/store.ts';
import { createAudit } from '../../src/features/audit/audit-log.ts';
import { createIncidentStore } from '../../src/features/incidents/incident/incident-store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { fault as aFault } from '../cards/fault-models.ts';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { collected } from '../support/audit.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct, type Product } from '../support/product.ts';

const place = { home: '19:chat@thread.v2', id: '19:chat@thread.v2' };
const there = { conversation: { id: place.id, conversationType: 'groupChat', tenantId: 'tenant-1' } };
const lee = { type: 'mention', text: '<at>Lee</at>', mentioned: { id: '29:lee', name: 'Lee' } };
/** The collections of what users change. */
const effects: ReadonlySet<string> = new Set(['digests', 'watches', 'duty', 'targets', 'services', 'faults']);

type Write = 'audit begun' | 'audit ended' | 'change';

function writeOf({ collection }: RecordKey, value?: unknown): Write | undefined {
  if (collection === 'audit')
    return (value as AuditEntry).ending.kind === 'begun' ? 'audit begun' : 'audit ended';
  return effects.has(collection) ? 'change' : undefined;
}

/**
 * A store that records its writes and calls `before` first, which can stop them. It grants no lease, so no loop runs.
 */
function watched(before: (write: Write) => Promise<void> | void) {
  const kept = createMemoryStore();
  const writes: Write[] = [];
  const noting = async <T>(write: Write | undefined, work: () => Promise<T>): Promise<T> => {
    if (write) {
      await before(write);
      writes.push(write);
    }
    return work();
  };
  const store: WalkableStore = {
    ...kept,
    put: (at, value, expected) =>
      noting(writeOf(at, value), async () =>
        at.collection === 'leases' ? undefined : kept.put(at, value, expected),
      ),
    remove: (at, expected) => noting(writeOf(at), () => kept.remove(at, expected)),
  };
  return { kept, store, writes };
}

/** Each way to change something, in an order in which each of them does. */
const deeds: readonly (readonly [say: string, text?: string] | readonly [verb: string, data: object])[] = [
  ['digest daily at 08:00'],
  ['digest pause'],
  ['digest resume'],
  ['digest.pause', {}],
  ['digest.resume', {}],
  ['digest.off', {}],
  ['digest daily at 09:00'],
  ['digest off'],
  ['watch.save', { v: 1, a: 1, os: ['exchange'] }],
  ['watch.end', {}],
  ['watch.save', { v: 1, a: 2, os: ['exchange'] }],
  ['unwatch exchange'],
  ['on duty <at>Lee</at>'],
  ['escalate after 10 minutes'],
  ['remind after 12 hours'],
  ['on duty off'],
  ['target exchange 12h'],
  ['target exchange off'],
  ['exchange is retired'],
  ['exchange is expected'],
  ['fault.acknowledge', {}],
  ['fault.assign', {}],
  ['fault.snooze', { l: '1h' }],
  ['fault.close', {}],
];

describe('changes', () => {
  let product: Product;
  let closed: Promise<void> | undefined;
  let kept: Store;
  let writes: Write[];
  let before: (write: Write) => Promise<void> | void;

  beforeEach(async () => {
    before = () => {};
    const opened = watched(write => before(write));
    kept = opened.kept;
    writes = opened.writes;
    product = await openProduct({ store: opened.store });
    closed = undefined;
  });
  afterEach(close);

  function close(): Promise<void> {
    closed ??= product.close();
    return closed;
  }

  const idOf = async (collection: string, partition: string) => {
    const ids = (await kept.list(collection, partition, { limit: 10 })).map(({ key }) =>
      key.split('|').at(-1),
    );
    return ids[0];
  };

  /** Sends or presses it, and returns the bot's answer as JSON. */
  async function doIt(deed: (typeof deeds)[number]): Promise<string> {
    const [what, data] = deed;
    product.connector.sent.splice(0);
    const { serviceUrl } = product.connector;
    const activity =
      typeof data === 'object'
        ? pressActivity(serviceUrl, what, { v: 1, d: await dataIdOf(what), ...data }, there)
        : messageActivity(serviceUrl, `<at>Backup Watch</at> ${what}`, {
            ...there,
            entities: [lee, { ...lee, text: '<at>Backup Watch</at>', mentioned: { id: '28:bot' } }],
          });
    const response = await product.post(activity);
    assert.equal(response.status, 200);
    return (await response.text()) + JSON.stringify(product.connector.sent.map(({ activity }) => activity));
  }

  async function dataIdOf(verb: string): Promise<string | undefined> {
    if (verb.startsWith('fault.')) return aFault().id;
    return verb.startsWith('digest.') ? idOf('digests', place.home) : idOf('watches', 'all');
  }

  const entries = () => collected(createAudit(kept).oldestFirst({ from: 0, to: Date.now() + 60_000 }));
  /** What was begun is completed after its answer. */
  async function ended(): Promise<readonly AuditEntry[]> {
    for (let looks = 0; ; looks += 1) {
      const all = await entries();
      if (all.length > 0 && all.every(({ ending }) => ending.kind !== 'begun')) return all;
      assert.ok(looks < 10_000, 'no entry, or one that is not ended');
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  const targets = async () => (await kept.list('targets', 'all', { limit: 10 })).length;
  const unavailable = () => Promise.reject(new StoreError('unavailable', 'secret-address'));

  it('a change of every kind is on record before its effect, and its entry is ended after it', async () => {
    await createIncidentStore(kept).save(aFault({ place }));
    for (const deed of deeds) {
      writes.splice(0);
      const shown = await doIt(deed);
      await ended();
      const order = [...writes];
      assert.equal(order[0], 'audit begun', `${deed[0]}: ${order} ${shown}`);
      assert.equal(order.at(-1), 'audit ended', `${deed[0]}: ${order}`);
      assert.ok(order.includes('change'), `${deed[0]} changes something: ${shown}`);
      assert.equal(order.filter(write => write === 'audit begun').length, 1);
    }
    const all = await entries();
    assert.equal(all.length, deeds.length);
    for (const { ending, role } of all) assert.deepEqual([ending, role], [{ kind: 'answered' }, 'admin']);
  });

  it('a change is not made if its entry cannot be written, which the answer says; its preview can be saved later', async () => {
    before = write => (write.startsWith('audit') ? unavailable() : undefined);
    const shown = await doIt(['target exchange 12h']);
    assert.match(shown, /couldn’t write this to the audit record, so nothing was changed/);
    assert.doesNotMatch(shown, /secret-address/);
    assert.equal(await targets(), 0);
    assert.deepEqual(await entries(), []);
    const retry = /"verb":"(ask)","data":(\{[^}]*\})/.exec(shown);
    assert.ok(retry, shown);
    before = () => {};
    const preview = await (await product.press('ask', JSON.parse(retry[2] ?? ''))).text();
    assert.equal(await targets(), 0);
    const save = /"verb":"(change\.save)","data":(\{[^}]*\})/.exec(preview);
    assert.ok(save, preview);
    await (await product.press('change.save', JSON.parse(save[2] ?? ''))).text();
    assert.equal(await targets(), 1);
    assert.match(await product.metrics(), /audit_entries_total\{outcome="lost"\} 1/);
  });

  it('a change of an incident that cannot be recorded is answered with a short text, so that the card stays for all', async () => {
    await createIncidentStore(kept).save(aFault({ place }));
    before = write => (write.startsWith('audit') ? unavailable() : undefined);
    const shown = await doIt(['fault.acknowledge', {}]);
    assert.match(shown, /activity\.message/);
    assert.match(shown, /nothing was changed\. .*Press again/);
    assert.ok(!writes.includes('change'));
  });

  it('a change that fails once it has begun is reported as perhaps made, with how to see it', async () => {
    before = write => (write === 'change' ? unavailable() : undefined);
    for (const [deed, sentence] of [
      [['target exchange 12h'], 'targets'],
      [['exchange is retired'], 'retired services'],
      [['digest daily at 08:00'], 'digest'],
      [['watch.save', { v: 1, a: 1 }], 'watch'],
      [['on duty <at>Lee</at>'], 'on call'],
    ] as const) {
      const shown = await doIt(deed);
      assert.match(shown, /The change may have been made/);
      assert.ok(shown.includes(`Send “${sentence}” to see what’s set`), shown);
      assert.doesNotMatch(shown, /nothing was/i);
      assert.deepEqual((await ended()).at(-1)?.ending, { kind: 'failed', problem: 'store' });
    }
  });

  it('a change of every kind is reported as perhaps made if its first write fails, and can be made then', async () => {
    await createIncidentStore(kept).save(aFault({ place }));
    for (const deed of deeds) {
      let isFirst = true;
      before = write => {
        if (write !== 'change' || !isFirst) return;
        isFirst = false;
        return unavailable();
      };
      assert.match(await doIt(deed), /The change may have been made/, deed[0]);
      assert.deepEqual((await ended()).at(-1)?.ending, { kind: 'failed', problem: 'store' }, deed[0]);
      await doIt(deed);
      assert.deepEqual((await ended()).at(-1)?.ending, { kind: 'answered' }, deed[0]);
    }
  });

  it('a change of an incident that fails once it has begun is reported as perhaps made', async () => {
    await createIncidentStore(kept).save(aFault({ place }));
    before = write => (write === 'change' ? unavailable() : undefined);
    const shown = await doIt(['fault.close', {}]);
    assert.match(shown, /The change may have been made: send “incidents” to check/);
    assert.doesNotMatch(shown, /nothing was/i);
  });

  it('a change whose entry cannot be ended is answered as made, and is on record as begun', async () => {
    before = write => (write === 'audit ended' ? unavailable() : undefined);
    assert.match(await doIt(['target exchange 12h']), /12 h/);
    assert.equal(await targets(), 1);
    await close();
    const [entry, ...more] = await entries();
    assert.deepEqual(more, []);
    assert.deepEqual(entry?.ending, { kind: 'begun', outcome: 'unknown' });
    const lost = product.logged().filter(({ msg }) => /audit entry not recorded/.test(String(msg)));
    assert.equal(lost.length, 1);
    assert.equal(lost[0]?.turn, entry?.turn);
  });

  it('a change that never comes to its end is on record as begun', async () => {
    let letGo = () => {};
    const stopped = new Promise<void>(resolve => {
      before = write => {
        if (write !== 'change') return;
        resolve();
        return new Promise(end => (letGo = end));
      };
    });
    const answer = doIt(['target exchange 12h']);
    await stopped;
    const [entry] = await entries();
    assert.deepEqual(entry?.ending, { kind: 'begun', outcome: 'unknown' });
    assert.deepEqual(entry?.what, { said: 'target exchange 12h' });
    assert.equal(await targets(), 0);
    letGo();
    await answer;
    await ended();
  });

  it('a press that only reads is recorded afterwards, and its answer waits for no entry', async () => {
    before = write => (write === 'audit ended' ? new Promise(() => {}) : undefined);
    assert.match(await doIt(['targets']), /AdaptiveCard/);
    assert.deepEqual(await entries(), []);
    before = () => {};
  });
});

describe('changes without an answer', () => {
  it('a change whose answer does not reach Teams is on record as made', async () => {
    const store = createMemoryStore();
    const product = await openProduct({ store, answer: () => 403 });
    try {
      await (await product.say('target exchange 12h')).text();
      await (await product.press('watch.save', { v: 1, a: 2, os: ['exchange'] })).text();
    } finally {
      await product.close();
    }
    const all = await collected(createAudit(store).oldestFirst({ from: 0, to: Date.now() + 1_000 }));
    assert.deepEqual(
      all.map(({ what, ending }) => [Object.values(what)[0], ending.kind]),
      [
        ['target exchange 12h', 'answered'],
        ['watch.save', 'answered'],
      ],
    );
  });

  it('a change whose answer does not reach Teams is never reported as having done nothing, whatever its press asked for', async () => {
    const store = createMemoryStore();
    await createIncidentStore(store).save(aFault({ place: { home: 'a:personal', id: 'a:personal' } }));
    const product = await openProduct({ store, answer: () => 403 });
    try {
      const body = await (await product.press('fault.text', { v: 1, d: aFault().id })).text();
      assert.match(body, /It may have been done/);
      assert.doesNotMatch(body, /nothing was/i);
    } finally {
      await product.close();
    }
  });
});
