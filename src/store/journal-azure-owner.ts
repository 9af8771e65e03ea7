import type { TransactionAction } from '@azure/data-tables';
import type { IndexJournal } from '../domain/index-journal.ts';
import { StoreError } from '../domain/store.ts';
import type { ChangeLog } from './journal-azure-log.ts';
import {
  endEntity,
  endsFilter,
  generationOfEnd,
  type MarkReader,
  markEntity,
  markPartition,
  type StoredMark,
  type View,
} from './journal-azure-mark.ts';
import {
  createPartitionOf,
  forgetPartition,
  type Holdings,
  partitionsOf,
  type RowWrites,
  takeInventory,
  writesOf,
} from './journal-azure-rows.ts';
import type { Sweeper } from './journal-azure-sweeper.ts';
import { inParallel, type JournalTable } from './journal-azure-table.ts';
import { checkNumber, numberRows } from './journal-rows.ts';

export interface JournalOwnerParts {
  readonly table: JournalTable;
  readonly marks: MarkReader;
  readonly log: ChangeLog;
  readonly sweeper: Sweeper;
}

/** What this process knows as the owner. */
interface Ownership {
  mark: StoredMark;
  etag: string;
  holdings: Holdings;
  /** A write that failed, so that it isn't known if the mark was raised. */
  doubt?: { readonly next: StoredMark; readonly writes: RowWrites };
}

/** Partitions that are forgotten at the same time. */
const parallel = 4;

/**
 * The writing half of the journal in Azure Tables. Rows and changes are written first; then one conditional write raises the
 * mark and makes them visible. A claim writes down where the generation before it ends, so whatever an earlier owner writes
 * later stays invisible, and no writer ever writes to an entity of another one.
 */
export function createJournalOwner({
  table,
  marks,
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

  async function raiseGeneration(): Promise<{ readonly before: StoredMark; readonly mark: StoredMark }> {
    for (;;) {
      const { mark: before, etag } = await marks.read();
      const mark = { ...before, generation: before.generation + 1, began: before.change, serial: 0 };
      const actions: TransactionAction[] =
        etag === undefined
          ? [['create', markEntity(mark)]]
          : [['update', markEntity(mark), 'Replace', { etag }]];
      if (before.change > before.began) actions.push(['upsert', endEntity(before), 'Replace']);
      if (await table.change(actions)) return { before, mark };
    }
  }

  /** What was known before is still true if nothing was written since, except for this process' own failed write. */
  function holdingsAfter(known: Ownership | undefined, before: StoredMark): Holdings | undefined {
    if (known?.mark.generation !== before.generation) return undefined;
    const { mark, holdings, doubt } = known;
    if (doubt && before.serial === doubt.next.serial)
      return commit(holdings, doubt.writes, doubt.next.change);
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

  /** Resolves to the new ETag, or to undefined if another process has claimed the journal and the mark wasn't raised. */
  async function raise({ mark, etag }: Ownership, next: StoredMark): Promise<string | undefined> {
    const raised = await table.replace(markEntity(next), etag);
    if (raised !== undefined) return raised;
    // The request may have been sent twice, and refused the second time because of the first.
    const now = await marks.read();
    if (now.mark.generation === next.generation && now.mark.serial === next.serial) return now.etag;
    const wasRaised = next.change > mark.change && (await marks.endOf(next.generation)) >= next.change;
    return wasRaised ? etag : undefined;
  }

  async function removeEnds(isRemoved: (generation: number, end: number) => boolean): Promise<void> {
    const removed: string[] = [];
    for await (const page of table.list(endsFilter(0)))
      for (const { rowKey = '', text0 } of page)
        if (isRemoved(generationOfEnd(rowKey), Number(text0))) removed.push(rowKey);
    await table.removeAll(removed.map(row => ({ partition: markPartition, rows: [row] })));
  }

  /** Runs in the background. A failure leaves entities behind that do no harm, and the next claim tries again. */
  function tidy(work: () => Promise<void>): void {
    work().catch(() => {});
  }

  async function readHoldings(view: View): Promise<Holdings> {
    const { holdings, garbage, generations } = await takeInventory(table, view);
    sweeper.add(garbage);
    tidy(() => removeEnds((generation, end) => !generations.has(generation) && end <= view.mark.base));
    return holdings;
  }

  async function claim() {
    const known = ownership;
    ownership = undefined;
    await table.create();
    const { before, mark } = await raiseGeneration();
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
      etag = await raise(owned, next);
    } catch (cause) {
      owned.doubt = { next, writes };
      throw cause;
    }
    if (etag === undefined) {
      ownership = undefined;
      sweeper.add(writes.written);
    } else {
      ownership = { mark: next, etag, holdings: commit(holdings, writes, last) };
      if (base > mark.base) tidy(() => log.prune(base));
    }
    sweeper.sweep();
    return etag !== undefined;
  };

  async function forgetBefore(day: number): Promise<void> {
    const known = ownership?.holdings;
    await inParallel(await partitionsOf(table, 0, day - 1), parallel, async forgotten => {
      const names = await forgetPartition(table, forgotten);
      known?.partitions.delete(forgotten.partition);
      for (const name of names)
        if (known?.places.get(name)?.partition === forgotten.partition) known.places.delete(name);
    });
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
    const etag = await raise(owned, next);
    if (etag === undefined) return false;
    const holdings = await removeRows(owned.holdings, change);
    ownership = { mark: next, etag, holdings };
    return true;
  }

  async function removeRows({ highest }: Holdings, change: number): Promise<Holdings> {
    await inParallel(await partitionsOf(table, 0, Number.POSITIVE_INFINITY), parallel, async partition => {
      await forgetPartition(table, partition);
    });
    await log.removeUpTo(change);
    await removeEnds((_, end) => end <= change);
    return { places: new Map(), partitions: new Set(), highest };
  }

  return {
    claim: () => inTurn(claim),
    put: (rows, change, state, generation) => inTurn(() => put(rows, change, state, generation)),
    forgetBefore: day => inTurn(() => forgetBefore(day)),
    clear: generation => inTurn(() => clear(generation)),
  };
}
