import type { IndexJournal } from '../domain/index-journal.ts';
import type { ReadState } from './read-state.ts';
import { rowOf } from './row-codec.ts';
import type { Run } from './run.ts';

/** Another process owns the index now: this one may write nothing more. */
export class OwnershipLostError extends Error {
  override readonly name = 'OwnershipLostError';
}

export interface UnwrittenParts {
  readonly journal: IndexJournal;
  /** From `IndexJournal.claim`. */
  readonly generation: number;
  readonly highest: number;
  readonly state: ReadState;
  /** Called with a state once it's stored, together with all that came before it. */
  readonly onStored: (state: ReadState) => void;
}

/** Changes that the journal doesn't have yet. */
export interface Unwritten {
  addRun(run: Run): void;
  setState(next: ReadState): void;
  /** Writes all changes, after those of earlier calls. Throws `OwnershipLostError` and `StoreError`. */
  commit(): Promise<void>;
}

export function createUnwritten({
  journal,
  generation,
  highest,
  onStored,
  ...parts
}: UnwrittenParts): Unwritten {
  const runs = new Map<string, Run>();
  let { state } = parts;
  let isStateDirty = true;
  let written = highest;
  let committing: Promise<void> = Promise.resolve();
  /**
   * A write failed, so it may have happened or not: only the next process that claims the journal knows, and can go on.
   */
  let isUncertain = false;

  async function write(): Promise<void> {
    if (isUncertain) throw new OwnershipLostError('the last write may not have happened');
    if (runs.size === 0 && !isStateDirty) return;
    // All at once, so that nothing is visible without the news before it.
    const batch = [...runs.values()];
    runs.clear();
    isStateDirty = false;
    isUncertain = true;
    const stored = state;
    const isDone = await journal.put(batch.map(rowOf), written + 1, stored, generation);
    if (!isDone) throw new OwnershipLostError('another process owns the job index now');
    isUncertain = false;
    onStored(stored);
    written += batch.length;
    if (runs.size > 0) await write();
  }

  return {
    addRun: run => void runs.set(run.key, run),
    setState(next) {
      state = next;
      isStateDirty = true;
    },
    commit() {
      committing = committing.then(write, write);
      return committing;
    },
  };
}
