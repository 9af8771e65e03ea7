import type { TableEntity } from '@azure/data-tables';
import type { JournalEntry } from '../domain/index-journal.ts';
import type { View } from './journal-azure-mark.ts';
import {
  nameOf,
  paddedDay,
  parseVersion,
  type RowVersion,
  textOf,
  versionOf,
} from './journal-azure-names.ts';
import { type Entity, type EntityGroup, groupBy, type JournalTable, quoted } from './journal-azure-table.ts';
import type { NumberedRow } from './journal-rows.ts';

/**
 * How rows are stored: a partition for each part of a day, and in it an entity for each version of a row, so that no
 * writer ever overwrites an entity of another one. Readers take the latest visible version. A row that moves leaves a
 * "departure" behind, a version without a value, which hides the older ones as soon as the mark is raised.
 */
export interface Partition {
  readonly partition: string;
  readonly day: number;
  readonly part: string;
}

/** Where the current version of a row is. */
export interface RowLocation {
  readonly partition: string;
  readonly change: number;
  readonly generation: number;
}

/** What the owner knows of the stored rows, so that it can remove the versions it replaces. */
export interface Holdings {
  /** By the names of the rows. */
  readonly places: Map<string, RowLocation>;
  /** The partitions in the directory. */
  readonly partitions: Set<string>;
  /** The highest number that any stored version has. */
  readonly highest: number;
}

/** The entities of one `put`, and those to remove after it. */
export interface RowWrites {
  readonly entities: readonly TableEntity[];
  /** Entries of the directory for partitions that are new. */
  readonly directory: ReadonlyMap<string, TableEntity>;
  readonly places: ReadonlyMap<string, RowLocation>;
  /** To be removed once the mark is raised. */
  readonly replaced: readonly EntityGroup[];
  /** To be removed if the mark isn't raised. */
  readonly written: readonly EntityGroup[];
}

const directoryPartition = 'parts';
const prefix = 'r|';

/** The partitions of these days, the latest day first. */
export async function partitionsOf(
  table: JournalTable,
  from: number,
  to: number,
): Promise<readonly Partition[]> {
  const found: Partition[] = [];
  if (from > to) return found;
  // `}` sorts directly after the `|` that ends the day.
  const filter = `PartitionKey eq ${quoted(directoryPartition)} and RowKey ge ${quoted(paddedDay(from))} and RowKey lt ${quoted(`${paddedDay(Math.floor(to))}}`)}`;
  for await (const page of table.list(filter))
    for (const { rowKey = '', part } of page) {
      const bar = rowKey.indexOf('|');
      const name = { name: rowKey.slice(bar + 1), original: part as string | undefined };
      found.push({
        partition: prefix + rowKey,
        day: Number(rowKey.slice(0, bar)),
        part: textOf(name),
      });
    }
  return found.reverse();
}

/** Removes all rows of a partition, and returns their names. */
export async function forgetPartition(
  table: JournalTable,
  { partition }: Partition,
): Promise<readonly string[]> {
  const versions = await versionsIn(table, partition);
  const groups = groupBy(versions, ({ name }) => name);
  await removeVersions(
    table,
    [...groups.values()].map(group => groupOf(partition, group)),
  );
  await table.removeAll([{ partition: directoryPartition, rows: [partition.slice(prefix.length)] }]);
  return [...groups.keys()];
}

/** Removes the versions of a partition that have this number or a lower one. */
export async function clearPartition(
  table: JournalTable,
  { partition }: Partition,
  change: number,
): Promise<void> {
  const versions = await versionsIn(table, partition);
  const removed = versions.filter(version => version.change <= change);
  await removeVersions(table, [groupOf(partition, removed)]);
}

/** Removes versions, and after them the departures that hide them. */
export async function removeVersions(table: JournalTable, groups: readonly EntityGroup[]): Promise<void> {
  const only = (isDeparture: boolean) =>
    groups.map(({ partition, rows }) => ({
      partition,
      rows: rows.filter(row => parseVersion(row).isDeparture === isDeparture),
    }));
  await table.removeAll(only(false));
  await table.removeAll(only(true));
}

