import type { JobType, Service } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Run } from '../run.ts';
import type { Budget } from './budget.ts';
import type { ReaderContext } from './context.ts';
import { closedWindow, openWindow } from './window.ts';

const secondMs = 1_000;
const dayMs = 24 * 3_600_000;
/** Pages that a chunk should have: enough to be worth its check, few enough to be read again. */
const pagesWanted = 4;
const longestChunkMs = 60 * dayMs;

/** A list of closed windows kept changing, whatever their length, so nothing about them is certain. */
export class UnstableList extends Error {
  override readonly name = 'UnstableList';
}

export interface ChunkQuestion {
  readonly type: JobType;
  readonly service: Service | undefined;
}

/** Reads the past in closed windows with fixed borders, the latest first. */
export interface Chunks {
  /**
   * Reads the latest part between `from` and `cursor`. Resolves with where that part begins, and with its runs. Throws
   * what `Requests` throws, and `UnstableList`.
   */
  read(
    question: ChunkQuestion,
    range: { readonly from: EpochMs; readonly cursor: EpochMs; readonly isOpen?: boolean },
    budget: Budget,
  ): Promise<{ readonly from: EpochMs; readonly runs: readonly Run[] }>;
}

/** Each chunk is as long as the last one lets expect a few pages; `firstMs` is the length of the first. */
export function createChunks({ requests, rules }: ReaderContext, firstMs: number): Chunks {
  let chunkMs = firstMs;

  async function readWindow(
    question: ChunkQuestion,
    from: EpochMs,
    to: EpochMs | undefined,
    budget: Budget,
  ): Promise<readonly Run[]> {
    const span = to === undefined ? openWindow(from) : closedWindow(from, to, rules());
    const { runs, isWhole } = await requests.read({ ...question, state: undefined, span }, budget);
    if (isWhole) return runs;
    if (to === undefined) {
      const again = await requests.readWhole({ ...question, state: undefined, span }, budget);
      if (again.isWhole) return again.runs;
      throw new UnstableList('the list of the latest jobs changed each time it was read');
    }
    // It shifted while it was read: shorter windows have fewer pages.
    const middle = Math.floor((from + to) / 2 / secondMs) * secondMs;
    const shortestMs = rules().hasTimeOfDay ? secondMs : dayMs;
    if (middle <= from || to - from <= shortestMs)
      throw new UnstableList('the list of a closed window changed each time it was read');
    return [
      ...(await readWindow(question, middle, to, budget)),
      ...(await readWindow(question, from, middle, budget)),
    ];
  }

  return {
    async read(question, { from, cursor, isOpen }, budget) {
      const start = Math.max(from, Math.floor((cursor - chunkMs) / secondMs) * secondMs);
      const runs = await readWindow(question, start, isOpen ? undefined : cursor, budget);
      const wanted = pagesWanted * requests.rowsAtOnce();
      if (runs.length > wanted) chunkMs = Math.max(secondMs, chunkMs / 2);
      else if (runs.length < wanted / 3) chunkMs = Math.min(longestChunkMs, chunkMs * 2);
      return { from: start, runs };
    },
  };
}
