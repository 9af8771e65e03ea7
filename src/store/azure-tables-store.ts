import { setTimeout as sleep } from 'node:timers/promises';
import { RestError, type TableClient, type TableEntityResult } from '@azure/data-tables';
import { type RecordKey, type RecordRange, type StoredRecord, StoreError } from '../domain/store.ts';
import { decodedKey, encodedKey } from './azure-keys.ts';
import { replaceInSteps } from './azure-replace.ts';
import { checkSchema } from './azure-schema.ts';
import { createTableClient, type TableClientSettings, tableError } from './azure-table-client.ts';
import { leaseMs } from './leases.ts';
import type { KeyedRecord, WholeStore } from './whole-store.ts';

const tableName = 'BackupWatch';
/** Limit of a call. Callers repeat what matters. */
const callMs = 10_000;
/** Azure's limit for a page. */
const mostInPage = 1_000;
/** A text property holds 32,768 UTF-16 units. */
const mostUnits = 30_000;

interface RecordEntity {
  readonly value: string;
}

export interface AzureTablesStoreSettings extends TableClientSettings {
  /** True for a restore, which may open a table in which an earlier restore wasn't finished. */
  readonly isRestoring?: boolean;
  /** Waits during the check for a running bot. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/**
 * Opens the store in one table of an Azure Storage account, for several processes at once. A collection's partition is
 * a partition of the table, so every query names one and nothing is ever scanned; versions are ETags.
 *
 * @throws StoreError if the account can't be reached or refuses.
 */
export async function openAzureTablesStore({
  isRestoring = false,
  sleep: wait = ms => sleep(ms),
  ...settings
}: AzureTablesStoreSettings): Promise<WholeStore> {
  const client = createTableClient(settings, tableName);
  let isOpen = true;
  const attempt = createAttempt(() => isOpen);

  await attempt(options => client.createTable(options));

  const store: WholeStore = {
    isShared: true,

    async get(place) {
      const { partition, row } = keysOf(place);
      const found = await attempt(options => client.getEntity<RecordEntity>(partition, row, options), 404);
      return found && recordOf(found);
    },

    async list(collection, partition, range) {
      return (await attempt(options => listRecords(client, collection, partition, range, options))) ?? [];
    },

    async put(place, value, expected) {
      const entity = entityOf(place, value);
      const written = await attempt(
        options => {
          if (expected === 'absent') return client.createEntity(entity, options);
          return expected === undefined
            ? client.upsertEntity(entity, 'Replace', options)
            : client.updateEntity(entity, 'Replace', { ...options, etag: expected.version });
        },
        ...(expected === undefined ? [] : [404, 409, 412]),
      );
      return written?.etag;
    },

    async remove(place, expected) {
      const { partition, row } = keysOf(place);
      const etag = expected === undefined ? {} : { etag: expected.version };
      const removed = await attempt(
        async options => {
          await client.deleteEntity(partition, row, { ...options, ...etag });
          return true;
        },
        404,
        412,
      );
      return removed === true;
    },

    isSnapshot: false,
    async *all(collection) {
      const filter = collection === undefined ? undefined : filterOf(collection);
      const pages = client
        .listEntities<RecordEntity>(filter === undefined ? {} : { queryOptions: { filter } })
        .byPage({ maxPageSize: mostInPage });
      for (;;) {
        const next = await attempt(() => pages.next());
        if (!next || next.done) return;
        yield* next.value.map(placedOf);
      }
    },

    replaceAll: records => replaceInSteps({ store, whole: store, leaseMs, sleep: wait }, records),

    async close() {
      isOpen = false;
    },
  };
  await checkSchema(store, { isRestoring });
  return store;
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * Returns a function that makes a call to Azure. It returns undefined if Azure refuses with one of the
 * `expectedStatuses`; any other error becomes a `StoreError`.
 */
function createAttempt(isOpen: () => boolean) {
  return async <T>(
    call: (options: CallOptions) => Promise<T>,
    ...expectedStatuses: readonly number[]
  ): Promise<T | undefined> => {
    if (!isOpen()) throw new StoreError('unavailable', 'The store is closed.');
    try {
      return await call({ abortSignal: AbortSignal.timeout(callMs) });
    } catch (cause) {
      if (cause instanceof RestError && expectedStatuses.includes(cause.statusCode ?? 0)) return undefined;
      throw tableError(cause);
    }
  };
}

async function listRecords(
  client: TableClient,
  collection: string,
  partition: string,
  { from, before, limit }: RecordRange,
  options: CallOptions,
): Promise<readonly StoredRecord[]> {
  const filter = [
    `PartitionKey eq '${quoted(partitionOf(collection, partition))}'`,
    ...(from === undefined ? [] : [`RowKey ge '${quoted(encodedKey(from))}'`]),
    ...(before === undefined ? [] : [`RowKey lt '${quoted(encodedKey(before))}'`]),
  ].join(' and ');
  const records: StoredRecord[] = [];
  const entities = client.listEntities<RecordEntity>({ ...options, queryOptions: { filter } });
  for await (const page of entities.byPage({ maxPageSize: Math.min(limit, mostInPage) })) {
    records.push(...page.map(recordOf));
    if (records.length >= limit) break;
  }
  return records.slice(0, limit);
}

function entityOf(place: RecordKey, value: unknown) {
  const { partition, row } = keysOf(place);
  const entity = { partitionKey: partition, rowKey: row, value: JSON.stringify(value) };
  if (entity.value.length > mostUnits)
    throw new Error(`a record of ${place.collection} is too large to be kept: ${entity.value.length} units`);
  return entity;
}

function keysOf({ collection, partition, key }: RecordKey) {
  return { partition: partitionOf(collection, partition), row: encodedKey(key) };
}

function partitionOf(collection: string, partition: string): string {
  return `${encodedKey(collection)}|${encodedKey(partition)}`;
}

/** Matches all partitions of a collection: a bar ends its name, and a brace is the next character. */
function filterOf(collection: string): string {
  const name = quoted(encodedKey(collection));
  return `PartitionKey ge '${name}|' and PartitionKey lt '${name}}'`;
}

/** Converts an entity. No collection has a bar in its name; a partition may. */
function placedOf({ partitionKey = '', rowKey = '', value }: TableEntityResult<RecordEntity>): KeyedRecord {
  const bar = partitionKey.indexOf('|');
  return {
    collection: decodedKey(partitionKey.slice(0, bar)),
    partition: decodedKey(partitionKey.slice(bar + 1)),
    key: decodedKey(rowKey),
    value: JSON.parse(value),
  };
}

/** Doubles apostrophes, as filters need. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}

function recordOf({ rowKey, value, etag }: TableEntityResult<RecordEntity>): StoredRecord {
  return { key: decodedKey(rowKey ?? ''), value: JSON.parse(value), version: etag };
}
