import type { PartName } from '../domain/meter.ts';
import type { Health } from './health.ts';

/** What people have of the bot, with the parts that each needs: what explains most comes first. */
const needs = {
  answers: ['teams', 'avepoint'],
  changes: ['store', 'teams'],
  digests: ['store', 'teams', 'avepoint', 'index', 'reader', 'sender', 'messages'],
  watching: ['store', 'teams', 'avepoint', 'index', 'reader', 'watcher', 'messages'],
} as const satisfies Readonly<Record<string, readonly PartName[]>>;

const inOrder = 'in order';

/** What works and what doesn't, and of each part "in order" or what is wrong: as `/readyz` answers it. */
export function readinessOf({ isGood, parts }: Health): {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
} {
  const troubles = new Map(parts.map(({ name, trouble }) => [name, trouble]));
  const abilities = Object.entries(needs).map(([ability, needed]) => {
    const reason = needed.map(name => troubles.get(name)).find(trouble => trouble !== undefined);
    return [ability, reason === undefined ? 'yes' : `no, ${reason}`] as const;
  });
  const each = parts.map(({ name, trouble }) => [name, trouble ?? inOrder] as const);
  return { isReady: isGood, parts: Object.fromEntries([...abilities, ...each]) };
}
