import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '../../src/domain/store.ts';
import { openSqliteIndexJournal } from '../../src/store/journal-sqlite.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const place = { collection: 'c', partition: 'p', key: 'k' };

/** Accidents of a file under the running bot; each function returns the repair. */
const mishaps = {
  deleted: (file: string) => {
    renameSync(file, `${file}.away`);
    return () => renameSync(`${file}.away`, file);
  },
  replaced: (file: string) => {
    renameSync(file, `${file}.away`);
    copyFileSync(`${file}.away`, file);
    return () => renameSync(`${file}.away`, file);
  },
};

const isLost = (what: string) => (error: unknown) =>
  error instanceof StoreError && error.code === 'unavailable' && error.message.includes(`was ${what}`);

describe('a database file that is moved under the running bot', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-replaced-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  for (const [what, happen] of Object.entries(mishaps)) {
    it(`every write of the store is refused if its file was ${what}, until it’s back`, async () => {
      const store = openSqliteStore({ dataDir });
      await store.put(place, 1);
      const undo = happen(join(dataDir, 'backup-watch.db'));
      await assert.rejects(store.put(place, 2), isLost(what));
      await assert.rejects(store.remove(place), isLost(what));
      undo();
      await store.put(place, 3);
      assert.equal((await store.get(place))?.value, 3);
      await store.close();
    });

    it(`every write of the job index is refused if its file was ${what}, until it’s back`, async () => {
      const journal = openSqliteIndexJournal({ dataDir });
      const undo = happen(join(dataDir, 'job-index.db'));
      await assert.rejects(journal.claim(), isLost(what));
      assert.throws(() => journal.checkFile(), isLost(what));
      undo();
      journal.checkFile();
      await journal.claim();
      await journal.close();
    });
  }

  it('a missing file doesn’t prevent closing the store, nor opening a new one', async () => {
    const store = openSqliteStore({ dataDir });
    await store.put(place, 1);
    rmSync(join(dataDir, 'backup-watch.db'));
    await store.close();
    const again = openSqliteStore({ dataDir });
    assert.equal(await again.get(place), undefined);
    await again.put(place, 2);
    await again.close();
  });
});
