import type { View } from './journal-azure-mark.ts';
import type { RowVersion } from './journal-azure-names.ts';
import {
  groupAt,
  groupOf,
  type Holdings,
  partitionsOf,
  type RowLocation,
  versionsIn,
} from './journal-azure-rows.ts';
import type { EntityGroup, JournalTable } from './journal-azure-table.ts';
import { groupBy } from './journal-azure-table.ts';
import { inParallel } from './journal-parallel.ts';

/** The stored versions, as far as their keys show. */
export interface Inventory {
  readonly holdings: Holdings;
  /** Versions that readers don't need. */
  readonly garbage: readonly EntityGroup[];
  /** The generations of all stored versions. */
  readonly generations: ReadonlySet<number>;
}

const parallel = 8;

/** Lists the keys of all rows: about 1 request for 1,000 versions, but at least one for each partition. */
export async function takeInventory(table: JournalTable, view: View): Promise<Inventory> {
  const places = new Map<string, RowLocation>();
  const garbage: EntityGroup[] = [];
  const generations = new Set<number>();
  let highest = 0;
  const partitions = await partitionsOf(table, 0, Number.POSITIVE_INFINITY);
  await inParallel(partitions, parallel, async ({ partition }) => {
    const versions = await versionsIn(table, partition);
    for (const { generation, change } of versions) {
      generations.add(generation);
      highest = Math.max(highest, change);
    }
    for (const group of groupBy(versions, ({ name }) => name).values()) {
      const { current, unneeded } = splitVersions(group, view);
      garbage.push(...unneeded.map(rows => groupOf(partition, rows)));
      if (!current) continue;
      const { name, change, generation } = current;
      const place = { partition, change, generation };
      const other = places.get(name);
      if (!other || other.change < change) places.set(name, place);
      // A row has one location. If it ever has two, the older one is removed.
      if (other) garbage.push(groupAt(name, other.change < change ? other : place));
    }
  });
  const names = new Set(partitions.map(({ partition }) => partition));
  return { holdings: { places, partitions: names, highest }, garbage, generations };
}

/**
 * Splits a row's versions, in the order of their numbers: the one that readers need, and the rest in groups to remove
 * together.
 */
function splitVersions(
  versions: readonly RowVersion[],
  view: View,
): { readonly current: RowVersion | undefined; readonly unneeded: readonly (readonly RowVersion[])[] } {
  // A version that isn't decided belongs to an owner that has claimed the journal since.
  const decided = versions.filter(version => view.isDecided(version));
  const invisible = decided.filter(version => !view.isVisible(version));
  const visible = decided.filter(version => view.isVisible(version));
  const latest = visible.at(-1);
  const isThere = latest !== undefined && !latest.isDeparture;
  const older = isThere ? visible.slice(0, -1) : visible;
  return {
    current: isThere ? latest : undefined,
    unneeded: [...invisible.map(version => [version]), older].filter(group => group.length > 0),
  };
}
