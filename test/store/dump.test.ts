import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createQueuePointers } from '../../src/cli/queue-pointers.ts';
import type { RecordKey } from '../../src/domain/store.ts';
import { createAudit } from '../../src/features/audit/audit-log.ts';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { dumpedRecords, dumpLines, restore } from '../../src/store/dump.ts';
import { openSqliteReader } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { KeyedRecord, WholeStore } from '../../src/store/whole-store.ts';
import { anEntry, collected, entriesUpTo } from '../support/audit.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { hour, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

async function* linesOf(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}
const readingOf = (lines: readonly string[]) => () => dumpedRecords(linesOf(lines));
const pointersOf = createQueuePointers(createMemoryStore()).of;
const dumpOf = (
  store: Pick<WholeStore, 'list' | 'all' | 'isSnapshot'>,
  warn: (sentence: string) => void = () => {},
) => collected(dumpLines(store, monday, warn));
const inOrder = (records: readonly KeyedRecord[]) => records.map(record => JSON.stringify(record)).sort();
const allOf = async (store: WholeStore) =>
  inOrder(await collected(store.all())).filter(line => !/"collection":"(?:leases|schema)"/.test(line));

describe('a dump of a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-dump-'));
  let azurite: Azurite;
  let sqlite: WholeStore;
  let other: WholeStore;
  let tables: WholeStore;

  before(async () => {
    azurite = await startAzurite();
    sqlite = openSqliteStore({ dataDir: join(folder, 'a') });
    other = openSqliteStore({ dataDir: join(folder, 'b') });
    tables = await openAzureTablesStore({ storeUrl: azurite.connectionString });
  });
  after(async () => {
    for (const store of [sqlite, other, tables]) await store.close();
    azurite.stop();
    rmSync(folder, { recursive: true });
  });

  const put = (store: WholeStore, place: RecordKey, value: unknown) => store.put(place, value);
  const restored = (lines: readonly string[], store: WholeStore) =>
    restore(readingOf(lines), store, { isReplacing: true, pointersOf });

  it('a dump starts with a header and ends with its number of records', async () => {
    await restored(await dumpOf(other), sqlite);
    await put(sqlite, { collection: 'places', partition: 'a:1', key: 'a%3A1' }, { kind: 'personal' });
    await put(sqlite, { collection: 'leases', partition: 'all', key: 'sender' }, { holder: 'x' });
    assert.deepEqual(
      (await dumpOf(sqlite)).map(line => JSON.parse(line)),
      [
        { format: 'backup-watch-store', version: 1, at: '2026-11-23T13:05:00.000Z', snapshot: false },
        { collection: 'places', partition: 'a:1', key: 'a%3A1', value: { kind: 'personal' } },
        { records: 1 },
      ],
      'whoever holds a lease now will not when it is restored',
    );
  });

  it('a dump restores the same store, from either kind into either, with all keys and values', async () => {
    const name = fc.stringMatching(/^[a-zA-Z]{1,12}$/).filter(one => !['leases', 'schema'].includes(one));
    const odd = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter(text => !text.includes('\0')),
      fc.constantFrom('a|b', "it's", '/\\#?%!', '!2f', '🙂', ' ', '19:abc@thread.tacv2;messageid=17'),
    );
    const record = fc.record({ collection: name, partition: odd, key: odd, value: fc.jsonValue() });
    const records = fc.uniqueArray(record, {
      maxLength: 12,
      selector: ({ collection, partition, key }) => JSON.stringify([collection, partition, key]),
    });
    await fc.assert(
      fc.asyncProperty(records, async given => {
        await restored(['{"format":"backup-watch-store","version":1}', '{"records":0}'], sqlite);
        for (const { value, ...place } of given) await put(sqlite, place, value);
        const all = await allOf(sqlite);
        assert.equal(all.length, given.length);
        await restored(await dumpOf(sqlite), tables);
        assert.deepEqual(await allOf(tables), all);
        await restored(await dumpOf(tables), other);
        assert.deepEqual(await allOf(other), all);
      }),
      { numRuns: 25 },
    );
  });

  it('a dump transfers a larger store to Azure Tables and back, with the audit record in order', async () => {
    await restored(await dumpOf(other), sqlite);
    const audit = createAudit(sqlite);
    const entries = entriesUpTo(1_200, hour / 10);
    for (const entry of entries) await audit.keep(entry);
    const lines = await dumpOf(sqlite);
    assert.equal(await restored(lines, tables), lines.length - 2);
    const moved = createAudit(tables);
    const ever = { from: 0, to: monday + hour };
    assert.deepEqual(await collected(moved.newestFirst(ever)), entries.toReversed());
    await moved.keep(anEntry({ at: monday + 1, turn: 'later' }));
    assert.equal((await collected(moved.oldestFirst(ever))).at(-1)?.turn, 'later');
    for (let left = 0; left < 2; left += 1) await moved.forget(monday - 3 * 24 * hour, 300);
    const kept = await collected(moved.oldestFirst(ever));
    assert.deepEqual(
      kept.slice(0, -1),
      entries.filter(({ at }) => at >= Date.UTC(2026, 10, 20)),
      'days that are too old are gone',
    );
  });

  it('a dump isn’t restored into a store with records, unless that is to be replaced', async () => {
    await put(sqlite, { collection: 'c', partition: 'p', key: 'k' }, 1);
    const before = await allOf(sqlite);
    const lines = ['{"format":"backup-watch-store","version":1}', '{"records":0}'];
    await assert.rejects(restore(readingOf(lines), sqlite, { isReplacing: false, pointersOf }), {
      name: 'DumpError',
      message: /not empty.*--replace/,
    });
    assert.deepEqual(await allOf(sqlite), before);
    await restored(lines, sqlite);
    assert.deepEqual(await allOf(sqlite), []);
    await put(sqlite, { collection: 'leases', partition: 'all', key: 'sender' }, {});
    assert.equal(
      await restore(readingOf(lines), sqlite, { isReplacing: false, pointersOf }),
      0,
      'a lease is nothing',
    );
  });

  const header = '{"format":"backup-watch-store","version":1}';
  const line = '{"collection":"c","partition":"p","key":"k","value":1}';
  for (const [what, lines, words] of [
    ['that was cut off', [header, line], /end is missing/],
    ['that lacks a line', [header, line, '{"records":2}'], /Line 3 is no record/],
    ['that was cut off within a line', [header, line.slice(0, 20)], /Line 2 is no JSON/],
    ['that goes on after its end', [header, '{"records":0}', line], /Line 3 comes after the end/],
    ['of a newer version', ['{"format":"backup-watch-store","version":2}', '{"records":0}'], /newer version/],
    ['of something else', ['{"hello":1}'], /no dump/],
    ['that is empty', [], /empty/],
    ['with a record that has no key', [header, '{"collection":"c","partition":"p","value":1}'], /Line 2/],
  ] as const)
    it(`a dump ${what} is refused, and nothing is changed`, async () => {
      await restored([header, '{"records":0}'], sqlite);
      await put(sqlite, { collection: 'c', partition: 'p', key: 'own' }, 1);
      const before = await allOf(sqlite);
      await assert.rejects(restored(lines, sqlite), { name: 'DumpError', message: words });
      assert.deepEqual(await allOf(sqlite), before);
    });

  it('a dump may follow npm’s own output', async () => {
    const lines = [
      '',
      '> backup-watch@1 store',
      '> node scripts/store.js dump',
      '',
      header,
      line,
      '{"records":1}',
    ];
    assert.equal(await restored(lines, sqlite), 1);
  });

  for (const [home, open] of [
    ['SQLite', () => sqlite],
    ['Azure Tables', () => tables],
  ] as const)
    it(`a dump with pointers and records of different moments restores into ${home} with everything that is due`, async () => {
      const store = open();
      const dueAt = monday + hour;
      const digest = { place: { home: 'a:1', id: 'a:1' }, id: 'd1', dueAt, services: [], when: {} };
      const stray = { at: dueAt + 24 * hour, place: digest.place, id: 'd1' };
      const record = { collection: 'digests', partition: 'a:1', key: 'a%3A1|d1', value: digest };
      const later = { collection: 'queue', partition: 'due', key: '001795000000000_d1_0', value: stray };
      const lines = [header, ...[record, later].map(one => JSON.stringify(one)), '{"records":2}'];
      assert.equal(await restored(lines, store), 2);
      const due = await createSubscriptions(store).pointers('due', dueAt + 48 * hour, 10);
      assert.deepEqual(
        due.map(({ at, id }) => [at, id]),
        [[dueAt, 'd1']],
        'the digest comes, and nothing leads to a time that it does not have',
      );
    });

  it('a dump of SQLite says that it’s a snapshot, without a warning', async () => {
    const reader = openSqliteReader({ dataDir: join(folder, 'a') });
    const warnings: string[] = [];
    const [first = ''] = await dumpOf(reader, sentence => warnings.push(sentence));
    await reader.close();
    assert.equal(JSON.parse(first).snapshot, true);
    assert.deepEqual(warnings, []);
  });

  it('a dump of Azure Tables while a bot has a lease says that it’s no snapshot, and what to do', async () => {
    await restored([header, line, '{"records":1}'], tables);
    const lease = { collection: 'leases', partition: 'all', key: 'sender' };
    const read = async () => {
      const warnings: string[] = [];
      const lines = await dumpOf(tables, sentence => warnings.push(sentence));
      return { first: JSON.parse(lines[0] ?? ''), last: JSON.parse(lines.at(-1) ?? ''), warnings };
    };
    const idle = await read();
    assert.equal(idle.first.snapshot, false);
    assert.deepEqual(idle.last, { records: 1, quiet: true }, 'no bot was there, so nothing changed');
    assert.deepEqual(idle.warnings, []);

    await put(tables, lease, { holder: 'x' });
    const busy = await read();
    await tables.remove(lease);
    assert.deepEqual([busy.first.snapshot, busy.last], [false, { records: 1 }]);
    assert.match(busy.warnings.join(), /no snapshot.*stop the bot/);
  });

  it('an interrupted restore changes nothing in SQLite', async () => {
    await restored([header, line, '{"records":1}'], sqlite);
    await put(sqlite, { collection: 'c', partition: 'p', key: 'own' }, 1);
    const before = await allOf(sqlite);
    let reads = 0;
    async function* breaking(): AsyncIterable<KeyedRecord> {
      reads += 1;
      yield { collection: 'c', partition: 'p', key: 'new', value: 1 };
      if (reads === 2) throw new Error('the file is gone');
    }
    await assert.rejects(restore(breaking, sqlite, { isReplacing: true, pointersOf }), /file is gone/);
    assert.deepEqual(await allOf(sqlite), before);
    await put(sqlite, { collection: 'c', partition: 'p', key: 'own' }, 2);
  });
});
