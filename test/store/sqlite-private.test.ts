import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteReader } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const place = (key: string) => ({ collection: 'c', partition: 'p', key });

describe('the files of the embedded store', () => {
  let dataDir: string;
  const modes = () =>
    Object.fromEntries(
      readdirSync(dataDir).map(name => [name, (statSync(join(dataDir, name)).mode & 0o777).toString(8)]),
    );
  const log = { 'backup-watch.db-shm': '600', 'backup-watch.db-wal': '600' };
  const files = { 'backup-watch.db': '600', 'backup-watch.lock': '600' };

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-private-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('the store’s files can be read by their owner only, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const store = openSqliteStore({ dataDir });
      await store.put(place('k'), 1);
      assert.deepEqual(modes(), { ...files, ...log });
      await store.close();
      assert.deepEqual(modes(), files);
    } finally {
      process.umask(before);
    }
  });

  it('the store’s files are made private if an older version left them readable, even after a kill', async () => {
    const killed = openSqliteStore({ dataDir });
    await killed.put(place('k'), 1);
    const reader = openSqliteReader({ dataDir });
    await reader.list('c', 'p', { limit: 1 });
    // A reader keeps the log beside the file, as a kill does.
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
    await killed.close();
    const store = openSqliteStore({ dataDir });
    await store.put(place('k'), 2);
    assert.deepEqual(modes(), { ...files, ...log });
    await reader.close();
    await store.close();
  });

  it('the store’s files have no copy beside them during a dump, nor after a dump that was killed', async () => {
    const store = openSqliteStore({ dataDir });
    await store.put(place('k'), 1);
    const reader = openSqliteReader({ dataDir });
    const all = reader.all()[Symbol.asyncIterator]();
    assert.equal((await all.next()).value.value, 1);
    assert.deepEqual(modes(), { ...files, ...log });
    await all.return?.();
    await reader.close();
    await store.close();
    writeFileSync(join(dataDir, 'backup-watch.db.copy-7'), 'what a killed dump left');
    await openSqliteStore({ dataDir }).close();
    assert.deepEqual(
      readdirSync(dataDir).filter(name => name.includes('copy')),
      [],
    );
  });
});
