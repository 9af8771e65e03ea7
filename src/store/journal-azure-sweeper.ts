import type { EntityGroup } from './journal-azure-table.ts';

/** Removes entities that readers don't need any more, in the background. */
export interface Sweeper {
  add(groups: readonly EntityGroup[]): void;
  /** Starts to remove what is due, unless a sweep ran lately. */
  sweep(): void;
}

export interface SweeperSettings {
  /**
   * How long an entity stays. It's longer than any request can take: a late duplicate must not write a removed entity
   * again.
   */
  readonly graceMs: number;
  /** Sweeps are at least this far apart, so that one transaction removes many entities. */
  readonly everyMs: number;
}

export interface SweeperParts extends SweeperSettings {
  remove(groups: readonly EntityGroup[]): Promise<void>;
}

/** Entities left behind after a failure or a restart are found by the next claim that reads all keys. */
export function createSweeper({ remove, graceMs, everyMs }: SweeperParts): Sweeper {
  /** Sorted by due time. */
  let waiting: { readonly dueAt: number; readonly groups: readonly EntityGroup[] }[] = [];
  let sweptAt = Number.NEGATIVE_INFINITY;
  let isSweeping = false;

  /** One at a time: older versions must be gone before the departures that hide them. */
  async function removeDue(now: number): Promise<void> {
    const due = waiting.filter(({ dueAt }) => dueAt <= now);
    try {
      await remove(due.flatMap(({ groups }) => groups));
      waiting = waiting.slice(due.length);
    } catch {
      // The groups stay in the queue for the next sweep.
    } finally {
      isSweeping = false;
    }
  }

  return {
    add(groups) {
      if (groups.length > 0) waiting.push({ dueAt: performance.now() + graceMs, groups });
    },

    sweep() {
      const now = performance.now();
      if (isSweeping || now - sweptAt < everyMs) return;
      isSweeping = true;
      sweptAt = now;
      void removeDue(now);
    },
  };
}
