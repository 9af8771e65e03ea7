import type { JobType, Service } from '../../domain/job.ts';
import type { EpochMs, Span } from '../../domain/time.ts';
import type { Run } from '../run.ts';
import type { Budget } from './budget.ts';
import type { ReaderContext } from './context.ts';
import { closedWindow, floorTo, openWindow, shortestWindowMs, stepMs } from './window.ts';

const dayMs = 24 * 3_600_000;
const longestChunkMs = 60 * dayMs;
/** How full the one page of a chunk should be. */
const wantedShare = 0.7;
/** By how much a chunk is longer or shorter than the last one, at most. */
const mostChange = 4;

/** A list wasn't read whole, as a rule since it kept changing, so nothing about it is certain. */
export class UnstableListError extends Error {
  override readonly name = 'UnstableListError';
}

interface ChunkQuestion {
  readonly type: JobType;
  readonly service: Service | undefined;
}

/** Reads the past in closed windows with fixed borders, the latest first. */
export interface Chunks {
  /**
   * Reads the latest part between `from` and `cursor`. Resolves with where that part begins, and with its runs. Throws
   * what `Requests` throws, and `UnstableListError`.
   */
  read(
    question: ChunkQuestion,
    range: { readonly from: EpochMs; readonly cursor: EpochMs; readonly isOpen?: boolean },
    budget: Budget,
  ): Promise<{ readonly from: EpochMs; readonly runs: readonly Run[] }>;
}

/**
 * Each chunk is as long as the last one lets expect one page, which can't change while it's read. `firstMs` is the length of
 * the first.
 */
export function createChunks({ clock, requests, rules }: ReaderContext, firstMs: number): Chunks {
  let chunkMs = firstMs;

  /** A window that reaches the present has no end, since the clocks may differ. */
  function untilPresent({ from, to }: Span): Span {
    return to !== undefined && to > clock.now() ? { from, to: undefined } : { from, to };
  }

  async function readWindow(
    question: ChunkQuestion,
    from: EpochMs,
    to: EpochMs | undefined,
    budget: Budget,
  ): Promise<readonly Run[]> {
    const span = to === undefined ? openWindow(from) : untilPresent(closedWindow(from, to, rules()));
    const asked = { ...question, state: undefined, span };
    const middle = to === undefined ? from : floorTo((from + to) / 2, stepMs(rules()));
    const canHalve = to !== undefined && middle > from && to - from > shortestWindowMs(rules());
    const { runs, isWhole } = await (canHalve ? requests.read : requests.readWhole)(asked, budget);
    if (isWhole) return runs;
    // It shifted while it was read: shorter windows have fewer pages.
    if (!canHalve) throw new UnstableListError('a list changed each time it was read');
    return [
      ...(await readWindow(question, middle, to, budget)),
      ...(await readWindow(question, from, middle, budget)),
    ];
  }

  function adapt(rows: number): void {
    const wanted = (wantedShare * requests.rowsAtOnce()) / Math.max(rows, 1);
    const factor = Math.min(mostChange, Math.max(1 / mostChange, wanted));
    chunkMs = Math.min(longestChunkMs, Math.max(shortestWindowMs(rules()), chunkMs * factor));
  }

  return {
    async read(question, { from, cursor, isOpen }, budget) {
      const start = Math.max(from, floorTo(cursor - chunkMs, stepMs(rules())));
      const runs = await readWindow(question, start, isOpen ? undefined : cursor, budget);
      adapt(runs.length);
      return { from: start, runs };
    },
  };
}
