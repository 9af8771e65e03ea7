import type { IndexJournal } from '../domain/index-journal.ts';
import { StoreError } from '../domain/store.ts';
import { takeInventory } from './journal-azure-inventory.ts';
import type { ChangeLog } from './journal-azure-log.ts';
import type { MarkReader, StoredMark, View } from './journal-azure-mark.ts';
import type { MarkWriter } from './journal-azure-mark-writer.ts';
import {
  clearPartition,
  createPartitionOf,
  forgetPartition,
  type Holdings,
  partitionsOf,
  type RowWrites,
  writesOf,
} from './journal-azure-rows.ts';
import type { Sweeper } from './journal-azure-sweeper.ts';
import type { JournalTable } from './journal-azure-table.ts';
import { checkNumber, numberRows } from './journal-rows.ts';

export interface JournalOwnerParts {
  readonly table: JournalTable;
  readonly marks: MarkReader;
  readonly markWriter: MarkWriter;
  readonly log: ChangeLog;
  readonly sweeper: Sweeper;
}

/** What this process knows while it owns the journal. */
interface Ownership {
  mark: StoredMark;
  etag: string;
  holdings: Holdings;
  /** A write that failed, so that it isn't known if the mark was raised. */
  doubt?: { readonly next: StoredMark; readonly writes: RowWrites };
}

/**
 * The writing half of the journal in Azure Tables. Rows and changes are written first; then one conditional write
 * raises the mark and makes them visible. A claim records where the previous generation ends, so anything that an
 * earlier owner writes later stays invisible, and no writer ever writes to an entity of another one.
 */
export function createJournalOwner({
  table,
  marks,
  markWriter,
  log,
  sweeper,
}: JournalOwnerParts): Pick<IndexJournal, 'claim' | 'put' | 'forgetBefore' | 'clear'> {
  const partitionOf = createPartitionOf();
  let ownership: Ownership | undefined;
  let lastWork: Promise<unknown> = Promise.resolve();

  /** One at a time, in the order of the calls. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = lastWork.then(work);
    lastWork = result.catch(() => {});
    return result;
  }

  /** Resolves to undefined if another process has claimed the journal since. */
  async function ownershipOf(generation: number): Promise<Ownership | undefined> {
    if (ownership?.mark.generation === generation && !ownership.doubt) return ownership;
    const { mark } = await marks.read();
    if (mark.generation !== generation) return undefined;
    throw new StoreError('unavailable', 'The job index must be claimed again after a failed write.');
  }

  /**
   * Returns what this process knew before if no other process has written since; undefined if the keys must be read
   * again.
   */
  function holdingsAfter(known: Ownership | undefined, before: StoredMark): Holdings | undefined {
    if (known?.mark.generation !== before.generation) return undefined;
    const { mark, holdings, doubt } = known;
    if (before.serial !== mark.serial) return undefined;
    if (!doubt) return holdings;
    sweeper.add(doubt.writes.written);
    return { ...holdings, highest: Math.max(holdings.highest, doubt.next.change) };
  }

  function commit(holdings: Holdings, writes: RowWrites, last: number): Holdings {
    for (const [name, place] of writes.places) holdings.places.set(name, place);
    for (const partition of writes.directory.keys()) holdings.partitions.add(partition);
    sweeper.add(writes.replaced);
    return { ...holdings, highest: Math.max(holdings.highest, last) };
  }

  /** Runs in the background. A failure leaves entities behind that do no harm, and the next claim tries again. */
  function tidy(work: () => Promise<void>): void {
    work().catch(() => {});
  }

  async function readHoldings(view: View): Promise<Holdings> {
    const { holdings, garbage, generations } = await takeInventory(table, view);
    sweeper.add(garbage);
    tidy(() =>
      markWriter.removeEnds((generation, end) => !generations.has(generation) && end <= view.mark.base),
    );
    return holdings;
  }

  async function claim() {
    const known = ownership;
    ownership = undefined;
    await table.create();
    const { before, mark } = await markWriter.claim();
    const view = await marks.read();
    const holdings = holdingsAfter(known, before) ?? (await readHoldings(view));
    tidy(() => log.prune(view.mark.base));
    if (view.mark.generation === mark.generation && view.etag !== undefined)
      ownership = { mark, etag: view.etag, holdings };
    const { generation, change, state } = mark;
    return { generation, change, state, highest: Math.max(change, holdings.highest) };
  }

  const put: IndexJournal['put'] = async (rows, change, state, generation) => {
    const owned = await ownershipOf(generation);
    if (!owned) return false;
    const { mark, holdings } = owned;
    if (rows.length > 0) checkNumber(change, mark.change);
    const last = rows.length > 0 ? change + rows.length - 1 : mark.change;
    const base = Math.max(mark.base, log.baseAt(last));
    const next = { ...mark, change: last, base, serial: mark.serial + 1, state };
    const numbered = numberRows(rows, change);
    const writes = writesOf(numbered, generation, holdings, partitionOf);
    let etag: string | undefined;
    try {
      await table.upsertAll([...writes.directory.values()]);
      await table.upsertAll([...writes.entities, ...log.entitiesOf(numbered, generation)]);
      etag = await markWriter.raise(owned, next);
    } catch (cause) {
      owned.doubt = { next, writes };
      throw cause;
    }
    if (etag === undefined) {
      ownership = undefined;
    } else {
      ownership = { mark: next, etag, holdings: commit(holdings, writes, last) };
      if (base > mark.base) tidy(() => log.prune(base));
    }
    sweeper.sweep();
    return etag !== undefined;
  };

  async function forgetBefore(day: number): Promise<void> {
    const { mark } = await marks.read();
    if (ownership?.mark.generation !== mark.generation) return;
    const known = ownership.holdings;
    for (const forgotten of await partitionsOf(table, 0, day - 1)) {
      const names = await forgetPartition(table, forgotten);
      known.partitions.delete(forgotten.partition);
      for (const name of names)
        if (known.places.get(name)?.partition === forgotten.partition) known.places.delete(name);
    }
  }

  /** One write hides all rows; then they are removed. */
  async function clear(generation: number): Promise<boolean> {
    const owned = await ownershipOf(generation);
    if (!owned) return false;
    const change = owned.mark.change + 1;
    const next = {
      ...owned.mark,
      change,
      base: change,
      cleared: change,
      serial: owned.mark.serial + 1,
      state: undefined,
    };
    ownership = undefined;
    const etag = await markWriter.raise(owned, next);
    if (etag === undefined) return false;
    await removeUpTo(change);
    ownership = { mark: next, etag, holdings: { ...owned.holdings, places: new Map() } };
    return true;
  }

  /** Another process may be the owner by now: its rows have higher numbers, and it may rely on the directory. */
  async function removeUpTo(change: number): Promise<void> {
    for (const partition of await partitionsOf(table, 0, Number.POSITIVE_INFINITY))
      await clearPartition(table, partition, change);
    await log.removeUpTo(change);
    await markWriter.removeEnds((_, end) => end <= change);
  }

  return {
    claim: () => inTurn(claim),
    put: (rows, change, state, generation) => inTurn(() => put(rows, change, state, generation)),
    forgetBefore: day => inTurn(() => forgetBefore(day)),
    clear: generation => inTurn(() => clear(generation)),
  };
}
