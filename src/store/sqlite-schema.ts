import type Database from 'libsql';
import { StoreError } from '../domain/store.ts';

/** "BkWt" in ASCII: distinguishes our files from those of other programs. */
export const applicationId = 0x426b5774;

/** Each migrates the schema by one version. Published migrations never change. */
const migrations: readonly string[] = [
  `create table records (
     collection text not null,
     partition text not null,
     key text not null,
     value text not null,
     version integer not null,
     primary key (collection, partition, key)
   ) strict, without rowid`,
  // No change of tables: the previous version would stop alerting a conversation with an incident of backups that don't
  // start.
  '',
];

export const schemaVersion = migrations.length;

/**
 * Checks a database before anything is written to it: all of it, or only its version and size. Throws if it's damaged
 * or newer.
 */
export function checkIntegrity(
  database: Database.Database,
  file: string,
  { isWhole }: { readonly isWhole: boolean },
): void {
  if (pragma(database, 'user_version') > schemaVersion) throw newer(file);
  if (!isWhole) return;
  const [row] = database.prepare('pragma quick_check(1)').all();
  const { quick_check } = row as { quick_check: string };
  if (quick_check !== 'ok') throw new Error(quick_check);
}

/** Migrates an undamaged database of ours, or an empty one, to the current schema. */
export function migrateSchema(database: Database.Database): void {
  const version = pragma(database, 'user_version');
  for (const [at, migration] of migrations.entries()) {
    if (at < version) continue;
    database.exec(
      `begin immediate; ${migration}; pragma application_id = ${applicationId}; pragma user_version = ${at + 1}; commit`,
    );
  }
}

/** Creates the error for a file of a newer version of the product. */
export function newer(file: string): StoreError {
  return new StoreError(
    'newer',
    `${file} was written by a newer version of Backup Watch. It was left as it is; start that version, or put back a backup from before it.`,
  );
}

function pragma(database: Database.Database, name: string): number {
  const [row] = database.prepare(`pragma ${name}`).all();
  return (row as Record<string, number>)[name] ?? 0;
}
