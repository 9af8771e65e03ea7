import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import {
  ChangeOutOfRangeError,
  type IndexJournal,
  type JournalEntry,
  type JournalMark,
} from '../domain/index-journal.ts';
import { StoreError } from '../domain/store.ts';
import { originalText, storableText } from './journal-keys.ts';
import { checkNumber, numberRows } from './journal-rows.ts';
import { openJournalFile, type ReplacedFile } from './journal-sqlite-file.ts';
import { createSameFileCheck } from './same-file.ts';

export interface SqliteIndexJournal extends IndexJournal {
  /** Set if an unusable file was replaced by an empty one. */
  readonly replaced: ReplacedFile | undefined;
  /** Throws `StoreError` if the file was deleted or replaced since it was opened. */
  checkFile(): void;
}

/** Rows that are read, and rows that are removed, before other work gets its turn: 5 to 20 ms. */
const [rowsAtOnce, removedAtOnce] = [2_000, 500];

/**
 * Opens the job index in a folder of this machine: one SQLite file beside the settings' store, whose lock keeps other
 * processes out. Each `put` is one transaction on this thread, about 15 ms for 1,000 rows.
 *
 * @throws StoreError if the folder can't be used. An unusable file is no reason: it's replaced.
 */
export function openSqliteIndexJournal({ dataDir }: { dataDir: string }): SqliteIndexJournal {
  const file = join(dataDir, 'job-index.db');
  const { database, replaced } = openJournalFile(file);
  const statements = prepareStatements(database);
  const checkFile = createSameFileCheck(
    file,
    'Start the bot again: the jobs are then read from AvePoint again.',
  );
  let isOpen = true;

  const { attempt, inTurn } = createCalls(file, () => isOpen);

  function transaction<T>(work: () => T): T {
    checkFile();
    database.exec('begin immediate');
    try {
      const result = work();
      database.exec('commit');
      return result;
    } catch (cause) {
      if (database.inTransaction) database.exec('rollback');
      throw cause;
    }
  }

  /** Runs `work` as one transaction if the generation is still the latest. */
  function asOwner(generation: number, work: (mark: StoredMark) => void): boolean {
    return transaction(() => {
      const mark = statements.mark();
      if (mark.generation !== generation) return false;
      work(mark);
      return true;
    });
  }

  return {
    isShared: false,
    replaced,
    checkFile,

    mark() {
      return inTurn(() => markOf(statements.mark()));
    },

    claim() {
      return inTurn(() =>
        transaction(() => {
          const stored = statements.mark();
          const mark = { ...stored, generation: stored.generation + 1 };
          statements.setMark(mark);
          return { ...markOf(mark), highest: Math.max(mark.change, statements.highest()) };
        }),
      );
    },

    put(rows, change, state, generation) {
      return inTurn(() =>
        asOwner(generation, mark => {
          if (rows.length > 0) checkNumber(change, mark.change);
          for (const { key, day, part, change: number, text } of numberRows(rows, change))
            statements.put(storableText(key), day, storableText(part), number, text);
          const raised = rows.length > 0 ? change + rows.length - 1 : mark.change;
          statements.setMark({ ...mark, change: raised, state: JSON.stringify(state) ?? null });
        }),
      );
    },

    async *changedSince(change) {
      const { change: last } = await inTurn(() => {
        const mark = statements.mark();
        if (change < mark.base || change > mark.change) throw new ChangeOutOfRangeError(change);
        return mark;
      });
      for (let from = change; ; ) {
        const found = await inTurn(() => statements.changed(from, last));
        if (found.length > 0) yield attempt(() => found.map(entryOf));
        if (found.length < rowsAtOnce) return;
        from = found.at(-1)?.change ?? last;
      }
    },

    async *days(from, to) {
      let found = await inTurn(() => statements.firstOfDays(from, to));
      for (;;) {
        if (found.length > 0) yield attempt(() => found.map(entryOf));
        const last = found.at(-1);
        if (last === undefined || found.length < rowsAtOnce) return;
        found = await inTurn(() => statements.furtherOfDays(last.day, last.id, from));
      }
    },

    async forgetBefore(day) {
      let removed: number;
      do removed = await inTurn(() => transaction(() => statements.forgetSome(day)));
      while (removed === removedAtOnce);
    },

    clear(generation) {
      return inTurn(() =>
        asOwner(generation, ({ change }) => {
          statements.removeAll();
          statements.setMark({ generation, change: change + 1, base: change + 1, state: null });
        }),
      );
    },

    async close() {
      if (!isOpen) return;
      isOpen = false;
      close(database);
    },
  };
}

