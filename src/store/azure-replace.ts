import { type Store, StoreError } from '../domain/store.ts';
import { beginRestore, endRestore } from './azure-schema.ts';
import { findRunningBot, holderOf, leasesIn, newLease } from './running-bot.ts';
import { internalCollections, type KeyedRecord, type Whole } from './whole-store.ts';

export interface ReplaceParts {
  readonly store: Store;
  readonly whole: Pick<Whole, 'all'>;
  readonly leaseMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Requests in flight at once. */
const groupSize = 50;

/**
 * Replaces all records of a table, without a transaction over all of them. A marker keeps bots from starting until it's
 * done. It's set before the check for a running bot, so that one that starts meanwhile is refused or found.
 */
export async function replaceInSteps(
  { store, whole, leaseMs, sleep }: ReplaceParts,
  records: AsyncIterable<KeyedRecord>,
): Promise<number> {
  const isFirst = await beginRestore(store);
  try {
    const running = await findRunningBot({ store, leaseMs, sleep });
    if (running !== undefined) throw isRunning(running, 'Nothing was changed.');
  } catch (error) {
    if (isFirst) await endRestore(store);
    throw error;
  }
  const leases = await leasesIn(store);
  let count = 0;
  try {
    for await (const group of inGroups(whole.all()))
      await Promise.all(
        group
          .filter(({ collection }) => !internalCollections.has(collection))
          .map(place => store.remove(place)),
      );
    for await (const group of inGroups(records)) {
      await Promise.all(group.map(({ value, ...place }) => store.put(place, value)));
      count += group.length;
    }
    const taken = newLease(leases, await leasesIn(store));
    if (taken) throw isRunning(holderOf(taken), '');
  } catch (cause) {
    throw new StoreError(
      'incomplete',
      `The restore stopped after ${count} records, so the tables have a part of them alone, and no bot starts with them: run it again with --replace. ${(cause as Error).message}`,
      cause,
    );
  }
  await endRestore(store);
  return count;
}

function isRunning(holder: string, outcome: string): StoreError {
  return new StoreError(
    'busy',
    `A bot is using the tables: ${holder}. Stop it, and every other instance, then restore again. ${outcome}`.trimEnd(),
  );
}

async function* inGroups(records: AsyncIterable<KeyedRecord>): AsyncIterable<readonly KeyedRecord[]> {
  let group: KeyedRecord[] = [];
  for await (const record of records) {
    group.push(record);
    if (group.length < groupSize) continue;
    yield group;
    group = [];
  }
  yield group;
}
