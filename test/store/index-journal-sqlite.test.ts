import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
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
import Database from 'libsql';
import type { IndexJournal, JournalEntry } from '../../src/domain/index-journal.ts';
import { openIndexJournal } from '../../src/store/journal-open.ts';
import { openSqliteIndexJournal, type SqliteIndexJournal } from '../../src/store/journal-sqlite.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

async function rowsOf(journal: IndexJournal): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const batch of journal.days(0, 1_000_000)) entries.push(...batch);
  return entries;
}

async function changesOf(journal: IndexJournal): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const batch of journal.changedSince(0)) entries.push(...batch);
  return entries;
}

describe('the index journal in SQLite', () => {
  let dataDir: string;
  let opened: SqliteIndexJournal[];
  const file = () => join(dataDir, 'job-index.db');

  function open(): SqliteIndexJournal {
    const journal = openSqliteIndexJournal({ dataDir });
    opened.push(journal);
    return journal;
  }

  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'backup-watch-journal-')), 'data');
    opened = [];
  });
  afterEach(async () => {
    for (const journal of opened) await journal.close();
    rmSync(join(dataDir, '..'), { recursive: true });
  });

  /** Leaves a closed file with some rows. */
  async function fill(count = 300): Promise<void> {
    const journal = openSqliteIndexJournal({ dataDir });
    const { generation, highest } = await journal.claim();
    const rows = Array.from({ length: count }, (_, at) => ({
      key: `k${at}`,
      day: at % 7,
      part: 'p',
      value: { at, text: 'x'.repeat(200) },
    }));
    await journal.put(rows, highest + 1, { full: true }, generation);
    await journal.close();
  }

  /** Claims, writes and reads the journal. */
  async function assertWorks(journal: IndexJournal): Promise<void> {
    const { generation, highest } = await journal.claim();
    const rows = [{ key: 'works', day: 1, part: 'p', value: 1 }];
    assert.equal(await journal.put(rows, highest + 1, { works: true }, generation), true);
    assert.ok((await rowsOf(journal)).some(({ key }) => key === 'works'));
    assert.deepEqual((await journal.mark()).state, { works: true });
  }

  it('the SQLite journal has all rows after a restart', async () => {
    await fill();
    const journal = open();
    assert.equal(journal.replaced, undefined);
    assert.equal((await rowsOf(journal)).length, 300);
    assert.deepEqual(await journal.mark(), { generation: 1, change: 300, state: { full: true } });
    assert.deepEqual(
      readdirSync(dataDir).filter(name => !name.startsWith('job-index.db')),
      [],
    );
  });

  it("the SQLite journal can be used beside the settings' store", async () => {
    const store = openSqliteStore({ dataDir });
    const journal = await openIndexJournal({ dataDir, storeUrl: undefined });
    await assertWorks(journal);
    await store.put({ collection: 'c', partition: 'p', key: 'k' }, 1);
    await journal.close();
    await store.close();
  });

  it('the SQLite journal is readable for its user only', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(file(), '', { mode: 0o644 });
    chmodSync(file(), 0o644);
    const journal = open();
    await assertWorks(journal);
    const names = readdirSync(dataDir);
    assert.deepEqual(names.sort(), ['job-index.db', 'job-index.db-shm', 'job-index.db-wal']);
    for (const name of names) assert.equal(statSync(join(dataDir, name)).mode & 0o777, 0o600, name);
  });

  it('the SQLite journal starts empty if its file was deleted, though the log beside it still exists', async () => {
    await fill();
    rmSync(file());
    writeFileSync(`${file()}-wal`, 'old');
    const journal = open();
    assert.deepEqual([journal.replaced, await rowsOf(journal)], [undefined, []]);
    await assertWorks(journal);
  });

  for (const [change, reason] of [
    ['pragma user_version = 2', 'version'],
    ['pragma user_version = 0', 'version'],
    ['drop table mark', 'damaged'],
    ['drop table rows', 'damaged'],
    ['delete from mark', 'damaged'],
    ["update rows set value = '{' where key = 'k7'", 'damaged'],
    ["update mark set state = '{'", 'damaged'],
  ] as const)
    it(`the SQLite journal replaces its own file after: ${change}`, async () => {
      await fill();
      const database = new Database(file());
      database.exec(change);
      database.close();
      const journal = open();
      assert.deepEqual(journal.replaced, { reason, movedTo: undefined });
      assert.deepEqual(await rowsOf(journal), []);
      await assertWorks(journal);
      assert.deepEqual(
        readdirSync(dataDir).filter(name => name.includes('aside')),
        [],
      );
    });

  it('the SQLite journal moves an unknown file aside, with those beside it', async () => {
    mkdirSync(dataDir);
    for (const at of [1, 2]) {
      writeFileSync(file(), `notes of the user ${at}`);
      writeFileSync(`${file()}-wal`, 'more notes');
      const journal = openSqliteIndexJournal({ dataDir });
      const movedTo = `${file()}.aside-${at}`;
      assert.deepEqual(journal.replaced, { reason: 'foreign', movedTo });
      assert.equal(readFileSync(movedTo, 'utf8'), `notes of the user ${at}`);
      assert.equal(readFileSync(`${movedTo}-wal`, 'utf8'), 'more notes');
      await assertWorks(journal);
      await journal.close();
      rmSync(file());
    }
  });

  it('the SQLite journal moves the database of another program aside, with or without an id', async () => {
    mkdirSync(dataDir);
    for (const [at, id] of [0x1234, 0].entries()) {
      const foreign = new Database(file());
      foreign.exec(
        `pragma application_id = ${id}; create table notes (text); insert into notes values ('mine')`,
      );
      foreign.close();
      const journal = openSqliteIndexJournal({ dataDir });
      const movedTo = `${file()}.aside-${at + 1}`;
      assert.deepEqual(journal.replaced, { reason: 'foreign', movedTo });
      await journal.close();
      assert.deepEqual(new Database(movedTo).prepare('select text from notes').raw().all(), [['mine']]);
      rmSync(file());
    }
  });

  it('the SQLite journal moves a folder with its name aside', async () => {
    mkdirSync(join(file(), 'inside'), { recursive: true });
    const journal = open();
    assert.equal(journal.replaced?.reason, 'foreign');
    assert.ok(existsSync(join(`${file()}.aside-1`, 'inside')));
    await assertWorks(journal);
  });

  it('the SQLite journal opens however its file is damaged', async () => {
    await fill(600);
    const whole = readFileSync(file());
    let replaced = 0;
    for (let at = 0; at < 60; at += 1) {
      const damaged = Buffer.from(
        at % 3 === 0 ? whole.subarray(0, 1 + ((at * 7_919) % whole.length)) : whole,
      );
      if (at % 3 === 1)
        damaged.fill(0xa5, (at * 4_001) % whole.length, ((at * 4_001) % whole.length) + 3_000);
      if (at % 3 === 2) damaged.fill(0, (at * 104_729) % whole.length, ((at * 104_729) % whole.length) + 64);
      rmSync(dataDir, { recursive: true });
      mkdirSync(dataDir);
      writeFileSync(file(), damaged);
      const journal = openSqliteIndexJournal({ dataDir });
      if (journal.replaced) replaced += 1;
      await rowsOf(journal);
      await assertWorks(journal);
      await journal.close();
    }
    assert.ok(replaced > 30, `${replaced} were replaced`);
  });

  it('the SQLite journal reports a folder that it can’t use', () => {
    mkdirSync(join(dataDir, '..'), { recursive: true });
    writeFileSync(dataDir, 'a file');
    assert.throws(() => openSqliteIndexJournal({ dataDir }), {
      name: 'StoreError',
      code: 'unavailable',
      message: /DATA_DIR/,
    });
  });

  it('the SQLite journal has every finished put, each with its mark, after the process is killed', async () => {
    for (let round = 0; round < 4; round += 1) {
      const acknowledged = await killWriter(60 + round * 40);
      const journal = openSqliteIndexJournal({ dataDir });
      assert.equal(journal.replaced, undefined);
      const { change, state } = await journal.mark();
      assert.deepEqual(state, { last: change }, 'the mark is that of one put');
      assert.ok(change >= acknowledged, `${change} is not ${acknowledged}`);
      const rows = await rowsOf(journal);
      for (const row of rows) assert.equal((row.value as { change: number }).change, row.change);
      const changes = (await changesOf(journal)).map(row => row.change);
      assert.equal(changes.length, rows.length);
      assert.equal(changes.at(-1), change, 'the last row is the mark');
      // 1,000 keys are written in turn, so the last 1,000 numbers are those of the rows.
      assert.equal(rows.length, Math.min(change, 1_000));
      assert.equal(changes[0], Math.max(1, change - 999));
      await journal.close();
    }
  }).timeout(60_000);

  /** Runs a process that puts rows, kills it after this many puts, and returns the last number that it reported. */
  async function killWriter(puts: number): Promise<number> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/store/fixtures/journal-writer.ts', dataDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let reported = '';
    await new Promise<void>(resolve => {
      child.stdout.on('data', chunk => {
        reported += chunk;
        if (reported.split('\n').length > puts) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    const numbers = reported.split('\n').slice(0, -1);
    assert.ok(numbers.length >= puts);
    return Number(numbers.at(-1));
  }

  it('the SQLite journal lets other work run while it reads, writes and removes', async () => {
    const journal = open();
    const { generation } = await journal.claim();
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    count();
    const turnsDuring = async (work: () => Promise<unknown>) => {
      const before = turns;
      await work();
      return turns - before;
    };
    const rows = (from: number) =>
      Array.from({ length: 1_000 }, (_, at) => ({ key: `k${from + at}`, day: 1, part: 'p', value: at }));
    const wrote = await turnsDuring(async () => {
      for (let from = 0; from < 10_000; from += 1_000) await journal.put(rows(from), from + 1, 0, generation);
    });
    const loaded = await turnsDuring(() => rowsOf(journal));
    const listed = await turnsDuring(() => changesOf(journal));
    const forgot = await turnsDuring(() => journal.forgetBefore(2));
    isDone = true;
    for (const [what, during] of Object.entries({ wrote, loaded, listed, forgot }))
      assert.ok(during >= 4, `${what}: ${during} turns`);
  });
});
