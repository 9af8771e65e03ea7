import type { TextColor } from '../../cards/words.ts';
import type { ObjectCounts } from '../../domain/job.ts';

/** Blocks that fit a phone's line. */
const blocks = 20;

/**
 * Returns successful, skipped and failed objects as runs of blocks, each at least one wide if there are any; the
 * numbers stand beneath it. Empty if nothing was counted.
 */
export function objectsBar(objects: ObjectCounts | undefined) {
  const { successful = 0, skipped = 0, failed = 0 } = objects ?? {};
  const parts: readonly { count: number; color: TextColor; block: string }[] = [
    { count: Math.max(0, successful), color: 'Good', block: '█' },
    { count: Math.max(0, skipped), color: 'Default', block: '░' },
    { count: Math.max(0, failed), color: 'Attention', block: '▓' },
  ];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  if (!(total > 0) || !Number.isFinite(total)) return [];
  const runs = parts
    .filter(({ count }) => count > 0)
    .map(({ count, color, block }) => ({
      text: block.repeat(Math.max(1, Math.round((count / total) * blocks))),
      color,
    }));
  return [{ runs }];
}