/** An entity with its parsed row key. */
export interface StoredVersion {
  readonly version: RowVersion;
  readonly entity: Entity;
}

/** All versions in a partition, with their values. */
export async function storedVersions(
  table: JournalTable,
  { partition }: Partition,
): Promise<readonly StoredVersion[]> {
  const found: StoredVersion[] = [];
  for await (const page of table.list(`PartitionKey eq ${quoted(partition)}`))
    for (const entity of page) found.push({ version: parseVersion(entity.rowKey ?? ''), entity });
  return found;
}

/** The latest visible version of each row that is still in the partition. */
export function visibleEntries(
  { day, part }: Partition,
  stored: readonly StoredVersion[],
  view: View,
): readonly JournalEntry[] {
  const latest = new Map<string, StoredVersion>();
  for (const one of stored) {
    const { name, change } = one.version;
    if (!view.isVisible(one.version)) continue;
    const other = latest.get(name);
    if (!other || other.version.change < change) latest.set(name, one);
  }
  return [...latest.values()]
    .filter(({ version }) => !version.isDeparture)
    .map(({ version: { name, change }, entity: { key, value } }) => ({
      key: textOf({ name, original: key as string | undefined }),
      day,
      part,
      value: JSON.parse(value as string),
      change,
    }));
}

/** The versions in a partition, those of each row in the order of their numbers. */
export async function versionsIn(table: JournalTable, partition: string): Promise<readonly RowVersion[]> {
  const versions: RowVersion[] = [];
  for await (const page of table.list(`PartitionKey eq ${quoted(partition)}`, { keysOnly: true }))
    for (const { rowKey = '' } of page) versions.push(parseVersion(rowKey));
  return versions;
}

export function groupOf(partition: string, versions: readonly RowVersion[]): EntityGroup {
  return { partition, rows: versions.map(({ rowKey }) => rowKey) };
}

export function groupAt(name: string, { partition, change, generation }: RowLocation): EntityGroup {
  return groupOf(partition, [versionOf(name, change, generation, false)]);
}

/** Computes a row's partition. Each one is computed once, so that all places share one string. */
export type PartitionOf = (row: Pick<NumberedRow, 'day' | 'part'>) => {
  readonly partition: string;
  /** Its entry in the directory. */
  readonly entry: TableEntity;
};

export function createPartitionOf(): PartitionOf {
  const known = new Map<string, ReturnType<PartitionOf>>();
  return ({ day, part }) => {
    const cached = known.get(`${day}|${part}`);
    if (cached) return cached;
    const { name, original } = nameOf(part);
    const rowKey = `${paddedDay(day)}|${name}`;
    const entry = {
      partitionKey: directoryPartition,
      rowKey,
      ...(original === undefined ? {} : { part: original }),
    };
    const computed = { partition: prefix + rowKey, entry };
    known.set(`${day}|${part}`, computed);
    return computed;
  };
}

export function writesOf(
  rows: readonly NumberedRow[],
  generation: number,
  known: Holdings,
  partitionOf: PartitionOf,
): RowWrites {
  const entities: TableEntity[] = [];
  const directory = new Map<string, TableEntity>();
  const places = new Map<string, RowLocation>();
  const replaced: EntityGroup[] = [];
  const written: EntityGroup[] = [];

  for (const row of rows) {
    const { partition, entry } = partitionOf(row);
    if (!known.partitions.has(partition)) directory.set(partition, entry);
    const { name, original } = nameOf(row.key);
    const version = versionOf(name, row.change, generation, false);
    const key = original === undefined ? {} : { key: original };
    entities.push({ partitionKey: partition, rowKey: version.rowKey, value: row.text, ...key });
    written.push(groupOf(partition, [version]));
    places.set(name, { partition, change: row.change, generation });

    const before = known.places.get(name);
    if (!before) continue;
    replaced.push(groupAt(name, before));
    if (before.partition !== partition) {
      const departure = versionOf(name, row.change, generation, true);
      entities.push({ partitionKey: before.partition, rowKey: departure.rowKey });
      written.push(groupOf(before.partition, [departure]));
      replaced.push(groupOf(before.partition, [departure]));
    }
  }
  return { entities, directory, places, replaced, written };
}
