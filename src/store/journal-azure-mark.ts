import type { TableEntity } from '@azure/data-tables';
import type { JournalMark } from '../domain/index-journal.ts';
import { paddedGeneration, type RowVersion } from './journal-azure-names.ts';
import { type JournalTable, quoted } from './journal-azure-table.ts';
import { textOfProperties, textProperties } from './journal-azure-text.ts';

/** The mark as it's stored. */
export interface StoredMark extends JournalMark {
  /** The lowest number that `changedSince` can start from. */
  readonly base: number;
  /** Rows up to this number are removed, though they may still be stored. */
  readonly cleared: number;
  /** The `change` when the generation began. */
  readonly began: number;
  /** Raised with every write of the generation, so that a write that was sent twice can be recognised. */
  readonly serial: number;
}

/** What readers may see at one moment. */
export interface View {
  readonly mark: StoredMark;
  /** Undefined before the first claim. */
  readonly etag: string | undefined;
  isVisible(version: Pick<RowVersion, 'change' | 'generation'>): boolean;
  /** False if the version may have been written after this view was read, so that a later view shows it. */
  isDecided(version: Pick<RowVersion, 'change' | 'generation'>): boolean;
}

export interface MarkReader {
  read(): Promise<View>;
  /** The last visible number of an earlier generation; 0 if it wrote nothing visible. */
  endOf(generation: number): Promise<number>;
}

export const markPartition = 'mark';
const markRow = 'mark';

const firstMark: StoredMark = {
  generation: 0,
  change: 0,
  state: undefined,
  base: 0,
  cleared: 0,
  began: 0,
  serial: 0,
};

export function markEntity(mark: StoredMark): TableEntity {
  return { partitionKey: markPartition, rowKey: markRow, ...textProperties(JSON.stringify(mark)) };
}

/** Records where an earlier generation ends. Anything that it writes above that number is never visible. */
export function endEntity({ generation, change }: StoredMark): TableEntity {
  return { ...endKeys(generation), text0: String(change) };
}

function endKeys(generation: number): { readonly partitionKey: string; readonly rowKey: string } {
  return { partitionKey: markPartition, rowKey: `${endPrefix}${paddedGeneration(generation)}` };
}

const endPrefix = 'g|';

/** A filter for the ends of the generations from `first` on. */
export function endsFilter(first: number): string {
  return `PartitionKey eq ${quoted(markPartition)} and RowKey ge ${quoted(endKeys(first).rowKey)} and RowKey lt ${quoted(`${endPrefix}~`)}`;
}

export function generationOfEnd(rowKey: string): number {
  return Number(rowKey.slice(endPrefix.length));
}

/** Reads the mark: one request, and another one only after a claim. */
export function createMarkReader(table: JournalTable): MarkReader {
  let ends = new Map<number, number>();
  let knownGeneration = 0;

  /** Ends never change, so only those since the last reading are read. */
  async function readEnds(generation: number): Promise<void> {
    if (generation === knownGeneration) return;
    const isReplaced = generation < knownGeneration;
    const found = isReplaced ? new Map<number, number>() : ends;
    for await (const page of table.list(endsFilter(isReplaced ? 0 : knownGeneration)))
      for (const { rowKey = '', text0 } of page) found.set(generationOfEnd(rowKey), Number(text0));
    ends = found;
    knownGeneration = generation;
  }

  return {
    async read() {
      const entity = await table.get(markPartition, markRow);
      const mark: StoredMark = entity ? { ...firstMark, ...JSON.parse(textOfProperties(entity)) } : firstMark;
      await readEnds(mark.generation);
      return viewOf(mark, entity?.etag, ends);
    },

    async endOf(generation) {
      const { partitionKey, rowKey } = endKeys(generation);
      return Number((await table.get(partitionKey, rowKey))?.text0 ?? 0);
    },
  };
}

function viewOf(mark: StoredMark, etag: string | undefined, ends: ReadonlyMap<number, number>): View {
  return {
    mark,
    etag,
    isVisible({ change, generation }) {
      const end = generation === mark.generation ? mark.change : (ends.get(generation) ?? 0);
      return change > mark.cleared && change <= end;
    },
    isDecided({ change, generation }) {
      return generation < mark.generation || (generation === mark.generation && change <= mark.change);
    },
  };
}
