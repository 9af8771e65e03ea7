import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { StoreError } from '../domain/store.ts';
import { readAhead } from './read-ahead.ts';

/**
 * Why the file was replaced by an empty one:
 * - `damaged`: it's ours, but SQLite can't read all of it
 * - `version`: a newer or older version of the product wrote it
 * - `foreign`: it isn't recognisably ours
 */
type ReplacedReason = 'damaged' | 'version' | 'foreign';

export interface ReplacedFile {
  readonly reason: ReplacedReason;
  /** Where a foreign file is now. Undefined if the file was ours and was deleted. */
  readonly movedTo: string | undefined;
}

/** "BkIx" in ASCII: distinguishes our files from those of other programs. */
const applicationId = 0x426b4978;
/** Raised with every change of the schema: a file of another version is replaced, not migrated. */
const schemaVersion = 1;

/** `mark` has one row. Integer row ids make the smallest file and the fastest load of those that were measured. */
const schema = `
  create table rows (
    key text not null unique,
    day integer not null,
    part text not null,
    change integer not null,
    value text not null
  ) strict;
  create index rows_by_day on rows (day);
  create index rows_by_change on rows (change);
  create table mark (
    generation integer not null,
    change integer not null,
    base integer not null,
    state text
  ) strict;
  insert into mark values (0, 0, 0, null);
`;

const headerBytes = 100;
const magic = 'SQLite format 3\0';
/** The offsets in the header, as unsigned numbers of four bytes, the high one first. */
const [userVersionAt, applicationIdAt] = [60, 68];

/** No other process uses the file, but a virus scanner or a copy may lock it for a moment. */
const busyMs = 200;
/** Keys arrive in no order; with their index in memory, a first load is a third faster. */
const cacheKib = 16_000;
/** The log beside the file is cut to this size when it was larger. */
const mostLogBytes = 16_000_000;

/**
 * Opens the file of the job index, and replaces it with an empty one if it's unusable: its jobs are then read from
 * AvePoint again. Only a file that is recognisably ours is deleted; another one is moved aside.
 *
 * @throws StoreError if the folder or the file can't be used at all.
 */
export function openJournalFile(file: string): {
  database: Database.Database;
  replaced: ReplacedFile | undefined;
} {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    let reason = reasonInHeader(file);
    if (reason === undefined) {
      const opened = openSound(file);
      if (typeof opened === 'object') return { database: opened, replaced: undefined };
      reason = opened;
    }
    const movedTo = reason === 'foreign' ? moveAside(file) : deleteFile(file);
    const database = openSound(file);
    if (typeof database === 'string') throw new Error(`a new file is ${database}`);
    return { database, replaced: { reason, movedTo } };
  } catch (cause) {
    const { code = 'no code' } = cause as { code?: string };
    throw new StoreError(
      'unavailable',
      `${file} can't be used (${code}): check the permissions of DATA_DIR and the room on its disk.`,
      cause,
    );
  }
}

/** Checks the header before SQLite opens the file, as SQLite may write to it. */
function reasonInHeader(file: string): ReplacedReason | undefined {
  const header = headerOf(file);
  if (header.length === 0) return undefined;
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) return 'foreign';
  const id = header.readUInt32BE(applicationIdAt);
  const version = header.readUInt32BE(userVersionAt);
  // After an early kill, both may be in the log beside the file.
  if (id === 0 && version === 0) return undefined;
  if (id !== applicationId) return 'foreign';
  return version === schemaVersion ? undefined : 'version';
}

/** The first bytes of the file; none if it's missing, empty or a folder. */
function headerOf(file: string): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0);
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    if (!fstatSync(descriptor).isFile()) return header;
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Opens the file, or a new one; returns the reason if it has to be replaced. */
function openSound(file: string): Database.Database | ReplacedReason {
  if (!existsSync(file)) deleteFile(file);
  // SQLite gives the files beside it the same permissions.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  readAhead(file);
  let database: Database.Database | undefined;
  try {
    // The driver's types lack its option for waiting.
    database = new Database(file, { timeout: busyMs } as Database.Options);
    const reason = prepare(database);
    if (reason === undefined) return database;
    database.close();
    return reason;
  } catch (cause) {
    database?.close();
    const { code = '' } = cause as { code?: string };
    if (/^SQLITE_(BUSY|READONLY|CANTOPEN|PERM|FULL|IOERR)/.test(code)) throw cause;
    return 'damaged';
  }
}

/**
 * `synchronous = normal` doesn't wait for the disk: a power failure can undo the last writes, each of them with its
 * mark. The next owner starts at the mark and reads those jobs from AvePoint again.
 */
function prepare(database: Database.Database): ReplacedReason | undefined {
  const id = numberOf(database, 'pragma application_id');
  const version = numberOf(database, 'pragma user_version');
  const tables = numberOf(database, 'select count(*) from sqlite_schema');
  if (id !== applicationId && (id !== 0 || tables > 0)) return 'foreign';
  if (id === applicationId && version !== schemaVersion) return 'version';
  if (id === applicationId && !isSound(database)) return 'damaged';
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = normal');
  database.exec(`pragma cache_size = -${cacheKib}`);
  database.exec(`pragma journal_size_limit = ${mostLogBytes}`);
  if (id !== applicationId)
    database.exec(
      `begin immediate; ${schema} pragma application_id = ${applicationId}; pragma user_version = ${schemaVersion}; commit`,
    );
  return undefined;
}

/** Takes 100 ms for 150,000 rows. */
function isSound(database: Database.Database): boolean {
  const [row] = database.prepare('pragma quick_check(1)').all();
  return (
    (row as { quick_check: string }).quick_check === 'ok' &&
    numberOf(database, 'select count(*) from mark where state is null or json_valid(state)') === 1 &&
    numberOf(database, 'select (select coalesce(max(change), 0) from rows) <= change from mark') === 1 &&
    numberOf(database, 'select count(*) from rows where not json_valid(value)') === 0
  );
}

function numberOf(database: Database.Database, sql: string): number {
  const [row] = database.prepare(sql).all();
  return Number(Object.values(row as object)[0]);
}

/** Renames the file and those beside it, to a name that is free. Returns the name. */
function moveAside(file: string): string {
  for (let at = 1; ; at += 1) {
    const aside = `${file}.aside-${at}`;
    if (existsSync(aside)) continue;
    renameSync(file, aside);
    for (const ending of sidecarSuffixes)
      if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
    return aside;
  }
}

const sidecarSuffixes = ['-wal', '-shm', '-journal'];

function deleteFile(file: string): undefined {
  for (const ending of ['', ...sidecarSuffixes]) rmSync(file + ending, { force: true });
}
