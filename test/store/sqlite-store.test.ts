import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'libsql';
import { type Store, StoreError, type StoreErrorCode } from '../../src/domain/store.ts';
import { openSqliteReader, openToRead } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const place = (key: string) => ({ collection: 'c', partition: 'p', key });

describe('the embedded store', () => {
  let dataDir: string;
  const file = () => join(dataDir, 'backup-watch.db');
  const opened: Store[] = [];
  const open = () => {
    const store = openSqliteStore({ dataDir });
    opened.push(store);
    return store;
  };

  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'backup-watch-sqlite-')), 'data');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    rmSync(join(dataDir, '..'), { recursive: true });
  });

  async function filled(): Promise<void> {
    const store = openSqliteStore({ dataDir });
    for (let index = 0; index < 200; index += 1)
      await store.put(place(`k${index}`), { text: 'x'.repeat(200) });
    await store.close();
  }

  /** Returns what a process acknowledged that wrote records until it was killed. */
  async function killedWriter(records: number): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/store/fixtures/writer.ts', dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    await new Promise<void>(resolve => {
      child.stdout.on('data', chunk => {
        acknowledged += chunk;
        if (acknowledged.split('\n').length > records) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    return acknowledged;
  }

  /**
   * Checks that opening is refused with this code and a sentence that names the file, and that the file is unchanged.
   */
  function assertRefused(code: StoreErrorCode, words: RegExp): void {
    const before = readFileSync(file());
    assert.throws(
      () => openSqliteStore({ dataDir }),
      (error: StoreError) => {
        assert.ok(error instanceof StoreError, String(error));
        assert.equal(error.code, code);
        assert.match(error.message, words);
        assert.ok(error.message.includes(file()));
        return true;
      },
    );
    assert.ok(readFileSync(file()).equals(before), 'the file was changed');
  }

  it('the embedded store creates its folder, private, and keeps what was written', async () => {
    const store = open();
    assert.equal(statSync(dataDir).mode & 0o077, 0);
    await store.put(place('k'), { a: 'ä🙂' });
    await store.close();
    assert.deepEqual(
      readdirSync(dataDir),
      ['backup-watch.db', 'backup-watch.lock'],
      'no log is left beside the file',
    );
    const again = open();
    assert.deepEqual((await again.get(place('k')))?.value, { a: 'ä🙂' });
  });

  it('the embedded store is refused to a second process while it’s open, and free afterwards', async () => {
    const store = open();
    assertRefused('busy', /another process.*STORE_URL/);
    await store.close();
    await open().put(place('k'), 1);
  });

  it('the embedded store is refused to its own process while it’s open', async () => {
    open();
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/store/fixtures/writer.ts', dataDir], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    assert.notEqual(await new Promise(resolve => child.once('exit', resolve)), 0);
    assert.match(said, /open in another process/);
  });

  it('the embedded store can be read by others while it’s open, but not written', async () => {
    const store = open();
    await store.put(place('k1'), 1);
    const reader = openSqliteReader({ dataDir });
    assert.equal((await reader.list('c', 'p', { limit: 10 })).length, 1);
    await store.put(place('k2'), 2);
    assert.deepEqual(
      (await reader.list('c', 'p', { limit: 10 })).map(({ value }) => value),
      [1, 2],
    );
    await reader.close();
    const raw = openToRead(file());
    assert.throws(() => raw.exec('delete from records'), { code: 'SQLITE_READONLY' });
    raw.close();
  });

  it('the embedded store is read as a snapshot, whatever is written meanwhile', async () => {
    const store = open();
    for (let index = 0; index < 1_200; index += 1) await store.put(place(`k${index}`), index);
    const reader = openSqliteReader({ dataDir });
    let count = 0;
    for await (const { value } of reader.all()) {
      count += 1;
      if (count === 1) {
        await store.put(place('k9999'), 'later');
        await store.remove(place('k99'));
        await store.put(place('k999'), 'changed');
      }
      assert.notEqual(value, 'later');
      assert.notEqual(value, 'changed');
    }
    assert.equal(count, 1_200);
    assert.equal((await store.get(place('k9999')))?.value, 'later', 'and nobody is kept from writing');
    await reader.close();
  });

  it('the embedded store closes and opens during a read', async () => {
    const store = open();
    await store.put(place('k1'), 1);
    await store.put(place('k2'), 2);
    const reader = openSqliteReader({ dataDir });
    const all = reader.all()[Symbol.asyncIterator]();
    await all.next();
    await store.close();
    const again = open();
    await again.put(place('k3'), 3);
    await all.return?.();
    await reader.close();
    assert.equal((await again.get(place('k2')))?.value, 2);
  });

  it('the embedded store isn’t created by a reader', () => {
    assert.throws(() => openSqliteReader({ dataDir }), {
      name: 'StoreError',
      message: /There is no store in .*DATA_DIR/,
    });
    assert.equal(existsSync(dataDir), false);
  });

  it('the embedded store does nothing once it’s closed', async () => {
    const store = open();
    await store.close();
    await assert.rejects(store.get(place('k')), { name: 'StoreError', code: 'unavailable' });
    await store.close();
  });

  it('the embedded store treats an empty file as new', async () => {
    const store = open();
    await store.close();
    rmSync(file());
    writeFileSync(file(), '');
    await open().put(place('k'), 1);
  });

  it('the embedded store refuses a file that is no database', async () => {
    await filled();
    writeFileSync(file(), 'not a database, but somebody’s notes');
    assertRefused('corrupt', /damaged/);
  });

  it('the embedded store refuses a truncated file', async () => {
    await filled();
    const whole = readFileSync(file());
    writeFileSync(file(), whole.subarray(0, Math.floor(whole.length / 2)));
    assertRefused('corrupt', /damaged/);
  });

  it('the embedded store refuses a file with overwritten pages', async () => {
    await filled();
    const bytes = readFileSync(file());
    for (let at = 4_096; at < bytes.length; at += 512) bytes.fill(0xff, at, at + 64);
    writeFileSync(file(), bytes);
    assertRefused('corrupt', /damaged/);
  });

  it('the embedded store doesn’t change a damaged file and the log beside it', async () => {
    // By then the log was merged into the file once, and started again.
    await killedWriter(1_300);
    const bytes = readFileSync(file());
    for (let at = 4_096; at < bytes.length; at += 512) bytes.fill(0xff, at, at + 64);
    writeFileSync(file(), bytes);
    const log = readFileSync(`${file()}-wal`);
    assert.ok(log.length > 0);
    assertRefused('corrupt', /damaged/);
    // The driver really closes a file, and may write to it, when its statements are garbage collected.
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    await new Promise(resolve => setImmediate(resolve));
    assert.ok(readFileSync(file()).equals(bytes), 'the file was changed');
    assert.ok(readFileSync(`${file()}-wal`).equals(log), 'the log was changed');
  });

  it('the embedded store reports that its folder can’t be written to', async () => {
    mkdirSync(join(dataDir, 'backup-watch.lock'), { recursive: true });
    assert.throws(() => openSqliteStore({ dataDir }), {
      code: 'unavailable',
      message: /permissions of DATA_DIR/,
    });
  });

  it('the embedded store refuses the database of another program', async () => {
    await openSqliteStore({ dataDir }).close();
    rmSync(file());
    const other = new Database(file());
    other.exec('create table notes (text); pragma user_version = 3');
    other.close();
    assertRefused('foreign', /another program/);
  });

  it('the embedded store takes over an older version’s file with all records, which that version refuses from then on', async () => {
    const older = open();
    await older.put(place('a'), { kept: true });
    await older.close();
    const database = new Database(file());
    database.exec('pragma user_version = 1');
    database.close();
    const store = open();
    assert.deepEqual((await store.get(place('a')))?.value, { kept: true });
    await store.close();
    const [version] = new Database(file()).prepare('pragma user_version').all();
    assert.deepEqual(version, { user_version: 2 });
  });

  it('the embedded store refuses the file of a newer version', async () => {
    await filled();
    const bytes = readFileSync(file());
    bytes.writeUInt32BE(99, 60);
    writeFileSync(file(), bytes);
    assertRefused('newer', /newer version/);
  });

  for (const [what, read] of [
    ['it is opened', () => openSqliteStore({ dataDir })],
    ['it is only read', () => openSqliteReader({ dataDir })],
  ] as const)
    it(`the embedded store first rolls back, when ${what}, the transaction of a killed process`, async () => {
      await filled();
      const other = new Database(file());
      // With a tiny cache, half of the change is in the file before it's committed.
      other.exec(`pragma cache_size = 1; begin; update records set value = '"changed"'`);
      const [bytes, journal] = [readFileSync(file()), readFileSync(`${file()}-journal`)];
      other.exec('rollback');
      other.close();
      writeFileSync(file(), bytes);
      writeFileSync(`${file()}-journal`, journal);
      assert.ok(bytes.includes('"changed"'));

      const store = read();
      const records = await store.list('c', 'p', { limit: 1_000 });
      await store.close();
      assert.equal(records.length, 200);
      for (const { value } of records) assert.deepEqual(value, { text: 'x'.repeat(200) });
    });

  it('the embedded store loses nothing that it has acknowledged when its process is killed', async () => {
    const acknowledged = await killedWriter(200);
    const keys = acknowledged.split('\n').slice(0, -1);
    assert.ok(keys.length >= 200);
    const store = open();
    for (const key of keys) assert.ok(await store.get(place(key)), key);
  });
});
