import { nameOf } from '../../cards/words.ts';
import type { Service } from '../../domain/job.ts';
import type { Targets } from '../../domain/targets.ts';
import { everywhere, type Undoable } from '../undoable.ts';
import { limitText } from './limit-change.ts';

/** How Undo brings a service's own backup-age limit back, in milliseconds. */
export function createUndoableLimits(targets: Pick<Targets, 'stored' | 'replace'>): Undoable<number> {
  return {
    rank: 1,

    async read() {
      const found = await targets.stored();
      return found.map(({ service, targetMs, version }) => ({
        place: everywhere,
        id: service,
        value: targetMs,
        version,
      }));
    },

    setting: targetMs => targetMs,

    bringBack: ({ change: { id, before }, current }) =>
      targets.replace(id as Service, before, current?.version),

    name: ({ id }) => `the backup-age limit of ${nameOf(id as Service)}`,

    texts: changes =>
      changes.map(
        ({ id, before }) => `The backup-age limit of ${nameOf(id as Service)} is ${limitText(before)} again`,
      ),
  };
}
