import { capitalised } from '../../../cards/words.ts';
import type { Undoable } from '../../undoable.ts';
import { watchedText } from './texts.ts';
import { pauseEndOf, type Watch } from './watch.ts';
import type { Watches } from './watches.ts';

/**
 * How Undo brings watches back. One that was ended goes on with its open incidents, and has seen what failed meanwhile;
 * one that was set ends, and stays until its open incidents are over.
 */
export function createUndoableWatches(watches: Pick<Watches, 'stored' | 'replace'>): Undoable<Watch> {
  return {
    rank: 1,

    async read({ home, id }) {
      const found = await watches.stored(home, id === undefined ? undefined : { home, id });
      return found.map(({ value, version }) => ({ place: value.place, id: value.id, value, version }));
    },

    /** An ending watch counts as none: the product removes it once its incidents are over. */
    setting(one, now) {
      const { isEnding, ...set } = one;
      return isEnding ? undefined : { ...set, pausedUntil: pauseEndOf(one, now) };
    },

    async bringBack({ change: { before }, current }) {
      if (before) return watches.replace(before, current?.version);
      return current === undefined || watches.replace({ ...current.value, isEnding: true }, current.version);
    },

    name({ before, after }) {
      const one = before ?? after;
      return one ? `the watch on ${watchedText(one)}` : 'a watch';
    },

    texts(changes, at, now) {
      const restored = changes.flatMap(({ before, after }) =>
        before ? [{ before, isThere: after !== undefined }] : [],
      );
      // One that was set in their place ends, and its services are watched as before.
      if (restored.length === 0)
        return changes.flatMap(({ after }) =>
          after ? [`The watch on ${watchedText(after)} has ended`] : [],
        );
      return restored.map(({ before, isThere }) => {
        const what = watchedText(before);
        const until = pauseEndOf(before, now);
        if (until !== undefined) return `Alerts for ${what} are paused again until ${at(until)}`;
        if (isThere) return `Alerts for ${what} are on again`;
        return `${capitalised(what)} ${before.services.length === 1 ? 'is' : 'are'} watched again`;
      });
    },
  };
}
