import type { Bin, Binned } from '../../domain/bin.ts';
import type { Undoable } from '../undoable.ts';

/** How Undo brings back what was in the bin: it's put there before the restored setting is removed. */
export function createUndoableBin(bin: Pick<Bin, 'of' | 'put' | 'remove'>): Undoable<Binned> {
  return {
    rank: 0,

    async read({ home, id }) {
      const found = await bin.of(home, id === undefined ? undefined : { id });
      return found.map(value => ({
        place: value.place,
        id: JSON.stringify([value.what, value.id]),
        value,
        version: '',
      }));
    },

    setting: binned => binned,

    async bringBack({ change: { before }, current }) {
      if (before) await bin.put(before);
      else if (current) await bin.remove(current.value);
      return true;
    },

    name: () => 'the settings that can be restored',

    texts: () => [],
  };
}
