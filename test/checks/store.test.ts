import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/checks/finding.ts';
import { checkStore } from '../../src/checks/store.ts';
import { type Store, StoreError } from '../../src/domain/store.ts';
import { openSqliteReader } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';

describe('check of the store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backup-watch-check-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (dataDir: string) =>
    checkStore({
      settings: { dataDir, storeUrl: undefined },
      newKey: () => 'key',
      open: async settings => openSqliteStore(settings),
      openToRead: async settings => openSqliteReader(settings),
    });
  const checkWith = (store: Store, storeUrl?: string) =>
    checkStore({ settings: { dataDir: folder, storeUrl }, newKey: () => 'key', open: async () => store });
  const assertFails = (finding: Finding, seen: RegExp, fix: RegExp) => {
    assert.ok(finding.mark === 'failure', finding.seen);
    assert.match(finding.seen, seen);
    assert.match(finding.fix, fix);
  };

  it('the check of the store leaves nothing behind: no folder if none was there, no store if none was there', async () => {
    const dataDir = join(folder, 'not', 'yet');
    assert.equal((await check(dataDir)).mark, 'ok');
    assert.deepEqual(readdirSync(folder), []);
    assert.equal((await check(folder)).mark, 'ok');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('the check of the store leaves the records of an existing store as they are', async () => {
    const place = { collection: 'c', partition: 'p', key: 'k' };
    const store = openSqliteStore({ dataDir: folder });
    await store.put(place, { mine: true });
    await store.close();
    assert.equal((await check(folder)).mark, 'ok');
    const again = openSqliteStore({ dataDir: folder });
    const all = [];
    for await (const record of again.all()) all.push(record);
    await again.close();
    assert.deepEqual(all, [{ ...place, value: { mine: true } }]);
  });

  it('the check of the store accepts a store that the bot has open, and changes nothing in it', async () => {
    const store = openSqliteStore({ dataDir: folder });
    try {
      const finding = await check(folder);
      assert.equal(finding.mark, 'ok');
      assert.match(finding.seen, /in use by another process.*stop the bot to try writing/);
    } finally {
      await store.close();
    }
  });

  it('the check of the store names DATA_DIR if it is a file, or lies below one', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const dataDir of [file, join(file, 'below')]) {
      const finding = await check(dataDir);
      assertFails(finding, /cannot be used \((EEXIST|ENOTDIR)\)/, /set DATA_DIR to a folder/);
      assert.deepEqual(finding.settings, [{ name: 'DATA_DIR', value: '<a folder that may be written to>' }]);
    }
  });

  it('the check of the store names DATA_DIR and permissions if the folder is read-only, with a store in it or without', async () => {
    await openSqliteStore({ dataDir: folder }).close();
    const empty = mkdtempSync(join(tmpdir(), 'backup-watch-check-'));
    chmodSync(folder, 0o555);
    chmodSync(empty, 0o555);
    try {
      for (const dataDir of [folder, empty])
        assertFails(
          await asNobody(() => check(dataDir)),
          /cannot be (read|written|used)/,
          /DATA_DIR.*permission/,
        );
    } finally {
      chmodSync(folder, 0o755);
      rmSync(empty, { recursive: true });
    }
  });

  it('the check of the store names the damaged file, which is left as it is', async () => {
    writeFileSync(join(folder, 'backup-watch.db'), 'x'.repeat(5_000));
    assertFails(await check(folder), /damaged.*move it away/, /what the message says/);
    assert.deepEqual(readdirSync(folder), ['backup-watch.db']);
  });

  it('the check of the store fails if a write is refused, or lost, and removes its record all the same', async () => {
    const refusing: Store = {
      ...createMemoryStore(),
      put: async () => {
        throw new StoreError('unavailable', 'The store is read-only.');
      },
    };
    assertFails(await checkWith(refusing), /read-only/, /DATA_DIR/);
    const forgetful: Store = { ...createMemoryStore(), get: async () => undefined };
    assertFails(await checkWith(forgetful), /not kept/, /DATA_DIR/);
    const memory = createMemoryStore();
    await checkWith(memory);
    assert.deepEqual(await memory.list('check', 'check', { limit: 9 }), []);
  });

  it('the check of the store names the role if Azure refuses, and STORE_URL if it does not answer', async () => {
    const failing = (error: Error) =>
      checkStore({
        settings: { dataDir: folder, storeUrl: 'https://account.table.core.windows.net' },
        newKey: () => 'key',
        open: () => Promise.reject(error),
      });
    assertFails(
      await failing(new StoreError('refused', 'no (status 403)')),
      /403/,
      /Storage Table Data Contributor/,
    );
    const silent = await failing(new StoreError('unavailable', 'no (ENOTFOUND)'));
    assertFails(silent, /ENOTFOUND/, /STORE_URL.*firewall/);
    assert.equal(silent.settings?.[0]?.name, 'STORE_URL');
    assert.ok(!existsSync(join(folder, 'backup-watch.db')));
  });
});

/** Permissions do not bind the administrator of a machine. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || !seteuid) return work();
  seteuid(65_534);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
