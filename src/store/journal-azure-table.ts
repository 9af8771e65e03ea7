import {
  RestError,
  type TableEntity,
  type TableEntityResult,
  type TransactionAction,
} from '@azure/data-tables';
import { StoreError } from '../domain/store.ts';
import { createTableClient, type TableClientSettings, tableError } from './azure-table-client.ts';
import { inParallel } from './journal-parallel.ts';

export interface JournalTableSettings extends TableClientSettings {
  /** The table's name. Tests have one each. */
  readonly tableName?: string;
}

export type Entity = TableEntityResult<Record<string, unknown>>;

/** Entities of one partition that are removed together. */
export interface EntityGroup {
  readonly partition: string;
  readonly rows: readonly string[];
}

/** One table, with the limits of its service: each request has a time limit, each transaction a size. */
export interface JournalTable {
  create(): Promise<void>;
  get(partition: string, row: string): Promise<Entity | undefined>;
  /** All entities that the filter matches. With `keysOnly` they have nothing but their keys. */
  list(filter: string, options?: { readonly keysOnly?: boolean }): AsyncIterable<readonly Entity[]>;
  /** Replaces the entity that has this ETag. Resolves to the new ETag, or to undefined if it has another one by now. */
  replace(entity: TableEntity, etag: string): Promise<string | undefined>;
  /**
   * Makes all the changes, which are of one partition, or none: then it resolves to false, because a condition isn't
   * met.
   */
  change(actions: TransactionAction[]): Promise<boolean>;
  /** Writes entities of any partitions, in as many transactions as they need. */
  upsertAll(entities: readonly TableEntity[]): Promise<void>;
  /** Removes groups of entities, each in one transaction if it isn't too large. Ignores missing entities. */
  removeAll(groups: readonly EntityGroup[]): Promise<void>;
  /** Aborts the requests in flight. */
  close(): void;
}

/** A later layout gets a table of another name, so that versions of the product can run side by side. */
const defaultName = 'BackupWatchIndex';
const callMs = 10_000;
/** Azure's limit for a page and for a transaction. */
const [mostInPage, mostInTransaction] = [1_000, 100];
/** Azure's limit for a transaction is 4 MB, with headers for each entity. */
const [mostBytes, headerBytes] = [3_000_000, 1_500];
/** Requests in flight at the same time for one call. */
const parallel = 8;

/** @throws StoreError from each call if the account can't be reached or refuses. */
export function openJournalTable(settings: JournalTableSettings): JournalTable {
  const client = createTableClient(settings, settings.tableName ?? defaultName);
  const { attempt, close } = createCalls();

  /** Removes entities, one after the other if one of them is missing: Azure refuses the whole transaction then. */
  async function remove(partition: string, rows: readonly string[]): Promise<void> {
    const actions = rows.map(
      row => ['delete', { partitionKey: partition, rowKey: row }] satisfies TransactionAction,
    );
    const removed = await attempt(options => client.submitTransaction(actions, options), 404);
    if (removed) return;
    for (const row of rows) await attempt(options => client.deleteEntity(partition, row, options), 404);
  }

  return {
    async create() {
      await attempt(options => client.createTable(options));
    },

    get: (partition, row) => attempt(options => client.getEntity(partition, row, options), 404),

    async *list(filter, { keysOnly = false } = {}) {
      const queryOptions = keysOnly ? { filter, select: ['PartitionKey', 'RowKey'] } : { filter };
      let continuationToken: string | undefined;
      do {
        const from = continuationToken === undefined ? {} : { continuationToken };
        const next = await attempt(options =>
          client
            .listEntities<Record<string, unknown>>({ ...options, queryOptions })
            .byPage({ maxPageSize: mostInPage, ...from })
            .next(),
        );
        if (!next || next.done) return;
        if (next.value.length > 0) yield next.value;
        continuationToken = next.value.continuationToken;
      } while (continuationToken !== undefined);
    },

    async replace(entity, etag) {
      const replaced = await attempt(
        options => client.updateEntity(entity, 'Replace', { ...options, etag }),
        404,
        412,
      );
      return replaced?.etag;
    },

    async change(actions) {
      const changed = await attempt(options => client.submitTransaction(actions, options), 404, 409, 412);
      return changed !== undefined;
    },

    async upsertAll(entities) {
      await inParallel(transactionsOf(entities), parallel, async group => {
        const actions = group.map(entity => ['upsert', entity, 'Replace'] satisfies TransactionAction);
        await attempt(options => client.submitTransaction(actions, options));
      });
    },

    async removeAll(groups) {
      await inParallel(packGroups(groups), parallel, async ({ partition, rows }) => {
        for (let from = 0; from < rows.length; from += mostInTransaction)
          await remove(partition, rows.slice(from, from + mostInTransaction));
      });
    },

    close,
  };
}

/** Creates the way to call Azure, with a time limit. */
function createCalls() {
  const inFlight = new Set<AbortController>();
  let isOpen = true;
  return {
    /** Resolves to undefined if Azure answers with one of the `expected` statuses. */
    async attempt<T>(
      call: (options: { abortSignal: AbortSignal }) => Promise<T>,
      ...expected: readonly number[]
    ): Promise<T | undefined> {
      if (!isOpen) throw new StoreError('unavailable', 'The job index is closed.');
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), callMs);
      inFlight.add(controller);
      try {
        return await call({ abortSignal: controller.signal });
      } catch (cause) {
        if (cause instanceof RestError && expected.includes(cause.statusCode ?? 0)) return undefined;
        throw tableError(cause);
      } finally {
        clearTimeout(timer);
        inFlight.delete(controller);
      }
    },
    /** Refuses further calls, and aborts those in flight. */
    close(): void {
      isOpen = false;
      for (const controller of inFlight) controller.abort();
    },
  };
}

function transactionsOf(entities: readonly TableEntity[]): readonly (readonly TableEntity[])[] {
  const transactions: TableEntity[][] = [];
  for (const ofPartition of groupBy(entities, ({ partitionKey }) => partitionKey).values()) {
    let current: TableEntity[] | undefined;
    let bytes = 0;
    for (const entity of ofPartition) {
      const size = headerBytes + Buffer.byteLength(JSON.stringify(entity));
      if (!current || current.length === mostInTransaction || bytes + size > mostBytes) {
        current = [];
        transactions.push(current);
        bytes = 0;
      }
      current.push(entity);
      bytes += size;
    }
  }
  return transactions;
}

/** Merges groups, as many as fit into one transaction, which must not have an entity twice. */
function packGroups(groups: readonly EntityGroup[]): readonly EntityGroup[] {
  const transactions: EntityGroup[] = [];
  for (const [partition, ofPartition] of groupBy(groups, group => group.partition)) {
    let current: string[] | undefined;
    const known = new Set<string>();
    for (const group of ofPartition) {
      const rows = group.rows.filter(row => !known.has(row));
      if (rows.length === 0) continue;
      for (const row of rows) known.add(row);
      if (!current || current.length + rows.length > mostInTransaction) {
        current = [];
        transactions.push({ partition, rows: current });
      }
      current.push(...rows);
    }
  }
  return transactions;
}

/** Quotes a text for a filter, with doubled apostrophes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Groups items by a key, in the order of the first item of each group. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
