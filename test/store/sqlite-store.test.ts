import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Store, StoreError, type StoreErrorCode } from '../../src/domain/store.ts';
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

  /** Opening is refused with this code, a sentence that names the file, and the file is what it was. */
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

  it('makes its folder, for nobody else to read, and keeps what was put', async () => {
    const store = open();
    assert.equal(statSync(dataDir).mode & 0o077, 0);
    await store.put(place('k'), { a: 'ä🙂' });
    await store.close();
    assert.deepEqual(readdirSync(dataDir), ['backup-watch.db'], 'nothing is left beside the file');
    const again = open();
    assert.deepEqual((await again.get(place('k')))?.value, { a: 'ä🙂' });
  });

  it('is refused to a second process while it is open, and free after', async () => {
    const store = open();
    assertRefused('busy', /another process.*STORE_URL/);
    await store.close();
    await open().put(place('k'), 1);
  });

  it('does nothing any more once it is closed', async () => {
    const store = open();
    await store.close();
    await assert.rejects(store.get(place('k')), { name: 'StoreError', code: 'unavailable' });
    await store.close();
  });

  it('takes an empty file for a new one', async () => {
    const store = open();
    await store.close();
    rmSync(file());
    writeFileSync(file(), '');
    await open().put(place('k'), 1);
  });

  it('refuses a file that is no database', async () => {
    await filled();
    writeFileSync(file(), 'not a database, but somebody’s notes');
    assertRefused('corrupt', /damaged/);
  });

  it('refuses a file that was cut off', async () => {
    await filled();
    const whole = readFileSync(file());
    writeFileSync(file(), whole.subarray(0, Math.floor(whole.length / 2)));
    assertRefused('corrupt', /damaged/);
  });

  it('refuses a file in which pages were overwritten', async () => {
    await filled();
    const bytes = readFileSync(file());
    for (let at = 4_096; at < bytes.length; at += 512) bytes.fill(0xff, at, at + 64);
    writeFileSync(file(), bytes);
    assertRefused('corrupt', /damaged/);
  });

  it('refuses the database of another program', async () => {
    await openSqliteStore({ dataDir }).close();
    rmSync(file());
    const other = new Database(file());
    other.exec('create table notes (text); pragma user_version = 3');
    other.close();
    assertRefused('foreign', /another program/);
  });

  it('refuses what a newer version has written', async () => {
    await filled();
    const bytes = readFileSync(file());
    bytes.writeUInt32BE(99, 60);
    writeFileSync(file(), bytes);
    assertRefused('newer', /newer version/);
  });

  it('loses nothing that it has acknowledged when its process is killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/store/fixtures/writer.ts', dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    await new Promise<void>(resolve => {
      child.stdout.on('data', chunk => {
        acknowledged += chunk;
        if (acknowledged.split('\n').length > 200) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    const keys = acknowledged.split('\n').slice(0, -1);
    assert.ok(keys.length >= 200);
    const store = open();
    for (const key of keys) assert.ok(await store.get(place(key)), key);
  });
});
