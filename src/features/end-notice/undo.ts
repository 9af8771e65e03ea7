import type { Undoable } from '../undoable.ts';
import { jobName } from './card.ts';
import type { EndNotice } from './notice.ts';
import type { EndNotices } from './notices.ts';

/** How Undo brings the notice of a job's end back. If the job has ended meanwhile, its message comes at once. */
export function createUndoableEndNotices(
  notices: Pick<EndNotices, 'stored' | 'replace' | 'remove'>,
): Undoable<EndNotice> {
  return {
    rank: 1,

    async read({ home, id }) {
      const found = await notices.stored(home, id === undefined ? undefined : { home, id });
      return found.map(({ value, version }) => ({ place: value.place, id: value.id, value, version }));
    },

    setting({ isBegun: _, ...set }) {
      return set;
    },

    bringBack: ({ change: { before }, current }) =>
      before
        ? notices.replace(before, current?.version)
        : Promise.resolve(current === undefined || notices.remove(current.value, current.version)),

    name({ before, after }) {
      const one = before ?? after;
      return one ? `the message at the end of the ${jobName(one)}` : 'the message at the end of a job';
    },

    texts: changes =>
      changes.flatMap(({ before, after }) => {
        const one = before ?? after;
        return one
          ? [`I ${before ? 'send a message again' : 'send no message'} when the ${jobName(one)} ends`]
          : [];
      }),
  };
}
