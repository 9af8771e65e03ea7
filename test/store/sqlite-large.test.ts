import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const place = (key: string) => ({ collection: 'c', partition: 'p', key });

describe('a large embedded store, which is checked while it’s in use', () => {
  let dataDir: string;
  const file = () => join(dataDir, 'backup-watch.db');
  const open = () => openSqliteStore({ dataDir, checkedFirst: 0 });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-large-'));
    const store = openSqliteStore({ dataDir });
    const keys = Array.from({ length: 2_500 }, (_, index) => `k${index}`);
    await Promise.all(keys.map(key => store.put(place(key), { text: 'x'.repeat(200) })));
    await store.close();
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('a large store is used at once, and refuses everything once its check has found damage', async () => {
    const bytes = readFileSync(file());
    const half = Math.floor(bytes.length / 2 / 4_096) * 4_096;
    for (let at = half; at < bytes.length; at += 512) bytes.fill(0xff, at, at + 64);
    writeFileSync(file(), bytes);
    const store = open();
    assert.ok(await store.get(place('k0')), 'what is whole is there');
    const deadline = Date.now() + 10_000;
    for (;;) {
      const error = await store.get(place('k0')).then(
        () => undefined,
        (thrown: Error & { code: string }) => thrown,
      );
      if (error) {
        assert.equal(error.code, 'corrupt');
        assert.match(error.message, /damaged.*backup/);
        break;
      }
      assert.ok(Date.now() < deadline, 'the damage is found');
      await sleep(20);
    }
    await store.close();
  });

  it('a large store is refused at once if its end is missing', () => {
    const bytes = readFileSync(file());
    writeFileSync(file(), bytes.subarray(0, Math.floor(bytes.length / 2 / 4_096) * 4_096));
    assert.throws(open, { code: 'corrupt' });
  });

  it('a large store stays in use if nothing is wrong', async () => {
    const store = open();
    await sleep(300);
    assert.ok(await store.get(place('k2499')));
    await store.close();
  });

  it('a large store never reuses a version that a record had before it was opened', async () => {
    const before = openSqliteStore({ dataDir });
    const old = await before.get(place('k7'));
    await before.close();
    const store = open();
    const read = await store.get(place('k7'));
    assert.equal(read?.version, old?.version);
    await store.remove(place('k7'));
    for (let index = 0; index < 20; index += 1)
      assert.notEqual(
        await store.put(place('k7'), index),
        read?.version,
        'it may be known to somebody still',
      );
    await store.close();
  });
});