/** Creates the ways to call the synchronous driver. */
function createCalls(file: string, isOpen: () => boolean) {
  /** Refuses work after `close`, as the driver would still do it, and maps the driver's errors. */
  function attempt<T>(work: () => T): T {
    if (!isOpen()) throw new StoreError('unavailable', 'The job index is closed.');
    try {
      return work();
    } catch (cause) {
      if (cause instanceof RangeError || cause instanceof ChangeOutOfRangeError) throw cause;
      if (cause instanceof StoreError) throw cause;
      const { code = '' } = cause as { code?: string };
      const isDamage = cause instanceof SyntaxError || /^SQLITE_(CORRUPT|NOTADB)/.test(code);
      throw new StoreError(
        isDamage ? 'corrupt' : 'unavailable',
        `The job index ${file} couldn't be used${code && ` (${code})`}.`,
        cause,
      );
    }
  }

  return {
    attempt,
    /** The same, and lets other work run first: a loop of calls would otherwise stop the event loop. */
    async inTurn<T>(work: () => T): Promise<T> {
      await nextTurn();
      return attempt(work);
    },
  };
}

interface StoredMark {
  readonly generation: number;
  readonly change: number;
  /** The lowest number that `changedSince` can start from. */
  readonly base: number;
  readonly state: string | null;
}

interface StoredRow {
  readonly id: number;
  readonly key: string;
  readonly day: number;
  readonly part: string;
  readonly change: number;
  readonly value: string;
}

/** A missing parameter would bind null, so each statement has a typed call. */
function prepareStatements(database: Database.Database) {
  const row = 'select rowid as id, key, day, part, change, value from rows';
  const latestFirst = `order by day desc, rowid desc limit ${rowsAtOnce}`;
  const mark = database.prepare('select generation, change, base, state from mark');
  const setMark = database.prepare('update mark set generation = ?, change = ?, base = ?, state = ?');
  const highest = database.prepare('select coalesce(max(change), 0) as highest from rows');
  const put = database.prepare(
    `insert into rows (key, day, part, change, value) values (?, ?, ?, ?, ?)
     on conflict (key) do update
     set day = excluded.day, part = excluded.part, change = excluded.change, value = excluded.value`,
  );
  const changed = database.prepare(
    `${row} where change > ? and change <= ? order by change limit ${rowsAtOnce}`,
  );
  const firstOfDays = database.prepare(`${row} where day >= ? and day <= ? ${latestFirst}`);
  const furtherOfDays = database.prepare(`${row} where (day, rowid) < (?, ?) and day >= ? ${latestFirst}`);
  const forgetSome = database.prepare(
    `delete from rows where rowid in (select rowid from rows where day < ? limit ${removedAtOnce})`,
  );
  const removeAll = database.prepare('delete from rows');

  return {
    mark: () => mark.all()[0] as StoredMark,
    setMark: ({ generation, change, base, state }: StoredMark) =>
      setMark.run(generation, change, base, state),
    highest: () => (highest.all()[0] as { highest: number }).highest,
    put: (key: string, day: number, part: string, change: number, value: string) =>
      put.run(key, day, part, change, value),
    changed: (above: number, to: number) => changed.all(above, to) as StoredRow[],
    firstOfDays: (from: number, to: number) => firstOfDays.all(from, to) as StoredRow[],
    furtherOfDays: (day: number, id: number, from: number) => furtherOfDays.all(day, id, from) as StoredRow[],
    forgetSome: (day: number) => forgetSome.run(day).changes,
    removeAll: () => removeAll.run(),
  };
}

function markOf({ generation, change, state }: StoredMark): JournalMark {
  return { generation, change, state: state === null ? undefined : JSON.parse(state) };
}

function entryOf({ key, day, part, change, value }: StoredRow): JournalEntry {
  return { key: originalText(key), day, part: originalText(part), value: JSON.parse(value), change };
}

/** The driver keeps a closed file open for a while, so the write-ahead log is merged into it first. */
function close(database: Database.Database): void {
  try {
    database.exec('pragma journal_mode = delete');
  } catch {
    // Another handle has the file open. The next start merges the log.
  }
  database.close();
}
