import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { createDaySumsStore } from '../../src/store/day-sums.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { runEntry } from '../support/command.ts';

const place = { collection: 'c', partition: 'p', key: 'k' };

describe('the store command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-command-'));
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const file = join(folder, 'dump.jsonl');
  const run = (args: readonly string[], dataDir: string) =>
    runEntry('cli/store', args, { DATA_DIR: dataDir });
  after(() => rmSync(folder, { recursive: true }));

  it('the store command dumps while the bot has the store open, and restores into another, but not into one that is open', async () => {
    const store = openSqliteStore({ dataDir: a });
    await store.put(place, { text: 'ä🙂' });
    const dumped = await run(['dump'], a);
    assert.equal(dumped.code, 0, dumped.err);
    assert.equal(dumped.out.split('\n').length, 4, 'a line each, the last one ended');
    assert.equal(JSON.parse(dumped.out.split('\n')[0] ?? '').snapshot, true);
    assert.equal(dumped.err, '', 'a snapshot needs no warning');
    writeFileSync(file, dumped.out);
    const refused = await run(['restore', file, '--replace'], a);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /open in another process/);
    await store.close();

    const restored = await run(['restore', file], b);
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.out, /Restored: 1 records/);
    const again = await run(['restore', file], b);
    assert.equal(again.code, 1);
    assert.match(again.err, /not empty/);
    const other = openSqliteStore({ dataDir: b });
    assert.deepEqual((await other.get(place))?.value, { text: 'ä🙂' });
    await other.close();
  });

  for (const [args, code, words] of [
    [[], 2, /Say: npm run/],
    [['restore'], 2, /Say: npm run/],
    [['dump', 'file'], 2, /Say: npm run/],
    [['restore', 'nowhere.jsonl'], 2, /no file nowhere\.jsonl/],
    [['dump', '--everything'], 2, /everything/],
    [['dump', '--from', '2026-11-01'], 2, /Say: npm run/],
    [['sums', 'file'], 2, /Say: npm run/],
    [['sums', '--from', '2026-11-31'], 2, /“2026-11-31” is no day/],
    [['sums', '--from', '2026-11-26', '--to', '2026-11-25'], 2, /comes after/],
  ] as const)
    it(`the store command prints what is wrong to standard error: ${args.join(' ') || 'nothing'}`, async () => {
      const { code: ended, out, err } = await run(args, a);
      assert.equal(ended, code);
      assert.match(err, words);
      assert.equal(out, '');
    });

  it('the store command prints the sums by day while the bot has the store open: all of them, or those of some days, both included', async () => {
    const dataDir = join(folder, 'sums');
    const store = openSqliteStore({ dataDir });
    const sums = createDaySumsStore(store);
    const days = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03'];
    const states = { inProgress: 0, finished: 2, failed: 1, finishedWithException: 0, partiallyFinished: 0 };
    const counts = { EUR: { states, unknown: 0, missed: 1 } };
    const units = [{ type: 'backup', service: 'exchange', isWhole: true, counts }] as const;
    for (const day of days)
      await sums.put({ day: Date.parse(day) / 86_400_000, source: 'graph.example c', units }, undefined);

    const printed = async (...args: readonly string[]) => {
      const { code, out, err } = await run(['sums', ...args], dataDir);
      assert.equal(code, 0, err);
      const lines = out.trimEnd().split('\n');
      return lines.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);
    };
    const all = await printed();
    assert.deepEqual(
      all.map(({ day }) => day),
      days,
    );
    const [first] = all;
    assert.deepEqual(
      [first?.service, first?.location, first?.runs, first?.finished, first?.failed, first?.missed],
      ['exchange', 'EUR', 3, 2, 1, 1],
    );
    assert.equal(first?.isWhole, true);
    assert.deepEqual(
      (await printed('--from', '2026-11-01', '--to', '2026-11-02')).map(({ day }) => day),
      days.slice(1, 3),
    );
    assert.deepEqual(
      (await printed('--from', '2026-11-02')).map(({ day }) => day),
      days.slice(2),
    );
    await store.close();
  });

  it('the store command refuses Azure Tables into which a restore was not finished, until it is run again', async () => {
    const azurite = await startAzurite();
    try {
      const storeUrl = azurite.connectionString;
      const store = await openAzureTablesStore({ storeUrl });
      async function* breaking() {
        yield { ...place, value: 1 };
        throw new Error('the terminal was closed');
      }
      await assert.rejects(store.replaceAll(breaking()));
      const tables = (...args: readonly string[]) => runEntry('cli/store', args, { STORE_URL: storeUrl });
      const whole = join(folder, 'whole.jsonl');
      writeFileSync(
        whole,
        `{"format":"backup-watch-store","version":1}\n${JSON.stringify({ ...place, value: 2 })}\n{"records":1}\n`,
      );
      const refused = await tables('dump');
      assert.equal(refused.code, 1);
      assert.match(refused.err, /restore.*was not finished.*--replace/);
      const restored = await tables('restore', whole, '--replace');
      assert.equal(restored.code, 0, restored.err);
      const dumped = await tables('dump');
      assert.match(dumped.out, /"snapshot":false.*\n.*"value":2.*\n.*"quiet":true/);
      assert.equal(dumped.err, '');
    } finally {
      azurite.stop();
    }
  });

  it('the store command creates no store if there is none', async () => {
    const { code, err, out } = await run(['dump'], join(folder, 'none'));
    assert.equal(code, 1);
    assert.match(err, /There is no store in .*DATA_DIR/);
    assert.equal(out, '');
  });
});
