import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteReader, openToRead } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { WholeStore } from '../../src/store/whole-store.ts';

const mb = 1_000_000;
const rows = 500;

describe('the write-ahead log of the embedded store', () => {
  let dataDir: string;
  let store: WholeStore;
  const logSize = () => statSync(join(dataDir, 'backup-watch.db-wal')).size;
  const place = (key: number) => ({ collection: 'c', partition: 'p', key: String(key) });
  let writes = 0;

  /** Writes some 2 MB, in one transaction: the same records again and again. */
  async function write(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      writes += 1;
      const text = `${writes}`.repeat(1_000).slice(0, 3_900);
      await Promise.all(Array.from({ length: rows }, (_, index) => store.put(place(index), text)));
    }
  }

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-log-'));
    store = openSqliteStore({ dataDir });
    await write(3);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  it('the write-ahead log doesn’t grow while a dump or the audit record is read slowly', async () => {
    const reader = openSqliteReader({ dataDir });
    const dump = reader.all()[Symbol.asyncIterator]();
    const first = (await dump.next()).value.value;
    await reader.list('c', 'p', { limit: 10 });
    await write(15);
    assert.ok(logSize() < 10 * mb, `${logSize()}`);
    let last: unknown;
    let count = 1;
    for (let next = await dump.next(); !next.done; next = await dump.next()) {
      last = next.value.value;
      count += 1;
    }
    assert.equal(count, rows);
    assert.equal(last, first, 'the dump is of the moment at which it was begun');
    await reader.close();
  });

  it('the write-ahead log grows while another program has a read transaction, and is cut to 16 MB after it', async () => {
    const foreign = openToRead(join(dataDir, 'backup-watch.db'));
    foreign.exec('begin');
    foreign.prepare('select count(*) from records').all();
    await write(15);
    assert.ok(logSize() > 25 * mb, 'SQLite needs it for that reader');
    foreign.exec('commit');
    foreign.close();
    await write(1);
    await write(1);
    assert.ok(logSize() <= 16 * mb, `${logSize()}`);
  });
});
