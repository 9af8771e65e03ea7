import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { runEntry } from './support/command.ts';

const place = { collection: 'c', partition: 'p', key: 'k' };

describe('the command for the store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-command-'));
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const file = join(folder, 'dump.jsonl');
  const run = (args: readonly string[], dataDir: string) => runEntry('store', args, { DATA_DIR: dataDir });
  after(() => rmSync(folder, { recursive: true }));

  it('dumps while the bot has the store open, and restores into another, but not into one that is open', async () => {
    const store = openSqliteStore({ dataDir: a });
    await store.put(place, { text: 'ä🙂' });
    const dumped = await run(['dump'], a);
    assert.equal(dumped.code, 0, dumped.err);
    assert.equal(dumped.out.split('\n').length, 4, 'a line each, the last one ended');
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
  ] as const)
    it(`says what is wrong on standard error: ${args.join(' ') || 'nothing'}`, async () => {
      const { code: ended, out, err } = await run(args, a);
      assert.equal(ended, code);
      assert.match(err, words);
      assert.equal(out, '');
    });

  it('makes no store where there is none', async () => {
    const { code, err, out } = await run(['dump'], join(folder, 'none'));
    assert.equal(code, 1);
    assert.match(err, /There is no store in .*DATA_DIR/);
    assert.equal(out, '');
  });
});
